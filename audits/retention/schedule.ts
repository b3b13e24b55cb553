import { z } from "zod";
import { addDays, monthsBefore } from "../cases/days.ts";

/**
 * How long each kind of record is kept, from when, and what becomes of it. No law names one period for the working papers of
 * an audit: these are the area's decision, and the defaults are reasons to start from (docs/retention.md).
 */

export const DISPOSABLE = ["plan", "identity", "caseload", "concern", "name", "import", "session"] as const;
export type Disposable = (typeof DISPOSABLE)[number];

const months = (usual: number) => z.number().int().min(1).max(480).default(usual);
const days = (usual: number) => z.number().int().min(1).max(3650).default(usual);

/** The periods, in the unit of their name. */
export const retentionPeriods = z.strictObject({
  evidenceMonths: months(72),
  identityMonths: months(12),
  caseloadMonths: months(12),
  concernMonths: months(72),
  nameMonths: months(24),
  importDays: days(30),
  sessionDays: days(30),
  backupDays: days(90),
});
export type RetentionPeriods = z.infer<typeof retentionPeriods>;
export type PeriodKey = keyof RetentionPeriods;

export type ScheduleRow = {
  period: PeriodKey;
  title: string;
  contains: string;
  /** From when the period runs. */
  from: string;
  /** What a run does with it. */
  removal: string;
  because: string;
};

/** The schedule in words, for the page, the settings and the documents. */
export const SCHEDULE: Record<Disposable | "backup", ScheduleRow> = {
  plan: {
    period: "evidenceMonths",
    title: "Scores and evidence of plans",
    contains:
      "The plans of a sample and of the list it was drawn from, audits, levels, quotes, notes, findings, moderation and grades, feedback packs with replies and disputes, what families said, and markings for the parent carer forum.",
    from: "the day the cycle was closed",
    removal: "Deleted. The cycle’s results, themes and reports stay; its figures are frozen before.",
    because: "Six years cover a five-year cycle of area inspection and one year more.",
  },
  identity: {
    period: "identityMonths",
    title: "Links to the child",
    contains:
      "The code by which a later import recognises the child, the council’s own reference, and the number of the school.",
    from: "the day the last cycle closed in which the plan was sampled, once the plan has left the caseload",
    removal: "Emptied. The case stays under its reference, and nobody can tell any more whose it is.",
    because:
      "A year is time for questions about a result. While a plan is in the caseload, its code keeps the child from being counted twice.",
  },
  caseload: {
    period: "caseloadMonths",
    title: "Plans that left the caseload",
    contains: "Attributes and dates of a plan that is in no sample.",
    from: "the last import that changed it, once the plan has left the caseload",
    removal: "Deleted.",
    because: "A plan that cannot be drawn any more and was never audited has no use here.",
  },
  concern: {
    period: "concernMonths",
    title: "Urgent concerns",
    contains:
      "The receipt of an urgent concern: the reference of the plan, what the auditor was worried about, and whether a contact was told.",
    from: "the day it was raised",
    removal: "Deleted. The safeguarding record itself is in the case system.",
    because: "The receipt shows that a concern was passed on; it is kept as long as the scores of the plan.",
  },
  name: {
    period: "nameMonths",
    title: "Names of people who have left",
    contains: "Name, email address and password of a person, and their name in the trail.",
    from: "the day the last of their roles ended",
    removal: "Emptied. What they did stays, by “A person who has left (P-0042)”.",
    because: "Two years are long enough to ask who looked at what.",
  },
  import: {
    period: "importDays",
    title: "Imports that nobody decided on",
    contains: "What was read of an upload, identifiers already gone, waiting to be kept or cancelled.",
    from: "the upload",
    removal: "Emptied and cancelled.",
    because: "An upload that is still undecided after a month is out of date.",
  },
  session: {
    period: "sessionDays",
    title: "Sessions, links and invitations that have ended",
    contains: "Ended sessions, expired single-use links and codes, invitations that were accepted or ran out.",
    from: "the end of the session or code",
    removal: "Deleted.",
    because: "They let nobody in any more. The trail keeps who signed in and when.",
  },
  backup: {
    period: "backupDays",
    title: "Backups",
    contains: "Copies of the whole database, made before a migration or by hand.",
    from: "the day the file was written",
    removal: "Offered below for removal. A run never removes a file by itself.",
    because: "A copy that is older than a run still holds what the run removed.",
  },
};

/** Which unit a period is in. */
export const unitOf = (key: PeriodKey): "months" | "days" => (key.endsWith("Months") ? "months" : "days");

/** "72 months (6 years)", "30 days". */
export function periodWords(periods: RetentionPeriods, key: PeriodKey): string {
  const n = periods[key];
  const unit = unitOf(key);
  const words = `${n} ${n === 1 ? unit.slice(0, -1) : unit}`;
  const years = n / 12;
  return unit === "months" && Number.isInteger(years) ? `${words} (${years} ${years === 1 ? "year" : "years"})` : words;
}

/** The last day whose records are due: what began on it or before has had its whole period by `today`. */
export function dueBefore(periods: RetentionPeriods, key: PeriodKey, today: string): string {
  return unitOf(key) === "days" ? addDays(today, -periods[key]) : monthsBefore(today, periods[key]);
}
