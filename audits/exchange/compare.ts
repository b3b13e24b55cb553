import { type Interval, PERCENT_FROM } from "../charts/figures.ts";
import { newcombeDifference } from "../measures/comparisons.ts";
import type { ExchangeFile } from "./file.ts";

type Shown = { count: number; n: number; interval: Interval | null };
export type Side = Shown | null;

export type ComparedRow = {
  what: string;
  headline: boolean;
  /** Null where the figure is hidden or the area has none. */
  a: Side;
  b: Side;
  /** How much larger the share of `b` is, with its 95% interval; null where the two may not be compared. */
  difference: { value: number; interval: Interval; apart: boolean } | null;
};

export type Comparison = {
  /** Why the two may not be compared; empty where they may. */
  why: string[];
  /** What to bear in mind where they may. */
  mind: string[];
  rows: ComparedRow[];
};

const METHODS = ["grading/", "results/"];

/** Two areas' files beside each other. Differences are given only where rubric, rules and sampling match. */
export function compareAreas(a: ExchangeFile, b: ExchangeFile): Comparison {
  const why = reasonsAgainst(a, b);
  const together = why.length === 0;
  const row = (what: string, headline: boolean, left: unknown, right: unknown): ComparedRow => {
    const [x, y] = [sideOf(left), sideOf(right)];
    return { what, headline, a: x, b: y, difference: together ? differenceOf(x, y) : null };
  };
  const titles = [...new Set([...a.domains, ...b.domains].map(({ title }) => title))];
  const domain = (file: ExchangeFile, title: string) => file.domains.find((one) => one.title === title);
  return {
    why,
    mind: together ? bearInMind(a, b) : [],
    rows: [
      row("The whole plan", true, a.grades.good, b.grades.good),
      ...titles.map((title) =>
        row(title, domain(a, title)?.headline ?? false, domain(a, title)?.good, domain(b, title)?.good),
      ),
    ],
  };
}

function reasonsAgainst(a: ExchangeFile, b: ExchangeFile): string[] {
  const why: string[] = [];
  if (a.rubric.sha256 !== b.rubric.sha256)
    why.push(
      a.rubric.title === b.rubric.title && a.rubric.version === b.rubric.version
        ? `Both call their rubric ${a.rubric.title} ${a.rubric.version}, but its text differs.`
        : `The rubrics differ: ${a.rubric.title} ${a.rubric.version} and ${b.rubric.title} ${b.rubric.version}.`,
    );
  for (const file of [a, b])
    if (file.sampling.kind === "chosen")
      why.push(`${file.area} chose its plans for a reason, so they say nothing about other plans.`);
  if (a.sampling.question !== b.sampling.question)
    why.push(
      `The lists held different plans: ${a.sampling.question || "every active plan"}, and ${b.sampling.question || "every active plan"}.`,
    );
  if (a.limits !== b.limits) why.push("One area applied the limits of the rubric, the other only tried them out.");
  for (const file of [a, b])
    if (file.grades.n < PERCENT_FROM) why.push(`${file.area} has results of fewer than ${PERCENT_FROM} plans.`);
  const methods = (file: ExchangeFile) =>
    file.methods.filter((method) => METHODS.some((start) => method.startsWith(start))).sort();
  if (methods(a).join() !== methods(b).join())
    why.push(`The figures were worked out in different ways: ${methods(a).join(", ")}, and ${methods(b).join(", ")}.`);
  return why;
}

function bearInMind(a: ExchangeFile, b: ExchangeFile): string[] {
  const mind = [
    "The auditors of two areas were never calibrated against each other: part of a difference may be how strictly each judges.",
    "Areas differ in whom they serve. A difference is a reason to ask each other, not a ranking.",
  ];
  for (const { area, agreement } of [a, b])
    if (agreement.plans < PERCENT_FROM)
      mind.push(
        `In ${area} fewer than ${PERCENT_FROM} plans were scored by two auditors, so its agreement is hardly known.`,
      );
  if (a.cycle.to < b.cycle.from || b.cycle.to < a.cycle.from) mind.push("The two cycles are of different times.");
  return mind;
}

function sideOf(value: unknown): Side {
  return typeof value === "object" && value !== null && "count" in value ? (value as Shown) : null;
}

function differenceOf(a: Side, b: Side): ComparedRow["difference"] {
  if (!a || !b || a.n < PERCENT_FROM || b.n < PERCENT_FROM) return null;
  const { value } = newcombeDifference(a.count, a.n, b.count, b.n);
  if (!value) return null;
  const { difference, lower, upper } = value;
  return { value: difference, interval: { lower, upper }, apart: lower > 0 || upper < 0 };
}
