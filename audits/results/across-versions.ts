import { type Change, PERCENT_FROM } from "../charts/figures.ts";
import type { Bridge, Shift } from "../rubric/bridging.ts";
import { type Compared, compareRubrics } from "../rubric/compare.ts";
import { criterionOf, levelsOf, type RubricDocument } from "../rubric/document.ts";
import { changeOf } from "./comparison.ts";
import { type CountedPlan, countedPlans, isGood } from "./counted.ts";
import type { CycleEvidence } from "./evidence.ts";

/** What the line of one domain or criterion does between two cycles on different versions of a rubric. */
export type AcrossLine = {
  key: string;
  title: string;
  /** It goes on, or breaks; a break over which a bridging set tells the shift is bridged. */
  link: "carries_on" | "bridged" | "breaks";
  /** Why it breaks, as a part of a sentence; "" where it carries on. */
  because: string;
  before: { count: number; n: number } | null;
  now: { count: number; n: number } | null;
  /** From the earlier cycle to this one, where the line carries on and both have enough plans. */
  change: Change | null;
  /** How far the new version moves it, from plans scored under both. */
  shift: string | null;
};

export type AcrossVersions = {
  /** The earlier cycle. */
  cycleId: string;
  title: string;
  from: string;
  to: string;
  sentence: string;
  domains: AcrossLine[];
  criteria: AcrossLine[];
};

/**
 * This cycle beside the latest earlier one on another version of the same rubric: what is unchanged is compared, and where
 * the versions measure different things the line breaks visibly, or is bridged. Null where there is no such cycle.
 *
 * Of a domain the plans are counted whose grade is good or better, of a criterion those above the middle of its scale.
 *
 * @param earlier closed cycles, oldest first
 * @param bridges estimates from plans that were scored under both versions
 */
export function acrossVersions(
  evidence: CycleEvidence,
  earlier: CycleEvidence[],
  bridges: readonly Bridge[],
): AcrossVersions | null {
  const rubric = evidence.rubric.document;
  const other = earlier.at(-1);
  const was = other?.rubric.document;
  if (!other || !was || was.key !== rubric.key || was.version === rubric.version) return null;
  const compared = compareRubrics(was, rubric);
  const [plans, plansBefore] = [countedPlans(evidence).counted, countedPlans(other).counted];
  const bridge = bridges.find((one) => one.from === was.version && one.to === rubric.version && one.enough);
  const sameSheet = evidence.cycle.shortForm === other.cycle.shortForm && evidence.draw !== null && other.draw !== null;
  const line = (
    row: Compared,
    shifts: readonly Shift[] | undefined,
    now: AcrossLine["now"],
    before: AcrossLine["before"],
  ): AcrossLine => {
    const shift = shifts?.find((s) => s.key === row.key && s.shift !== null && s.interval !== null);
    const carries = row.standing === "same" && sameSheet;
    const enough = now !== null && before !== null && now.n >= PERCENT_FROM && before.n >= PERCENT_FROM;
    return {
      key: row.key,
      title: row.title,
      link: carries ? "carries_on" : row.standing === "bridge" && shift ? "bridged" : "breaks",
      because: carries ? "" : row.standing === "same" ? "the samples or the forms differ" : row.because.join("; "),
      now,
      before,
      change: carries && enough ? changeOf(before.count, before.n, now.count, now.n) : null,
      shift: carries ? null : (shift?.sentence ?? null),
    };
  };
  const inModules = new Set(rubric.domains.filter((d) => evidence.cycle.modules.includes(d.module)).map((d) => d.key));
  const here = (row: Compared) => row.standing !== "gone";
  return {
    cycleId: other.cycle.id,
    title: other.cycle.title,
    from: was.version,
    to: rubric.version,
    sentence: compared.sentence,
    domains: compared.domains
      .filter((row) => here(row) && inModules.has(row.key))
      .map((row) =>
        line(row, bridge?.domains, goodDomains(evidence, plans, row.key), goodDomains(other, plansBefore, row.before)),
      ),
    criteria: compared.criteria
      .filter((row) => here(row) && inModules.has(criterionOf(rubric, row.key).domain))
      .map((row) =>
        line(row, bridge?.criteria, upperLevels(rubric, plans, row.key), upperLevels(was, plansBefore, row.before)),
      ),
  };
}

/** Plans whose grade of a domain is good or better, of those in which it was graded. */
function goodDomains(evidence: CycleEvidence, plans: CountedPlan[], domain: string | null): AcrossLine["now"] {
  if (domain === null) return null;
  const grades = plans.flatMap(({ result }) => {
    const grade = result.modules.map((m) => m.domains[domain]?.grade ?? null).find((g) => g !== null);
    return grade ? [grade] : [];
  });
  return { count: grades.filter((grade) => isGood(evidence, grade)).length, n: grades.length };
}

/** Plans with a level above the middle of the criterion's scale, of those with a level. */
function upperLevels(rubric: RubricDocument, plans: CountedPlan[], criterion: string | null): AcrossLine["now"] {
  if (criterion === null) return null;
  const values = levelsOf(rubric, criterionOf(rubric, criterion)).map((l) => l.value);
  const middle = (Math.min(...values) + Math.max(...values)) / 2;
  const scores = plans.flatMap(({ result }) => {
    const score = result.scores[criterion];
    return typeof score === "number" ? [score] : [];
  });
  return { count: scores.filter((score) => score > middle).length, n: scores.length };
}
