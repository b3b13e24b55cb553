import { COLOURS } from "../../../charts/palette.ts";
import type { HeadCell, Inline, TableBlock } from "../../blocks.ts";
import type { Fonts } from "../core/fonts.ts";
import type { Tag } from "../core/tags.ts";
import type { Composer } from "./compose.ts";
import { extent, type Run, runsOf } from "./text.ts";
import { LOOKS } from "./theme.ts";

export type Column = { x: number; width: number; numeric: boolean };

/** Where the columns of a table stand, and the size of its text. */
export type Frame = { columns: Column[]; size: number; leading: number; padX: number; padY: number };

/** Sizes that the text of a table may take so that its widest words fit, as shares of the base. */
const CELL_SIZES = [0.875, 0.8];
const PAD = 0.5;

/**
 * The table itself where its columns fit the page; otherwise tables that each have the first column and as many others as
 * fit, cut between the groups of the head where they can be.
 */
export function fittingParts(block: TableBlock, composer: Composer): TableBlock[] {
  const { base, width } = composer.theme;
  if (fits(block, composer)) return [block];
  const mins = extents(block, CELL_SIZES[0] as number, composer).map(({ min }) => min + base * PAD * 2);
  const room = width - (mins[0] as number);
  const need = (columns: number[]) => sum(columns.map((at) => mins[at] as number));
  const units = groups(block).flatMap((group) => (need(group) <= room ? [group] : group.map((at) => [at])));
  const parts: number[][] = [];
  for (const unit of units) {
    const last = parts[parts.length - 1];
    if (last && need(last) + need(unit) <= room) last.push(...unit);
    else parts.push([...unit]);
  }
  return parts.map((columns, i) => ({
    ...withColumns({ ...block, merged: false }, [0, ...columns]),
    id: i === 0 ? block.id : `${block.id}-part-${i + 1}`,
    caption: parts.length > 1 ? `${block.caption} (part ${i + 1} of ${parts.length})` : block.caption,
    notes: i === parts.length - 1 ? block.notes : [],
  }));
}

/** Whether the columns of a table fit the width of a page. */
export const fits = (block: TableBlock, composer: Composer): boolean =>
  CELL_SIZES.some((share) => total(block, share, composer) <= composer.theme.width);

/** Columns after the first, as the first row of the head groups them. */
function groups(block: TableBlock): number[][] {
  let at = 0;
  const found = (block.head[0] ?? []).map((cell) => {
    const columns = Array.from({ length: cell.span ?? 1 }, (_, i) => at + i);
    at += columns.length;
    return columns.filter((column) => column > 0);
  });
  return found.filter((columns) => columns.length > 0);
}

/** A table of some columns of a table; a head cell over several covers those that remain of them. */
function withColumns(block: TableBlock, columns: number[]): TableBlock {
  const head = block.head.map((row) => {
    let at = 0;
    return row.flatMap((cell) => {
      const covered = Array.from({ length: cell.span ?? 1 }, (_, i) => at + i);
      at += covered.length;
      const span = covered.filter((column) => columns.includes(column)).length;
      return span === 0 ? [] : [{ text: cell.text, span }];
    });
  });
  return {
    ...block,
    head,
    columns: columns.map((at) => ({ numeric: block.columns[at]?.numeric ?? false })),
    rows: block.rows.map((row) => columns.map((at) => row[at] ?? [])),
  };
}

/** Columns as wide as their words ask for; what is left goes to all in proportion, and what lacks is taken from the widest. */
export function frameOf(block: TableBlock, composer: Composer): Frame {
  const { base, width, margin } = composer.theme;
  const share =
    CELL_SIZES.find((each) => total(block, each, composer) <= width) ?? (CELL_SIZES[CELL_SIZES.length - 1] as number);
  const padX = base * PAD;
  const widths = shareOut(extents(block, share, composer), width - padX * 2 * block.columns.length);
  const columns: Column[] = [];
  let x = margin.side;
  widths.forEach((inner, at) => {
    columns.push({ x, width: inner + padX * 2, numeric: block.columns[at]?.numeric ?? false });
    x += inner + padX * 2;
  });
  return { columns, size: share * base, leading: share * base * 1.36, padX, padY: base * 0.36 };
}

function total(block: TableBlock, share: number, composer: Composer): number {
  return sum(extents(block, share, composer).map(({ min }) => min + composer.theme.base * PAD * 2));
}

type Extent = { min: number; max: number };

/** What was measured of the tables of a document, by the size of their text. */
const measured = new WeakMap<Fonts, WeakMap<TableBlock, Map<number, Extent[]>>>();

/** Least and natural width of each column's words, in points. A table is asked for them several times. */
function extents(block: TableBlock, share: number, composer: Composer): Extent[] {
  const size = share * composer.theme.base;
  const tables = measured.get(composer.fonts) ?? new WeakMap<TableBlock, Map<number, Extent[]>>();
  measured.set(composer.fonts, tables);
  const bySize = tables.get(block) ?? new Map<number, Extent[]>();
  tables.set(block, bySize);
  const found = bySize.get(size) ?? measure(block, size, composer);
  bySize.set(size, found);
  return found;
}

function measure(block: TableBlock, size: number, composer: Composer): Extent[] {
  const scratch = composer.tags.make("TD", composer.tags.root);
  return block.columns.map((_, at) => {
    const cells = block.rows.map((row) =>
      extent(runsOf(cellWords(row[at] ?? [], at), scratch, LOOKS.cell, composer), size, composer),
    );
    const heads = block.head.flatMap((row) => {
      const cell = headAt(row, at);
      return cell && (cell.span ?? 1) === 1 ? [extent([headRun(cell.text, scratch, composer)], size, composer)] : [];
    });
    const least = Math.max(size, ...heads.map(({ min }) => min));
    // A head may break over lines: its whole length does not make its column wide.
    return {
      min: Math.max(least, ...cells.map(({ min }) => min)),
      max: Math.max(least, ...cells.map(({ max }) => max)),
    };
  });
}

function shareOut(sizes: Extent[], free: number): number[] {
  const min = sum(sizes.map((s) => s.min));
  const max = sum(sizes.map((s) => s.max));
  if (max <= free) return sizes.map((s) => s.max + ((free - max) * s.max) / max);
  if (min <= free) return sizes.map((s) => s.min + ((free - min) * (s.max - s.min)) / (max - min));
  return sizes.map((s) => (free * s.min) / min);
}

function headAt(row: HeadCell[], column: number): HeadCell | null {
  let at = 0;
  for (const cell of row) {
    if (at === column) return cell;
    at += cell.span ?? 1;
  }
  return null;
}

/** The first cell heads its row and stands out. */
export function cellWords(cell: Inline[], at: number): Inline[] {
  return at === 0 ? cell.map((run) => ({ ...run, strong: !run.soft })) : cell;
}

export function headRun(text: string, tag: Tag, composer: Composer): Run {
  return { text: composer.fonts.clean(text), tag, weight: 600, colour: COLOURS.deep };
}

export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
