import type { CaseAttributes } from "../cases/case.ts";
import type { Criterion, RubricDocument } from "./document.ts";

/**
 * Does this criterion apply to this case? An attribute that nobody recorded never takes a criterion away: the auditor
 * decides, and says so with "does not apply". @returns the reason in words when it does not apply.
 */
export function appliesTo(
  c: Criterion,
  about: CaseAttributes,
): { applies: true } | { applies: false; because: string } {
  const rule = c.appliesWhen;
  if (!rule) return { applies: true };
  const { yearGroup, ageYears } = about;
  const not = (because: string) => ({ applies: false as const, because });

  if (rule.yearGroupMin !== undefined && yearGroup !== null && yearGroup < rule.yearGroupMin)
    return not(`asked from ${yearName(rule.yearGroupMin)} on`);
  if (rule.yearGroupMax !== undefined && yearGroup !== null && yearGroup > rule.yearGroupMax)
    return not(`asked up to ${yearName(rule.yearGroupMax)}`);
  if (rule.ageMin !== undefined && ageYears !== null && ageYears < rule.ageMin)
    return not(`asked from age ${rule.ageMin}`);
  if (rule.ageMax !== undefined && ageYears !== null && ageYears > rule.ageMax)
    return not(`asked up to age ${rule.ageMax}`);
  if (
    rule.hasPersonalBudget !== undefined &&
    about.hasPersonalBudget !== null &&
    about.hasPersonalBudget !== rule.hasPersonalBudget
  )
    return not(rule.hasPersonalBudget ? "the plan has no personal budget" : "the plan has a personal budget");
  if (rule.anyOf?.length && rule.anyOf.every((flag) => about[flag] === false))
    return not("no other statutory plan is recorded for the child");
  return { applies: true };
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
