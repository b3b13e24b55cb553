import { type CycleAnswers, stacksOf } from "./stack.ts";

/** Fewer shared units than this say nothing about a person (`docs/statistics.md` 1.7). */
const MIN_SHARED_UNITS = 10;

/**
 * How one auditor scores compared with the others. For a talk about the scale, not a league table, and personal data of the
 * auditor. The two figures are null below ten shared units.
 */
export type AuditorView = {
  auditorId: string;
  /** Criteria of cases to which this auditor and at least one other gave a level. */
  sharedUnits: number;
  /** Mean of own level minus the mean of the others' levels, in levels: above 0 is more generous. */
  meanDifference: number | null;
  /** Share of the shared units where the others lie within one level and this auditor two or more away from all of them. */
  loneOutlier: number | null;
};

export function auditorViews(input: CycleAnswers): AuditorView[] {
  const [overall] = stacksOf(input);
  const units = (overall?.units ?? []).map(({ levels, scores }) => {
    const scale = [...levels].sort((a, b) => a - b);
    return scores.map((score) => (typeof score === "number" ? scale.indexOf(score) : null));
  });
  return (overall?.auditors ?? []).map((auditorId, column) => {
    const shared = units.flatMap((places) => {
      const own = places[column] ?? null;
      const others = places.filter((place, index) => place !== null && index !== column) as number[];
      return own === null || others.length === 0 ? [] : [{ own, others }];
    });
    const differences = shared.map(({ own, others }) => own - mean(others));
    const outliers = shared.filter(({ own, others }) => isLoneOutlier(own, others));
    const enough = shared.length >= MIN_SHARED_UNITS;
    return {
      auditorId,
      sharedUnits: shared.length,
      meanDifference: enough ? mean(differences) : null,
      loneOutlier: enough ? outliers.length / shared.length : null,
    };
  });
}

/** With one other auditor nobody can say who is the outlier, so it takes two others. */
function isLoneOutlier(own: number, others: readonly number[]): boolean {
  const together = Math.max(...others) - Math.min(...others) <= 1;
  return others.length >= 2 && together && others.every((other) => Math.abs(own - other) >= 2);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
