import { doubleFor, type PanelChoice, type PanelRule } from "#audits/panel/assign.ts";
import type { Agency } from "#audits/vocabulary.ts";
import type { Fields } from "./form.server.ts";
import type { FieldError } from "./validate.ts";

/** The form as typed, to be shown again. */
export type TypedAssignment = {
  auditors: string[];
  capacity: Record<string, string>;
  how: string;
  double: string;
  anchors: string;
};

/** The form as it was sent the last time, so that what is missing is filled by the same rule. Null before that. */
export function lastChoice(panel: PanelChoice | null, plans: number): TypedAssignment | null {
  if (!panel) return null;
  const { anchors, double, others } = panel.rule;
  return {
    auditors: panel.auditors.map((a) => a.id),
    capacity: Object.fromEntries(panel.auditors.map((a) => [a.id, a.capacity === null ? "" : String(a.capacity)])),
    how: others === 1 ? (double > 0 ? "some" : "one") : others === 2 ? "two" : "three",
    double: String(double > 0 ? Math.min(double, plans) : doubleFor(plans)),
    anchors: anchors > 0 ? String(Math.min(anchors, plans)) : "",
  };
}

const OTHERS: Record<string, PanelRule["others"]> = { some: 1, one: 1, two: 2, three: 3 };

/** Reads who audits and by which rule. */
export function choiceFrom(
  form: Fields,
  auditors: readonly { id: string; agency: Agency }[],
  plans: number,
): { ok: true; choice: PanelChoice } | { ok: false; errors: FieldError[]; typed: TypedAssignment } {
  const chosen = auditors.filter((a) => form.all("auditors").includes(a.id));
  const typed: TypedAssignment = {
    auditors: chosen.map((a) => a.id),
    capacity: Object.fromEntries(auditors.map((a) => [a.id, form.text(`capacity-${a.id}`)])),
    how: form.text("how"),
    double: form.text("double"),
    anchors: form.text("anchors"),
  };
  const errors: FieldError[] = [];
  const others = OTHERS[typed.how];
  const double = typed.how === "some" ? countIn(typed.double, 1, plans) : 0;
  const anchors = typed.anchors === "" ? 0 : countIn(typed.anchors, 0, plans);
  if (chosen.length === 0) errors.push({ field: "auditors", sentence: "Select the auditors of this cycle" });
  const capacities = chosen.map((a) => {
    const given = typed.capacity[a.id] ?? "";
    const capacity = given === "" ? null : countIn(given, 1, 999);
    if (given !== "" && capacity === null)
      errors.push({
        field: `capacity-${a.id}`,
        sentence: "Enter the most audits as a whole number from 1, or leave it empty",
      });
    return { id: a.id, capacity };
  });
  if (!others) errors.push({ field: "how", sentence: "Select how many auditors each plan gets" });
  if (double === null)
    errors.push({ field: "double", sentence: `Enter how many plans two agencies score, from 1 to ${plans}` });
  if (anchors === null)
    errors.push({ field: "anchors", sentence: `Enter how many plans everybody scores, from 0 to ${plans}` });
  const agencies = new Set(chosen.map((a) => a.agency)).size;
  const needed = typed.how === "some" ? 2 : (others ?? 1);
  if (chosen.length > 0 && agencies < needed)
    errors.push({
      field: "auditors",
      sentence: `Select auditors of at least ${needed} agencies, so that a plan is scored by ${needed}`,
    });
  if (errors.length || !others || double === null || anchors === null) return { ok: false, errors, typed };
  return { ok: true, choice: { rule: { anchors, double, others }, auditors: capacities } };
}

const countIn = (typed: string, least: number, most: number): number | null => {
  const n = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN;
  return n >= least && n <= most ? n : null;
};
