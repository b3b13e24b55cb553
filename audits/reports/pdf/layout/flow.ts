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
  /** A place that links, the contents and the bookmarks point to. */
  place: { id: string } | null;
  paint: (canvas: Canvas, top: number) => void;
};

/** Drawn once a page behind the pieces that carry the same ground, from the top of the first to the bottom of the last. */
export type Ground = { paint: (canvas: Canvas, top: number, bottom: number) => void };

export type Repeat = { height: number; paint: (canvas: Canvas, top: number) => void };

type Placed = { piece: Piece; top: number };
export type Page = { repeat: { head: Repeat; top: number } | null; placed: Placed[] };

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

/** Puts pieces on pages of a height. Tops are measured from the top of the page's text area. */
export function paginate(pieces: Piece[], height: number): Page[] {
  const pages: Page[] = [];
  let page: Page | null = null;
  let y = 0;
  let at = 0;
  while (at < pieces.length) {
    const chain = chainFrom(pieces, at);
    const first = pieces[at] as Piece;
    const full =
      page !== null && (first.breakBefore || y + first.gap + Math.max(stackHeight(chain), first.needs) > height);
    if (page === null || full) {
      page = { repeat: null, placed: [] };
      pages.push(page);
      y = startOf(page, first);
    }
    for (const next of chain) {
      const fresh: boolean = page.placed.length === 0;
      if (!fresh && y + next.gap + next.height > height) {
        page = { repeat: null, placed: [] };
        pages.push(page);
        y = startOf(page, next);
      }
      const top: number = y + (page.placed.length === 0 ? 0 : next.gap);
      page.placed.push({ piece: next, top });
      y = top + next.height;
    }
    at += chain.length;
  }
  return pages;
}

/** The head that a page repeats, if its first piece is the middle of a table; returns where its pieces begin. */
function startOf(page: Page, first: Piece): number {
  if (!first.repeat) return 0;
  page.repeat = { head: first.repeat, top: 0 };
  return first.repeat.height;
}

function chainFrom(pieces: Piece[], at: number): Piece[] {
  let end = at;
  while (end < pieces.length - 1 && (pieces[end] as Piece).keep && !(pieces[end + 1] as Piece).breakBefore) end++;
  return pieces.slice(at, end + 1);
}

/** Draws one page: grounds, then pieces from top to bottom. */
export function paintPage(canvas: Canvas, page: Page, top: number): void {
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
}
