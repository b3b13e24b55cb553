import { COLOURS } from "../../../charts/palette.ts";
import type { Canvas } from "../core/canvas.ts";

/**
 * The smallest thing that stands on one page: a line, a row, a picture. Pieces go down the page in order; `keep` chains a
 * piece to the next one, so headings, captions and ends of paragraphs do not part from what they belong to.
 */
export type Piece = {
  height: number;
  /** White space above; none at the top of a page. */
  gap: number;
  /** Stands on the same page as the next piece wherever a page can hold the chain. */
  keep: boolean;
  /** Grounds and bars behind this piece and its neighbours, outermost first. */
  grounds: Ground[];
  /** Drawn at the top of a page that this piece begins: the head of its table. */
  repeat: Repeat | null;
  /** Free height that this piece asks for below its own top; otherwise it begins a new page. */
  needs: number;
  /** Always begins a page. */
  breakBefore: boolean;
  /** Stands on a page across. */
  across: boolean;
  /** Footnotes to words of this piece: they stand at the foot of its page. */
  notes: Footnote[];
  /** A place that links, the contents and the bookmarks point to. */
  place: { id: string } | null;
  paint: (canvas: Canvas, top: number) => void;
};

/** One footnote: its lines, and the ids of its words' place and of its own. */
export type Footnote = { refersFrom: string; id: string; pieces: Piece[] };

/** Drawn once a page behind the pieces that carry the same ground, from the top of the first to the bottom of the last. */
export type Ground = { paint: (canvas: Canvas, top: number, bottom: number) => void };

export type Repeat = { height: number; paint: (canvas: Canvas, top: number) => void };

type Placed = { piece: Piece; top: number };
export type Page = {
  across: boolean;
  repeat: { head: Repeat; top: number } | null;
  placed: Placed[];
  /** Footnotes, under a short rule at the foot. */
  foot: Placed[];
};

export function piece(
  height: number,
  paint: Piece["paint"],
  options: Partial<Omit<Piece, "height" | "paint">> = {},
): Piece {
  return {
    height,
    paint,
    gap: 0,
    keep: false,
    grounds: [],
    repeat: null,
    needs: 0,
    breakBefore: false,
    across: false,
    notes: [],
    place: null,
    ...options,
  };
}

/** White space that carries a ground: the padding of a box. */
export function spacer(height: number, options: Partial<Omit<Piece, "height" | "paint">> = {}): Piece {
  return piece(height, () => {}, options);
}

/** Height of pieces that stand under each other on one page. */
export function stackHeight(pieces: Piece[]): number {
  return pieces.reduce((sum, { height, gap }, i) => sum + height + (i === 0 ? 0 : gap), 0);
}

/** Room above the footnotes of a page, with the rule that parts them from the text. */
const FOOT_GAP = 18;
const NOTE_GAP = 3;

function footHeight(notes: Footnote[]): number {
  if (notes.length === 0) return 0;
  return notes.reduce((sum, { pieces }) => sum + stackHeight(pieces) + NOTE_GAP, FOOT_GAP - NOTE_GAP);
}

/**
 * Puts pieces on pages, each with the footnotes to its words. Tops are measured from the top of the page's text area.
 *
 * @param height of the text area of a page upright, and across
 */
export function paginate(pieces: Piece[], height: { upright: number; across: number }): Page[] {
  const pages: Page[] = [];
  let page: Page | null = null;
  let notes: Footnote[] = [];
  let y = 0;
  let at = 0;
  const room = (more: Footnote[]) => (page?.across ? height.across : height.upright) - footHeight([...notes, ...more]);
  const begin = (first: Piece): Page => {
    if (page) page.foot = footOf(notes, page.across ? height.across : height.upright);
    notes = [];
    page = { across: first.across, repeat: null, placed: [], foot: [] };
    pages.push(page);
    y = startOf(page, first);
    return page;
  };
  while (at < pieces.length) {
    const chain = chainFrom(pieces, at);
    const first = pieces[at] as Piece;
    const own = chain.flatMap((each) => each.notes);
    const most = (first.across ? height.across : height.upright) - footHeight(own);
    const asks = y + first.gap + Math.max(heldTogether(chain, most), first.needs);
    let current: Page =
      page === null || first.breakBefore || (page as Page).across !== first.across || asks > room(own)
        ? begin(first)
        : page;
    for (const next of chain) {
      const asksHere = y + next.gap + Math.max(next.height, next.needs);
      if (current.placed.length > 0 && asksHere > room(next.notes)) current = begin(next);
      const top: number = y + (current.placed.length === 0 ? 0 : next.gap);
      current.placed.push({ piece: next, top });
      notes.push(...next.notes);
      y = top + next.height;
    }
    at += chain.length;
  }
  if (page) (page as Page).foot = footOf(notes, (page as Page).across ? height.across : height.upright);
  return pages;
}

/** The footnotes of a page from its foot upwards, in their order. */
function footOf(notes: Footnote[], height: number): Placed[] {
  let y = height - footHeight(notes) + FOOT_GAP;
  return notes.flatMap(({ pieces }) => {
    const placed = pieces.map((each, i) => {
      y += i === 0 ? 0 : each.gap;
      const top = y;
      y += each.height;
      return { piece: each, top };
    });
    y += NOTE_GAP;
    return placed;
  });
}

/** The head that a page repeats, if its first piece is the middle of a table; returns where its pieces begin. */
function startOf(page: Page, first: Piece): number {
  if (!first.repeat) return 0;
  page.repeat = { head: first.repeat, top: 0 };
  return first.repeat.height;
}

/** What of a chain has to stand on one page: all of it, or as far as its next best break where no page holds it. */
function heldTogether(chain: Piece[], most: number): number {
  const whole = stackHeight(chain);
  const next = chain.findIndex(({ needs }, i) => i > 0 && needs > 0);
  return whole <= most || next < 0 ? whole : stackHeight(chain.slice(0, next));
}

function chainFrom(pieces: Piece[], at: number): Piece[] {
  let end = at;
  while (
    end < pieces.length - 1 &&
    (pieces[end] as Piece).keep &&
    mayFollow(pieces[end] as Piece, pieces[end + 1] as Piece)
  )
    end++;
  return pieces.slice(at, end + 1);
}

const mayFollow = (one: Piece, next: Piece): boolean => !next.breakBefore && one.across === next.across;

/** Draws one page: grounds, then pieces from top to bottom, then its footnotes. `left` and `top` are those of its text area. */
export function paintPage(canvas: Canvas, page: Page, { left, top }: { left: number; top: number }): void {
  const grounds = new Map<Ground, { from: number; to: number }>();
  for (const { piece: each, top: at } of page.placed) {
    for (const ground of each.grounds) {
      const known = grounds.get(ground);
      if (known) known.to = at + each.height;
      else grounds.set(ground, { from: at, to: at + each.height });
    }
  }
  for (const [ground, { from, to }] of grounds) ground.paint(canvas, top + from, top + to);
  page.repeat?.head.paint(canvas, top + page.repeat.top);
  for (const { piece: each, top: at } of page.placed) each.paint(canvas, top + at);
  const [note] = page.foot;
  if (!note) return;
  canvas.artifact("Layout", () =>
    canvas.rect(left, top + note.top - FOOT_GAP / 2, 96, 0.75, { fill: COLOURS.control }),
  );
  for (const { piece: each, top: at } of page.foot) each.paint(canvas, top + at);
}
