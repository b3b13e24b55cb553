import { type Interval, isHidden, PERCENT_FROM, type Share } from "../charts/figures.ts";
import type { Day } from "../cases/case.ts";
import type { TimelinessMeasure } from "../cases/reading.ts";
import { wilson } from "../measures/proportions.ts";
import { isSmall } from "../measures/suppression.ts";
import { criterionOf, gradesOf, levelsOf, type RubricDocument } from "../rubric/document.ts";
import type { LimitsMode } from "../rubric/grade-plan.ts";
import type { CycleFigures } from "../results/figures.ts";
import { mayShow } from "../results/links.ts";
import { published } from "../results/published.ts";
import type { Score } from "../scoring/consensus.ts";
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

/** A cycle as measures are read from it. `scores` of each counted plan; null where the evidence was removed. */
export type Measurable = {
  of: Extract<ReadFrom, { kind: "cycle" }>;
  rubric: RubricDocument;
  codebook: Codebook;
  /** The internal view. */
  figures: CycleFigures;
  scores: Readonly<Record<string, Score>>[] | null;
};

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

function countIn(source: Measurable, measure: ActionMeasure): Asked<{ count: number; n: number }> {
  const { figures, rubric, codebook } = source;
  switch (measure.kind) {
    case "criterion": {
      if (!source.scores) return no("The scores of this cycle were removed when their time was over.");
      if (!rubric.criteria.some((c) => c.key === measure.key))
        return no("The rubric of this cycle has no such criterion.");
      const levels = levelsOf(rubric, criterionOf(rubric, measure.key));
      const from = levels.find((l) => l.key === measure.atLeast)?.value;
      if (from === undefined) return no("The criterion has no such level in this cycle’s rubric.");
      const values = source.scores.flatMap((scores) => {
        const score = scores[measure.key];
        return typeof score === "number" ? [score] : [];
      });
      return { ok: true, value: { count: values.filter((v) => v >= from).length, n: values.length } };
    }
    case "domain": {
      const place = domainPlace(source, measure.key);
      const upTo = gradeAbove(rubric, measure.atLeast)?.index;
      const domain = place === null ? undefined : figures.domains[place];
      if (!domain || upTo === undefined) return no("This cycle has no grades of this domain.");
      return { ok: true, value: bandsUpTo(domain.counts.map(plain), upTo) };
    }
    case "grade": {
      const upTo = gradeAbove(rubric, measure.atLeast)?.index;
      if (upTo === undefined) return no("The rubric of this cycle has no such grade.");
      const { limitsMode, before, after } = figures.grades;
      return { ok: true, value: bandsUpTo((limitsMode === "applied" ? after : before).map(plain), upTo) };
    }
    case "theme": {
      if (!codebook.themes.some((t) => t.code === measure.code))
        return no("The codebook of this cycle has no such theme.");
      const share = figures.themes.find((t) => t.code === measure.code)?.share;
      const count = share && !isHidden(share) ? share.count : 0;
      return { ok: true, value: { count, n: figures.grades.n } };
    }
    case "timeliness":
      return no("Timeliness is read from the case records.");
  }
}

const plain = (value: unknown): number => (typeof value === "number" ? value : 0);
const bandsUpTo = (counts: number[], upTo: number) => ({
  count: counts.slice(0, upTo + 1).reduce((sum, x) => sum + x, 0),
  n: counts.reduce((sum, x) => sum + x, 0),
});

/** Where a domain stands among the figures' domains: those of audited modules that share the rubric's grades, in its order. */
function domainPlace({ rubric, figures }: Measurable, key: string): number | null {
  const wanted = rubric.domains.find((d) => d.key === key);
  if (!wanted || gradesOf(rubric, wanted.module) !== rubric.grades) return null;
  const place = figures.domains.findIndex((d) => d.title === wanted.shortTitle);
  return place < 0 ? null : place;
}

/** Whether the figure may be seen by whoever sees published figures only: what the published view hides stays hidden here. */
function isOpen(source: Measurable, measure: ActionMeasure, { count, n }: { count: number; n: number }): boolean {
  const { threshold } = source.figures.protection;
  if (!mayShow({ count, n, interval: null }, threshold)) return false;
  const shown = (share: Share | undefined) => share !== undefined && !isHidden(share);
  switch (measure.kind) {
    case "criterion":
      // Next to a published number of plans, n tells how many had no level.
      return !isSmall(source.figures.grades.n - n, threshold);
    case "domain": {
      const domain = publishedOf(source).domains[domainPlace(source, measure.key) ?? -1];
      if (measure.atLeast === source.rubric.goodFrom) return shown(domain?.good);
      return domain !== undefined && !domain.counts.some(isHidden);
    }
    case "grade": {
      const { grades } = publishedOf(source);
      if (measure.atLeast === source.rubric.goodFrom) return shown(grades.good);
      return ![...grades.before, ...grades.after].some(isHidden);
    }
    case "theme":
      return count === 0 || shown(publishedOf(source).themes.find((t) => t.code === measure.code)?.share);
    case "timeliness":
      return true;
  }
}

/** The published view takes its time to work out, and a page asks it for each of seventy figures. */
const protectedViews = new WeakMap<CycleFigures, CycleFigures>();
function publishedOf({ figures }: Measurable): CycleFigures {
  const known = protectedViews.get(figures) ?? published(figures);
  protectedViews.set(figures, known);
  return known;
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
