import { createHash } from "node:crypto";
import { allocate } from "./allocate.ts";
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

/** The groups that a minimum gave more places than their share of the plans. */
function raisedGroups({ strata, sampleSize }: DrawRecord): string[] {
  if (!strata) return [];
  const byShare = allocate(
    Object.fromEntries(strata.map(({ label, plans: size }) => [label, size])),
    sampleSize,
    0,
  ).value;
  return strata.flatMap(({ label, places }) => (byShare && places > (byShare[label] ?? 0) ? [label] : []));
}

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
    const raised = raisedGroups(record);
    const rule = raised.length
      ? `in proportion to their plans, then ${raised.join(" and ")} got more than by share, so that small groups are not missed`
      : "in proportion to their plans";
    sentences.push(`Places were shared among the groups ${rule}: ${shares.join(", ")}.`);
  }
  if (exclusions.length > 0)
    sentences.push(`${plans(exclusions.length)} left out before the draw, with reasons on record.`);
  sentences.push(
    `The seed “${seed}” was fixed before the list was read; the method (${method}) sorts the plans by a checksum of seed and reference, so the draw can be repeated and cannot be steered.`,
  );
  if (drawNumber > 1) sentences.push(`This is draw number ${drawNumber}; the earlier draws are kept.`);
  return sentences.join(" ");
}
