import { AGENCIES, type Agency, type Role } from "#audits/vocabulary.ts";
import type { InvitedMembership } from "#db/schema.ts";
import type { Fields } from "./form.server.ts";
import { dayFrom, type FieldError } from "./validate.ts";

/** The most roles that one invitation gives. */
export const MOST_ROLES = 5;

/** One role as it was typed, so that a refused form comes back as it was. */
export type TypedRole = {
  role: string;
  organisation: string;
  auditorAgency: string;
  managerAgency: string;
  writerRef: string;
  day: string;
  month: string;
  year: string;
};
export type TypedInvitation = { name: string; email: string; roles: TypedRole[] };

export const EMPTY_ROLE: TypedRole = {
  role: "",
  organisation: "",
  auditorAgency: "",
  managerAgency: "",
  writerRef: "",
  day: "",
  month: "",
  year: "",
};

/** The form as typed. Fields that no page of ours has are not read. */
export function typedInvitation(form: Fields): TypedInvitation {
  const rows = Math.min(MOST_ROLES, Math.max(1, Math.trunc(Number(form.raw("rows"))) || 1));
  const roles = Array.from({ length: rows }, (_, i) => ({
    role: form.raw(`role-${i}`),
    organisation: form.raw(`organisation-${i}`),
    auditorAgency: form.raw(`auditorAgency-${i}`),
    managerAgency: form.raw(`managerAgency-${i}`),
    writerRef: form.text(`writerRef-${i}`).slice(0, 100),
    day: form.text(`endsOn-${i}-day`).slice(0, 10),
    month: form.text(`endsOn-${i}-month`).slice(0, 10),
    year: form.text(`endsOn-${i}-year`).slice(0, 10),
  }));
  return { name: form.text("name").slice(0, 300), email: form.text("email").slice(0, 300), roles };
}

/** What was typed, read: memberships, or what has to be corrected. Which roles may be given is the caller's to pass. */
export function readInvitation(
  typed: TypedInvitation,
  allowed: readonly Role[],
  organisationIds: string[],
  today: string,
): { ok: true; memberships: InvitedMembership[] } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const wrong = (field: string, sentence: string) => void errors.push({ field, sentence });
  if (!typed.name) wrong("name", "Enter the person’s name");
  else if (typed.name.length > 100) wrong("name", "Name must be 100 characters or fewer");
  // A line end in a name could become a line of a mail's head.
  else if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(typed.name)) wrong("name", "Name must be on one line");
  if (
    typed.email.length > 254 ||
    !/^[^@\s<>"(),:;\\[\]\p{Cc}]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}$/iu.test(typed.email)
  )
    wrong("email", "Enter an email address, such as name@example.gov.uk");
  const memberships = typed.roles.map((row, i): InvitedMembership => {
    const role = allowed.find((one) => one === row.role);
    if (!role) wrong(`role-${i}`, "Select a role");
    if (!organisationIds.includes(row.organisation)) wrong(`organisation-${i}`, "Select an organisation");
    return {
      role: role ?? "auditor",
      organisationId: row.organisation,
      agency: agencyOf(role, row, i, wrong),
      writerRef: role === "plan_writer" ? writerRefOf(row.writerRef, i, wrong) : null,
      endsOn: role === "inspector" ? lastDay(row, i, today, wrong) : null,
    };
  });
  return errors.length ? { ok: false, errors } : { ok: true, memberships };
}

type Wrong = (field: string, sentence: string) => void;

function agencyOf(role: Role | undefined, row: TypedRole, i: number, wrong: Wrong): Agency | null {
  const field = role === "auditor" ? "auditorAgency" : role === "service_manager" ? "managerAgency" : null;
  if (!field) return null;
  const agency = AGENCIES.find((one) => one === row[field]);
  if (!agency) wrong(`${field}-${i}`, "Select an agency");
  return agency ?? null;
}

function writerRefOf(typed: string, i: number, wrong: Wrong): string | null {
  if (!typed) return null;
  if (!/^[\w .-]{1,40}$/.test(typed))
    wrong(`writerRef-${i}`, "Plan writer’s code must be 40 letters, digits, dots and hyphens or fewer");
  return typed;
}

function lastDay(row: TypedRole, i: number, today: string, wrong: Wrong): string | null {
  const read = dayFrom(row, "Last day");
  const field = `endsOn-${i}-day`;
  if (!read.ok) wrong(field, read.sentence);
  else if (!read.day) wrong(field, "Enter the last day. An inspector’s account ends with the visit");
  else if (read.day < today) wrong(field, "Last day must be today or in the future");
  return read.ok ? read.day : null;
}
