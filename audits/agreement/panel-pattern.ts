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

/** Agencies that look at a plan from the same side: where one is too small to stand alone, they stand together first. */
const SIDES: readonly (readonly Agency[])[] = [["education", "setting"], ["health", "social_care"], ["forum"]];

type Own = { agencies: Agency[]; own: ComparedByAuditor[] };

/**
 * Agencies with enough auditors by themselves, then those of one side together, then what is left together. Where that would
 * be too few even so, it stands with the smallest group, or what is left of the whole would tell of it.
 */
function groupsOf(compared: readonly ComparedByAuditor[]): PatternGroup[] {
  const of = (agencies: readonly Agency[]): Own => ({
    agencies: AGENCIES.filter((a) => agencies.includes(a) && compared.some((c) => c.agency === a)),
    own: compared.filter((c) => agencies.includes(c.agency)),
  });
  const enough = ({ own }: Own) => count(own) >= FEWEST_AUDITORS;
  const alone = AGENCIES.map((agency) => of([agency])).filter(enough);
  const small = AGENCIES.filter((agency) => !alone.some((g) => g.agencies.includes(agency)));
  const sides = SIDES.map((side) => of(side.filter((agency) => small.includes(agency)))).filter(enough);
  const groups = [...alone, ...sides];
  const rest = of(small.filter((agency) => !sides.some((g) => g.agencies.includes(agency))));
  if (rest.own.length > 0) {
    const smallest = groups.toSorted((a, b) => count(a.own) - count(b.own))[0];
    if (enough(rest) || !smallest) groups.push(rest);
    else groups.splice(groups.indexOf(smallest), 1, of([...smallest.agencies, ...rest.agencies]));
  }
  const place = ({ agencies }: Own) => AGENCIES.indexOf(agencies[0] as Agency);
  return groups
    .sort((a, b) => place(a) - place(b))
    .map(({ agencies, own }) => ({ agencies, auditors: count(own), drift: driftOf(own) }));
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
