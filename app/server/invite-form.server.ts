import { type NewMembership, problemsInPerson } from "#audits/people/membership.ts";
import type { Role } from "#audits/vocabulary.ts";
import type { Fields } from "./form.server.ts";
import { readRole, type TypedRole, typedRole } from "./role-form.server.ts";
import type { FieldError } from "./validate.ts";

/** The most roles that one invitation gives. */
export const MOST_ROLES = 5;

export type TypedInvitation = { name: string; email: string; roles: TypedRole[] };

/** The form as typed. Fields that no page of ours has are not read. */
export function typedInvitation(form: Fields): TypedInvitation {
  const rows = Math.min(MOST_ROLES, Math.max(1, Math.trunc(Number(form.raw("rows"))) || 1));
  const roles = Array.from({ length: rows }, (_, i) => typedRole(form, `-${i}`));
  return { name: form.text("name").slice(0, 300), email: form.text("email").slice(0, 300), roles };
}

/** What was typed as memberships, or what has to be corrected at which field. */
export function readInvitation(
  typed: TypedInvitation,
  allowed: readonly Role[],
  organisations: readonly { id: string }[],
  today: string,
): { ok: true; memberships: NewMembership[] } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [...problemsInPerson(typed)];
  const memberships = typed.roles.flatMap((row, i): NewMembership[] => {
    const role = allowed.find((may) => may === row.role) ?? "";
    const read = readRole({ ...row, role }, organisations, today, `-${i}`);
    if (read.ok) return [read.membership];
    errors.push(...read.errors);
    return [];
  });
  return errors.length ? { ok: false, errors } : { ok: true, memberships };
}
