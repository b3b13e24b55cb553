import { periodErrors, type SourceError } from "../actions/sources.ts";
import { problemInWords } from "../actions/promise.ts";
import type { Day } from "../cases/case.ts";
import { type Count, HIDDEN_SIGN, type Hidden, type Share } from "../charts/figures.ts";
import { wilson } from "../measures/proportions.ts";
import { suppressOneWay } from "../measures/suppression.ts";
import { PHASES, type Phase } from "../vocabulary.ts";

/** Outcomes that reviews of a period looked at: met, partly met, not met. Numbers and a few words, never a child. */
export type OutcomeCount = {
  from: Day;
  to: Day;
  /** Null: all phases together. */
  phase: Phase | null;
  reviews: number;
  met: number;
  partly: number;
  notMet: number;
  /** Why outcomes were not met, in general words. Needed where some were not. */
  narrative: string;
};

export type TypedOutcomes = {
  from: Day | null;
  to: Day | null;
  phase: string;
  reviews: string;
  met: string;
  partly: string;
  notMet: string;
  narrative: string;
};

const LONGEST_NARRATIVE = 1500;
const NUMBERS = {
  reviews: "how many reviews were held",
  met: "how many outcomes were met",
  partly: "how many outcomes were partly met",
  notMet: "how many outcomes were not met",
} as const;

/**
 * Counts as they may be kept. A period is told either for all phases together or phase by phase, so that nothing counts twice.
 *
 * @param kept what is kept already
 */
export function readOutcomes(
  typed: TypedOutcomes,
  kept: readonly OutcomeCount[],
  today: Day,
): { ok: true; outcomes: OutcomeCount } | { ok: false; errors: SourceError[] } {
  const errors = periodErrors(typed, today);
  const numbers = Object.fromEntries(
    Object.entries(NUMBERS).map(([field, what]) => {
      const text = typed[field as keyof typeof NUMBERS];
      const value = /^\d{1,6}$/.test(text) ? Number(text) : null;
      if (value === null) errors.push({ field, sentence: `Enter ${what}, as a whole number` });
      return [field, value ?? 0];
    }),
  ) as Record<keyof typeof NUMBERS, number>;
  const phase = typed.phase === "" ? null : (PHASES.find((p) => p === typed.phase) ?? null);
  const outcomes = numbers.met + numbers.partly + numbers.notMet;
  if (!errors.length && outcomes > 0 && numbers.reviews === 0)
    errors.push({
      field: "reviews",
      sentence: "Outcomes are looked at in reviews, so there must be at least one review",
    });
  if (!errors.length && outcomes === 0) errors.push({ field: "met", sentence: "Enter at least one outcome" });
  const problem = problemInWords(typed.narrative, LONGEST_NARRATIVE);
  if (problem) errors.push({ field: "narrative", sentence: problem.replace("An action", "It") });
  else if (numbers.notMet > 0 && !typed.narrative)
    errors.push({ field: "narrative", sentence: "Say in general words why outcomes were not met" });
  const overlapping = kept.filter((k) => typed.from && typed.to && k.from <= typed.to && k.to >= typed.from);
  const same = (k: OutcomeCount) => k.from === typed.from && k.to === typed.to;
  if (overlapping.some((k) => !same(k)))
    errors.push({
      field: "from-day",
      sentence: "There are counts for a period that overlaps this one. Use the same days",
    });
  else if (overlapping.some((k) => (k.phase === null) !== (phase === null)))
    errors.push({
      field: "phase",
      sentence: phase
        ? "This period has counts for all phases together. Change those instead"
        : "This period has counts phase by phase. Change those instead",
    });
  if (errors.length || !typed.from || !typed.to) return { ok: false, errors };
  return { ok: true, outcomes: { from: typed.from, to: typed.to, phase, ...numbers, narrative: typed.narrative } };
}

/** One period over all phases. */
export type OutcomePeriod = {
  from: Day;
  to: Day;
  reviews: Count;
  met: Count;
  partly: Count;
  notMet: Count;
  total: Count;
  /** Met, of all that were looked at. */
  share: Share;
  narratives: { phase: Phase | null; words: string }[];
};

/** The periods, oldest first. */
export function outcomePeriods(counts: readonly OutcomeCount[]): OutcomePeriod[] {
  const groups = Map.groupBy(counts, (c) => `${c.from} ${c.to}`);
  return [...groups.values()]
    .map((rows): OutcomePeriod => {
      const sum = (field: "reviews" | "met" | "partly" | "notMet") => rows.reduce((all, r) => all + r[field], 0);
      const [met, partly, notMet] = [sum("met"), sum("partly"), sum("notMet")];
      const total = met + partly + notMet;
      const first = rows[0] as OutcomeCount;
      return {
        from: first.from,
        to: first.to,
        reviews: sum("reviews"),
        met,
        partly,
        notMet,
        total,
        share: { count: met, n: total, interval: wilson(met, total).value },
        narratives: rows.filter((r) => r.narrative).map((r) => ({ phase: r.phase, words: r.narrative })),
      };
    })
    .sort((a, b) => (a.to + a.from < b.to + b.from ? -1 : 1));
}

/** The period as it may leave: small numbers of outcomes or of reviews go, and with them what tells of them. */
export function publishedPeriod(period: OutcomePeriod, threshold: number, hide: Hidden): OutcomePeriod {
  const { met, partly, notMet, total, reviews } = period as OutcomePeriod &
    Record<"met" | "partly" | "notMet" | "total" | "reviews", number>;
  const mask = suppressOneWay([met, partly, notMet], threshold).value;
  const few = reviews > 0 && reviews < threshold;
  const show = (value: number, i: number): Count => (few || !mask || mask.mask[i] ? hide : value);
  const shown = { met: show(met, 0), partly: show(partly, 1), notMet: show(notMet, 2) };
  const all: Count = few || !mask || mask.totalMask ? hide : total;
  return {
    ...period,
    ...shown,
    reviews: few ? hide : reviews,
    total: all,
    share: typeof shown.met === "number" && typeof all === "number" ? period.share : hide,
    narratives: typeof shown.notMet === "number" ? period.narratives : [],
  };
}

/** "120 met, 48 partly, 22 not met" */
export const outcomesText = ({ met, partly, notMet }: OutcomePeriod): string => {
  const said = (count: Count) => (typeof count === "number" ? String(count) : HIDDEN_SIGN);
  return `${said(met)} met, ${said(partly)} partly, ${said(notMet)} not met`;
};
