import { effectLead, readingText, targetText } from "#audits/actions/effect.ts";
import { dueState, isOverdue, type Mark, marksOf } from "#audits/actions/life.ts";
import type { NamedMeasure, Reading } from "#audits/actions/measure.ts";
import { type FieldError as PromiseError, type Promised, readPromise } from "#audits/actions/promise.ts";
import { HIDDEN_SIGN } from "#audits/charts/figures.ts";
import { dayWords, periodWords } from "#audits/dates.ts";
import { type Actor, may } from "#audits/people/permissions.ts";
import { actionFor, type ActionListed } from "#db/actions.ts";
import { ownersOf } from "#db/action-people.ts";
import { now, store, today } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import { insist, notFound } from "./session.server.ts";
import { dayFrom, type FieldError } from "./validate.ts";

/** The action of an address. @throws 404 when there is none that this person may see */
export async function requireAction(actor: Actor, id: string | undefined): Promise<ActionListed> {
  const found = id ? await actionFor(store().db, actor, id) : null;
  if (!found) throw notFound();
  return found;
}

/** Whether this person sees small numbers and what auditors wrote. */
export const seesInternal = (actor: Actor): boolean => may(actor, "results.view").ok;

export type ReadingView = { text: string; dot: { value: number; lower: number; upper: number } | null };

/** A figure as this person may see it: readers of published figures get a sign where the number is protected. */
export function readingView(reading: Reading, internal: boolean): ReadingView {
  if (!internal && !reading.open) return { text: `${HIDDEN_SIGN}: hidden to protect children`, dot: null };
  const { count, n, interval } = reading;
  return { text: readingText(reading), dot: interval && { value: count / n, ...interval } };
}

/** Where a figure was read: "Spring 2026 routine audit", "Case records of 2025". */
export const readFromWords = ({ of }: Reading): string =>
  of.kind === "cycle" ? of.title : `Case records, ${periodWords(of.from, of.to)}`;

/** An action as lists show it. */
export type ActionItem = {
  id: string;
  name: string;
  title: string;
  owner: string;
  measure: string;
  marks: Mark[];
  due: string;
  dueState: string;
  overdue: boolean;
};

export const actionItem = ({ action, owner, name }: ActionListed): ActionItem => ({
  id: action.id,
  name,
  title: action.title,
  owner,
  measure: action.measure.title,
  marks: marksOf(action.status, action.effect?.outcome ?? null),
  due: dayWords(action.dueOn),
  dueState: dueState(action.status, action.dueOn, today()),
  overdue: isOverdue(action.status, action.dueOn, today()),
});

/** The sentence under an action's title. */
export function leadOf({ action, owner }: ActionListed, internal: boolean): string {
  const { effect, baseline, target, measure, dueOn, status } = action;
  const goal = `${measure.title} is to reach ${targetText(target, measure.better)}`;
  if (effect && (internal || (baseline.open && effect.after.open)))
    return effectLead(effect, baseline, target, measure);
  if (effect) return `${goal}. It was tested; the numbers are hidden to protect children.`;
  if (status === "done") return `${goal}. It is done, and not tested yet.`;
  if (status === "withdrawn") return `${goal}. It was withdrawn.`;
  return `${goal}. ${owner} answers for it, until ${dayWords(dueOn)}.`;
}

// ---- Forms ------------------------------------------------------------------------------------------------------------

/** A day typed as three fields; adds what is wrong to `errors`. */
export function typedDay(form: Fields, name: string, what: string, errors: FieldError[]): string | null {
  const parts = { day: form.text(`${name}-day`), month: form.text(`${name}-month`), year: form.text(`${name}-year`) };
  const read = dayFrom(parts, what);
  if (!read.ok) errors.push({ field: `${name}-day`, sentence: read.sentence });
  return read.ok ? read.day : null;
}

/** What was typed, by field, so that a refused form comes back as it was. */
export const typedFields = (form: Fields): Record<string, string> =>
  Object.fromEntries(form.names().map((name) => [name, form.raw(name)]));

/** The promise of a form. @param from the earliest day that it may be due */
export async function promiseFrom(
  form: Fields,
  { measure, baseline, from = today() }: { measure: NamedMeasure; baseline: Reading; from?: string },
): Promise<{ ok: true; promise: Promised } | { ok: false; errors: FieldError[] }> {
  const dayErrors: FieldError[] = [];
  const dueOn = typedDay(form, "dueOn", "The due date", dayErrors);
  const owners = (await ownersOf(store().db, now())).map((o) => o.id);
  const typed = {
    title: form.text("title"),
    steps: form.text("steps"),
    ownerId: form.text("ownerId"),
    withWhom: form.text("withWhom"),
    services: form.all("services"),
    target: form.text("target").replace(/\s*%$/, ""),
    dueOn,
    next: form.text("next"),
  };
  const read = readPromise(typed, { measure, baseline, owners, from });
  if (read.ok && dayErrors.length === 0) return read;
  const errors = read.ok ? [] : read.errors;
  const asField = ({ field, sentence }: PromiseError): FieldError => ({
    field: field === "dueOn" ? "dueOn-day" : field,
    sentence,
  });
  // A date that cannot be read is no missing date.
  const rest = errors.filter((e) => e.field !== "dueOn" || dayErrors.length === 0);
  return { ok: false, errors: [...rest.map(asField), ...dayErrors] };
}

/** What auditors wrote is for those who see the internal results. @throws 403 with the sentence */
export const insistInternal = (actor: Actor): void => insist(may(actor, "results.view"));
