import type { Score } from "../scoring/consensus.ts";
import type { CountedGrade } from "../scoring/counts.ts";
import { type GradeInput, type GradeResult, grade } from "../scoring/grade.ts";
import { type Criterion, domainsOf, type GradeRow, gradesOf, methodOf, type RubricDocument } from "./document.ts";

export type LimitsMode = "applied" | "shadow";

/** The grade of one module of one plan, and the limits that fired in words. */
export type ModuleGrade = GradeResult & { module: string; fired: FiredLimit[] };

export type FiredLimit = {
  id: string;
  label: string;
  cap: string;
  because: string[];
  kind: "hard" | "soft" | "other";
  shadow?: true;
};

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
  const domains = gradedDomains(rubric, module, new Set(asked.map((c) => c.key)), scores);
  const grades = gradesOf(rubric, module);
  const method = methodOf(rubric, module);
  const result = grade({
    domains,
    cuts: grades.map((g) => ({ grade: g.key, min: g.min })),
    limits: limitsOf(rubric, domains, new Set(grades.map((g) => g.key))),
    decimals: rubric.scoring.decimals,
    missing: rubric.scoring.missing,
    gradeOn: rubric.scoring.gradeOn,
    notGradedBelow: rubric.scoring.notGradedBelow,
    overallOf: rubric.scoring.overall,
    gradedBy: method === "percent" ? undefined : method === "profile" ? null : countedGrades(rubric, grades, domains),
    limitsMode,
  });
  const ids = result.shadow?.limitedBy ?? result.limitedBy;
  return { ...result, module, fired: firedInWords(rubric, ids) };
}

type GradedDomains = GradeInput["domains"];

/** The domains of a module with the criteria asked, each parent before its parts; a domain that asks nothing is left out. */
function gradedDomains(
  rubric: RubricDocument,
  module: string,
  asked: ReadonlySet<string>,
  scores: ReadonlyMap<string, Score>,
): GradedDomains {
  const own = domainsOf(rubric, module);
  const ends = new Map(
    rubric.scales.map(({ key, levels }) => {
      const values = levels.map((l) => l.value);
      const bottom = rubric.scoring.percentFrom === "zero" ? 0 : Math.min(...values);
      return [key, { min: bottom, max: Math.max(...values) }];
    }),
  );
  const inTree = (parent: string | undefined): GradedDomains[number][] =>
    own
      .filter(({ domain }) => domain.parent === parent)
      .flatMap(({ domain, criteria }) => {
        const parts = inTree(domain.key);
        const graded = criteria
          .filter((c) => asked.has(c.key))
          .map((c) => ({ id: c.key, weight: c.weight, score: scores.get(c.key) ?? null, ...ends.get(c.scale) }));
        if (parts.length === 0 && graded.length === 0) return [];
        return [{ id: domain.key, weight: domain.weight, criteria: graded, parent }, ...parts];
      });
  return inTree(undefined);
}

/** The grades that counts give, with their rules turned from level keys into the scores of each criterion's own scale. */
function countedGrades(rubric: RubricDocument, grades: GradeRow[], domains: GradedDomains): CountedGrade[] {
  const within = new Map(domains.flatMap((d) => d.criteria.map((c) => [c.id, [d.id, d.parent]])));
  const scales = new Map(rubric.scales.map((s) => [s.key, s.levels]));
  const asked = rubric.criteria.filter((c) => within.has(c.key));
  return grades.map(({ key, when = [] }) => ({
    grade: key,
    when: when.map(({ levels, criteria, domains: inDomains, ...numbers }) => ({
      ...numbers,
      counted: asked
        .filter(
          (c) =>
            (!criteria && !inDomains) ||
            criteria?.includes(c.key) ||
            inDomains?.some((d) => within.get(c.key)?.includes(d)),
        )
        .map((c) => ({
          criterion: c.key,
          scores: (scales.get(c.scale) ?? []).filter((l) => levels.includes(l.key)).map((l) => l.value),
        })),
    })),
  }));
}

/**
 * A rubric's limit on several criteria or domains, "each of them alone", becomes one limit apiece, so that the result names
 * the criterion: `hard:EP2`. A limit whose criteria were not asked for this case, or whose grades are another module's,
 * cannot fire and is left out.
 */
function limitsOf(
  rubric: RubricDocument,
  domains: GradedDomains,
  grades: ReadonlySet<string>,
): NonNullable<GradeInput["limits"]> {
  const asked = new Set(domains.flatMap((d) => d.criteria.map((c) => c.id)));
  const present = new Set(domains.map((d) => d.id));
  return rubric.limits.flatMap((l): NonNullable<GradeInput["limits"]>[number][] => {
    if (!grades.has(l.cap) || (l.type === "domain" && !grades.has(l.gradeAtOrBelow))) return [];
    const parts = { cap: l.cap, ...(l.mode === "shadow" && { shadow: true }) };
    if (l.type === "criterion")
      return l.criteria
        .filter((c) => asked.has(c))
        .map((c) => ({ ...parts, id: `${l.id}:${c}`, type: "criterion", criterion: c, atOrBelow: l.atOrBelow }));
    if (l.type === "domain")
      return l.domains
        .filter((d) => present.has(d))
        .map((d) => ({ ...parts, id: `${l.id}:${d}`, type: "domain", domain: d, gradeAtOrBelow: l.gradeAtOrBelow }));
    const criteria = l.criteria.filter((c) => asked.has(c));
    return criteria.length
      ? [{ ...parts, id: l.id, type: "count", criteria, atOrBelow: l.atOrBelow, atLeast: l.atLeast }]
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
      ...(rule.mode === "shadow" && { shadow: true as const }),
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
