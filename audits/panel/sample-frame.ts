import { monthsBefore } from "../cases/days.ts";
import {
  NEED_LABELS,
  type Need,
  PHASE_LABELS,
  PHASES,
  type Phase,
  PLAN_TYPE_LABELS,
  SETTING_LABELS,
} from "../vocabulary.ts";

/**
 * The list that a sample is drawn from: which plans belong to the question, and which of them are left out and why. A plan
 * outside the question is not listed in the record; a plan that belongs to it and is left out is, with the reason.
 */

/** What the designer of a sample knows of each case that could be drawn. */
export type FrameCase = {
  id: string;
  reference: string;
  phase: Phase | null;
  primaryNeed: Need | null;
  settingType: string | null;
  locality: string | null;
  sendTeam: string | null;
  planType: string;
  legalRegime: string;
  planDate: string;
  lookedAfter: boolean | null;
  homeEducated: boolean | null;
  eotas: boolean | null;
  tribunal: boolean | null;
  /** The day on which the plan was last in a sample that was scored, or null. */
  auditedOn: string | null;
};

/** Attributes by which plans are chosen or grouped, with what they are called. */
export const ATTRIBUTES = {
  phase: "Phase",
  primaryNeed: "Primary need",
  settingType: "Setting",
  locality: "Locality",
  sendTeam: "SEND team",
  planType: "Plan type",
  legalRegime: "Law",
} as const;
export type Attribute = keyof typeof ATTRIBUTES;
export const ATTRIBUTE_KEYS = Object.keys(ATTRIBUTES) as Attribute[];

/** Groups that can be audited on their own, because a sample of all plans seldom holds enough of them. */
export const GROUPS = {
  lookedAfter: "Looked-after children",
  homeEducated: "Home educated",
  eotas: "EOTAS packages",
} as const;
export type Group = keyof typeof GROUPS;
export const GROUP_KEYS = Object.keys(GROUPS) as Group[];

export type FrameFilter = {
  /** For each attribute the values that belong to the question; none given means all. */
  values: Partial<Record<Attribute, string[]>>;
  /** Plans in at least one of these groups; none given means all plans. */
  groups: Group[];
  /** Plans dated within these days, both included. */
  planFrom: string | null;
  planTo: string | null;
};
export const EVERY_PLAN: FrameFilter = { values: {}, groups: [], planFrom: null, planTo: null };

export type LeaveOut = {
  tribunal: boolean;
  /** Plans that were audited in this many months before; null leaves none out for it. */
  auditedWithinMonths: number | null;
  /** Plans left out by name, each with its reason. */
  named: { reference: string; reason: string }[];
};
export const NOBODY: LeaveOut = { tribunal: false, auditedWithinMonths: null, named: [] };

/** "Not known", for a plan whose import does not say. */
export const NOT_KNOWN = "Not known";

/** What a plan has for an attribute, in words. */
export function valueWords(attribute: Attribute, value: string | null): string {
  if (value === null || value === "") return NOT_KNOWN;
  const labels = LABELS[attribute];
  return labels?.[value] ?? value;
}

const LABELS: Partial<Record<Attribute, Record<string, string>>> = {
  phase: PHASE_LABELS,
  primaryNeed: NEED_LABELS,
  settingType: SETTING_LABELS,
  planType: PLAN_TYPE_LABELS,
  legalRegime: { cfa_2014: "Children and Families Act 2014" },
};

/** The values that the plans have for an attribute, in a fixed order, with how many plans have each. */
export function valuesOf(
  cases: readonly FrameCase[],
  attribute: Attribute,
): { value: string; label: string; plans: number }[] {
  const counts = new Map<string, number>();
  for (const c of cases) counts.set(c[attribute] ?? "", (counts.get(c[attribute] ?? "") ?? 0) + 1);
  const order: readonly string[] = attribute === "phase" ? PHASES : Object.keys(LABELS[attribute] ?? {});
  const place = (value: string) =>
    value === "" ? Number.MAX_SAFE_INTEGER : order.indexOf(value) + 1 || order.length + 1;
  return [...counts]
    .sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    .map(([value, plans]) => ({ value, label: valueWords(attribute, value), plans }));
}

export type Frame = {
  /** What can be drawn. */
  frame: FrameCase[];
  /** Plans that belong to the question and are left out, with the reason of each. */
  excluded: { id: string; reason: string }[];
  /** Plans that do not belong to the question. */
  outside: number;
  /** References that were to be left out by name and are not among the plans. */
  unknown: string[];
};

/** Sorts the plans. `on` is the day from which "audited within" is counted, `YYYY-MM-DD`. */
export function frameFor(cases: readonly FrameCase[], filter: FrameFilter, leaveOut: LeaveOut, on: string): Frame {
  const inQuestion = cases.filter((c) => belongs(c, filter));
  const named = new Map(leaveOut.named.map((n) => [n.reference, n.reason]));
  const since = leaveOut.auditedWithinMonths === null ? null : monthsBefore(on, leaveOut.auditedWithinMonths);
  const reasonFor = (c: FrameCase): string | null => {
    const own = named.get(c.reference);
    if (own !== undefined) return own;
    if (leaveOut.tribunal && c.tribunal === true) return "in a live tribunal";
    if (since !== null && c.auditedOn !== null && c.auditedOn >= since)
      return `audited in the last ${leaveOut.auditedWithinMonths} months`;
    return null;
  };
  const sorted = inQuestion.map((c) => ({ case: c, reason: reasonFor(c) }));
  const known = new Set(cases.map((c) => c.reference));
  return {
    frame: sorted.filter((s) => s.reason === null).map((s) => s.case),
    excluded: sorted.flatMap((s) => (s.reason === null ? [] : [{ id: s.case.reference, reason: s.reason }])),
    outside: cases.length - inQuestion.length,
    unknown: leaveOut.named.map((n) => n.reference).filter((reference) => !known.has(reference)),
  };
}

function belongs(c: FrameCase, { values, groups, planFrom, planTo }: FrameFilter): boolean {
  for (const attribute of ATTRIBUTE_KEYS) {
    const wanted = values[attribute];
    if (wanted?.length && !wanted.includes(c[attribute] ?? "")) return false;
  }
  if (groups.length && !groups.some((group) => c[group] === true)) return false;
  if (planFrom !== null && c.planDate < planFrom) return false;
  return planTo === null || c.planDate <= planTo;
}

/** The question's plans in words, for the method of the report: "Phase: Secondary or Post-16; plans dated from …". Empty for every plan. */
export function filterWords(
  { values, groups, planFrom, planTo }: FrameFilter,
  dayWords: (day: string) => string,
): string {
  const parts = ATTRIBUTE_KEYS.flatMap((attribute) => {
    const wanted = values[attribute];
    if (!wanted?.length) return [];
    return [`${ATTRIBUTES[attribute].toLowerCase()} ${orWords(wanted.map((v) => valueWords(attribute, v)))}`];
  });
  if (groups.length) parts.push(orWords(groups.map((group) => GROUPS[group].toLowerCase().replace("eotas", "EOTAS"))));
  if (planFrom && planTo) parts.push(`plans dated ${dayWords(planFrom)} to ${dayWords(planTo)}`);
  else if (planFrom) parts.push(`plans dated from ${dayWords(planFrom)} on`);
  else if (planTo) parts.push(`plans dated up to ${dayWords(planTo)}`);
  return parts.join("; ");
}

const orWords = (items: string[]) =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;

/**
 * Reads plans named one a line with a reason: "C-0417: parent asked for it". Empty lines are passed over.
 * @returns the plans, or the sentence about the first line that cannot be read
 */
export function readNamed(
  text: string,
): { ok: true; named: { reference: string; reason: string }[] } | { ok: false; sentence: string } {
  const named: { reference: string; reason: string }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [, reference, reason] = /^\s*([A-Za-z0-9_.-]{1,40})\s*[:,\t]\s*(.{3,200}?)\s*$/.exec(line) ?? [];
    if (!reference || !reason)
      return {
        ok: false,
        sentence: `Line ${index + 1}: enter a reference, a colon and the reason, such as C-0417: plan is being amended`,
      };
    if (named.some((n) => n.reference === reference))
      return { ok: false, sentence: `Line ${index + 1}: ${reference} is there twice` };
    named.push({ reference, reason });
  }
  return { ok: true, named };
}
