import type { Count, Hidden } from "../charts/figures.ts";
import { dayWords } from "../dates.ts";
import type { FamiliesData } from "../reports/learning-report-data.ts";
import { isSmall } from "../measures/suppression.ts";
import { type FamilyPlan, publishedFamily } from "./differences.ts";

/** How families of a cycle's plans were asked. `asked`: families, whatever came of it. Days `YYYY-MM-DD`. */
export type FamiliesAsked = { asked: number; from: string; to: string; ways: readonly ("link" | "call")[] };

/**
 * What families told, as a report says it; null where no family answered. Counts alone: what they wrote is a quote, which
 * somebody has to check first.
 *
 * @param threshold counts of families from 1 to this minus 1 are hidden, with what they could be worked out from; null shows all
 */
export function familiesInReport(
  heard: readonly Pick<FamilyPlan, "questionnaire" | "answers">[],
  asked: FamiliesAsked,
  threshold: number | null,
): FamiliesData | null {
  if (heard.length === 0) return null;
  const hide: Hidden = {
    hidden: true,
    reason: `fewer than ${threshold} families, or a number from which so few would follow`,
  };
  const shown = publishedFamily(heard, threshold ?? 0);
  // Asked less answered are those who did not answer, so a few of them would follow.
  const silent = threshold !== null && isSmall(asked.asked - heard.length, threshold);
  const count = (value: number | null): Count => value ?? hide;
  return {
    asked: silent || (threshold !== null && isSmall(asked.asked, threshold)) ? hide : asked.asked,
    answered: count(shown.heard),
    how: howWords(asked),
    rows: shown.rows.map(({ text, good, n }) => ({
      question: text,
      share: good === null || n === null ? hide : { count: good, n, interval: null },
    })),
    quotes: [],
  };
}

function howWords({ ways, from, to }: FamiliesAsked): string {
  const how = [ways.includes("link") ? "by a link" : "", ways.includes("call") ? "in a call" : ""].filter(Boolean);
  const when = from === to ? `on ${dayWords(from)}` : `between ${dayWords(from)} and ${dayWords(to)}`;
  return `Families of plans in this audit were asked ${how.join(" or ")}, ${when}. Agreed: mostly or fully. Their answers are kept apart from every level and grade.`;
}
