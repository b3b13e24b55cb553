import { COLOURS } from "../../../charts/palette.ts";
import type { BlockOf, Inline, KeyFigure } from "../../blocks.ts";
import type { Tag } from "../core/tags.ts";
import { type Area, boxed, bullet, type Composer, linePieces, plain, sideBySide, tinted } from "./compose.ts";
import { type Ground, type Piece, piece } from "./flow.ts";
import { paintLine, runsOf, compose } from "./text.ts";
import { LOOKS, type Look } from "./theme.ts";

/** Columns may not be narrower than this, in multiples of the base; where they would be they stand under each other. */
const LEAST_PANEL = 11.5;
const LEAST_KEY_FIGURE = 8;

/** A few large figures, each with what it says and how sure it is, in one row or two. */
export function keyFigurePieces(block: BlockOf<"key-figures">, composer: Composer, gap: number): Piece[] {
  const { theme } = composer;
  const space = theme.base;
  const fit = Math.max(1, Math.floor((theme.width + space) / (LEAST_KEY_FIGURE * theme.base + space)));
  const perRow = Math.ceil(block.figures.length / Math.ceil(block.figures.length / fit));
  const width = (theme.width - space * (perRow - 1)) / perRow;
  const group = composer.tags.make("Div", composer.tags.root);
  const rows: Piece[] = [];
  for (let from = 0; from < block.figures.length; from += perRow) {
    const columns = block.figures.slice(from, from + perRow).map((figure, at) => {
      const area = { x: theme.margin.side + at * (width + space), width };
      return {
        pieces: keyFigure(figure, group, inset(area, theme.base * 0.75), composer),
        ground: tinted(area, { fill: COLOURS.tint }),
      };
    });
    rows.push(sideBySide(columns, { top: theme.base * 0.5, bottom: theme.base * 0.85 }, from === 0 ? gap : space));
  }
  return rows;
}

function keyFigure(figure: KeyFigure, group: Tag, area: Area, composer: Composer): Piece[] {
  const tag = composer.tags.make("P", group);
  const label: Look = { ...LOOKS.cell, leading: 1.2 };
  const note: Look = { ...LOOKS.note, size: 0.83, leading: 1.15 };
  return [
    ...linePieces([plain(`${figure.figure} `, tag, LOOKS.figure, composer)], LOOKS.figure, area, composer),
    ...linePieces([plain(`${figure.label} `, tag, label, composer)], label, area, composer),
    ...(figure.note
      ? linePieces([plain(figure.note, tag, note, composer)], note, area, composer, { gap: composer.theme.base * 0.25 })
      : []),
  ];
}

const PANEL_LOOKS = {
  good: { fill: COLOURS.tealTint, bar: COLOURS.tealText },
  worry: { fill: COLOURS.worryTint, bar: COLOURS.worry },
  next: { fill: COLOURS.amberTint, bar: COLOURS.amberEdge },
} as const;

/** Short lists side by side under headings one level below `level`. */
export function panelPieces(block: BlockOf<"panels">, level: 2 | 3 | 4 | 5, composer: Composer, gap: number): Piece[] {
  const { theme, tags } = composer;
  const count = block.panels.length;
  const space = theme.base;
  const width = (theme.width - space * (count - 1)) / count;
  const sideways = width >= LEAST_PANEL * theme.base;
  const columns = block.panels.map((panel, at) => {
    const area = sideways
      ? { x: theme.margin.side + at * (width + space), width }
      : { x: theme.margin.side, width: theme.width };
    const inner = inset(area, theme.base);
    const group = tags.make("Div", tags.root);
    const title = plain(panel.title, tags.make(`H${level}`, group), LOOKS.part, composer);
    const pieces = [
      ...linePieces([title], { ...LOOKS.part, size: 1.08, leading: 1.4 }, inner, composer, { keep: true }),
      ...listPieces({ ordered: false, items: panel.items }, group, inner, composer, theme.base * 0.35),
    ];
    return { pieces, ground: tinted(area, PANEL_LOOKS[panel.tone]) };
  });
  const pad = { top: theme.base * 0.75, bottom: theme.base * 0.9 };
  if (sideways) {
    const row = sideBySide(columns, pad, gap);
    if (row.height <= theme.height * 0.8) return [row];
  }
  return columns.flatMap(({ pieces, ground }, at) =>
    boxed(pieces, ground, pad, theme.height * 0.4, at === 0 ? gap : space),
  );
}

/** Something a reader must take along, on a tint with a bar. */
export function calloutPieces(block: BlockOf<"callout">, composer: Composer, gap: number): Piece[] {
  const { theme, tags } = composer;
  const area = { x: theme.margin.side, width: theme.width };
  const inner = inset(area, theme.base * 1.3);
  const group = tags.make("Div", tags.root);
  const title: Look = { ...LOOKS.part, size: 1.08, leading: 1.5 };
  const look =
    block.tone === "note"
      ? { fill: COLOURS.tintStrong, bar: COLOURS.brand }
      : { fill: COLOURS.amberTint, bar: COLOURS.amberEdge };
  const pieces = [
    ...linePieces([plain(block.title, tags.make("P", group), title, composer)], title, inner, composer, { keep: true }),
    ...block.paragraphs.flatMap((runs, i) => {
      const tag = tags.make("P", group);
      return linePieces(runsOf(runs, tag, LOOKS.body, composer), LOOKS.body, inner, composer, {
        gap: theme.base * (i === 0 ? 0.15 : 0.5),
      });
    }),
  ];
  return boxed(
    pieces,
    tinted(area, look),
    { top: theme.base * 0.8, bottom: theme.base * 0.95 },
    theme.height * 0.4,
    gap,
  );
}

/** Cards: what is to happen, who, by when, and how it will be known. */
export function recommendationPieces(
  block: BlockOf<"recommendations">,
  level: 2 | 3 | 4 | 5,
  composer: Composer,
  gap: number,
): Piece[] {
  const { theme, tags } = composer;
  const area = { x: theme.margin.side, width: theme.width };
  const inner = inset(area, theme.base * 1.3);
  const ground: Ground = tinted(area, { fill: COLOURS.white, bar: COLOURS.brand, edge: COLOURS.line });
  return block.items.flatMap((item, i) => {
    const group = tags.make("Div", tags.root);
    const heading = tags.make(`H${level}`, group);
    const title = [
      { ...plain(`${item.label} `, heading, LOOKS.part, composer), colour: COLOURS.tealText },
      plain(item.title, heading, LOOKS.part, composer),
    ];
    const pieces = [
      ...linePieces(title, { ...LOOKS.part, size: 1.08 }, inner, composer, { keep: true }),
      ...linePieces([plain(item.text, tags.make("P", group), LOOKS.body, composer)], LOOKS.body, inner, composer, {
        gap: theme.base * 0.15,
      }),
      ...item.facts.flatMap(({ term, text }, at) => {
        const runs: Inline[] = [{ text: `${term}: `, strong: true }, { text }];
        const tag = tags.make("P", group);
        return linePieces(runsOf(runs, tag, LOOKS.cell, composer), { ...LOOKS.cell, leading: 1.3 }, inner, composer, {
          gap: at === 0 ? theme.base * 0.4 : 0,
        });
      }),
    ];
    // Every card has a ground of its own, so that neighbours do not run into one.
    return boxed(
      pieces,
      { ...ground },
      { top: theme.base * 0.7, bottom: theme.base * 0.8 },
      theme.height * 0.4,
      i === 0 ? gap : theme.base * 0.75,
    );
  });
}

/** A list under an element; bullets or numbers hang in the margin of their items. */
export function listPieces(
  list: { ordered: boolean; items: Inline[][] },
  parent: Tag,
  area: Area,
  composer: Composer,
  gap: number,
): Piece[] {
  const { theme, tags } = composer;
  const size = theme.base * LOOKS.body.size;
  const leading = theme.base * LOOKS.body.leading;
  const indent = theme.base * 1.5;
  const tag = tags.make("L", parent, { numbering: list.ordered ? "Decimal" : "Disc" });
  return list.items.flatMap((item, i) => {
    const row = tags.make("LI", tag);
    const label = compose(
      [bullet(list.ordered ? `${i + 1}. ` : "• ", tags.make("Lbl", row), composer)],
      indent,
      size,
      composer,
    )[0];
    const runs = runsOf(item, tags.make("LBody", row), LOOKS.body, composer);
    const lines = linePieces(runs, LOOKS.body, { x: area.x + indent, width: area.width - indent }, composer, {
      gap: i === 0 ? gap : theme.base * 0.35,
    });
    const first = lines[0];
    if (!first || !label) return lines;
    const labelled = piece(
      first.height,
      (canvas, top) => {
        paintLine(canvas, label, area.x, top + leading / 2 + size * 0.33, size);
        first.paint(canvas, top);
      },
      { gap: first.gap, keep: first.keep },
    );
    return [labelled, ...lines.slice(1)];
  });
}

function inset(area: Area, by: number): Area {
  return { x: area.x + by, width: area.width - by * 2 };
}
