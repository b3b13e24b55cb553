import { quantile } from "../measures/quantile.ts";
import { AGENCIES, type Agency } from "../vocabulary.ts";
import { type Compared, type Drift, driftOf, FEWEST_JUDGEMENTS } from "./drift.ts";

/**
 * How the levels of a panel lie against what was agreed, for whoever leads it. There are no names, no order by size, and no
 * group so small that an auditor could be singled out: agencies with fewer auditors stand together.
 */

export type ComparedByAuditor = Compared & { auditorId: string; agency: Agency };

/** The fewest auditors of whom a group may be told, and of whom a spread may be. */
export const FEWEST_AUDITORS = 3;
export const FEWEST_FOR_SPREAD = 5;

export type PatternGroup = { agencies: Agency[]; auditors: number; drift: Drift };

export type PanelPattern = {
  auditors: number;
  overall: Drift;
  /** In the order of the vocabulary; agencies too small to stand alone are together. */
  groups: PatternGroup[];
  /** By domain, in the order in which the judgements come. */
  domains: { domain: string; drift: Drift }[];
  /** By cycle, in the order in which the judgements come; one with too few auditors is left out. */
  cycles: { cycleId: string; auditors: number; drift: Drift }[];
  /** Between which mean differences the middle half of the auditors lies, in tenths of a level. */
  spread: { lower: number; upper: number; auditors: number } | null;
};

/** Null where the panel is so small that any figure would be about a person. */
export function panelPattern(compared: readonly ComparedByAuditor[]): PanelPattern | null {
  const auditors = count(compared);
  if (auditors < FEWEST_AUDITORS) return null;
  return {
    auditors,
    overall: driftOf(compared),
    groups: groupsOf(compared),
    domains: [...Map.groupBy(compared, (c) => c.domain)]
      .filter(([, own]) => count(own) >= FEWEST_AUDITORS)
      .map(([domain, own]) => ({ domain, drift: driftOf(own) })),
    cycles: [...Map.groupBy(compared, (c) => c.cycleId)]
      .filter(([, own]) => count(own) >= FEWEST_AUDITORS)
      .map(([cycleId, own]) => ({ cycleId, auditors: count(own), drift: driftOf(own) })),
    spread: spreadOf(compared),
  };
}

const count = (list: readonly ComparedByAuditor[]): number => new Set(list.map((c) => c.auditorId)).size;

/**
 * Agencies with enough auditors by themselves, the others together. Where these would be too few even together, they stand
 * with the smallest group, or what is left of the whole would tell of them.
 */
function groupsOf(compared: readonly ComparedByAuditor[]): PatternGroup[] {
  const present = AGENCIES.map((agency) => ({ agencies: [agency], own: compared.filter((c) => c.agency === agency) }));
  const groups: { agencies: Agency[]; own: ComparedByAuditor[] }[] = present.filter(
    ({ own }) => count(own) >= FEWEST_AUDITORS,
  );
  const small = present.filter(({ own }) => own.length > 0 && count(own) < FEWEST_AUDITORS);
  const rest = { agencies: small.flatMap((g) => g.agencies), own: small.flatMap((g) => g.own) };
  if (rest.own.length > 0) {
    const smallest = groups.toSorted((a, b) => count(a.own) - count(b.own))[0];
    if (count(rest.own) >= FEWEST_AUDITORS || !smallest) groups.push(rest);
    else
      groups.splice(groups.indexOf(smallest), 1, {
        agencies: AGENCIES.filter((a) => [...smallest.agencies, ...rest.agencies].includes(a)),
        own: [...smallest.own, ...rest.own],
      });
  }
  return groups.map(({ agencies, own }) => ({ agencies, auditors: count(own), drift: driftOf(own) }));
}

/** Of auditors with enough judgements, rounded so that no figure is anybody's own. */
function spreadOf(compared: readonly ComparedByAuditor[]): PanelPattern["spread"] {
  const means = [...Map.groupBy(compared, (c) => c.auditorId).values()]
    .filter((own) => own.length >= FEWEST_JUDGEMENTS)
    .map((own) => own.reduce((total, c) => total + c.difference, 0) / own.length)
    .sort((a, b) => a - b);
  if (means.length < FEWEST_FOR_SPREAD) return null;
  const tenth = (x: number) => Math.round(x * 10) / 10 || 0;
  return { lower: tenth(quantile(means, 0.25)), upper: tenth(quantile(means, 0.75)), auditors: means.length };
}
