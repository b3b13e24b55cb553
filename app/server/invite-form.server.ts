import {
  type MembershipField,
  type NewMembership,
  problemsInPerson,
  readMembership,
} from "#audits/people/membership.ts";
import type { Role } from "#audits/vocabulary.ts";
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

/** What was typed, read by the rules for every membership, or what has to be corrected at which field. */
export function readInvitation(
  typed: TypedInvitation,
  allowed: readonly Role[],
  organisations: readonly { id: string }[],
  today: string,
): { ok: true; memberships: NewMembership[] } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [...problemsInPerson(typed)];
  const memberships = typed.roles.flatMap((row, i): NewMembership[] => {
    const day = dayFrom(row, "The last day");
    if (!day.ok && row.role === "inspector") errors.push({ field: `endsOn-${i}-day`, sentence: day.sentence });
    const read = readMembership(
      {
        role: allowed.find((role) => role === row.role) ?? "",
        organisationId: row.organisation,
        agency: row.role === "auditor" ? row.auditorAgency : row.managerAgency,
        writerRef: row.writerRef,
        lastDay: row.role === "inspector" && day.ok ? day.day : null,
      },
      organisations,
      today,
    );
    if (read.ok) return [read.membership];
    for (const problem of read.problems) {
      const field = FIELDS[problem.field](row.role, i);
      if (!errors.some((e) => e.field === field)) errors.push({ field, sentence: problem.sentence });
    }
    return [];
  });
  return errors.length ? { ok: false, errors } : { ok: true, memberships };
}

/** The field of the form at which a problem of a membership stands. */
const FIELDS: Record<MembershipField, (role: string, i: number) => string> = {
  role: (_, i) => `role-${i}`,
  organisationId: (_, i) => `organisation-${i}`,
  agency: (role, i) => `${role === "auditor" ? "auditorAgency" : "managerAgency"}-${i}`,
  writerRef: (_, i) => `writerRef-${i}`,
  lastDay: (_, i) => `endsOn-${i}-day`,
};
