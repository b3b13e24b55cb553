import type { Limit, RubricDocument } from "./document.ts";

/**
 * The short form of a rubric as a rubric of its own: the criteria of the main module that are marked for it, the domains
 * and limits that still have any, the same keys, cut points and scales. A limit that asks for more criteria than are left
 * is left out.
 */
export function shortFormOf(
  rubric: RubricDocument,
  named: { key: string; title: string; about: string },
): RubricDocument {
  const domains = rubric.domains.filter((d) => d.module === rubric.mainModule);
  const inModule = new Set(domains.map((d) => d.key));
  const criteria = rubric.criteria
    .filter((c) => c.shortForm && inModule.has(c.domain))
    .map((c) => ({ ...c, shortForm: false }));
  const kept = new Set(criteria.map((c) => c.key));
  const held = new Set(criteria.map((c) => c.domain));
  const parents = new Set(domains.flatMap((d) => (held.has(d.key) && d.parent ? [d.parent] : [])));
  const used = domains.filter((d) => held.has(d.key) || parents.has(d.key));
  const { shortForm: _shortForm, ...rest } = rubric;
  return {
    ...rest,
    ...named,
    modules: rubric.modules.filter((m) => m.key === rubric.mainModule),
    domains: used,
    criteria,
    scales: rubric.scales.filter((s) => criteria.some((c) => c.scale === s.key)),
    limits: rubric.limits.flatMap((limit): Limit[] => {
      if (limit.type === "domain") {
        const left = limit.domains.filter((key) => used.some((d) => d.key === key));
        return left.length ? [{ ...limit, domains: left }] : [];
      }
      const left = limit.criteria.filter((key) => kept.has(key));
      const enough = limit.type === "count" ? left.length >= limit.atLeast : left.length > 0;
      return enough ? [{ ...limit, criteria: left }] : [];
    }),
  };
}
