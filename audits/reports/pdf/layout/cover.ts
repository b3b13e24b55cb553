import { COLOURS } from "../../../charts/palette.ts";
import type { ReportMeta } from "../../blocks.ts";
import type { Canvas } from "../core/canvas.ts";
import type { TagType } from "../core/tags.ts";
import { baselineIn, type Composer, linePieces, plain } from "./compose.ts";
import { type Piece, piece } from "./flow.ts";
import { compose, evenWidth, type Line, paintLine, runsOf } from "./text.ts";
import { LOOKS, type Look, type Theme } from "./theme.ts";

/** Share of the page that the dark block takes. */
const BLOCK = 0.615;

/** Sizes of the block's text, tried from the left until it fits the block. */
const SHRINK = [1, 0.88, 0.76, 0.64, 0.52, 0.42];

/** Highest point of the title, so that short names above do not pull it up. */
const TITLE_TOP = 205;

type Paragraph = { text: string; type: TagType; look: Look; gap: number };

/** The first page: whose report, what of and when, on the dark block; for whom and in which version below. */
export function paintCover(canvas: Canvas, meta: ReportMeta, composer: Composer): void {
  const { theme } = composer;
  const block = theme.page.height * BLOCK;
  canvas.artifact("Layout", () => {
    canvas.rect(0, 0, theme.page.width, block, { fill: COLOURS.deep });
    canvas.clipped(0, 0, theme.page.width, block, () => {
      const centre = { x: theme.page.width - 1, y: block + 22 };
      for (const r of [330, 247, 164, 81])
        canvas.circle(centre.x, centre.y, r, { stroke: COLOURS.brand, lineWidth: 41 });
    });
    canvas.rect(0, block, theme.page.width, 7, { fill: COLOURS.teal });
  });

  const fitting = SHRINK.find((shrink) => onBlock(null, meta, shrink, composer) <= block - 24);
  onBlock(canvas, meta, fitting ?? (SHRINK[SHRINK.length - 1] as number), composer);

  let y = block + 7 + 36;
  const aside = paintLogo(canvas, composer, y - 4, LOGO_ON_COVER);
  const room = Math.min(theme.measure, theme.width - (aside > 0 ? aside + theme.base * 1.5 : 0));
  const fact = { ...LOOKS.body, leading: 1.75 };
  for (const { term, text } of meta.facts) {
    const tag = composer.tags.make("P", composer.tags.root);
    const runs = runsOf([{ text: `${term}: `, strong: true }, { text }], tag, fact, composer);
    y = lines(canvas, compose(runs, room, theme.base, composer), fact, y, composer);
  }
  stack(canvas, [{ text: meta.statement, type: "P", look: LOOKS.note, gap: theme.base * 1.2 }], y, composer);
}

/** The most that a logo takes, in points. */
const LOGO_ON_COVER = { width: 150, height: 72 };
const LOGO_BY_TITLE = { width: 110, height: 40 };

/** The logo at the right margin, below `top`; returns the width that it takes, 0 where there is none. */
function paintLogo(canvas: Canvas, composer: Composer, top: number, most: { width: number; height: number }): number {
  const { logo, theme, tags } = composer;
  if (!logo) return 0;
  const { width, height, x } = logoBox(logo, theme, most);
  const figure = tags.make("Figure", tags.root, { alt: logo.alt, box: [x, top, x + width, top + height] });
  canvas.mark(figure, () => canvas.image(logo.name, x, top, width, height));
  return width;
}

function logoBox(logo: { width: number; height: number }, theme: Theme, most: { width: number; height: number }) {
  const scale = Math.min(most.width / logo.width, most.height / logo.height);
  const [width, height] = [logo.width * scale, logo.height * scale];
  return { width, height, x: theme.margin.side + theme.width - width };
}

/** The title of a paper without a cover: its name, what of and when, and its facts in one line. */
export function titlePieces(meta: ReportMeta, composer: Composer): Piece[] {
  const { theme, tags } = composer;
  const { logo } = composer;
  const aside = logo ? logoBox(logo, theme, LOGO_BY_TITLE).width + theme.base : 0;
  const area = { x: theme.margin.side, width: theme.width - aside };
  const title = plain(meta.title, tags.make("H1", tags.root), LOOKS.chapter, composer);
  const bar = piece(
    theme.base * 0.65,
    (canvas, top) =>
      canvas.artifact("Layout", () =>
        canvas.rect(area.x, top + theme.base * 0.05, theme.base * 3.7, theme.base * 0.27, { fill: COLOURS.teal }),
      ),
    { keep: true },
  );
  const lines = [
    [meta.subtitle, meta.period].filter(Boolean).join(", "),
    meta.facts.map(({ term, text }) => `${term}: ${text}`).join(". "),
  ].filter(Boolean);
  const heading = linePieces([title], LOOKS.chapter, area, composer, { keep: true });
  const first = heading[0];
  const { paint } = first ?? {};
  if (first && paint)
    first.paint = (canvas, top) => {
      paint(canvas, top);
      paintLogo(canvas, composer, top, LOGO_BY_TITLE);
    };
  return [
    ...heading,
    bar,
    ...lines.flatMap((text) =>
      linePieces([plain(text, tags.make("P", tags.root), LOOKS.note, composer)], LOOKS.note, area, composer, {
        gap: theme.base * 0.2,
        keep: true,
      }),
    ),
  ];
}

/** The small print at the end of a paper without a cover. */
export function closingPieces(meta: ReportMeta, composer: Composer): Piece[] {
  if (!meta.statement) return [];
  const { theme, tags } = composer;
  const run = plain(meta.statement, tags.make("P", tags.root), LOOKS.note, composer);
  return linePieces([run], LOOKS.note, { x: theme.margin.side, width: theme.width }, composer, {
    gap: theme.base * 1.2,
  });
}

/** The words on the dark block; returns where they end. Without a canvas it only measures. */
function onBlock(canvas: Canvas | null, meta: ReportMeta, shrink: number, composer: Composer): number {
  const scale = (composer.theme.base / 12) * shrink;
  const names: Paragraph[] = [{ text: meta.organisation, type: "P", look: light(16 * scale, 600, composer), gap: 0 }];
  if (meta.partners)
    names.push({
      text: meta.partners,
      type: "P",
      look: light(11.5 * scale, 400, composer, COLOURS.paleOnDeep),
      gap: 2,
    });
  const end = stack(canvas, names, 60, composer);
  const title: Paragraph[] = [
    {
      text: meta.title,
      type: "H1",
      look: { ...light(46 * shrink, 700, composer), leading: (46 * shrink * 1.1) / composer.theme.base },
      gap: 0,
    },
    {
      text: meta.subtitle,
      type: "P",
      look: light(21 * Math.min(scale, 1.2), 400, composer, COLOURS.tealOnDeep),
      gap: 14,
    },
    { text: meta.period, type: "P", look: light(13 * scale, 400, composer, COLOURS.paleOnDeep), gap: 2 },
  ];
  return stack(canvas, title, Math.max(end + 40, TITLE_TOP), composer);
}

function light(points: number, weight: Look["weight"], { theme }: Composer, colour: string = COLOURS.white): Look {
  return { size: points / theme.base, leading: (points * 1.3) / theme.base, weight, colour };
}

/** Paragraphs under each other, broken so that their lines come out alike; returns where they end. */
function stack(canvas: Canvas | null, paragraphs: Paragraph[], top: number, composer: Composer): number {
  const WIDTH = 400;
  const { theme, tags } = composer;
  let y = top;
  for (const { text, type, look, gap } of paragraphs) {
    const size = look.size * theme.base;
    const runs = [plain(text, tags.make(type, tags.root), look, composer)];
    y = lines(canvas, compose(runs, evenWidth(runs, WIDTH, size, composer), size, composer), look, y + gap, composer);
  }
  return y;
}

function lines(canvas: Canvas | null, set: Line[], look: Look, top: number, { theme }: Composer): number {
  const size = look.size * theme.base;
  const leading = look.leading * theme.base;
  set.forEach((line, i) => {
    if (canvas) paintLine(canvas, line, theme.margin.side, baselineIn(top + i * leading, leading, size), size);
  });
  return top + set.length * leading;
}
