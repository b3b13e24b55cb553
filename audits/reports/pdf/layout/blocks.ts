import { COLOURS } from "../../../charts/palette.ts";
import type { Block, BlockOf } from "../../blocks.ts";
import { calloutPieces, keyFigurePieces, listPieces, panelPieces, recommendationPieces } from "./boxes.ts";
import { type Area, type Composer, linePieces, plain, sideBySide } from "./compose.ts";
import { contentsPieces } from "./contents.ts";
import { figurePieces, pictureTextPieces } from "./figure.ts";
import { type Ground, type Piece, piece } from "./flow.ts";
import { tickBoxPieces, writingLinePieces } from "./form.ts";
import { fits } from "./columns.ts";
import { tablePieces } from "./table.ts";
import { runsOf } from "./text.ts";
import { LOOKS, themeOf } from "./theme.ts";

/** White space above a kind of block, in multiples of the base. Directly under a heading blocks stand closer. */
const GAPS: Record<Block["kind"], number> = {
  heading: 1.9,
  contents: 1.2,
  paragraph: 0.75,
  list: 0.75,
  quote: 1.1,
  callout: 1.5,
  "key-figures": 1.5,
  panels: 1.3,
  table: 1.5,
  figure: 1.6,
  recommendations: 1.2,
  definitions: 1,
  "tick-boxes": 0.6,
  "writing-lines": 0.5,
  "picture-text": 1.3,
  "page-break": 0,
};
const UNDER_HEADING = 0.55;
/** Text under a box, a table or a figure keeps more distance than text under text. */
const UNDER_BOX = 1.2;
const BOXES: Block["kind"][] = [
  "key-figures",
  "panels",
  "callout",
  "table",
  "figure",
  "recommendations",
  "definitions",
];

/** All blocks of a report as pieces, in order; `under` is the level of the heading that they begin under. */
export function blockPieces(blocks: Block[], composer: Composer, under: 1 | 2 = 2): Piece[] {
  const pieces: Piece[] = [];
  let level: 1 | 2 | 3 | 4 = under;
  let breaks = false;
  let before: Block | null = null;
  let beforeThat: Block | null = null;
  const across = acrossOf(blocks, composer);
  const turned: Composer = { ...composer, theme: themeOf(composer.theme.base, true) };
  for (const [at, block] of blocks.entries()) {
    if (block.kind === "page-break") {
      breaks = true;
      continue;
    }
    if (block.kind === "heading") level = block.level;
    const gap = composer.theme.base * gapAbove(block, before);
    const made = piecesOf(block, blocks, level, across.has(at) ? turned : composer, gap);
    if (across.has(at)) for (const each of made) each.across = true;
    const first = made[0];
    if (breaks && first) first.breakBefore = true;
    breaks = breaks && !first;
    const last = pieces[pieces.length - 1];
    if (last && block.kind === "paragraph" && block.role === "note") last.keep = true;
    if (before && introduces(before, beforeThat, block)) keepLast(pieces);
    pieces.push(...made);
    beforeThat = before;
    before = block;
  }
  return pieces;
}

/**
 * Places of the blocks that stand on a page across: tables that ask for it or do not fit upright, with the heading and the
 * paragraph that lead to each and the note under it.
 */
function acrossOf(blocks: Block[], composer: Composer): Set<number> {
  const across = new Set<number>();
  blocks.forEach((block, at) => {
    if (block.kind !== "table" || !(block.wide || !fits(block, composer))) return;
    across.add(at);
    const kind = (i: number) => blocks[i]?.kind;
    const leads = kind(at - 1) === "paragraph" && kind(at - 2) === "heading" ? [at - 1, at - 2] : [];
    for (const i of kind(at - 1) === "heading" ? [at - 1] : leads) across.add(i);
    const next = blocks[at + 1];
    if (next?.kind === "paragraph" && next.role === "note") across.add(at + 1);
  });
  return across;
}

function gapAbove(block: Block, before: Block | null): number {
  if (before?.kind === "heading" && block.kind !== "heading") return UNDER_HEADING;
  if (before && BOXES.includes(before.kind) && block.kind === "paragraph") return UNDER_BOX;
  return GAPS[block.kind];
}

/** A paragraph right under a heading leads to the figure, table or cards after it: the three stay together. */
function introduces(paragraph: Block, heading: Block | null, next: Block): boolean {
  const led: Block["kind"][] = ["figure", "table", "recommendations", "quote", "list", "tick-boxes"];
  return paragraph.kind === "paragraph" && heading?.kind === "heading" && led.includes(next.kind);
}

/** Chains all lines of the last paragraph to what follows it. */
function keepLast(pieces: Piece[]): void {
  for (const each of pieces.toReversed()) {
    each.keep = true;
    if (each.gap > 0) return;
  }
}

function piecesOf(
  block: Exclude<Block, { kind: "page-break" }>,
  all: Block[],
  level: 1 | 2 | 3 | 4,
  composer: Composer,
  gap: number,
): Piece[] {
  const { theme, tags } = composer;
  const area: Area = { x: theme.margin.side, width: theme.measure };
  const below = (level + 1) as 2 | 3 | 4 | 5;
  switch (block.kind) {
    case "heading":
      return headingPieces(block, composer, gap);
    case "contents":
      return [
        ...headingPieces({ kind: "heading", level: 2, id: "contents", text: block.title }, composer, gap),
        ...contentsPieces(all, composer, theme.base * 1.4),
      ];
    case "paragraph":
      return linePieces(
        runsOf(block.runs, tags.make("P", tags.root), LOOKS[block.role], composer),
        LOOKS[block.role],
        area,
        composer,
        { gap },
      );
    case "list":
      return listPieces(block, tags.root, area, composer, gap);
    case "quote":
      return quotePieces(block, composer, gap);
    case "callout":
      return calloutPieces(block, composer, gap);
    case "key-figures":
      return keyFigurePieces(block, composer, gap);
    case "panels":
      return panelPieces(block, below, composer, gap);
    case "table":
      return tablePieces(block, composer, gap);
    case "figure":
      return figurePieces(block, composer, gap);
    case "recommendations":
      return recommendationPieces(block, below, composer, gap);
    case "definitions":
      return definitionPieces(block, composer, gap);
    case "tick-boxes":
      return tickBoxPieces(block, area, composer, gap);
    case "writing-lines":
      return writingLinePieces(block, { ...area, width: theme.width }, composer, gap);
    case "picture-text":
      return pictureTextPieces(block, composer, gap);
  }
}

/** Chapters carry the teal bar of the screen's page titles, and begin a new page unless a good part of this one is free. */
function headingPieces(block: BlockOf<"heading">, composer: Composer, gap: number): Piece[] {
  const { theme, tags } = composer;
  const look = block.level === 2 ? LOOKS.chapter : block.level === 3 ? LOOKS.section : LOOKS.part;
  const tag = tags.make(`H${block.level}`, tags.root);
  const runs = [
    ...(block.number ? [{ ...plain(`${block.number} `, tag, look, composer), colour: COLOURS.tealText }] : []),
    plain(block.text, tag, look, composer),
  ];
  const area = { x: theme.margin.side, width: theme.width };
  const lines = linePieces(runs, look, area, composer, {
    gap: block.level === 2 ? gap * 1.5 : gap,
    keep: true,
    place: block.id,
  });
  if (block.level > 2) return lines;
  const bar = piece(
    theme.base * 0.65,
    (canvas, top) =>
      canvas.artifact("Layout", () =>
        canvas.rect(area.x, top + theme.base * 0.05, theme.base * 3.7, theme.base * 0.27, { fill: COLOURS.teal }),
      ),
    { keep: true },
  );
  if (lines[0]) lines[0].needs = theme.height * (composer.chapterRoom ?? 0.48);
  return [...lines, bar];
}

function quotePieces(block: BlockOf<"quote">, composer: Composer, gap: number): Piece[] {
  const { theme, tags } = composer;
  const quote = tags.make("BlockQuote", tags.root, { lang: block.lang });
  const area = { x: theme.margin.side + theme.base * 1.5, width: theme.measure - theme.base * 1.5 };
  const bar: Ground = {
    paint: (canvas, top, bottom) =>
      canvas.artifact("Layout", () =>
        canvas.rect(theme.margin.side, top + theme.base * 0.2, theme.base * 0.27, bottom - top - theme.base * 0.3, {
          fill: COLOURS.teal,
        }),
      ),
  };
  const last = block.paragraphs.length - 1;
  const pieces = block.paragraphs.flatMap((text, i) => {
    const run = plain(`“${text}${i === last ? "”" : ""}`, tags.make("P", quote), LOOKS.quote, composer);
    return linePieces([run], LOOKS.quote, area, composer, { gap: i === 0 ? gap : theme.base * 0.5 });
  });
  const source = tags.make("P", quote, { lang: block.lang ? "en-GB" : undefined });
  const lines = linePieces([plain(block.source, source, LOOKS.note, composer)], LOOKS.note, area, composer, {
    gap: theme.base * 0.15,
  });
  const end = pieces[pieces.length - 1];
  if (end) end.keep = true;
  return [...pieces, ...lines].map((each) => ({ ...each, grounds: [bar] }));
}

/** Terms left, meanings right; a hair line under each pair. */
function definitionPieces(block: BlockOf<"definitions">, composer: Composer, gap: number): Piece[] {
  const { theme, tags } = composer;
  const list = tags.make("L", tags.root, { numbering: "None" });
  const termWidth = theme.width * 0.3;
  const space = theme.base;
  const look = { ...LOOKS.body, size: 0.96, leading: 1.35 };
  return block.items.map((item, i) => {
    const row = tags.make("LI", list);
    const term = { ...plain(item.term, tags.make("Lbl", row), look, composer), weight: 600 as const };
    const left = linePieces([term], look, { x: theme.margin.side, width: termWidth - space }, composer);
    const text = runsOf(item.text, tags.make("LBody", row), look, composer);
    const right = linePieces(
      text,
      look,
      { x: theme.margin.side + termWidth, width: theme.width - termWidth },
      composer,
    );
    const pair = sideBySide(
      [{ pieces: left }, { pieces: right }],
      { top: theme.base * 0.45, bottom: theme.base * 0.45 },
      i === 0 ? gap : 0,
    );
    const rule: Ground = {
      paint: (canvas, _, bottom) =>
        canvas.artifact("Layout", () =>
          canvas.rect(theme.margin.side, bottom - 0.5, theme.width, 0.5, { fill: COLOURS.line }),
        ),
    };
    return { ...pair, grounds: [rule], keep: i === 0 && block.items.length > 1 };
  });
}
