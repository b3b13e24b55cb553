import { type MembershipField, type NewMembership, readMembership } from "#audits/people/membership.ts";
import type { Fields } from "./form.server.ts";
import { dayFrom, type FieldError } from "./validate.ts";

/** A role as it was typed, so that a refused form comes back as it was. */
export type TypedRole = {
  role: string;
  organisationId: string;
  agency: string;
  writerRef: string;
  day: string;
  month: string;
  year: string;
};

export const EMPTY_ROLE: TypedRole = {
  role: "",
  organisationId: "",
  agency: "",
  writerRef: "",
  day: "",
  month: "",
  year: "",
};

/** A role that is kept, as its form shows it. */
export function typedOf(kept: {
  role: string;
  organisationId: string;
  agency: string | null;
  writerRef: string | null;
  lastDay: string | null;
}): TypedRole {
  const [year = "", month = "", day = ""] = kept.lastDay?.split("-") ?? [];
  const { role, organisationId, agency, writerRef } = kept;
  return { role, organisationId, agency: agency ?? "", writerRef: writerRef ?? "", day, month, year };
}

/** The fields of one role. `at` tells the roles of one form apart: "-0", "-1"; "" where there is one. */
export function typedRole(form: Pick<Fields, "text">, at = ""): TypedRole {
  const role = form.text(`role${at}`);
  return {
    role,
    organisationId: form.text(`organisationId${at}`),
    agency: form.text(`agency-${role}${at}`),
    writerRef: form.text(`writerRef${at}`),
    day: form.text(`lastDay${at}-day`),
    month: form.text(`lastDay${at}-month`),
    year: form.text(`lastDay${at}-year`),
  };
}

/** The role that was typed, by the rules for every membership, or what has to be corrected at which field. */
export function readRole(
  typed: TypedRole,
  organisations: readonly { id: string }[],
  today: string,
  at = "",
): { ok: true; membership: NewMembership } | { ok: false; errors: FieldError[] } {
  const day = dayFrom(typed, "The last day");
  const read = readMembership({ ...typed, lastDay: day.ok ? day.day : null }, organisations, today);
  const fieldOf = (field: MembershipField) => (field === "lastDay" ? `lastDay${at}-day` : `${field}${at}`);
  const errors: FieldError[] = day.ok ? [] : [{ field: fieldOf("lastDay"), sentence: day.sentence }];
  // A day that cannot be read is told once.
  for (const { field, sentence } of read.ok ? [] : read.problems)
    if (!errors.some((e) => e.field === fieldOf(field))) errors.push({ field: fieldOf(field), sentence });
  return read.ok && errors.length === 0 ? read : { ok: false, errors };
}
