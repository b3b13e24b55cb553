import type { CaseAttributes } from "../cases/case.ts";
import { NEED_LABELS, PHASE_LABELS, PLAN_TYPE_LABELS, SETTING_LABELS } from "../vocabulary.ts";
import type { Criterion, RubricDocument } from "./document.ts";
import type { CaseFlag, CaseRule } from "./rules-schema.ts";

/**
 * Does this criterion apply to this case? An attribute that nobody recorded never takes a criterion away: the auditor
 * decides, and says so with "does not apply". @returns the reason in words when it does not apply.
 */
export function appliesTo(
  c: Criterion,
  about: CaseAttributes,
): { applies: true } | { applies: false; because: string } {
  const because = c.appliesWhen ? whyNot(c.appliesWhen, about) : null;
  return because === null ? { applies: true } : { applies: false, because };
}

/** Whether a rule holds for a case; null where what it asks about was not recorded, and that decides (Kleene's logic). */
export function ruleHolds(rule: CaseRule, about: CaseAttributes): boolean | null {
  return allOf(partsOf(rule, about).map((part) => part.holds));
}

/** Why the rule fails, in words, by its first part that fails; null when it holds, or may hold. */
function whyNot(rule: CaseRule, about: CaseAttributes): string | null {
  return partsOf(rule, about).find((part) => part.holds === false)?.because ?? null;
}

type Part = { holds: boolean | null; because: string };

/** Each thing that a rule says, with whether it holds and what to say when it does not. */
function partsOf(rule: CaseRule, about: CaseAttributes): Part[] {
  const parts: Part[] = [];
  const say = (holds: boolean | null, because: string) => parts.push({ holds, because });
  const { yearGroup, ageYears } = about;
  const least = (value: number | null, min: number) => (value === null ? null : value >= min);
  const most = (value: number | null, max: number) => (value === null ? null : value <= max);
  const among = (value: string | null, list: readonly string[]) => (value === null ? null : list.includes(value));

  if (rule.yearGroupMin !== undefined)
    say(least(yearGroup, rule.yearGroupMin), `asked from ${yearName(rule.yearGroupMin)} on`);
  if (rule.yearGroupMax !== undefined)
    say(most(yearGroup, rule.yearGroupMax), `asked up to ${yearName(rule.yearGroupMax)}`);
  if (rule.ageMin !== undefined) say(least(ageYears, rule.ageMin), `asked from age ${rule.ageMin}`);
  if (rule.ageMax !== undefined) say(most(ageYears, rule.ageMax), `asked up to age ${rule.ageMax}`);
  if (rule.phase) say(among(about.phase, rule.phase), `asked for ${or(rule.phase.map((p) => PHASE_LABELS[p]))}`);
  if (rule.need)
    say(among(about.need, rule.need), `asked where the need is ${or(rule.need.map((n) => NEED_LABELS[n]))}`);
  if (rule.settingType)
    say(among(about.settingType, rule.settingType), `asked in ${or(rule.settingType.map((t) => SETTING_LABELS[t]))}`);
  if (rule.planType)
    say(among(about.planType, rule.planType), `asked of ${or(rule.planType.map((t) => PLAN_TYPE_LABELS[t]))}`);
  if (rule.legalRegime) say(among(about.legalRegime, rule.legalRegime), "asked of plans under another law");
  for (const [flag, [yes, no]] of Object.entries(FLAG_WORDS) as [CaseFlag, readonly [string, string]][]) {
    const wanted = rule[flag];
    if (wanted !== undefined) say(about[flag] === null ? null : about[flag] === wanted, wanted ? no : yes);
  }
  if (rule.anyOf?.length) {
    const other = rule.anyOf.every((flag) => flag === "lookedAfter" || flag === "cinCp");
    say(
      anyOf(rule.anyOf.map((flag) => about[flag])),
      other
        ? "no other statutory plan is recorded for the child"
        : `none of these is recorded: ${rule.anyOf.map((flag) => FLAG_LABELS[flag]).join(", ")}`,
    );
  }
  for (const inner of rule.all ?? []) say(ruleHolds(inner, about), whyNot(inner, about) ?? "");
  if (rule.any) {
    const reasons = rule.any.map((inner) => whyNot(inner, about) ?? "");
    say(anyOf(rule.any.map((inner) => ruleHolds(inner, about))), reasons.join(", or "));
  }
  if (rule.not) {
    const holds = ruleHolds(rule.not, about);
    say(holds === null ? null : !holds, `not asked ${ruleInWords(rule.not)}`);
  }
  return parts;
}

const FLAG_WORDS: Record<CaseFlag, readonly [yes: string, no: string]> = {
  hasPersonalBudget: ["the plan has a personal budget", "the plan has no personal budget"],
  lookedAfter: ["the child is looked after", "the child is not looked after"],
  cinCp: ["the child has a child in need or protection plan", "the child has no child in need or protection plan"],
  eotas: ["education is otherwise than at school", "education is not otherwise than at school"],
  homeEducated: ["the child is educated at home", "the child is not educated at home"],
  residential: ["the placement is residential", "the placement is not residential"],
};

/** What is yes or no about a case, for a list to choose from. */
export const FLAG_LABELS: Record<CaseFlag, string> = {
  lookedAfter: "looked after",
  cinCp: "child in need or protection plan",
  hasPersonalBudget: "personal budget",
  eotas: "education otherwise than at school",
  homeEducated: "educated at home",
  residential: "residential placement",
};

/** The rule as the end of a sentence: "from Year 9 on and when the plan has a personal budget". */
export function ruleInWords(rule: CaseRule): string {
  const said: string[] = [];
  if (rule.yearGroupMin !== undefined) said.push(`from ${yearName(rule.yearGroupMin)} on`);
  if (rule.yearGroupMax !== undefined) said.push(`up to ${yearName(rule.yearGroupMax)}`);
  if (rule.ageMin !== undefined) said.push(`from age ${rule.ageMin}`);
  if (rule.ageMax !== undefined) said.push(`up to age ${rule.ageMax}`);
  if (rule.phase) said.push(`for ${or(rule.phase.map((p) => PHASE_LABELS[p]))}`);
  if (rule.need) said.push(`where the need is ${or(rule.need.map((n) => NEED_LABELS[n]))}`);
  if (rule.settingType) said.push(`in ${or(rule.settingType.map((t) => SETTING_LABELS[t]))}`);
  if (rule.planType) said.push(`of ${or(rule.planType.map((t) => PLAN_TYPE_LABELS[t]))}`);
  if (rule.legalRegime) said.push(`under ${or(rule.legalRegime)}`);
  for (const [flag, [yes, no]] of Object.entries(FLAG_WORDS) as [CaseFlag, readonly [string, string]][])
    if (rule[flag] !== undefined) said.push(`when ${rule[flag] ? yes : no}`);
  if (rule.anyOf?.length)
    said.push(`when any of these holds: ${rule.anyOf.map((flag) => FLAG_LABELS[flag]).join(", ")}`);
  for (const inner of rule.all ?? []) said.push(ruleInWords(inner));
  if (rule.any) said.push(`either ${rule.any.map(ruleInWords).join(", or ")}`);
  if (rule.not) said.push(`not ${ruleInWords(rule.not)}`);
  return said.join(" and ") || "always";
}

function or(list: readonly string[]): string {
  return list.length < 2 ? (list[0] ?? "") : `${list.slice(0, -1).join(", ")} or ${list.at(-1)}`;
}

function allOf(parts: (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function anyOf(parts: (boolean | null)[]): boolean | null {
  if (parts.includes(true)) return true;
  return parts.includes(null) ? null : false;
}

/** The year group in words: "Year 9", "Reception", "Early years". */
export function yearName(yearGroup: number): string {
  if (yearGroup < 0) return "Early years";
  return yearGroup === 0 ? "Reception" : `Year ${yearGroup}`;
}

/** The criteria that this agency scores for this case, in the rubric's order, and those left out with the reason. */
export function sheetFor(
  rubric: RubricDocument,
  modules: string[],
  shortForm: boolean,
  agency: Criterion["responsible"],
  about: CaseAttributes,
): { asked: Criterion[]; leftOut: { criterion: Criterion; because: string }[] } {
  const asked: Criterion[] = [];
  const leftOut: { criterion: Criterion; because: string }[] = [];
  const inModules = new Set(rubric.domains.filter((d) => modules.includes(d.module)).map((d) => d.key));
  for (const c of rubric.criteria) {
    if (!inModules.has(c.domain)) continue;
    if (shortForm && !c.shortForm) continue;
    if (c.scoredBy && agency !== "all" && !c.scoredBy.includes(agency)) continue;
    const verdict = appliesTo(c, about);
    if (verdict.applies) asked.push(c);
    else leftOut.push({ criterion: c, because: verdict.because });
  }
  return { asked, leftOut };
}
