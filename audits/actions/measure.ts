import { type Interval, isHidden, PERCENT_FROM, type Share } from "../charts/figures.ts";
import type { Day } from "../cases/case.ts";
import type { TimelinessMeasure } from "../cases/reading.ts";
import { gradedDomains, publishedCycle } from "../learning/published-cycle.ts";
import { type CycleTally, holds, type LevelCount, sum } from "../learning/tally.ts";
import { wilson } from "../measures/proportions.ts";
import { scoreFromText } from "../panel/result.ts";
import { DEFAULT_THRESHOLD, isSmall } from "../measures/suppression.ts";
import { criterionOf, gradesOf, levelsOf, type RubricDocument } from "../rubric/document.ts";
import type { LimitsMode } from "../rubric/grade-plan.ts";
import type { CycleFigures } from "../results/figures.ts";
import { mayShow } from "../results/links.ts";
import { published } from "../results/published.ts";
import type { Codebook } from "../themes/codebook.ts";

/** What an action is to move. A share of plans (or, for timeliness, of cases), so that it has an n and an interval. */
export type ActionMeasure =
  | { kind: "criterion"; key: string /** Key of a level. */; atLeast: string }
  | { kind: "domain"; key: string /** Key of a grade. */; atLeast: string }
  | { kind: "grade" /** Key of a grade. */; atLeast: string }
  | { kind: "theme"; code: string }
  | { kind: "timeliness"; code: TimelinessMeasure["code"] };

/** A measure as it is called, kept with the action: a later version of the rubric does not rename a promise. */
export type NamedMeasure = {
  measure: ActionMeasure;
  /** "EP2 good or better" */
  title: string;
  /** "share of plans with EP2 (Provision is specified and quantified) good or better" */
  words: string;
  /** What is said of the plans that count against it: "EP2 was not good or better". */
  fault: string;
  /** Which way is better: fewer plans with an area for improvement, more with a strength or a level. */
  better: "higher" | "lower";
};

/** Where a figure was read, with all that decides what it may be compared with. */
export type ReadFrom =
  | {
      kind: "cycle";
      cycleId: string;
      title: string;
      from: Day;
      to: Day;
      scoringOpens: Day;
      scoringDue: Day;
      rubric: { key: string; version: string };
      codebook: string;
      /** False where the plans were picked for a reason. */
      random: boolean;
      shortForm: boolean;
      limitsMode: LimitsMode;
    }
  /** The dates of the whole caseload. */
  | { kind: "records"; on: Day; from: Day; to: Day };

/** A measure as it was read once: `count` of `n`, 95% interval. `open`: may be seen by readers of published figures. */
export type Reading = { count: number; n: number; interval: Interval | null; open: boolean; of: ReadFrom };

/** A cycle as measures are read from it: counted plans, which are those that have a grade. */
export type Measurable = {
  of: Extract<ReadFrom, { kind: "cycle" }>;
  rubric: RubricDocument;
  codebook: Codebook;
  counts: MeasuredCounts;
};

export type MeasuredCounts = {
  n: number;
  signedOff: number;
  /** Plans by the grade that holds, in the order of the rubric's grades. */
  grades: number[];
  /** By the key of the domain, in the same order; domains whose grades are the rubric's own. */
  domains: ReadonlyMap<string, readonly number[]>;
  /** Plans with each theme, by its code; null where themes were not asked for. */
  themes: ReadonlyMap<string, number> | null;
  /** Agreed levels of criteria; null where the evidence was removed. */
  criteria: readonly LevelCount[] | null;
  /** What readers of published results see; worked out when it is asked for. */
  shown: () => { good: boolean; grades: boolean; domain: (key: string) => { good: boolean; grades: boolean } };
};

/** The counts of a cycle as the database adds them up. */
export function countsFromTally(
  tally: CycleTally,
  { themes, criteria }: Pick<MeasuredCounts, "themes" | "criteria">,
): MeasuredCounts {
  const { rubric, cycle, plans } = tally;
  const graded = plans.filter(({ before }) => before !== null);
  const bands = <R>(rows: readonly R[], grade: (row: R) => string | null, count: (row: R) => number) =>
    rubric.grades.map(({ key }) =>
      sum(
        rows.filter((row) => grade(row) === key),
        count,
      ),
    );
  return {
    n: sum(graded, ({ count }) => count),
    signedOff: sum(plans, ({ count }) => count),
    grades: bands(
      graded,
      (plan) => holds(cycle.limitsMode, plan),
      ({ count }) => count,
    ),
    domains: new Map(
      gradedDomains(tally).map(({ key }) => [
        key,
        bands(
          tally.domains.filter((row) => row.key === key),
          ({ level }) => level,
          ({ count }) => count,
        ),
      ]),
    ),
    themes,
    criteria,
    shown: () => {
      const published = publishedCycle(tally);
      const isShown = (share: Share | undefined) => share !== undefined && !isHidden(share);
      return {
        good: isShown(published.good),
        grades: published.showsGrades,
        domain: (key) => ({
          good: isShown(published.domains.get(key)),
          grades: published.showsBands.get(key) ?? false,
        }),
      };
    },
  };
}

/** The counts of a cycle whose figures were kept when evidence was removed. */
export function countsFromFigures(
  figures: CycleFigures,
  rubric: RubricDocument,
  criteria: readonly LevelCount[] | null,
): MeasuredCounts {
  const { limitsMode, before, after, n } = figures.grades;
  const place = (key: string) =>
    figures.domains.findIndex(({ title }) => title === rubric.domains.find((d) => d.key === key)?.shortTitle);
  const own = rubric.domains.filter(({ key, module }) => gradesOf(rubric, module) === rubric.grades && place(key) >= 0);
  return {
    n,
    signedOff: figures.beside.signedOff,
    grades: (limitsMode === "applied" ? after : before).map(plain),
    domains: new Map(own.map(({ key }) => [key, (figures.domains[place(key)]?.counts ?? []).map(plain)])),
    themes: new Map(figures.themes.flatMap(({ code, share }) => (isHidden(share) ? [] : [[code, share.count]]))),
    criteria,
    shown: () => {
      const safe = published(figures);
      return {
        good: !isHidden(safe.grades.good),
        grades: ![...safe.grades.before, ...safe.grades.after].some(isHidden),
        domain: (key) => {
          const domain = safe.domains[place(key)];
          return {
            good: domain !== undefined && !isHidden(domain.good),
            grades: domain !== undefined && !domain.counts.some(isHidden),
          };
        },
      };
    },
  };
}

export type Asked<T> = { ok: true; value: T } | { ok: false; sentence: string };

const no = (sentence: string): { ok: false; sentence: string } => ({ ok: false, sentence });

/** The measure by its names in this rubric and codebook; no when they have no such thing. */
export function namedMeasure(
  measure: ActionMeasure,
  rubric: RubricDocument,
  codebook: Codebook,
  steps: readonly Pick<TimelinessMeasure, "code" | "label">[] = [],
): Asked<NamedMeasure> {
  const orBetter = (label: string, top: boolean) => (top ? label.toLowerCase() : `${label.toLowerCase()} or better`);
  switch (measure.kind) {
    case "criterion": {
      const criterion = rubric.criteria.find((c) => c.key === measure.key);
      if (!criterion) return no("The rubric has no such criterion.");
      const levels = levelsOf(rubric, criterion).toSorted((a, b) => b.value - a.value);
      const level = levels.find((l) => l.key === measure.atLeast);
      if (!level || level === levels.at(-1)) return no("Choose a level above the lowest.");
      const above = orBetter(level.label, level === levels[0]);
      return named(
        measure,
        `${criterion.key} ${above}`,
        `share of plans with ${criterion.key} (${criterion.title}) ${above}`,
        `${criterion.key} was not ${above}`,
      );
    }
    case "domain": {
      const domain = rubric.domains.find((d) => d.key === measure.key);
      const grade = gradeAbove(rubric, measure.atLeast);
      if (!domain || !grade) return no("The rubric has no such domain or grade.");
      const above = orBetter(grade.label, grade.top);
      return named(
        measure,
        `${domain.shortTitle} ${above}`,
        `share of plans with ${domain.title} ${above}`,
        `${domain.shortTitle} was not ${above}`,
      );
    }
    case "grade": {
      const grade = gradeAbove(rubric, measure.atLeast);
      if (!grade) return no("Choose a grade above the lowest.");
      const above = orBetter(grade.label, grade.top);
      return named(measure, `Plans ${above}`, `share of plans graded ${above}`, `The grade was not ${above}`);
    }
    case "theme": {
      const theme = codebook.themes.find((t) => t.code === measure.code);
      if (!theme) return no("The codebook has no such theme.");
      const strength = theme.polarity === "strength";
      const fault = strength ? "The theme was not found" : "The theme was found";
      return named(
        measure,
        theme.name,
        `share of plans with the theme ${theme.name}`,
        fault,
        strength ? "higher" : "lower",
      );
    }
    case "timeliness": {
      const step = steps.find((s) => s.code === measure.code);
      if (!step) return no("The case records do not tell how long this took.");
      return named(measure, step.label, `share in time: ${step.label}`, "It took longer");
    }
  }
}

function named(
  measure: ActionMeasure,
  title: string,
  words: string,
  fault: string,
  better: NamedMeasure["better"] = "higher",
): Asked<NamedMeasure> {
  return { ok: true, value: { measure, title, words, fault, better } };
}

/** A grade of the rubric that is not its lowest: everything is at least the lowest. */
function gradeAbove(rubric: RubricDocument, key: string): { label: string; index: number; top: boolean } | null {
  const index = rubric.grades.findIndex((g) => g.key === key);
  const row = rubric.grades[index];
  return !row || index === rubric.grades.length - 1 ? null : { label: row.label, index, top: index === 0 };
}

/**
 * The measure as a cycle's settled results give it. Only plans that the panel signed off count. Refused for fewer plans than
 * percentages need, and for plans that were picked for a reason: no share of theirs says anything about others.
 */
export function readMeasure(source: Measurable, measure: ActionMeasure): Asked<Reading> {
  const counted = countIn(source, measure);
  if (!counted.ok) return counted;
  const { count, n } = counted.value;
  if (!source.of.random)
    return no(
      `The plans of ${source.of.title} were chosen for a reason and say nothing of others. Take a figure from a random sample.`,
    );
  if (n < PERCENT_FROM)
    return no(
      `${source.of.title} has this for ${n} ${n === 1 ? "plan" : "plans"}. It takes ${PERCENT_FROM} to tell a share.`,
    );
  const interval = wilson(count, n).value;
  return { ok: true, value: { count, n, interval, open: isOpen(source, measure, { count, n }), of: source.of } };
}

function countIn(
  { counts, rubric, codebook }: Measurable,
  measure: ActionMeasure,
): Asked<{ count: number; n: number }> {
  switch (measure.kind) {
    case "criterion": {
      if (!counts.criteria) return no("The scores of this cycle were removed when their time was over.");
      if (!rubric.criteria.some((c) => c.key === measure.key))
        return no("The rubric of this cycle has no such criterion.");
      const levels = levelsOf(rubric, criterionOf(rubric, measure.key));
      const from = levels.find((l) => l.key === measure.atLeast)?.value;
      if (from === undefined) return no("The criterion has no such level in this cycle’s rubric.");
      const scored = counts.criteria.flatMap(({ key, level, count }) => {
        const value = scoreFromText(level);
        return key === measure.key && typeof value === "number" ? [{ value, count }] : [];
      });
      const reached = scored.filter(({ value }) => value >= from);
      return { ok: true, value: { count: sum(reached, (r) => r.count), n: sum(scored, (r) => r.count) } };
    }
    case "domain": {
      const upTo = gradeAbove(rubric, measure.atLeast)?.index;
      const domain = counts.domains.get(measure.key);
      if (!domain || upTo === undefined) return no("This cycle has no grades of this domain.");
      return { ok: true, value: bandsUpTo(domain, upTo) };
    }
    case "grade": {
      const upTo = gradeAbove(rubric, measure.atLeast)?.index;
      if (upTo === undefined) return no("The rubric of this cycle has no such grade.");
      return { ok: true, value: bandsUpTo(counts.grades, upTo) };
    }
    case "theme": {
      if (!codebook.themes.some((t) => t.code === measure.code))
        return no("The codebook of this cycle has no such theme.");
      return { ok: true, value: { count: counts.themes?.get(measure.code) ?? 0, n: counts.n } };
    }
    case "timeliness":
      return no("Timeliness is read from the case records.");
  }
}

const plain = (value: unknown): number => (typeof value === "number" ? value : 0);
const bandsUpTo = (counts: readonly number[], upTo: number) => ({
  count: sum(counts.slice(0, upTo + 1), (x) => x),
  n: sum(counts, (x) => x),
});

/** Whether the figure may be seen by whoever sees published figures only: what the published view hides stays hidden here. */
function isOpen({ counts, rubric }: Measurable, measure: ActionMeasure, { count, n }: { count: number; n: number }) {
  if (!mayShow({ count, n, interval: null }, DEFAULT_THRESHOLD)) return false;
  switch (measure.kind) {
    case "criterion":
      // Next to a published number of plans, n tells how many had no level.
      return !isSmall(counts.n - n, DEFAULT_THRESHOLD);
    case "domain": {
      const domain = counts.shown().domain(measure.key);
      return measure.atLeast === rubric.goodFrom ? domain.good : domain.grades;
    }
    case "grade": {
      const shown = counts.shown();
      return measure.atLeast === rubric.goodFrom ? shown.good : shown.grades;
    }
    default:
      return true;
  }
}

/** A step's timeliness in the whole caseload. Refused where the records tell too few. */
export function readTimeliness(
  found: { period: { from: Day; to: Day }; measures: TimelinessMeasure[] } | null,
  on: Day | null,
  code: TimelinessMeasure["code"],
  threshold: number,
): Asked<Reading> {
  const step = found?.measures.find((m) => m.code === code);
  if (!found || !step || !on) return no("No case records tell how long this took.");
  const { numerator: count, denominator: n } = step;
  if (n < PERCENT_FROM) return no(`The case records have ${n} of these. It takes ${PERCENT_FROM} to tell a share.`);
  // With and without exceptions are published side by side, so what lies between them must not be few either.
  const sisters = found.measures.filter(
    (m) => m !== step && (m.label.startsWith(step.label) || step.label.startsWith(m.label)),
  );
  const shown = (x: number, of: number) => mayShow({ count: Math.abs(x), n: Math.abs(of), interval: null }, threshold);
  const open = shown(count, n) && sisters.every((m) => shown(m.numerator - count, m.denominator - n));
  const of = { kind: "records" as const, on, ...found.period };
  return { ok: true, value: { count, n, interval: wilson(count, n).value, open, of } };
}

/** A measure as an address carries it: "criterion:EP2:good", "theme:EP-VAGUE". */
export const measureText = (measure: ActionMeasure): string =>
  [
    measure.kind,
    "key" in measure ? measure.key : "code" in measure ? measure.code : "",
    "atLeast" in measure ? measure.atLeast : "",
  ]
    .filter(Boolean)
    .join(":");

/** The measure of an address, or null. Whether a cycle has it is for `namedMeasure` to say. */
export function measureFromText(text: string): ActionMeasure | null {
  const [kind, one = "", other = ""] = text.split(":");
  if (kind === "criterion" && one && other) return { kind, key: one, atLeast: other };
  if (kind === "domain" && one && other) return { kind, key: one, atLeast: other };
  if (kind === "grade" && one) return { kind, atLeast: one };
  if (kind === "theme" && one) return { kind, code: one };
  if (kind === "timeliness" && one) return { kind, code: one as TimelinessMeasure["code"] };
  return null;
}
