import { COLOURS } from "../../../charts/palette.ts";
import { type HeadCell, type Inline, rowSpans, type TableBlock } from "../../blocks.ts";
import type { Canvas } from "../core/canvas.ts";
import type { Tag } from "../core/tags.ts";
import { cellWords, type Column, fittingParts, type Frame, frameOf, headRun, sum } from "./columns.ts";
import { baselineIn, type Composer, linePieces, plain } from "./compose.ts";
import { type Piece, piece, type Repeat, stackHeight } from "./flow.ts";
import { compose, type Line, notesIn, paintLine, runsOf } from "./text.ts";
import { LOOKS, type Look } from "./theme.ts";

type CellText = {
  lines: Line[];
  x: number;
  width: number;
  right: boolean;
  ruled: boolean;
  /** Its words go on beside the rows below, which it covers as well. */
  hangs?: boolean;
  tag: Tag;
};

/** A table below its caption, in parts side by side as a reader would cut it where its columns do not fit the page. */
export function tablePieces(block: TableBlock, composer: Composer, gap: number): Piece[] {
  return fittingParts(block, composer).flatMap((part, i) =>
    onePart(part, composer, i === 0 ? gap : composer.theme.base * 1.2),
  );
}

/**
 * A table that may go over pages. Its head is tagged once and drawn again, as an artifact, on every page that it
 * continues on. Small tables stay whole; a row that is taller than a page is cut between lines.
 */
function onePart(block: TableBlock, composer: Composer, gap: number): Piece[] {
  const { theme, tags } = composer;
  const table = tags.make("Table", tags.root);
  const caption = tags.make("Caption", table);
  const frame = frameOf(block, composer);
  const left = theme.margin.side;

  const captionRun = plain(`${block.label}: ${block.caption}`, caption, LOOKS.caption, composer);
  const captionPieces = linePieces([captionRun], LOOKS.caption, { x: left, width: theme.width }, composer, {
    gap,
    keep: true,
    place: block.id,
  });

  const headTag = tags.make("THead", table);
  const bodyTag = tags.make("TBody", table);
  const head = headRows(block, headTag, frame, composer);
  const repeat = repeated(block, frame, composer);
  const limit = theme.height - repeat.height;

  const spans = rowSpans(block);
  const heads: Heads = { block, group: null };
  const rows = block.rows.flatMap((cells, i) => {
    const row = tags.make("TR", bodyTag);
    const span = spans[i] ?? 1;
    const texts = cells.flatMap((cell, at) =>
      at === 0 && span === 0 ? [] : [cellText(cell, { row: i, at, span }, row, heads, frame, composer)],
    );
    const last = i === block.rows.length - 1;
    const look = {
      tinted: !block.merged && i % 2 === 1,
      repeat: block.merged && span === 0 ? repeated(block, frame, composer, wordsIn(cells[0])) : repeat,
      last,
      // A cell that covers several rows has no line through it.
      from: block.merged && !last && spans[i + 1] === 0 ? (frame.columns[1]?.x ?? 0) : theme.margin.side,
    };
    return rowPieces(texts, row, frame, limit, look, composer);
  });
  if (block.merged) mergeRows(rows, spans, block, frame, composer);
  const notes = block.notes.flatMap((note, i) => {
    const tag = tags.make("P", tags.root);
    return linePieces(
      [plain(note, tag, LOOKS.note, composer)],
      LOOKS.note,
      { x: left, width: theme.measure },
      composer,
      { gap: theme.base * (i === 0 ? 0.5 : 0.2) },
    );
  });

  if (block.merged) return [...captionPieces, ...head, ...rows, ...notes];
  const whole = [...captionPieces, ...head, ...rows].reduce((sum, each) => sum + each.height, 0) <= theme.height * 0.3;
  rows.forEach((row, i) => {
    row.keep = i < rows.length - 1 ? whole || i === 0 || i >= rows.length - 2 : notes.length > 0;
  });
  return [...captionPieces, ...head, ...rows, ...notes];
}

/** The heads of the cells of a table whose cells are merged: each cell names its own. */
type Heads = { block: TableBlock; group: string | null };

const columnId = ({ id }: TableBlock, row: number, at: number): string => `${id}-column-${row}-${at}`;

/** The element of a cell. The first column heads its rows; where its cells cover several rows, so does the second. */
function cellTag({ row: i, at, span }: Place, row: Tag, heads: Heads, { tags }: Composer): Tag {
  const { block } = heads;
  if (!block.merged) return at === 0 ? tags.make("TH", row, { scope: "Row" }) : tags.make("TD", row);
  const id = `${block.id}-row-${i}-${at}`;
  const over = columnHeads(block, at);
  if (at === 0) {
    heads.group = id;
    return tags.make("TH", row, { scope: "Row", rowSpan: span > 1 ? span : undefined, id, headers: over });
  }
  const group = heads.group ? [heads.group] : [];
  if (at === 1) return tags.make("TH", row, { scope: "Row", id, headers: [...over, ...group] });
  return tags.make("TD", row, { headers: [...over, ...group, `${block.id}-row-${i}-1`] });
}

/** Ids of the cells of the head over a column. */
function columnHeads(block: TableBlock, column: number): string[] {
  return block.head.flatMap((cells, row) => {
    let at = 0;
    return cells.flatMap((cell) => {
      const from = at;
      at += cell.span ?? 1;
      return cell.text !== "" && from <= column && column < at ? [columnId(block, row, from)] : [];
    });
  });
}

const wordsIn = (cell: Inline[] | undefined): string => (cell ?? []).map(({ text }) => text).join("");

/**
 * Keeps the rows under one merged cell together where they take less than half a page; otherwise as many of its first rows as
 * its own words need. Where all its rows are lower than its words, the last one grows.
 */
function mergeRows(rows: Piece[], spans: number[], block: TableBlock, frame: Frame, composer: Composer): void {
  // A row that is taller than a page is several pieces, and then no row is merged by its height.
  if (rows.length !== spans.length) return;
  spans.forEach((span, from) => {
    if (span === 0) return;
    const group = rows.slice(from, from + span);
    const look = { ...LOOKS.cell, size: frame.size };
    const scratch = composer.tags.make("TD", composer.tags.root);
    const width = (frame.columns[0]?.width ?? 0) - frame.padX * 2;
    const runs = runsOf(cellWords(block.rows[from]?.[0] ?? [], 0), scratch, look, composer);
    const needs = compose(runs, width, frame.size, composer).length * frame.leading + frame.padY * 2;
    const last = group.at(-1);
    const height = stackHeight(group);
    if (last && height < needs) last.height += needs - height;
    const whole = stackHeight(group) < composer.theme.height / 2;
    group.forEach((each, i) => {
      each.keep = i < span - 1 && (whole || stackHeight(group.slice(0, i + 1)) < needs);
    });
  });
}

type Place = { row: number; at: number /** Rows that the first cell covers. */; span: number };

function cellText(cell: Inline[], place: Place, row: Tag, heads: Heads, frame: Frame, composer: Composer): CellText {
  const { at, span } = place;
  const column = frame.columns[at] as Column;
  const tag = cellTag(place, row, heads, composer);
  const width = column.width - frame.padX * 2;
  const look: Look = { ...LOOKS.cell, size: frame.size };
  return {
    lines: compose(runsOf(cellWords(cell, at), tag, look, composer), width, frame.size, composer),
    x: column.x + frame.padX,
    width,
    right: column.numeric,
    ruled: false,
    hangs: at === 0 && span > 1,
    tag,
  };
}

function headRows(block: TableBlock, headTag: Tag, frame: Frame, composer: Composer): Piece[] {
  const { head } = block;
  return head.map((cells, i) => {
    const ids = block.merged ? (at: number) => columnId(block, i, at) : null;
    const texts = headTexts(cells, composer.tags.make("TR", headTag), frame, composer, ids);
    const height = rowHeight(texts, frame);
    const look = { height, last: i === head.length - 1, tagged: true };
    return piece(height, (canvas, top) => paintHead(canvas, texts, top, look, frame, composer), {
      keep: true,
      gap: i === 0 ? composer.theme.base * 0.35 : 0,
    });
  });
}

/** A corner without words heads nothing, so it is a plain cell. */
function headTexts(
  cells: HeadCell[],
  row: Tag,
  frame: Frame,
  composer: Composer,
  idOf: ((at: number) => string) | null = null,
): CellText[] {
  const { tags } = composer;
  let at = 0;
  return cells.map((cell) => {
    const span = cell.span ?? 1;
    const covered = frame.columns.slice(at, at + span);
    const id = idOf?.(at);
    at += span;
    const x = (covered[0]?.x ?? 0) + frame.padX;
    const width = sum(covered.map((column) => column.width)) - frame.padX * 2;
    const colSpan = span > 1 ? span : undefined;
    const tag =
      cell.text === "" ? tags.make("TD", row, { colSpan }) : tags.make("TH", row, { scope: "Column", colSpan, id });
    const lines = compose([headRun(cell.text, tag, composer)], width, frame.size, composer);
    return { lines, x, width, right: span === 1 && (covered[0]?.numeric ?? false), ruled: span > 1, tag };
  });
}

/** The head again, without tags, under a line that names the table. */
function repeated(block: TableBlock, frame: Frame, composer: Composer, group = ""): Repeat {
  const { base, margin } = composer.theme;
  const { fonts, tags } = composer;
  const rows = block.head.map((cells) => {
    const texts = headTexts(cells, tags.make("TR", tags.root), frame, composer);
    return { texts, height: rowHeight(texts, frame) };
  });
  const look = LOOKS.note;
  const size = look.size * base;
  const labelHeight = look.leading * base + base * 0.35;
  const label = fonts.shape(fonts.clean(`${block.label} (continued)${group && `: ${group}`}`), look.weight);
  return {
    height: labelHeight + sum(rows.map(({ height }) => height)),
    paint(canvas, top) {
      const baseline = baselineIn(top, look.leading * base, size);
      canvas.artifact("Layout", () => canvas.text(margin.side, baseline, label, size, look.colour));
      let y = top + labelHeight;
      rows.forEach(({ texts, height }, i) => {
        paintHead(canvas, texts, y, { height, last: i === rows.length - 1, tagged: false }, frame, composer);
        y += height;
      });
    },
  };
}

function paintHead(
  canvas: Canvas,
  texts: CellText[],
  top: number,
  { height, last, tagged }: { height: number; last: boolean; tagged: boolean },
  frame: Frame,
  { theme, tags }: Composer,
): void {
  canvas.artifact("Layout", () => {
    canvas.rect(theme.margin.side, top, theme.width, height, { fill: COLOURS.tintStrong });
    if (last) canvas.rect(theme.margin.side, top + height - 1.25, theme.width, 1.25, { fill: COLOURS.brand });
    for (const { x, width } of texts.filter((text) => text.ruled)) {
      canvas.rect(x, top + height - 0.75, width, 0.75, { fill: COLOURS.control });
    }
  });
  for (const text of texts) {
    if (tagged) tags.join(text.tag);
    const first = top + height - frame.padY - text.lines.length * frame.leading;
    text.lines.forEach((line, at) => {
      const { x, baseline } = lineAt(text, line, at, first, frame);
      if (tagged) paintLine(canvas, line, x, baseline, frame.size);
      else
        canvas.artifact("Layout", () => {
          for (const part of line.parts) canvas.text(x + part.x, baseline, part.shaped, frame.size, part.run.colour);
        });
    });
  }
}

/** One piece a row; more where the row is taller than `limit`. */
function rowPieces(
  texts: CellText[],
  row: Tag,
  frame: Frame,
  limit: number,
  look: { tinted: boolean; repeat: Repeat; last: boolean /** Where its rule begins. */; from: number },
  composer: Composer,
): Piece[] {
  const { theme, tags } = composer;
  const count = Math.max(1, ...texts.map((text) => (text.hangs ? 1 : text.lines.length)));
  const perPiece = Math.max(1, Math.floor((limit - frame.padY * 2) / frame.leading));
  const pieces: Piece[] = [];
  for (let from = 0; from < count; from += perPiece) {
    const to = Math.min(count, from + perPiece);
    const height = (to - from) * frame.leading + frame.padY * 2;
    // Its height is read when it is painted: a merged cell may have made its last row taller.
    const paint: Piece["paint"] = (canvas, top) => {
      const { height } = made;
      canvas.artifact("Layout", () => {
        if (look.tinted) canvas.rect(theme.margin.side, top, theme.width, height, { fill: COLOURS.tint });
        if (to === count)
          canvas.rect(look.from, top + height - 0.5, theme.margin.side + theme.width - look.from, 0.5, {
            fill: look.last ? COLOURS.control : COLOURS.line,
          });
      });
      tags.join(row);
      for (const text of texts) {
        tags.join(text.tag);
        const lines = text.hangs ? (from === 0 ? text.lines : []) : text.lines.slice(from, to);
        lines.forEach((line, at) => {
          const { x, baseline } = lineAt(text, line, at, top + frame.padY, frame);
          paintLine(canvas, line, x, baseline, frame.size);
        });
      }
    };
    const notes = notesIn(texts.flatMap(({ lines }) => lines.slice(from, to)));
    const made = piece(height, paint, { repeat: look.repeat, notes });
    pieces.push(made);
  }
  return pieces;
}

function rowHeight(texts: CellText[], frame: Frame): number {
  return Math.max(1, ...texts.map((text) => text.lines.length)) * frame.leading + frame.padY * 2;
}

function lineAt(text: CellText, line: Line, at: number, top: number, frame: Frame): { x: number; baseline: number } {
  return {
    x: text.right ? text.x + text.width - line.width : text.x,
    baseline: baselineIn(top + at * frame.leading, frame.leading, frame.size),
  };
}
