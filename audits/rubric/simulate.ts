import { type CaseAttributes, UNKNOWN_CASE } from "../cases/case.ts";
import type { Score } from "../scoring/consensus.ts";
import { sheetFor } from "./applies.ts";
import {
  type Criterion,
  type GradeRow,
  gradesOf,
  levelsOf,
  methodOf,
  mayNotTell,
  type RubricDocument,
} from "./document.ts";
import { gradeModule, type LimitsMode, type ModuleGrade } from "./grade-plan.ts";

/** A case that nobody has: its attributes, and what one auditor gave each criterion. */
export type MadeUpCase = { about: CaseAttributes; scores: Record<string, Score> };

/** What one step on one criterion would do to the grade of its module. */
export type Step = {
  level: string;
  percent: string | null;
  grade: string | null;
  /** True where the grade of the module would be another one. */
  moves: boolean;
  sentence: string;
};

export type SimulatedModule = {
  key: string;
  title: string;
  percent: string | null;
  /** Labels of the grade by percent (or counts), and after limits. */
  rawGrade: string | null;
  grade: string | null;
  status: ModuleGrade["status"];
  domains: { key: string; title: string; percent: number | null; grade: string | null }[];
  /** How the grade came about, one sentence each, limits last. */
  why: string[];
};

export type Simulation = {
  asked: { key: string; title: string; domain: string; score: Score }[];
  leftOut: { key: string; title: string; because: string }[];
  modules: SimulatedModule[];
  /** By criterion key, one level up and one down; null where there is none. Absent for more than `MOST_STEPPED` criteria. */
  steps: Record<string, { up: Step | null; down: Step | null }> | null;
};

/** Each step grades the module anew, so a very long rubric is not stepped through. */
export const MOST_STEPPED = 120;

/**
 * How a case would be graded, and why: what is asked of it, the percents, the grade by score, the limits that fire, and what
 * one level up or down on each criterion would change.
 */
export function simulate(
  rubric: RubricDocument,
  made: MadeUpCase,
  options: { shortForm?: boolean; limitsMode?: LimitsMode } = {},
): Simulation {
  const { shortForm = false, limitsMode = rubric.scoring.limitsMode ?? "applied" } = options;
  const everyModule = rubric.modules.map((m) => m.key);
  const sheet = sheetFor(rubric, everyModule, shortForm, "all", made.about);
  const scores = new Map(Object.entries(made.scores));
  const moduleOf = new Map(rubric.domains.map((d) => [d.key, d.module]));
  const inModule = (key: string) => sheet.asked.filter((c) => moduleOf.get(c.domain) === key);
  const gradeWith = (key: string, given: ReadonlyMap<string, Score>) =>
    gradeModule(rubric, key, inModule(key), given, limitsMode);
  const graded = everyModule.filter((key) => inModule(key).length > 0).map((key) => gradeWith(key, scores));

  const step = (c: Criterion, by: 1 | -1): Step | null => {
    const score = scores.get(c.key);
    const values = levelsOf(rubric, c).sort((a, b) => a.value - b.value);
    const to = typeof score === "number" ? values[values.findIndex((l) => l.value === score) + by] : undefined;
    const module = moduleOf.get(c.domain) ?? rubric.mainModule;
    const now = graded.find((g) => g.module === module);
    if (!to || !now) return null;
    const then = gradeWith(module, new Map(scores).set(c.key, to.value));
    const [was, is] = [labelOf(rubric, module, now.grade), labelOf(rubric, module, then.grade)];
    const moves = now.grade !== then.grade;
    const percent = then.overallText === null ? "no percent" : `${then.overallText}%`;
    const sentence = moves
      ? `${c.key} at ${to.label}: ${percent}, and ${is ?? "no grade"} in place of ${was ?? "no grade"}.`
      : `${c.key} at ${to.label}: ${percent}, still ${is ?? "no grade"}.`;
    return { level: to.label, percent: then.overallText, grade: is, moves, sentence };
  };

  return {
    asked: sheet.asked.map((c) => ({ key: c.key, title: c.title, domain: c.domain, score: scores.get(c.key) ?? null })),
    leftOut: sheet.leftOut.map(({ criterion: c, because }) => ({ key: c.key, title: c.title, because })),
    modules: graded.map((g) => moduleView(rubric, g)),
    steps:
      sheet.asked.length > MOST_STEPPED
        ? null
        : Object.fromEntries(sheet.asked.map((c) => [c.key, { up: step(c, 1), down: step(c, -1) }])),
  };
}

const labelOf = (rubric: RubricDocument, module: string, key: string | null): string | null =>
  gradesOf(rubric, module).find((g: GradeRow) => g.key === key)?.label ?? null;

function moduleView(rubric: RubricDocument, g: ModuleGrade): SimulatedModule {
  const label = (key: string | null) => labelOf(rubric, g.module, key);
  return {
    key: g.module,
    title: rubric.modules.find((m) => m.key === g.module)?.title ?? g.module,
    percent: g.overallText,
    rawGrade: label(g.rawGrade),
    grade: label(g.grade),
    status: g.status,
    domains: rubric.domains
      .filter((d) => d.module === g.module && g.domains[d.key])
      .map((d) => ({
        key: d.key,
        title: d.title,
        percent: g.domains[d.key]?.percent ?? null,
        grade: label(g.domains[d.key]?.grade ?? null),
      })),
    why: whyOf(rubric, g),
  };
}

/** "Score 93.8% would be Outstanding. Limited to Requires improvement because: A serious weakness (HS4)." */
function whyOf(rubric: RubricDocument, g: ModuleGrade): string[] {
  const label = (key: string | null) => labelOf(rubric, g.module, key) ?? "no grade";
  if (g.status === "no_evidence") return ["No criterion has a level, so there is no grade."];
  const why: string[] = [];
  const method = methodOf(rubric, g.module);
  if (g.status === "incomplete") why.push(`Not graded yet: ${g.missing.join(", ")} not scored.`);
  else if (method === "profile")
    why.push(`The profile has a mean of ${g.overallText}%. This rubric gives no overall grade.`);
  else {
    const by = method === "counts" ? "The counts of levels" : `Score ${g.overallText}%`;
    const held = g.grade !== g.rawGrade;
    why.push(`${by} ${held ? "would be" : "gives"} ${label(g.rawGrade)}.`);
  }
  for (const limit of g.fired) {
    const about = limit.because.length ? ` (${limit.because.join(", ")})` : "";
    const applies = g.limitedBy.some((id) => id.split(":")[0] === limit.id);
    why.push(`${applies ? "Limited" : "Would be limited"} to ${label(limit.cap)} because: ${limit.label}${about}.`);
  }
  for (const [key, domain] of Object.entries(g.domains))
    if (!domain.graded && domain.evidence !== null) {
      const title = rubric.domains.find((d) => d.key === key)?.title ?? key;
      why.push(`${title} is not graded: ${Math.round(domain.evidence * 100)}% of its weight has a level.`);
    }
  if (g.cannotTell.length) why.push(`Could not be told: ${g.cannotTell.join(", ")}.`);
  return why;
}

/** How far up their scales the levels of a made-up case stand, in turn: mostly sound, some strong, some weak. */
const PATTERN = [0.67, 0.67, 1, 0.67, 0.34, 0.67, 1, 0.67, 0.67, 0.34, 0.67] as const;

/**
 * A plausible case for a rubric, the same each time: a pupil in Year 9 with most levels sound, one answer "cannot tell" and
 * one "does not apply" where the rubric offers them.
 */
export function madeUpCase(rubric: RubricDocument): MadeUpCase {
  const about: CaseAttributes = {
    ...UNKNOWN_CASE,
    yearGroup: 9,
    ageYears: 14,
    phase: "secondary",
    need: "ASD",
    settingType: "mainstream",
    planType: "existing",
    legalRegime: rubric.legalRegime,
    hasPersonalBudget: false,
    lookedAfter: false,
    cinCp: false,
    eotas: false,
    homeEducated: false,
    residential: false,
  };
  const { asked } = sheetFor(
    rubric,
    rubric.modules.map((m) => m.key),
    false,
    "all",
    about,
  );
  const notApplying = asked.findLast((c) => c.notApplicable.allowed && !c.limiting)?.key;
  const notTold =
    asked.length > 5
      ? asked.find((c, i) => i > 4 && mayNotTell(c) && !c.limiting && c.key !== notApplying)?.key
      : undefined;
  const scores = asked.map((c, i): [string, Score] => {
    if (c.key === notApplying) return [c.key, "NA"];
    if (c.key === notTold) return [c.key, "CT"];
    const values = levelsOf(rubric, c)
      .map((l) => l.value)
      .sort((a, b) => a - b);
    return [c.key, values[Math.round((PATTERN[i % PATTERN.length] ?? 0) * (values.length - 1))] ?? null];
  });
  return { about, scores: Object.fromEntries(scores) };
}
