import type { Day } from "../cases/case.ts";
import { problemInWords } from "./promise.ts";

/** Where learning comes from beside audits. A theme and its counts for a time; never a case. */
export const SOURCE_KINDS = ["complaint", "tribunal"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
export const SOURCE_LABELS: Record<SourceKind, { one: string; many: string; unit: string }> = {
  complaint: { one: "Complaints", many: "Complaints", unit: "complaints" },
  tribunal: { one: "Tribunal appeals", many: "Tribunal appeals", unit: "appeals" },
};

export type SourceTheme = {
  kind: SourceKind;
  title: string;
  words: string /** A theme of the codebook, or null. */;
  theme: string | null;
};
export type SourceError = { field: string; sentence: string };

/** A theme of complaints or appeals as it may be kept. @param themes codes of the codebook */
export function readSource(
  typed: { kind: string; title: string; words: string; theme: string },
  themes: readonly string[],
): { ok: true; source: SourceTheme } | { ok: false; errors: SourceError[] } {
  const errors: SourceError[] = [];
  const kind = SOURCE_KINDS.find((k) => k === typed.kind);
  if (!kind) errors.push({ field: "kind", sentence: "Select complaints or tribunal appeals" });
  if (!typed.title) errors.push({ field: "title", sentence: "Enter what they are about" });
  for (const [field, longest] of [
    ["title", 120],
    ["words", 1000],
  ] as const) {
    const problem = problemInWords(typed[field], longest);
    if (problem) errors.push({ field, sentence: problem });
  }
  if (typed.theme && !themes.includes(typed.theme))
    errors.push({ field: "theme", sentence: "Select a theme of the codebook, or none" });
  if (errors.length || !kind) return { ok: false, errors };
  return { ok: true, source: { kind, title: typed.title, words: typed.words, theme: typed.theme || null } };
}

/** So many (`count`) of so many (`of`) from one day to another. */
export type PeriodCount = { from: Day; to: Day; count: number; of: number | null };

const MOST = 1_000_000;
const wholeNumber = (text: string): number | null => (/^\d{1,7}$/.test(text) ? Math.min(Number(text), MOST) : null);

/** Counts for a period as they may be kept. @param needsTotal where a share is to be worked out */
export function readPeriodCount(
  typed: { from: Day | null; to: Day | null; count: string; of: string },
  { today, unit, needsTotal = false }: { today: Day; unit: string; needsTotal?: boolean },
): { ok: true; count: PeriodCount } | { ok: false; errors: SourceError[] } {
  const errors = periodErrors(typed, today);
  const count = wholeNumber(typed.count);
  const of = typed.of === "" ? null : wholeNumber(typed.of);
  if (count === null) errors.push({ field: "count", sentence: `Enter how many ${unit}, as a whole number` });
  if ((typed.of !== "" && of === null) || (needsTotal && of === null))
    errors.push({ field: "of", sentence: "Enter how many there were in all, as a whole number" });
  else if (count !== null && of !== null && count > of)
    errors.push({ field: "of", sentence: "The number in all must not be smaller than the part" });
  if (errors.length || count === null || !typed.from || !typed.to) return { ok: false, errors };
  return { ok: true, count: { from: typed.from, to: typed.to, count, of } };
}

/** What is wrong with a period that has ended. */
export function periodErrors({ from, to }: { from: Day | null; to: Day | null }, today: Day): SourceError[] {
  const errors: SourceError[] = [];
  if (!from) errors.push({ field: "from-day", sentence: "Enter the first day of the period" });
  if (!to) errors.push({ field: "to-day", sentence: "Enter the last day of the period" });
  if (from && to && to < from)
    errors.push({ field: "to-day", sentence: "The last day must not come before the first" });
  else if (to && to > today) errors.push({ field: "to-day", sentence: "The period must be over" });
  return errors;
}
