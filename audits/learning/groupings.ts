import { inSentence } from "../charts/describe.ts";
import { STRATUM_UNKNOWN } from "../panel/sample-plan.ts";
import {
  LEGAL_REGIMES,
  NEED_LABELS,
  NEEDS,
  PHASE_LABELS,
  PHASES,
  SETTING_LABELS,
  SETTING_TYPES,
} from "../vocabulary.ts";

/** What plans are grouped by. `agency` groups what criteria ask, by who answers for it; all others group plans. */
export const GROUPINGS = {
  phase: { label: "Phase", column: "phase", published: true },
  need: { label: "Primary need", column: "primaryNeed", published: true },
  setting: { label: "Setting", column: "settingType", published: true },
  locality: { label: "Locality", column: "locality", published: true },
  team: { label: "SEND team", column: "sendTeam", published: true },
  law: { label: "Law", column: "legalRegime", published: true },
  agency: { label: "Agency that answers for it", column: null, published: true },
  // A team may be one person: staff are not published.
  writer: { label: "Writer’s team", column: "writerRef", published: false },
} as const;
export type Grouping = keyof typeof GROUPINGS;

export const isGrouping = (name: string | null): name is Grouping => name !== null && Object.hasOwn(GROUPINGS, name);

const ORDERS: Partial<Record<Grouping, { order: readonly string[]; labels: Record<string, string> }>> = {
  phase: { order: PHASES, labels: PHASE_LABELS },
  need: { order: NEEDS, labels: NEED_LABELS },
  setting: { order: SETTING_TYPES, labels: SETTING_LABELS },
  law: { order: LEGAL_REGIMES, labels: { cfa_2014: "Children and Families Act 2014" } },
};

/** The name of a grouping inside a sentence: "phase", "SEND team". */
export const groupingName = (by: Grouping): string => inSentence(GROUPINGS[by].label);

/** The words of a group; null is "not known". */
export function groupLabel(by: Grouping, group: string | null): string {
  if (group === null) return STRATUM_UNKNOWN;
  return ORDERS[by]?.labels[group] ?? group;
}

/** Groups in the order of their vocabulary, else by name; never by size. Those not known come last. */
export function inOrder<G extends { group: string | null }>(by: Grouping, groups: readonly G[]): G[] {
  const order = ORDERS[by]?.order;
  const place = (group: string | null) => {
    if (group === null) return [2, 0, ""] as const;
    const at = order?.indexOf(group) ?? -1;
    return at >= 0 ? ([0, at, ""] as const) : ([1, 0, group] as const);
  };
  return groups.toSorted((one, other) => {
    const [a, b] = [place(one.group), place(other.group)];
    return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);
  });
}
