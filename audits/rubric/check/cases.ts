import { type CaseAttributes, UNKNOWN_CASE } from "../../cases/case.ts";
import { NEEDS, PHASES, PLAN_TYPES, SETTING_TYPES } from "../../vocabulary.ts";
import { ruleHolds } from "../applies.ts";
import { CASE_FLAGS, type CaseRule } from "../rules-schema.ts";

/** Year groups and ages that a child or young person with a plan can have. */
const YEARS = { from: -5, to: 21 };
const AGES = { from: 0, to: 26 };

/** The most made-up cases that one rule is tried on. */
const MOST_CASES = 20_000;

/**
 * Whether a rule over cases holds for every case, for none, or for some: it is tried on every case that differs in what it
 * asks about. Null where that would be too many.
 */
export function truthOf(rule: CaseRule): "always" | "never" | "sometimes" | null {
  const choices = [...choicesOf(rule)];
  const cases = choices.reduce((product, [, values]) => product * values.length, 1);
  if (cases > MOST_CASES) return null;
  let held = 0;
  for (let n = 0; n < cases; n++) {
    const about: Record<string, unknown> = { ...UNKNOWN_CASE };
    let left = n;
    for (const [field, values] of choices) {
      about[field] = values[left % values.length];
      left = Math.floor(left / values.length);
    }
    if (ruleHolds(rule, about as CaseAttributes)) held++;
  }
  if (held === 0) return "never";
  return held === cases ? "always" : "sometimes";
}

/** For each attribute that the rule asks about, the values that can make a difference. */
function choicesOf(rule: CaseRule): Map<string, (string | number | boolean)[]> {
  const choices = new Map<string, Set<string | number | boolean>>();
  const add = (field: string, values: readonly (string | number | boolean)[]) =>
    choices.set(field, new Set([...(choices.get(field) ?? []), ...values]));
  const around = (field: string, edge: number | undefined, { from, to }: { from: number; to: number }) => {
    if (edge === undefined) return;
    add(field, [from, to, ...[edge - 1, edge, edge + 1].filter((value) => value >= from && value <= to)]);
  };
  const visit = (one: CaseRule): void => {
    around("yearGroup", one.yearGroupMin, YEARS);
    around("yearGroup", one.yearGroupMax, YEARS);
    around("ageYears", one.ageMin, AGES);
    around("ageYears", one.ageMax, AGES);
    if (one.phase) add("phase", PHASES);
    if (one.need) add("need", NEEDS);
    if (one.settingType) add("settingType", SETTING_TYPES);
    if (one.planType) add("planType", PLAN_TYPES);
    if (one.legalRegime) add("legalRegime", [...one.legalRegime, "(another)"]);
    for (const flag of CASE_FLAGS) if (one[flag] !== undefined || one.anyOf?.includes(flag)) add(flag, [true, false]);
    for (const inner of [...(one.all ?? []), ...(one.any ?? []), ...(one.not ? [one.not] : [])]) visit(inner);
  };
  visit(rule);
  return new Map([...choices].map(([field, values]) => [field, [...values]]));
}
