import type { Score } from "../scoring/consensus.ts";
import { type GradeInput, type GradeResult, grade } from "../scoring/grade.ts";
import { type Criterion, domainsOf, levelsOf, type RubricDocument } from "./document.ts";

export type LimitsMode = "applied" | "shadow";

/** The grade of one module of one plan, and the limits that fired in words. */
export type ModuleGrade = GradeResult & { module: string; fired: FiredLimit[] };

export type FiredLimit = { id: string; label: string; cap: string; because: string[]; kind: "hard" | "soft" | "other" };

/**
 * Grades one module of a rubric from the scores of the criteria that were asked; a criterion that does not apply to the
 * case takes no part, as if it were "does not apply".
 *
 * @param scores by criterion key; a criterion that was asked and is absent counts as not scored
 */
export function gradeModule(
  rubric: RubricDocument,
  module: string,
  asked: Criterion[],
  scores: ReadonlyMap<string, Score>,
  limitsMode: LimitsMode,
): ModuleGrade {
  const askedKeys = new Set(asked.map((c) => c.key));
  const domains = domainsOf(rubric, module)
    .map(({ domain, criteria }) => ({
      id: domain.key,
      weight: domain.weight,
      criteria: criteria
        .filter((c) => askedKeys.has(c.key))
        .map((c) => {
          const values = levelsOf(rubric, c).map((l) => l.value);
          return {
            id: c.key,
            weight: c.weight,
            score: scores.get(c.key) ?? null,
            min: Math.min(...values),
            max: Math.max(...values),
          };
        }),
    }))
    .filter((d) => d.criteria.length > 0);
  const result = grade({
    domains,
    cuts: rubric.grades.map((g) => ({ grade: g.key, min: g.min })),
    limits: limitsOf(rubric, domains),
    decimals: rubric.scoring.decimals,
    missing: rubric.scoring.missing,
    gradeOn: rubric.scoring.gradeOn,
    notGradedBelow: rubric.scoring.notGradedBelow,
    limitsMode,
  });
  const ids = result.shadow?.limitedBy ?? result.limitedBy;
  return { ...result, module, fired: firedInWords(rubric, ids) };
}

/**
 * A rubric's limit on several criteria or domains, "each of them alone", becomes one limit apiece, so that the result names
 * the criterion: `hard:EP2`. A limit whose criteria were not asked for this case cannot fire and is left out.
 */
function limitsOf(rubric: RubricDocument, domains: GradeInput["domains"]): NonNullable<GradeInput["limits"]> {
  const asked = new Set(domains.flatMap((d) => d.criteria.map((c) => c.id)));
  const present = new Set(domains.map((d) => d.id));
  return rubric.limits.flatMap((l): NonNullable<GradeInput["limits"]>[number][] => {
    if (l.type === "criterion")
      return l.criteria
        .filter((c) => asked.has(c))
        .map((c) => ({ id: `${l.id}:${c}`, type: "criterion", criterion: c, atOrBelow: l.atOrBelow, cap: l.cap }));
    if (l.type === "domain")
      return l.domains
        .filter((d) => present.has(d))
        .map((d) => ({ id: `${l.id}:${d}`, type: "domain", domain: d, gradeAtOrBelow: l.gradeAtOrBelow, cap: l.cap }));
    const criteria = l.criteria.filter((c) => asked.has(c));
    return criteria.length
      ? [{ id: l.id, type: "count", criteria, atOrBelow: l.atOrBelow, atLeast: l.atLeast, cap: l.cap }]
      : [];
  });
}

/** Limits that fired, one a rule of the rubric, with the criteria or domains that made it fire. */
function firedInWords(rubric: RubricDocument, ids: string[]): FiredLimit[] {
  const fired = new Map<string, FiredLimit>();
  for (const id of ids) {
    const [ruleId = "", about] = id.split(":");
    const rule = rubric.limits.find((l) => l.id === ruleId);
    if (!rule) continue;
    const entry = fired.get(ruleId) ?? {
      id: ruleId,
      label: rule.label,
      cap: rule.cap,
      because: [],
      kind: kindOf(rubric, rule),
    };
    if (about) entry.because.push(about);
    fired.set(ruleId, entry);
  }
  return [...fired.values()];
}

/** A criterion rule whose criteria are all hard (or all soft) limits is called by that name. */
function kindOf(rubric: RubricDocument, rule: RubricDocument["limits"][number]): FiredLimit["kind"] {
  if (rule.type !== "criterion") return "other";
  const kinds = new Set(rule.criteria.map((key) => rubric.criteria.find((c) => c.key === key)?.limiting?.kind));
  const [only] = kinds;
  return kinds.size === 1 && only ? only : "other";
}
