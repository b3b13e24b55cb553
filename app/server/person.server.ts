import { type Actor, may } from "#audits/people/permissions.ts";
import { needsAgency, type NewMembership } from "#audits/people/membership.ts";
import { AGENCIES, AGENCY_LABELS, ROLE_LABELS, ROLES } from "#audits/vocabulary.ts";
import { type PersonRow, personOf, rolesNow } from "#db/memberships.ts";
import { organisationsOf } from "#db/organisations.ts";
import { capital } from "#audits/reports/words.ts";
import { now, store, today } from "./database.server.ts";
import { readRole, type TypedRole } from "./role-form.server.ts";
import { insist, notFound } from "./session.server.ts";
import type { FieldError } from "./validate.ts";

/** The account that an address names. @throws 404 */
export async function requirePerson(personId: string | undefined): Promise<PersonRow> {
  const found = personId ? await personOf(store().db, personId) : null;
  if (!found) throw notFound();
  return found;
}

/** The account, for somebody who may change it. @throws 404, or 403 with the reason */
export async function requireChangeable(actor: Actor, personId: string | undefined): Promise<PersonRow> {
  const found = await requirePerson(personId);
  insist(may(actor, "people.change", { personId: found.person.id, roles: rolesNow(found.memberships, now()) }));
  return found;
}

/** What the fields of a role offer to this person: nobody is offered a role that they may not give. */
export async function roleChoices(actor: Actor) {
  const organisations = await organisationsOf(store().db);
  return {
    roles: ROLES.filter((role) => may(actor, "people.give", { role }).ok).map((role) => ({
      value: role,
      label: capital(ROLE_LABELS[role]),
      needs: needsAgency(role) ? ("agency" as const) : role === "plan_writer" ? ("writerRef" as const) : null,
    })),
    organisations: organisations.map((o) => ({ value: o.id, text: o.name })),
    agencies: AGENCIES.map((agency) => ({ value: agency, text: AGENCY_LABELS[agency] })),
  };
}
export type RoleChoices = Awaited<ReturnType<typeof roleChoices>>;

/** A role as typed: one to give, or what to correct. @throws 403 for a role that this person may not give */
export async function roleFrom(
  typed: TypedRole,
  actor: Actor,
): Promise<{ ok: true; membership: NewMembership } | { ok: false; errors: FieldError[] }> {
  const read = readRole(typed, await organisationsOf(store().db), today());
  if (read.ok) insist(may(actor, "people.give", { role: read.membership.role }));
  return read;
}
