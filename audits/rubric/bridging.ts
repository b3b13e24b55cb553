import { tQuantile } from "../measures/numerics.ts";
import { type Interval, wilson } from "../measures/proportions.ts";
import type { CaseAttributes } from "../cases/case.ts";
import type { Score } from "../scoring/consensus.ts";
import { appliesTo } from "./applies.ts";
import { compareRubrics } from "./compare.ts";
import { type Criterion, criterionOf, levelsOf, type RubricDocument } from "./document.ts";
import { gradeModule, type ModuleGrade } from "./grade-plan.ts";

/** A case that was scored under both versions: the settled scores by criterion key of each version. */
export type BridgedCase = {
  reference: string;
  about: CaseAttributes;
  before: Readonly<Record<string, Score>>;
  after: Readonly<Record<string, Score>>;
};

/** The fewest cases from which a shift is told. Below, a t interval is so wide that it says nothing (docs/rubric-format.md). */
export const FEWEST_BRIDGED = 10;

/** How far the new version moves one thing, over the cases that have it under both. */
export type Shift = {
  kind: "overall" | "domain" | "criterion";
  key: string;
  title: string;
  /** Cases with a percent under both versions. */
  cases: number;
  /** Means in percent of the scale, and the mean of the paired differences, new less old, in percentage points. */
  meanBefore: number | null;
  meanAfter: number | null;
  shift: number | null;
  /** Two-sided t interval of the paired differences; null below two cases. */
  interval: Interval | null;
  /** For a criterion whose scale has as many levels in both versions: the mean difference in levels. */
  levels: { shift: number; interval: Interval | null } | null;
  /** Cases that got the same grade (for a criterion: the same level) under both, with Wilson's interval. */
  same: { count: number; of: number; interval: Interval } | null;
  sentence: string;
};

export type Bridge = {
  from: string;
  to: string;
  /** Cases given, and those that could not be used, with the reason. */
  cases: number;
  leftOut: { reference: string; because: string }[];
  enough: boolean;
  overall: Shift;
  domains: Shift[];
  /** Only criteria that need a bridge. */
  criteria: Shift[];
};

/**
 * The shift between two versions from cases that were scored under both: the mean of the paired differences d of percents,
 * with the interval mean(d) ± t(n − 1) · s(d)/√n (Student 1908, paired), and the share of cases with the same grade.
 * Limits apply, because they are part of the version.
 *
 * Worked: percents 60, 70, 80 become 66, 70, 86: d = 6, 0, 6; mean 4, s = 3.46, t(2) = 4.30, so 4 ± 8.6.
 */
export function bridge(
  before: RubricDocument,
  after: RubricDocument,
  cases: readonly BridgedCase[],
  confidence = 0.95,
): Bridge {
  const leftOut: Bridge["leftOut"] = [];
  const graded: { before: ModuleGrade; after: ModuleGrade; scores: BridgedCase }[] = [];
  for (const one of cases) {
    const [old, now] = [gradeOf(before, one.about, one.before), gradeOf(after, one.about, one.after)];
    const open = [old, now].find((g) => g.status === "incomplete" || g.status === "no_evidence");
    if (open)
      leftOut.push({
        reference: one.reference,
        because: `not scored in full under version ${open === old ? before.version : after.version}`,
      });
    else graded.push({ before: old, after: now, scores: one });
  }
  const comparison = compareRubrics(before, after);
  const shift = (kind: Shift["kind"], key: string, title: string, pairs: Pair[], steps: Pair[] | null = null) =>
    shiftOf(kind, key, title, pairs, steps, confidence);

  const overall = shift(
    "overall",
    after.mainModule,
    "The plan",
    graded.map(({ before: b, after: a }) => ({
      from: b.overallExact,
      to: a.overallExact,
      same: sameOf(b.grade, a.grade),
    })),
  );
  const domains = comparison.domains
    .filter((d) => d.before !== null && d.standing !== "gone")
    .map((d) =>
      shift(
        "domain",
        d.key,
        d.title,
        graded.map(({ before: b, after: a }) => {
          const [one, other] = [b.domains[d.before as string], a.domains[d.key]];
          return { from: one?.percent ?? null, to: other?.percent ?? null, same: sameOf(one?.grade, other?.grade) };
        }),
      ),
    )
    .filter((s) => s.cases > 0);
  const criteria = comparison.criteria
    .filter((c) => c.standing === "bridge")
    .map((c) => {
      const [one, other] = [criterionOf(before, c.before as string), criterionOf(after, c.key)];
      const places = graded.map(({ scores }) => ({
        from: placeOf(before, one, scores.before[one.key]),
        to: placeOf(after, other, scores.after[other.key]),
      }));
      const steps = levelsOf(before, one).length === levelsOf(after, other).length;
      const pairs = places.map(({ from, to }) => ({
        from: from?.percent ?? null,
        to: to?.percent ?? null,
        same: from && to && steps ? from.step === to.step : null,
      }));
      const inLevels = places.map(({ from, to }) => ({ from: from?.step ?? null, to: to?.step ?? null, same: null }));
      return shift("criterion", c.key, c.title, pairs, steps ? inLevels : null);
    });
  return {
    from: before.version,
    to: after.version,
    cases: cases.length,
    leftOut,
    enough: graded.length >= FEWEST_BRIDGED,
    overall,
    domains,
    criteria,
  };
}

type Pair = { from: number | null; to: number | null; same: boolean | null };

const sameOf = (one: string | null | undefined, other: string | null | undefined): boolean | null =>
  one && other ? one === other : null;

function gradeOf(rubric: RubricDocument, about: CaseAttributes, scores: Readonly<Record<string, Score>>): ModuleGrade {
  const asked = rubric.criteria.filter((c) => appliesTo(c, about).applies);
  return gradeModule(rubric, rubric.mainModule, asked, new Map(Object.entries(scores)), "applied");
}

/** Where a level stands on its scale: as a step from the bottom, and in percent of the way up. */
function placeOf(
  rubric: RubricDocument,
  c: Criterion,
  score: Score | undefined,
): { step: number; percent: number } | null {
  if (typeof score !== "number") return null;
  const values = levelsOf(rubric, c)
    .map((l) => l.value)
    .sort((a, b) => a - b);
  const [bottom = 0, top = 0] = [values[0], values.at(-1)];
  return { step: values.indexOf(score), percent: (100 * (score - bottom)) / (top - bottom) };
}

function shiftOf(
  kind: Shift["kind"],
  key: string,
  title: string,
  pairs: Pair[],
  steps: Pair[] | null,
  confidence: number,
): Shift {
  const both = pairs.filter((p): p is Pair & { from: number; to: number } => p.from !== null && p.to !== null);
  const told = both.filter((p) => p.same !== null);
  const count = told.filter((p) => p.same).length;
  const interval = wilson(count, told.length, confidence);
  const paired = pairedDifference(both, confidence);
  const levels =
    steps &&
    pairedDifference(
      steps.filter((p): p is (typeof both)[number] => p.from !== null && p.to !== null),
      confidence,
    );
  const result = {
    kind,
    key,
    title,
    cases: both.length,
    meanBefore: mean(both.map((p) => p.from)),
    meanAfter: mean(both.map((p) => p.to)),
    shift: paired?.mean ?? null,
    interval: paired?.interval ?? null,
    levels: levels && { shift: levels.mean, interval: levels.interval },
    same: interval.value && { count, of: told.length, interval: interval.value },
  };
  return { ...result, sentence: sentenceOf(result) };
}

function pairedDifference(
  pairs: readonly { from: number; to: number }[],
  confidence: number,
): { mean: number; interval: Interval | null } | null {
  const differences = pairs.map((p) => p.to - p.from);
  const middle = mean(differences);
  if (middle === null) return null;
  const n = differences.length;
  if (n < 2) return { mean: middle, interval: null };
  const variance = differences.reduce((sum, d) => sum + (d - middle) ** 2, 0) / (n - 1);
  const half = tQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n);
  return { mean: middle, interval: { lower: middle - half, upper: middle + half } };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The shift as it is told. Fewer cases than `FEWEST_BRIDGED` say nothing; an interval around 0 shows no shift. */
function sentenceOf(s: Omit<Shift, "sentence">): string {
  const named = s.kind === "overall" ? s.title : `${s.key} ${s.title}`;
  if (s.cases < FEWEST_BRIDGED || s.shift === null || s.interval === null)
    return `${named}: ${s.cases} ${s.cases === 1 ? "case was" : "cases were"} scored under both versions, too few to say. Score at least ${FEWEST_BRIDGED}.`;
  const { lower, upper } = s.interval;
  const points = (x: number) => Math.abs(x).toFixed(1);
  const range = `95% interval ${signed(lower)} to ${signed(upper)}`;
  const found =
    lower === upper && lower === 0
      ? "every case has the same percent under both versions"
      : lower <= 0 && upper >= 0
        ? `no shift is shown: ${signed(s.shift)} points (${range})`
        : `the new version is ${points(s.shift)} points ${s.shift < 0 ? "lower" : "higher"} (${range})`;
  const what = s.kind === "criterion" ? "level" : "grade";
  const same = s.same ? ` ${s.same.count} of ${s.same.of} got the same ${what}.` : "";
  return `${named}: ${found}, over ${s.cases} cases.${same}`;
}

/** With a true minus sign, one decimal; never "−0.0". */
function signed(x: number): string {
  const text = Math.abs(x).toFixed(1);
  return Number(text) === 0 ? "0.0" : x < 0 ? `−${text}` : `+${text}`;
}
