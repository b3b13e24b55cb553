import type { Day } from "../cases/case.ts";
import { daysBetween } from "../dates.ts";
import { identifiersIn } from "../panel/identifiers.ts";
import { AGENCIES, type Agency } from "../vocabulary.ts";
import type { NamedMeasure, Reading } from "./measure.ts";

/** What somebody promises. The measure and its baseline stand beside it. */
export type Promised = {
  title: string;
  /** What will be done, a step a line. */
  steps: string;
  ownerId: string;
  /** Who else takes part, by post or service; "" for nobody. */
  withWhom: string;
  /** Services that are asked to respond. */
  services: Agency[];
  /** Percent of plans, at or above it (or at or below) the promise is kept. */
  target: number;
  dueOn: Day;
  /** What happens after it: how long it stays in view, when it opens again. */
  next: string;
};

/** As it comes from a form. */
export type TypedPromise = { [Field in "title" | "steps" | "ownerId" | "withWhom" | "target" | "next"]: string } & {
  services: string[];
  dueOn: Day | null;
};

export type FieldError = { field: keyof Promised; sentence: string };

const LONGEST = { title: 120, steps: 2000, withWhom: 200, next: 500 } as const;
/** An action whose end nobody can see is a wish. */
const FURTHEST_DAYS = 3 * 366;

/**
 * An action cannot be opened, or changed, without title, steps, owner, target and date; its words must not identify a child.
 *
 * @param from the earliest day that it may be due
 */
export function readPromise(
  typed: TypedPromise,
  {
    measure,
    baseline,
    owners,
    from,
  }: { measure: NamedMeasure; baseline: Reading; owners: readonly string[]; from: Day },
): { ok: true; promise: Promised } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const refuse = (field: keyof Promised, sentence: string) => errors.push({ field, sentence });
  if (!typed.title) refuse("title", "Enter what will be different");
  if (!typed.steps) refuse("steps", "Enter what will be done");
  for (const field of ["title", "steps", "withWhom", "next"] as const) {
    const problem = problemInWords(typed[field], LONGEST[field]);
    if (problem) refuse(field, problem);
  }
  if (!owners.includes(typed.ownerId)) refuse("ownerId", "Select who answers for it");
  const target = /^\d{1,3}$/.test(typed.target) ? Number(typed.target) : null;
  const now = (100 * baseline.count) / baseline.n;
  if (target === null || target > 100) refuse("target", "Target must be a whole percentage from 0 to 100");
  else if (measure.better === "higher" && target <= now)
    refuse("target", `Target must be above the baseline of ${Math.round(now)}%`);
  else if (measure.better === "lower" && target >= now)
    refuse("target", `Target must be below the baseline of ${Math.round(now)}%`);
  if (!typed.dueOn) refuse("dueOn", "Enter the day by which it is done");
  else if (typed.dueOn < from) refuse("dueOn", "The due date must be today or later");
  else if (daysBetween(from, typed.dueOn) > FURTHEST_DAYS) refuse("dueOn", "The due date must be within three years");
  if (errors.length || target === null || !typed.dueOn) return { ok: false, errors };
  const { title, steps, ownerId, withWhom, next, dueOn } = typed;
  const services = AGENCIES.filter((agency) => typed.services.includes(agency));
  return { ok: true, promise: { title, steps, ownerId, withWhom, services, target, dueOn, next } };
}

/** What is wrong with words of an action, its comments and evidence: they are read by boards, so they identify nobody. */
export function problemInWords(words: string, longest: number): string | null {
  const [identifier] = identifiersIn(words);
  if (identifier) return `Remove the ${identifier}. An action must not identify a child`;
  return words.length > longest ? `Use ${longest.toLocaleString("en-GB")} characters or fewer` : null;
}
