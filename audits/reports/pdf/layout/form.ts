import { COLOURS } from "../../../charts/palette.ts";
import type { BlockOf } from "../../blocks.ts";
import { type Area, type Composer, linePieces, plain } from "./compose.ts";
import { type Piece, piece } from "./flow.ts";
import { runsOf } from "./text.ts";
import { LOOKS } from "./theme.ts";

/** A list of options, each with a square to tick. The squares are for the pen: what is read out is the list. */
export function tickBoxPieces(block: BlockOf<"tick-boxes">, area: Area, composer: Composer, gap: number): Piece[] {
  const { theme, tags } = composer;
  const indent = theme.base * 1.9;
  const side = theme.base * 1.05;
  const tag = tags.make("L", tags.root, { numbering: "None" });
  return block.options.flatMap(({ label, text }, i) => {
    const body = tags.make("LBody", tags.make("LI", tag));
    const runs = runsOf(
      [{ text: label, strong: true }, ...(text ? [{ text: `: ${text}` }] : [])],
      body,
      LOOKS.body,
      composer,
    );
    const lines = linePieces(runs, LOOKS.body, { x: area.x + indent, width: area.width - indent }, composer, {
      gap: i === 0 ? gap : theme.base * 0.4,
      keep: true,
    });
    const first = lines[0];
    if (!first) return [];
    const ticked = piece(
      first.height,
      (canvas, top) => {
        canvas.artifact("Layout", () =>
          canvas.rect(area.x, top + (first.height - side) / 2, side, side, { stroke: COLOURS.ink, lineWidth: 1 }),
        );
        first.paint(canvas, top);
      },
      { gap: first.gap, keep: true },
    );
    return [ticked, ...lines.slice(1)];
  });
}

/** Room to write by hand: the words above, then rules far enough apart for a pen. */
export function writingLinePieces(
  block: BlockOf<"writing-lines">,
  area: Area,
  composer: Composer,
  gap: number,
): Piece[] {
  const { theme, tags } = composer;
  const run = plain(block.label, tags.make("P", tags.root), LOOKS.note, composer);
  const rules = Array.from({ length: block.lines }, (_, i) =>
    piece(
      theme.base * 2,
      (canvas, top) =>
        canvas.artifact("Layout", () =>
          canvas.rect(area.x, top + theme.base * 2 - 0.5, area.width, 0.5, { fill: COLOURS.ink }),
        ),
      { keep: i < block.lines - 1 },
    ),
  );
  return [...linePieces([run], LOOKS.note, area, composer, { gap, keep: true }), ...rules];
}
