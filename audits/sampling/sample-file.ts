import { momentWords } from "../dates.ts";
import { CENSUS_METHOD, type DrawRecord, methodSentence } from "./record.ts";

/** One plan of the list that was drawn from, in the order of the draw within its group. */
export type ListedPlan = { reference: string; group: string; inSample: boolean };

export type SampleFile = {
  title: string;
  record: DrawRecord;
  list: readonly ListedPlan[];
  /** A sentence for each plan that left the sample since the draw. */
  departures: readonly string[];
};

/**
 * The record of a draw as a text that anyone can keep, with all that was left out and why, the whole list, and the commands
 * that check it. The list is the only part with tabs, so the commands find it in the file itself.
 */
export function sampleFile({ title, record, list, departures }: SampleFile): string {
  const chosen = record.chosen ?? [];
  return [
    `Sample of ${title}`,
    "",
    methodSentence(record),
    "",
    `Draw ${record.drawNumber}, by ${record.drawnBy} on ${momentWords(new Date(record.drawnAt))}. Seed ${record.seed}, fixed on ${momentWords(new Date(record.seedFixedAt))}.`,
    "",
    checkInstructions(record),
    "",
    ...part(
      "Left out before the draw, and why",
      record.exclusions.map(({ id, reason }) => `${id}: ${reason}`),
    ),
    ...part(
      "Chosen, and why",
      chosen.map(({ id, reason }) => `${id}: ${reason}`),
    ),
    ...part("Plans that left the sample since the draw, and what took their place", departures),
    "# The list: reference, group, and whether the plan was drawn or is a reserve, in the order of the draw",
    ...list.map(({ reference, group, inSample }) =>
      [oneLine(reference), oneLine(group), standing(record, inSample)].join("\t"),
    ),
    "",
  ].join("\n");
}

const oneLine = (words: string): string => words.replace(/\s+/g, " ").trim();

const standing = (record: DrawRecord, inSample: boolean): string =>
  inSample ? (record.chosen ? "chosen" : "drawn") : record.chosen ? "not chosen" : "reserve";

const part = (title: string, lines: readonly string[]): string[] =>
  lines.length ? [`# ${title}`, ...lines.map(oneLine), ""] : [];

/** Commands for a terminal that repeat the draw from the file itself, saved as `sample.txt`, without this software. */
function checkInstructions(record: DrawRecord): string {
  if (record.chosen) return "# The plans were chosen for a reason, so there is no draw to repeat.";
  const list = [
    "# How to check it: save this file as sample.txt and run these lines in a terminal beside it.",
    "# 1. The list. This prints the checksum of the record,",
    `#    ${record.frameHash}`,
    `awk -F '\\t' 'NF == 3 { print $1 }' sample.txt | LC_ALL=C sort | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }' | sha256sum`,
  ];
  if (record.method === CENSUS_METHOD) return [...list, "# Every plan of the list is audited."].join("\n");
  return [
    ...list,
    "# 2. The draw. This puts the plans of each group in the order of their checksums and compares it with the list below.",
    `seed='${record.seed.replaceAll("'", "'\\''")}'`,
    `awk -F '\\t' 'NF == 3 { print $1 "\\t" $2 }' sample.txt > listed.txt`,
    `awk -F '\\t' 'NF == 3 && !seen[$2]++ { print $2 }' sample.txt | while IFS= read -r group; do`,
    `  group="$group" awk -F '\\t' 'NF == 3 && $2 == ENVIRON["group"] { print $1 }' sample.txt | while IFS= read -r id; do`,
    `    printf '%s\\t%s\\t%s\\n' "$(printf '%s\\n%s' "$seed" "$id" | sha256sum | cut -c 1-64)" "$id" "$group"`,
    "  done | LC_ALL=C sort | cut -f 2-",
    "done > drawn.txt",
    "cmp listed.txt drawn.txt && echo 'The order of the draw is the order of the list.'",
    `# 3. The sample is the first ${record.sampleSize} plans of the list${record.strata ? `, by group: ${record.strata.map(({ label, places }) => `${oneLine(label)} ${places}`).join(", ")}` : ""}. The others are reserves, in their order.`,
  ].join("\n");
}
