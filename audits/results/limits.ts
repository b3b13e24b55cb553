import type { LimitsData } from "../reports/learning-report-data.ts";
import type { FiredLimit } from "../rubric/grade-plan.ts";
import type { CountedPlan } from "./counted.ts";
import type { CycleEvidence } from "./evidence.ts";

/** A plan whose grade a limit lowered, for people entitled to see the case. `before` and `after` are labels of grades. */
export type LimitedPlan = {
  reference: string;
  /** The overall percent as displayed. */
  score: string;
  before: string;
  after: string;
  /** Keys of the criteria and domains that made limits fire. */
  because: string[];
};

/**
 * Limits that fired, hard limits first, then soft ones, each by number of plans. A hard or soft limit counts wherever it
 * fired; a rule over several criteria or domains counts only where it asks for less than the score alone would give, because
 * rules that keep plans from the top grade fire on most plans without any effect.
 */
export function limitsData(evidence: CycleEvidence, counted: CountedPlan[]): LimitsData {
  const { document } = evidence.rubric;
  const grades = document.grades.map(({ key }) => key);
  const lowered = counted.filter(({ before, after }) => before !== after);
  const plans = new Map<string, { limit: FiredLimit; because: string | null; plans: number }>();
  for (const { main, before } of counted) {
    for (const limit of main.fired) {
      if (limit.kind === "other" && grades.indexOf(limit.cap) <= grades.indexOf(before)) continue;
      for (const because of limit.kind === "other" ? [null] : limit.because) {
        const key = `${limit.id}:${because}`;
        const row = plans.get(key) ?? { limit, because, plans: 0 };
        plans.set(key, { ...row, plans: row.plans + 1 });
      }
    }
  }
  const kinds: FiredLimit["kind"][] = ["hard", "soft", "other"];
  const order = document.criteria.map(({ key }) => key);
  const rows = [...plans.values()].sort(
    (a, b) =>
      kinds.indexOf(a.limit.kind) - kinds.indexOf(b.limit.kind) ||
      b.plans - a.plans ||
      order.indexOf(a.because ?? "") - order.indexOf(b.because ?? ""),
  );
  return {
    lowered: lowered.length,
    loweredTo: document.grades.slice(1).flatMap(({ key, label }) => {
      const to = lowered.filter(({ after }) => after === key).length;
      return to ? [{ level: label, plans: to }] : [];
    }),
    rows: rows.map(({ limit, because, plans: count }) => ({
      key: because ?? "Rule",
      title: document.criteria.find(({ key }) => key === because)?.title ?? limit.label,
      effect: `${limit.shadow && evidence.cycle.limitsMode === "applied" ? "Would limit" : "Limits"} to ${label(evidence, limit.cap)}`,
      plans: count,
    })),
  };
}

/** Which plans limits lowered, and why: the limits that hold the grade where it is. */
export function limitedPlans(evidence: CycleEvidence, counted: CountedPlan[]): LimitedPlan[] {
  return counted
    .filter(({ before, after }) => before !== after)
    .map(({ plan, main, before, after }) => ({
      reference: plan.reference,
      score: main.overallText ?? "",
      before: label(evidence, before),
      after: label(evidence, after),
      because: [
        ...new Set(
          main.fired
            .filter(({ cap }) => cap === after)
            .flatMap((limit) => (limit.because.length ? limit.because : [limit.label])),
        ),
      ],
    }));
}

/** A plan beside whose derived grade the panel set its own. Grades are labels. */
export type OverriddenPlan = { reference: string; derived: string; grade: string; reason: string };

/** Which plans a panel graded otherwise than the rubric, and why. No figure counts the panel's grade. */
export function overriddenPlans(evidence: CycleEvidence, counted: CountedPlan[]): OverriddenPlan[] {
  return counted.flatMap(({ plan, result: { override } }) =>
    override
      ? [
          {
            reference: plan.reference,
            derived: label(evidence, override.derived),
            grade: label(evidence, override.grade),
            reason: override.reason,
          },
        ]
      : [],
  );
}

function label({ rubric }: CycleEvidence, grade: string): string {
  return rubric.document.grades.find(({ key }) => key === grade)?.label ?? grade;
}
