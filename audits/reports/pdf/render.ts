import { COLOURS } from "../../charts/palette.ts";
import { footnotesOf } from "../footnotes.ts";
import type { Report, ReportMeta } from "../blocks.ts";
import type { Canvas } from "./core/canvas.ts";
import { type Attachment, type OutlineEntry, type Place, startDocument } from "./core/document.ts";
import { type FontFiles, loadFonts } from "./core/fonts.ts";
import { blockPieces } from "./layout/blocks.ts";
import { baselineIn, type Composer } from "./layout/compose.ts";
import { setFootnote } from "./layout/footnote.ts";
import { closingPieces, paintCover, titlePieces } from "./layout/cover.ts";
import { type Page, paginate, paintPage } from "./layout/flow.ts";
import { LOOKS, type Theme, themeOf } from "./layout/theme.ts";

export type { FontFiles };

type RenderOptions = Report & {
  fonts: FontFiles;
  attachments: Attachment[];
  /** 12 points of reading text, or 16. */
  size?: "standard" | "large";
  /** Called with the share of the work that is done, 0 to 1. */
  onProgress?: (done: number) => void;
};

/**
 * A report as a tagged PDF: PDF/UA-1, and PDF/A-2a, or PDF/A-3a where files are attached. The same report, fonts and
 * attachments give the same bytes. `replaced` lists the characters (whole signs, as people see them) that the fonts do
 * not have and that stand as "?". Throws where a font file is not a single TrueType font.
 */
export async function renderPdf(
  options: RenderOptions,
): Promise<{ bytes: Uint8Array; pages: number; replaced: string[] }> {
  const { meta, blocks, attachments, onProgress } = options;
  const large = options.size === "large";
  const theme = themeOf(large ? 16 : 12);
  const fonts = loadFonts(options.fonts);
  const document = startDocument(fonts, theme.page);
  const covers = meta.cover === false ? 0 : 1;
  const { numberOf } = footnotesOf(blocks);
  const composer: Composer = { fonts, tags: document.tags, theme, pageOf: new Map() };
  composer.footnote = (inline, parent) => setFootnote(inline, parent, numberOf(inline), composer);
  const { logo } = meta;
  if (logo) composer.logo = { ...logo, name: await document.addImage(Buffer.from(logo.png, "base64")) };
  // A paper without a cover is short: its parts follow each other.
  if (!covers) composer.chapterRoom = 0.15;
  if (covers) {
    const cover = document.addPage();
    paintCover(cover, meta, composer);
    watermark(cover, meta, composer);
  }
  const pieces = covers
    ? blockPieces(blocks, composer)
    : [...titlePieces(meta, composer), ...blockPieces(blocks, composer, 1), ...closingPieces(meta, composer)];
  const pages = paginate(pieces, { upright: theme.height, across: themeOf(theme.base, true).height });
  const [less, ...rest] = options.shorter ?? [];
  if (!large && meta.pages && pages.length + covers > meta.pages && less)
    return renderPdf({ ...options, blocks: less, shorter: rest });
  onProgress?.(0.4);
  const places = placesOf(pages, theme, covers);
  for (const [id, place] of places) composer.pageOf.set(id, place.page + 1);
  const chapters = chaptersOf(options, places);
  const total = pages.length + covers;
  pages.forEach((page, i) => {
    const canvas = document.addPage(page.across);
    const own = page.across ? { ...composer, theme: themeOf(theme.base, true) } : composer;
    furniture(canvas, meta, chapters(i + covers), total, own);
    paintPage(canvas, page, { left: theme.margin.side, top: theme.margin.top });
    onProgress?.(0.4 + (0.5 * (i + 1)) / pages.length);
  });

  const outline = blocks.flatMap((block): OutlineEntry[] => {
    if (block.kind !== "heading" || block.level === 4) return [];
    return [
      {
        title: block.number ? `${block.number} ${block.text}` : block.text,
        level: block.level,
        place: places.get(block.id) as Place,
      },
    ];
  });
  const properties = {
    title: meta.subtitle ? `${meta.title}: ${meta.subtitle}` : meta.title,
    author: meta.organisation,
    subject: meta.summary,
    keywords: meta.keywords,
    lang: meta.lang,
    date: meta.date,
    creator: "EHC plan quality",
  };
  const bytes = await document.save({ properties, outline, destinations: places, attachments });
  onProgress?.(1);
  return { bytes, pages: total, replaced: fonts.replaced() };
}

/** Where everything with an id came to stand; a cover is page 0. */
function placesOf(pages: Page[], theme: Theme, covers: number): Map<string, Place> {
  const places = new Map<string, Place>();
  pages.forEach((page, i) => {
    const put = (id: string, top: number) =>
      places.set(id, { page: i + covers, top: theme.margin.top + top - theme.base });
    for (const { piece, top } of [...page.placed, ...page.foot]) {
      if (piece.place) put(piece.place.id, top);
      for (const note of piece.notes) put(note.refersFrom, top);
    }
  });
  return places;
}

/** The chapter named at the head of a page: the one that the page begins with. */
function chaptersOf({ blocks }: Report, places: Map<string, Place>): (page: number) => string {
  const chapters = blocks.flatMap((block) => {
    const heading =
      block.kind === "heading" && block.level === 2
        ? { id: block.id, text: block.text }
        : block.kind === "contents"
          ? { id: "contents", text: block.title }
          : null;
    const place = heading && places.get(heading.id);
    return heading && place ? [{ text: heading.text, place }] : [];
  });
  return (page) => {
    const begun = chapters.filter(({ place }) => place.page < page);
    const atTop = chapters.find(({ place }) => place.page === page);
    const carried = begun[begun.length - 1];
    return (atTop && (!carried || atTop.place.top < 100) ? atTop : carried)?.text ?? "";
  };
}

/** Head and foot of a page. They repeat, so they are artifacts. */
function furniture(canvas: Canvas, meta: ReportMeta, chapter: string, total: number, composer: Composer): void {
  const { fonts, theme } = composer;
  const look = LOOKS.small;
  // The furniture grows less than the text in large print, or it would outweigh it.
  const size = look.size * Math.min(theme.base, 14);
  const right = theme.margin.side + theme.width;
  const measure = (text: string) => fonts.measure(text, size, 400);
  const put = (text: string, y: number, align: "left" | "right", width: number) => {
    const shaped = fonts.shape(shorten(fonts.clean(text), width, measure), 400);
    const x = align === "left" ? theme.margin.side : right - (shaped.width * size) / 1000;
    canvas.text(x, baselineIn(y, size * 1.4, size), shaped, size, look.colour);
  };
  canvas.artifact("Header", () => {
    const banner = meta.banner ? ` · ${meta.banner}` : "";
    const room = theme.width * 0.68 - measure(banner);
    put(shorten(fonts.clean(meta.runningTitle), room, measure) + banner, 36, "left", theme.width * 0.7);
    put(chapter, 36, "right", theme.width * 0.28);
    canvas.rect(theme.margin.side, 56.5, theme.width, 0.75, { fill: COLOURS.line });
  });
  watermark(canvas, meta, composer);
  canvas.artifact("Footer", () => {
    const top = theme.page.height - 56;
    canvas.rect(theme.margin.side, top, theme.width, 0.75, { fill: COLOURS.line });
    put(meta.organisation, top + 5, "left", theme.width * 0.7);
    put(`Page ${canvas.index + 1} of ${total}`, top + 5, "right", theme.width * 0.28);
  });
}

/** Whose copy a page is, up its left edge: an artifact, so that it is not read out between two lines of the text. */
function watermark(canvas: Canvas, { watermark: whose }: ReportMeta, { fonts, theme }: Composer): void {
  if (!whose) return;
  const size = LOOKS.small.size * Math.min(theme.base, 14);
  const room = theme.page.height - 144;
  const shaped = fonts.shape(
    shorten(fonts.clean(whose), room, (text) => fonts.measure(text, size, 600)),
    600,
  );
  canvas.artifact("Watermark", () => {
    canvas.textUp(theme.margin.side / 2, theme.page.height - 72, shaped, size, COLOURS.brand);
  });
}

/** A text cut to a width, with three dots where something is gone. */
function shorten(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let end = text.length;
  while (end > 0 && measure(`${text.slice(0, end).trimEnd()}…`) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}
