import type { Score } from "../scoring/consensus.ts";

/** A criterion and the values of its levels. */
export type Criterion = { id: string; domainId: string; levels: readonly number[] };

/** What one auditor gave for one criterion of one case. A later answer to the same question replaces an earlier one. */
export type Answer = { caseId: string; criterionId: string; auditorId: string; score: Score };

/** Everything that the auditors of a cycle gave. Take submitted audits only: agreement before that is not blind. */
export type CycleAnswers = { cycleId: string; criteria: readonly Criterion[]; answers: readonly Answer[] };

/** One criterion of one case with what each auditor gave, in the order of the stack's auditors; undefined: was not asked. */
export type Unit = { caseId: string; levels: readonly number[]; scores: (Score | undefined)[] };

/** The units of one criterion, or of all criteria of a domain or the cycle stacked under each other (`docs/statistics.md` 1.1). */
export type Stack = {
  kind: "overall" | "domain" | "criterion";
  id: string;
  auditors: readonly string[];
  units: Unit[];
};

/** The stacks of a cycle: overall, then domains and criteria in the order of the rubric. */
export function stacksOf({ criteria, answers }: CycleAnswers): Stack[] {
  const auditors = [...new Set(answers.map(({ auditorId }) => auditorId))];
  const column = new Map(auditors.map((id, index) => [id, index]));
  const unitsByCriterion = new Map(criteria.map(({ id }) => [id, new Map<string, Unit>()]));
  const levels = new Map(criteria.map((criterion) => [criterion.id, criterion.levels]));
  for (const { caseId, criterionId, auditorId, score } of answers) {
    const units = unitsByCriterion.get(criterionId);
    if (!units) continue;
    const unit = units.get(caseId) ?? {
      caseId,
      levels: levels.get(criterionId)!,
      scores: auditors.map(() => undefined),
    };
    unit.scores[column.get(auditorId)!] = score;
    units.set(caseId, unit);
  }

  const stack = (kind: Stack["kind"], id: string, members: readonly Criterion[]): Stack => ({
    kind,
    id,
    auditors,
    units: members.flatMap((criterion) => [...unitsByCriterion.get(criterion.id)!.values()]),
  });
  const domains = [...new Set(criteria.map(({ domainId }) => domainId))];
  return [
    stack("overall", "overall", criteria),
    ...domains.map((id) =>
      stack(
        "domain",
        id,
        criteria.filter(({ domainId }) => domainId === id),
      ),
    ),
    ...criteria.map((criterion) => stack("criterion", criterion.id, [criterion])),
  ];
}

/** The levels that were given for a unit. */
export function levelsGiven({ scores }: Unit): number[] {
  return scores.filter((score) => typeof score === "number");
}

/**
 * The units that share one scale, because weights of different scales cannot be pooled: those of the scale that most units
 * with two levels have.
 */
export function ofMainScale(units: readonly Unit[]): { units: Unit[]; levels: readonly number[] } {
  const groups = new Map<string, { units: Unit[]; levels: readonly number[]; pairs: number }>();
  for (const unit of units) {
    const key = unit.levels.join();
    const group = groups.get(key) ?? { units: [], levels: unit.levels, pairs: 0 };
    group.units.push(unit);
    if (levelsGiven(unit).length >= 2) group.pairs++;
    groups.set(key, group);
  }
  const [main] = [...groups.values()].sort((one, other) => other.pairs - one.pairs);
  return main ?? { units: [], levels: [] };
}
