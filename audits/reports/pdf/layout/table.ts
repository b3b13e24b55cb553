import { COLOURS } from "../../../charts/palette.ts";
import type { HeadCell, Inline, TableBlock } from "../../blocks.ts";
import type { Canvas } from "../core/canvas.ts";
import type { Tag } from "../core/tags.ts";
import { cellWords, type Column, fittingParts, type Frame, frameOf, headRun, sum } from "./columns.ts";
import { baselineIn, type Composer, linePieces, plain } from "./compose.ts";
import { type Piece, piece, type Repeat } from "./flow.ts";
import { compose, type Line, paintLine, runsOf } from "./text.ts";
import { LOOKS, type Look } from "./theme.ts";

type CellText = { lines: Line[]; x: number; width: number; right: boolean; ruled: boolean; tag: Tag };

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
  const head = headRows(block.head, headTag, frame, composer);
  const repeat = repeated(block, frame, composer);
  const limit = theme.height - repeat.height;

  const rows = block.rows.flatMap((cells, i) => {
    const row = tags.make("TR", bodyTag);
    const texts = cells.map((cell, at) => cellText(cell, at, row, frame, composer));
    return rowPieces(
      texts,
      row,
      frame,
      limit,
      { tinted: i % 2 === 1, repeat, last: i === block.rows.length - 1 },
      composer,
    );
  });
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

  const whole = [...captionPieces, ...head, ...rows].reduce((sum, each) => sum + each.height, 0) <= theme.height * 0.3;
  rows.forEach((row, i) => {
    row.keep = i < rows.length - 1 ? whole || i === 0 || i >= rows.length - 2 : notes.length > 0;
  });
  return [...captionPieces, ...head, ...rows, ...notes];
}

function cellText(cell: Inline[], at: number, row: Tag, frame: Frame, composer: Composer): CellText {
  const column = frame.columns[at] as Column;
  const tag = at === 0 ? composer.tags.make("TH", row, { scope: "Row" }) : composer.tags.make("TD", row);
  const width = column.width - frame.padX * 2;
  const look: Look = { ...LOOKS.cell, size: frame.size };
  return {
    lines: compose(runsOf(cellWords(cell, at), tag, look, composer), width, frame.size, composer),
    x: column.x + frame.padX,
    width,
    right: column.numeric,
    ruled: false,
    tag,
  };
}

function headRows(head: HeadCell[][], headTag: Tag, frame: Frame, composer: Composer): Piece[] {
  return head.map((cells, i) => {
    const texts = headTexts(cells, composer.tags.make("TR", headTag), frame, composer);
    const height = rowHeight(texts, frame);
    const look = { height, last: i === head.length - 1, tagged: true };
    return piece(height, (canvas, top) => paintHead(canvas, texts, top, look, frame, composer), {
      keep: true,
      gap: i === 0 ? composer.theme.base * 0.35 : 0,
    });
  });
}

/** A corner without words heads nothing, so it is a plain cell. */
function headTexts(cells: HeadCell[], row: Tag, frame: Frame, composer: Composer): CellText[] {
  const { tags } = composer;
  let at = 0;
  return cells.map((cell) => {
    const span = cell.span ?? 1;
    const covered = frame.columns.slice(at, at + span);
    at += span;
    const x = (covered[0]?.x ?? 0) + frame.padX;
    const width = sum(covered.map((column) => column.width)) - frame.padX * 2;
    const colSpan = span > 1 ? span : undefined;
    const tag =
      cell.text === "" ? tags.make("TD", row, { colSpan }) : tags.make("TH", row, { scope: "Column", colSpan });
    const lines = compose([headRun(cell.text, tag, composer)], width, frame.size, composer);
    return { lines, x, width, right: span === 1 && (covered[0]?.numeric ?? false), ruled: span > 1, tag };
  });
}

/** The head again, without tags, under a line that names the table. */
function repeated(block: TableBlock, frame: Frame, composer: Composer): Repeat {
  const { base, margin } = composer.theme;
  const { fonts, tags } = composer;
  const rows = block.head.map((cells) => {
    const texts = headTexts(cells, tags.make("TR", tags.root), frame, composer);
    return { texts, height: rowHeight(texts, frame) };
  });
  const look = LOOKS.note;
  const size = look.size * base;
  const labelHeight = look.leading * base + base * 0.35;
  const label = fonts.shape(fonts.clean(`${block.label} (continued)`), look.weight);
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
  look: { tinted: boolean; repeat: Repeat; last: boolean },
  composer: Composer,
): Piece[] {
  const { theme, tags } = composer;
  const count = Math.max(1, ...texts.map((text) => text.lines.length));
  const perPiece = Math.max(1, Math.floor((limit - frame.padY * 2) / frame.leading));
  const pieces: Piece[] = [];
  for (let from = 0; from < count; from += perPiece) {
    const to = Math.min(count, from + perPiece);
    const height = (to - from) * frame.leading + frame.padY * 2;
    const paint: Piece["paint"] = (canvas, top) => {
      canvas.artifact("Layout", () => {
        if (look.tinted) canvas.rect(theme.margin.side, top, theme.width, height, { fill: COLOURS.tint });
        if (to === count)
          canvas.rect(theme.margin.side, top + height - 0.5, theme.width, 0.5, {
            fill: look.last ? COLOURS.control : COLOURS.line,
          });
      });
      tags.join(row);
      for (const text of texts) {
        tags.join(text.tag);
        text.lines.slice(from, to).forEach((line, at) => {
          const { x, baseline } = lineAt(text, line, at, top + frame.padY, frame);
          paintLine(canvas, line, x, baseline, frame.size);
        });
      }
    };
    pieces.push(piece(height, paint, { repeat: look.repeat }));
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
