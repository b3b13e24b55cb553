import { COLOURS } from "../../../charts/palette.ts";
import type { Inline } from "../../blocks.ts";
import type { Tag } from "../core/tags.ts";
import { type Composer, linePieces, plain } from "./compose.ts";
import type { Footnote } from "./flow.ts";
import { LOOKS } from "./theme.ts";

/** Sets a footnote: an element of its own right behind its mark, whose number leads back to it. Null where there is no number. */
export function setFootnote(
  inline: Inline,
  parent: Tag,
  number: number | null,
  composer: Composer,
): { number: number; note: Tag; footnote: Footnote } | null {
  if (number === null || !inline.note) return null;
  const { tags, theme } = composer;
  const id = `note-${number}`;
  const refersFrom = `note-mark-${number}`;
  const note = tags.make("Note", parent, { id });
  const back = tags.make("Link", tags.make("Lbl", note));
  const link = { ...plain(`${number}`, back, LOOKS.small, composer), colour: COLOURS.link, weight: 600 as const };
  const runs = [{ ...link, link: { id: refersFrom } }, plain(` ${inline.note}`, note, LOOKS.small, composer)];
  const pieces = linePieces(
    runs,
    { ...LOOKS.small, leading: 1.15 },
    { x: theme.margin.side, width: theme.measure },
    { ...composer, footnote: undefined },
    { place: id },
  );
  return { number, note, footnote: { id, refersFrom, pieces } };
}
