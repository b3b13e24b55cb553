import { dateWords, dayWords } from "#audits/dates.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import { type Actor, may } from "#audits/people/permissions.ts";
import { approvalsOf, type NewApproval, organisationsOf, recordApproval } from "#db/rubric-approvals.ts";
import { now, store, today } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import { dayFrom, type FieldError } from "./validate.ts";

/** Who agrees to a text, and whose word is missing, in words. */
export async function approvalsView(actor: Actor, document: unknown) {
  const { db } = store();
  const { approvals, required, missing } = await approvalsOf(db, document);
  return {
    words: wordsOf(
      required.map((r) => r.name),
      missing.map((m) => m.name),
    ),
    missing: missing.map((m) => m.name),
    approvals: approvals.map((a) => ({
      organisation: a.organisation,
      confirmedBy: a.confirmedBy,
      on: dayWords(a.confirmedOn),
      recorded: `${a.recordedBy}, ${dateWords(a.recordedAt)}`,
    })),
    organisations: await organisationsOf(db),
    mayRecord: may(actor, "rubrics.approve").ok,
  };
}

export type ApprovalsView = Awaited<ReturnType<typeof approvalsView>>;

function wordsOf(required: string[], missing: string[]): string {
  if (required.length === 0)
    return "This area asks no partner to agree before a rubric is used. You can record who did all the same.";
  if (missing.length === 0) return "Every partner whose word is needed agrees to this text.";
  return `A cycle can be opened with this rubric once ${listed(missing)} ${missing.length === 1 ? "agrees" : "agree"} to it.`;
}

const listed = (names: string[]) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** Reads the form and records what it says. @returns what to correct, with what was typed */
export async function recordFrom(
  actor: Actor,
  fields: Fields,
  document: unknown,
): Promise<{ errors: FieldError[]; typed: Record<string, string> }> {
  const errors: FieldError[] = [];
  const need = (field: string, sentence: string) => errors.push({ field, sentence });
  const organisationId = fields.text("organisationId");
  if (!(await organisationsOf(store().db)).some((o) => o.id === organisationId))
    need("organisationId", "Choose the partner");
  const confirmedBy = fields.text("confirmedBy");
  const problem = problemInReason(confirmedBy, "Enter who confirmed the weights", 200);
  if (problem) need("confirmedBy", problem);
  const on = dayOf(fields, "confirmedOn", "The day");
  if (!on.ok) need("confirmedOn-day", on.sentence);
  const agreed = fields.text("agreed");
  if (agreed !== "yes" && agreed !== "no") need("agreed", "Select what the partner says");
  if (errors.length === 0 && on.ok) {
    const approval: NewApproval = { organisationId, agreed: agreed === "yes", confirmedBy, confirmedOn: on.day };
    await recordApproval(store(), actor, document, approval, now());
  }
  return { errors, typed: Object.fromEntries(fields.names().map((name) => [name, fields.raw(name)])) };
}

/** A day that has been, typed as three fields. */
export function dayOf(
  fields: Fields,
  name: string,
  what: string,
): { ok: true; day: string } | { ok: false; sentence: string } {
  const parts = {
    day: fields.text(`${name}-day`),
    month: fields.text(`${name}-month`),
    year: fields.text(`${name}-year`),
  };
  const read = dayFrom(parts, what);
  if (!read.ok) return read;
  if (read.day === null) return { ok: false, sentence: `Enter ${what[0]?.toLowerCase()}${what.slice(1)}` };
  if (read.day > today()) return { ok: false, sentence: `${what} must be today or in the past` };
  return { ok: true, day: read.day };
}
