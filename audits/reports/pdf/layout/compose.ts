import { COLOURS } from "../../../charts/palette.ts";
import type { Logo } from "../../blocks.ts";
import type { Tag } from "../core/tags.ts";
import { type Ground, type Piece, piece, spacer, stackHeight } from "./flow.ts";
import { compose, notesIn, paintLine, type Run, type Setting } from "./text.ts";
import type { Look, Theme } from "./theme.ts";

/** What turns blocks into pieces: fonts and tags, sizes, and where headings and tables came to stand (known when painting). */
export type Composer = Setting & {
  theme: Theme;
  /** Page numbers, from 1, by id; filled before the first page is painted. */
  pageOf: Map<string, number>;
  /** The share of a page that a chapter needs below its heading to begin on it; absent: nearly half. */
  chapterRoom?: number;
  /** The area's logo, by its name in the document. */
  logo?: Logo & { name: string };
};

export type Area = { x: number; width: number };

/** Lines of a paragraph as pieces: two lines at least stay together at its beginning and its end. */
export function linePieces(
  runs: Run[],
  look: Look,
  area: Area,
  composer: Composer,
  options: { gap?: number; keep?: boolean; place?: string } = {},
): Piece[] {
  const { base } = composer.theme;
  const size = look.size * base;
  const leading = look.leading * base;
  const lines = compose(runs, area.width, size, composer);
  return lines.map((line, i) =>
    piece(leading, (canvas, top) => paintLine(canvas, line, area.x, baselineIn(top, leading, size), size), {
      gap: i === 0 ? (options.gap ?? 0) : 0,
      keep: options.keep === true || (i === 0 && lines.length > 1) || i === lines.length - 2,
      place: i === 0 && options.place ? { id: options.place } : null,
      notes: notesIn([line]),
    }),
  );
}

/** Capitals of the face stand in the middle of a line on this baseline. */
export function baselineIn(top: number, leading: number, size: number): number {
  return top + leading / 2 + size * 0.33;
}

/** A box around pieces: padding and a ground. Boxes up to `together` points stay on one page. */
export function boxed(
  pieces: Piece[],
  ground: Ground,
  pad: { top: number; bottom: number },
  together: number,
  gap: number,
): Piece[] {
  const keepAll = stackHeight(pieces) + pad.top + pad.bottom <= together;
  const inner = pieces.map((each, i) => ({
    ...each,
    gap: i === 0 ? 0 : each.gap,
    keep: keepAll || each.keep || i === pieces.length - 1,
    grounds: [ground, ...each.grounds],
  }));
  return [spacer(pad.top, { gap, keep: true, grounds: [ground] }), ...inner, spacer(pad.bottom, { grounds: [ground] })];
}

/** Columns side by side as one piece; each column's ground has the height of the tallest. */
export function sideBySide(
  columns: { pieces: Piece[]; ground?: Ground }[],
  pad: { top: number; bottom: number },
  gap: number,
): Piece {
  const height = Math.max(0, ...columns.map(({ pieces }) => stackHeight(pieces))) + pad.top + pad.bottom;
  return piece(
    height,
    (canvas, top) => {
      for (const { pieces, ground } of columns) {
        ground?.paint(canvas, top, top + height);
        let y = top + pad.top;
        pieces.forEach((each, i) => {
          y += i === 0 ? 0 : each.gap;
          each.paint(canvas, y);
          y += each.height;
        });
      }
    },
    { gap, notes: columns.flatMap(({ pieces }) => pieces.flatMap(({ notes }) => notes)) },
  );
}

/** A tinted ground with an optional bar at its left edge and an optional hair line around. */
export function tinted(area: Area, look: { fill: string; bar?: string; barWidth?: number; edge?: string }): Ground {
  return {
    paint: (canvas, top, bottom) =>
      canvas.artifact("Layout", () => {
        const paint = look.edge ? { fill: look.fill, stroke: look.edge, lineWidth: 0.75 } : { fill: look.fill };
        canvas.rect(area.x, top, area.width, bottom - top, paint);
        if (look.bar) canvas.rect(area.x, top, look.barWidth ?? 4.5, bottom - top, { fill: look.bar });
      }),
  };
}

/** One run in the look of a text. */
export function plain(text: string, tag: Tag, look: Look, { fonts }: Setting): Run {
  return { text: fonts.clean(text), tag, weight: look.weight, colour: look.colour };
}

/** A bullet or a number before a list item. */
export function bullet(text: string, tag: Tag, { fonts }: Setting): Run {
  return { text: fonts.clean(text), tag, weight: 600, colour: COLOURS.tealText };
}
