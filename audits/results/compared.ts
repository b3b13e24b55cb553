import type { ComparedByAuditor } from "../agreement/panel-pattern.ts";
import { criterionOf, levelsOf } from "../rubric/document.ts";
import type { CycleEvidence, PlanEvidence } from "./evidence.ts";

type Evidence = { cycle: Pick<CycleEvidence["cycle"], "id">; rubric: CycleEvidence["rubric"]; plans: PlanEvidence[] };

/**
 * Every blind level of a cycle beside the level that held in the end, on plans that are signed off. Only where the panel
 * settled the criterion or another auditor gave a level too: what nobody looked at twice agrees with itself.
 */
export function comparedWithAgreed({ cycle, rubric, plans }: Evidence): ComparedByAuditor[] {
  return plans.flatMap((plan) => {
    if (!plan.result) return [];
    const { scores } = plan.result;
    const settled = new Set(plan.settled.map((s) => s.criterion));
    const levels = plan.audits.flatMap(({ auditorId, agency, answers }) =>
      answers.flatMap((a) =>
        typeof a.score === "number" ? [{ auditorId, agency, criterion: a.criterion, score: a.score }] : [],
      ),
    );
    const by = Map.groupBy(levels, (l) => l.criterion);
    return levels.flatMap(({ auditorId, agency, criterion, score }): ComparedByAuditor[] => {
      const agreed = scores[criterion];
      if (typeof agreed !== "number" || !(settled.has(criterion) || (by.get(criterion)?.length ?? 0) > 1)) return [];
      const asked = criterionOf(rubric.document, criterion);
      const scale = levelsOf(rubric.document, asked)
        .map((l) => l.value)
        .sort((a, b) => a - b);
      const difference = scale.indexOf(score) - scale.indexOf(agreed);
      return [{ auditorId, agency, planId: plan.sampledId, cycleId: cycle.id, domain: asked.domain, difference }];
    });
  });
}
