import { createHash } from "node:crypto";
import { DRAW_METHOD } from "./draw.ts";

/** What is kept of a draw, so that anyone can repeat it and see that it was not repeated until it pleased. */
export type DrawRecord = {
  method: string;
  /** Which plans the list holds, in words; "" or left out for all active plans. */
  question?: string;
  /** Why each plan of a chosen sample is in it; left out where chance decided. */
  chosen?: { id: string; reason: string }[];
  seed: string;
  /** When the seed was fixed; it must lie before the list was read. */
  seedFixedAt: string;
  /** SHA-256 of the sorted ids joined by line feeds, lower-case hex. */
  frameHash: string;
  frameSize: number;
  sampleSize: number;
  /** Plans and places by group, where the draw was stratified. */
  strata: { label: string; plans: number; places: number }[] | null;
  drawnAt: string;
  drawnBy: string;
  /** Plans taken out of the list before the draw, with the reason. */
  exclusions: { id: string; reason: string }[];
  /** 1 for the first draw of a cycle. */
  drawNumber: number;
};

/** Lower-case hex SHA-256 of the ids, trimmed as in the draw, sorted by code unit and joined by line feeds (`docs/statistics.md` 3.3). */
export function frameHash(ids: readonly string[]): string {
  const references = ids.map((id) => id.trim()).sort();
  return createHash("sha256").update(references.join("\n"), "utf8").digest("hex");
}

/**
 * The record of a draw from these ids.
 *
 * @param details what the draw itself does not know; times as ISO 8601 text
 */
export function drawRecord(
  ids: readonly string[],
  sampleSize: number,
  details: Omit<DrawRecord, "method" | "frameHash" | "frameSize" | "sampleSize">,
  method = DRAW_METHOD,
): DrawRecord {
  return { ...details, method, frameHash: frameHash(ids), frameSize: ids.length, sampleSize };
}

const count = (n: number) => n.toLocaleString("en-GB");
const plans = (n: number) => (n === 1 ? "1 plan" : `${count(n)} plans`);

/** The names under which samples that chance did not draw are kept. */
export const CHOSEN_METHOD = "chosen/1";
export const CENSUS_METHOD = "census/1";

/** How the sample was drawn, in words for a report. */
export function methodSentence(record: DrawRecord): string {
  const { strata, exclusions, frameSize, sampleSize, seed, method, drawNumber } = record;
  const list = record.question ? `a list of ${count(frameSize)} (${record.question})` : `a list of ${count(frameSize)}`;
  const again = drawNumber > 1 ? ` This is draw number ${drawNumber}; the earlier draws are kept.` : "";
  if (record.chosen)
    return `${plans(sampleSize)} ${sampleSize === 1 ? "was" : "were"} chosen for a reason from ${list}, and each reason is on record. They say nothing about other plans.${again}`;
  const left = exclusions.length ? ` ${plans(exclusions.length)} left out before, with reasons on record.` : "";
  if (method === CENSUS_METHOD) return `Every plan of ${list} is audited, so nothing is estimated.${left}${again}`;
  const sentences = [`${plans(sampleSize)} ${sampleSize === 1 ? "was" : "were"} drawn at random from ${list}.`];
  if (strata) {
    const shares = strata.map(({ label, plans: size, places }) => `${label} ${count(places)} of ${count(size)}`);
    sentences.push(`Places were shared among the groups in proportion to their plans: ${shares.join(", ")}.`);
  }
  if (exclusions.length > 0)
    sentences.push(`${plans(exclusions.length)} left out before the draw, with reasons on record.`);
  sentences.push(
    `The seed “${seed}” was fixed before the list was read; the method (${method}) sorts the plans by a checksum of seed and reference, so the draw can be repeated and cannot be steered.`,
  );
  if (drawNumber > 1) sentences.push(`This is draw number ${drawNumber}; the earlier draws are kept.`);
  return sentences.join(" ");
}

/** Commands for a terminal that repeat the draw from `frame.txt`, one reference a line, without this software. */
export function checkInstructions(record: DrawRecord): string {
  const checkList = [
    "# The list: this must print the checksum of the record,",
    `#    ${record.frameHash}`,
    `LC_ALL=C sort frame.txt | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }' | sha256sum`,
  ];
  if (record.chosen) return "# The plans were chosen for a reason, so there is no draw to repeat.";
  if (record.method === CENSUS_METHOD) return [...checkList, "# Every plan of the list is audited."].join("\n");
  const seed = `'${record.seed.replaceAll("'", "'\\''")}'`;
  const scope = record.strata
    ? `# Do this once for each group, with the references of that group in frame.txt: ${record.strata
        .map(({ label, places }) => `${label.replaceAll(/[\r\n]+/g, " ")} has ${places}`)
        .join(", ")}.`
    : `# The first ${record.sampleSize} lines are the sample, the rest are the reserves in their order.`;
  return [
    "# 1. The list: this must print the checksum of the record,",
    `#    ${record.frameHash}`,
    `LC_ALL=C sort frame.txt | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }' | sha256sum`,
    "# 2. The draw:",
    scope,
    `seed=${seed}`,
    "while IFS= read -r id; do",
    `  printf '%s %s\\n' "$(printf '%s\\n%s' "$seed" "$id" | sha256sum | cut -c 1-64)" "$id"`,
    "done < frame.txt | LC_ALL=C sort | cut -d ' ' -f 2-",
  ].join("\n");
}
