import { type Count, isHidden, type Share } from "../charts/figures.ts";
import { DEFAULT_THRESHOLD } from "../measures/suppression.ts";
import type { DomainData } from "../reports/learning-report-data.ts";
import { hiddenResults, mayShow } from "../results/links.ts";
import { publishedDomain } from "../results/published.ts";
import { domainsOf, gradesOf } from "../rubric/document.ts";
import { PHASES } from "../vocabulary.ts";
import { HIDDEN } from "./protect.ts";
import { type CycleTally, goodGrades, goodInDomain, goodOf, holds, shareOf, sum } from "./tally.ts";

/**
 * What the published results of a cycle show of the numbers that measures show too. Both come from one run of protection over
 * the same counts, so that two pages never hide differently.
 */
export type PublishedCycle = {
  n: number;
  good: Share;
  /** Whether the phase is shown, with its plans and those good or better. */
  showsPhase: (phase: string | null) => boolean;
  domains: ReadonlyMap<string, Share>;
  /** Whether every number of plans by grade is shown, before limits and after; and by domain, of its grades. */
  showsGrades: boolean;
  showsBands: ReadonlyMap<string, boolean>;
};

const protection = { threshold: DEFAULT_THRESHOLD, hidden: 0 };

/** The protected view takes its time to work out, and a page asks for it again and again. */
const views = new WeakMap<CycleTally, PublishedCycle>();

export function publishedCycle(tally: CycleTally): PublishedCycle {
  const known = views.get(tally) ?? protectedView(tally);
  views.set(tally, known);
  return known;
}

function protectedView(tally: CycleTally): PublishedCycle {
  const { rubric, cycle, plans } = tally;
  const graded = plans.filter(({ before }) => before !== null);
  const good = goodGrades(rubric);
  const of = (test: (plan: (typeof plans)[number]) => boolean) => sum(graded.filter(test), ({ count }) => count);
  const { count, n } = goodOf(tally);
  const levels = rubric.grades.map(({ key, label }) => ({ label, good: good.has(key) }));
  const phases = [...PHASES, null].filter((phase) => of((plan) => plan.phase === phase) > 0);
  const rows = phases.map((phase) => ({
    label: phase ?? "",
    good: shareOf(
      of((plan) => plan.phase === phase && good.has(holds(cycle.limitsMode, plan) ?? "")),
      of((plan) => plan.phase === phase),
    ),
  }));
  const share = shareOf(count, n, tally.draw);
  const hidden = hiddenResults({
    grades: {
      n,
      limitsMode: cycle.limitsMode,
      before: rubric.grades.map(({ key }) => of((plan) => plan.before === key)),
      after: rubric.grades.map(({ key }) => of((plan) => plan.after === key)),
      good: share,
    },
    limits: {
      lowered: of((plan) => plan.before !== plan.after),
      loweredTo: rubric.grades.slice(1).flatMap(({ key, label }) => {
        const to = of((plan) => plan.before !== plan.after && plan.after === key);
        return to ? [{ level: label, plans: to }] : [];
      }),
    },
    levels,
    groups: n ? [{ title: "by phase", rows }] : [],
    protection,
  });
  const shown = new Set(
    phases.filter((_, r) => {
      const row = rows[r]?.good;
      const linked = hidden.has(`plans 0.${r}`) || hidden.has(`good 0.${r}`);
      return row !== undefined && !linked && mayShow(row, DEFAULT_THRESHOLD);
    }),
  );
  const domains = gradedDomains(tally).map(({ key }): [string, DomainData] => [
    key,
    publishedDomain(domainOf(tally, key, n), { levels, grades: { n }, protection }, HIDDEN),
  ]);
  return {
    n,
    good: hidden.has("good") || !mayShow(share, DEFAULT_THRESHOLD) ? HIDDEN : share,
    showsPhase: (phase) => shown.has(phase as (typeof phases)[number]),
    domains: new Map(domains.map(([key, { good: own }]) => [key, own])),
    showsGrades: !rubric.grades.some((_, i) => hidden.has(`before ${i}`) || hidden.has(`after ${i}`)),
    showsBands: new Map(domains.map(([key, { counts }]) => [key, !counts.some((value: Count) => isHidden(value))])),
  };
}

/** The domains whose grades are the rubric's own, of the modules that the cycle audits, in the order of the rubric. */
export function gradedDomains({ rubric, cycle }: CycleTally): { key: string; title: string; headline: boolean }[] {
  return cycle.modules
    .filter((module) => gradesOf(rubric, module) === rubric.grades)
    .flatMap((module) => domainsOf(rubric, module))
    .map(({ domain }) => ({ key: domain.key, title: domain.shortTitle, headline: domain.headline }));
}

function domainOf(tally: CycleTally, key: string, counted: number): DomainData {
  const { count, n } = goodInDomain(tally, key);
  const own = tally.domains.filter((row) => row.key === key);
  return {
    title: key,
    headline: false,
    notGraded: counted - n,
    counts: tally.rubric.grades.map((grade) =>
      sum(
        own.filter(({ level }) => level === grade.key),
        (row) => row.count,
      ),
    ),
    good: shareOf(count, n, tally.draw),
  };
}
