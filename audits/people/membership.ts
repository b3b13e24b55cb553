import { AGENCIES, type Agency, ROLES, type Role } from "../vocabulary.ts";

/**
 * A person's place in one organisation: the role, and what the role needs. An auditor scores for an agency, a service
 * manager answers for one, a plan writer is found by a code in the case files, and an inspector reads until a day.
 */
export type MembershipInput = {
  role: string;
  organisationId: string;
  agency: string;
  writerRef: string;
  /** The last day, `YYYY-MM-DD`, or null for no end. */
  lastDay: string | null;
};

export type MembershipField = "role" | "organisationId" | "agency" | "writerRef" | "lastDay";
export type MembershipProblem = { field: MembershipField; sentence: string };
export type NewMembership = {
  role: Role;
  organisationId: string;
  agency: Agency | null;
  writerRef: string | null;
  lastDay: string | null;
};

const isRole = (value: string): value is Role => (ROLES as readonly string[]).includes(value);
const isAgency = (value: string): value is Agency => (AGENCIES as readonly string[]).includes(value);

/** Roles that act for one agency. */
export const needsAgency = (role: Role): boolean => role === "auditor" || role === "service_manager";

/** Reads what was typed. What a role does not need is left out, whatever was typed. `today` is `YYYY-MM-DD`. */
export function readMembership(
  input: MembershipInput,
  organisations: readonly { id: string }[],
  today: string,
): { ok: true; membership: NewMembership } | { ok: false; problems: MembershipProblem[] } {
  const problems: MembershipProblem[] = [];
  const wrong = (field: MembershipField, sentence: string) => problems.push({ field, sentence });
  const role = isRole(input.role) ? input.role : null;
  if (!role) wrong("role", "Select what the person will do");
  if (!organisations.some((o) => o.id === input.organisationId))
    wrong("organisationId", "Select the organisation that the person works for");
  const agency = role && needsAgency(role) && isAgency(input.agency) ? input.agency : null;
  if (role && needsAgency(role) && !agency)
    wrong(
      "agency",
      role === "auditor" ? "Select the agency that the person scores for" : "Select the agency of the service",
    );
  const writerRef = role === "plan_writer" ? input.writerRef : null;
  if (writerRef !== null && !/^[\w.-]{1,40}$/.test(writerRef))
    wrong("writerRef", "Enter the code that stands for this plan writer in the case files, such as W05");
  if (role === "inspector" && !input.lastDay) wrong("lastDay", "Enter the last day on which the inspector may read");
  if (input.lastDay && input.lastDay < today) wrong("lastDay", "The last day must be today or later");
  if (problems.length || !role) return { ok: false, problems };
  return {
    ok: true,
    membership: { role, organisationId: input.organisationId, agency, writerRef, lastDay: input.lastDay },
  };
}

/** No e-mail address is longer (RFC 5321). */
const LONGEST_ADDRESS = 254;
const LONGEST_NAME = 120;

/** What is wrong with a person's name and e-mail address as typed. */
export function problemsInPerson(person: {
  name: string;
  email: string;
}): { field: "name" | "email"; sentence: string }[] {
  const problems: { field: "name" | "email"; sentence: string }[] = [];
  if (!person.name) problems.push({ field: "name", sentence: "Enter the person’s name" });
  else if (person.name.length > LONGEST_NAME)
    problems.push({ field: "name", sentence: `The name must be ${LONGEST_NAME} characters or fewer` });
  else if (/\p{Cc}/u.test(person.name))
    problems.push({ field: "name", sentence: "The name must be on one line, without tabs" });
  if (
    !/^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+\.[^\s@<>"(),:;\\[\]]+$/.test(person.email) ||
    person.email.length > LONGEST_ADDRESS
  )
    problems.push({ field: "email", sentence: "Enter an email address like name@example.gov.uk" });
  return problems;
}
