/**
 * Anchors: the number and the checksum of the last event of a day. Whoever keeps one outside the system can show later that
 * everything up to it is still there and unchanged, even if somebody had written the whole chain anew.
 */
export type Anchor = { day: string; position: number; hash: string };

/** An anchor as one line, to keep in a letter, a minute or another system. */
export const anchorLine = ({ day, position, hash }: Anchor): string =>
  `EHC-TRAIL-ANCHOR ${day} event ${position} sha256 ${hash}`;

const LINE = /EHC-TRAIL-ANCHOR\s+(\d{4}-\d{2}-\d{2})\s+event\s+(\d{1,12})\s+sha256\s+([0-9a-f]{64})\b/gi;

/** The anchors in a text, however it was wrapped or quoted; empty where there are none. */
export const anchorsIn = (text: string): Anchor[] =>
  [...text.matchAll(LINE)].map(([, day = "", position = "", hash = ""]) => ({
    day,
    position: Number(position),
    hash: hash.toLowerCase(),
  }));

/** The file in which anchors leave, which says what they are for. */
export function anchorFile(area: string, anchors: readonly Anchor[]): string {
  return [
    `Anchors of the trail of ${area}`,
    "",
    "Each line names the last event of a day and its checksum. Keep this file where nobody who runs the system can change it.",
    "To check it later: open Trail, Anchors in the product and paste a line, or run",
    "  npm run trail:verify -- --anchor this-file.txt",
    "The chain fits when the event of that number still has this checksum.",
    "",
    ...anchors.map(anchorLine),
    "",
  ].join("\n");
}
