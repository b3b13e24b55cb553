import { plus, reaches, toNumber, written, ZERO } from "../../scoring/fraction.ts";
import type { Criterion, GradeRow, Limit } from "../document.ts";
import type { Loose, Row } from "./loose.ts";
import { error, type Found, type Path, warning } from "./place.ts";

/** Weights, scales, cut points, rules that count, and limits: whether a plan can get each grade, and by what. */
export function problemsOfGrading(rubric: Loose): Found[] {
  return [
    ...rubric.scales.flatMap((scale) => problemsOfScale(rubric, scale)),
    ...problemsOfWeights(rubric),
    ...problemsOfGrades(rubric, ["grades"], rubric.grades, rubric.scoring.method ?? "percent", rubric.mainModule),
    ...problemsOfModules(rubric),
    ...(rubric.scoring.method === "profile" ? [PROFILE] : []),
    ...problemsOfLimits(rubric),
  ];
}

const PROFILE = warning(
  ["scoring", "method"],
  "A profile has no grade of the plan. It is shown plan by plan; results and reports of a cycle count grades and have none to count.",
);

/** Short names that stand for answers without a level on a filled sheet. */
const KEPT = ["NA", "CT", "N/A"];

function problemsOfScale(rubric: Loose, { index, is: scale }: Row<Loose["scales"][number]["is"]>): Found[] {
  const found: Found[] = [];
  const at = (i: number, field: string): Path => ["scales", index, "levels", i, field];
  const twice = (field: "value" | "short" | "label", what: string) => {
    const seen = new Set<string | number>();
    scale.levels.forEach((level, i) => {
      const value = typeof level[field] === "string" ? level[field].toLowerCase() : level[field];
      if (seen.has(value))
        found.push(error(at(i, field), `Two levels of ${scale.key} have the ${what} ${level[field]}. Change one.`));
      seen.add(value);
    });
  };
  twice("value", "value");
  twice("short", "short name");
  twice("label", "name");
  scale.levels.forEach((level, i) => {
    if (KEPT.includes(level.short.toUpperCase()))
      found.push(
        error(at(i, "short"), `${level.short} stands for an answer without a level. Choose another short name.`),
      );
    if (i > 0 && level.value < (scale.levels[i - 1]?.value ?? 0))
      found.push(warning(at(i, "value"), "List the levels from the lowest value to the highest."));
    if (rubric.scoring.percentFrom === "zero" && level.value < 0)
      found.push(error(at(i, "value"), "Levels count from 0 in this rubric, so no value can be below 0."));
  });
  if (scale.key && !rubric.criteria.some(({ is }) => is.scale === scale.key))
    found.push(warning(["scales", index], `No criterion uses ${scale.key}. Remove it, or use it.`));
  return found;
}

function problemsOfWeights(rubric: Loose): Found[] {
  const found: Found[] = [];
  for (const { index, is } of rubric.criteria)
    if (is.weight === 0)
      found.push(
        warning(
          ["criteria", index, "weight"],
          `${is.key} has the weight 0, so its level moves no percent. Give it a weight, or leave it to be shown only.`,
        ),
      );
  const own = new Map<string, Criterion[]>();
  for (const { is } of rubric.criteria) own.set(is.domain, [...(own.get(is.domain) ?? []), is]);
  const byCriteria = rubric.scoring.overall === "criteria";
  for (const { index, is } of rubric.domains) {
    const criteria = own.get(is.key) ?? [];
    if (is.weight === 0 && !byCriteria)
      found.push(
        warning(
          ["domains", index, "weight"],
          `${is.key} has the weight 0, so it is shown and moves no grade. Give it a weight, or leave it.`,
        ),
      );
    if (criteria.length > 0 && criteria.every((c) => c.weight === 0))
      found.push(
        error(
          ["domains", index],
          `Every criterion of ${is.key} has the weight 0, so it never has a percent. Give at least one a weight.`,
        ),
      );
    if (criteria.length > 1) found.push(...notAHundred(["domains", index], `the criteria of ${is.key}`, criteria));
  }
  for (const { index, is: module } of rubric.modules) {
    const tops = rubric.domains.filter(({ is }) => is.module === module.key && is.parent === undefined);
    if (tops.length === 0) continue;
    if (!byCriteria && tops.every(({ is }) => is.weight === 0))
      found.push(
        error(
          ["modules", index],
          `Every domain of ${module.key} has the weight 0, so it never has a percent. Give at least one a weight.`,
        ),
      );
    if (!byCriteria)
      found.push(
        ...notAHundred(
          ["modules", index],
          `the domains of ${module.key}`,
          tops.map(({ is }) => is),
        ),
      );
  }
  return found;
}

/** Weights that are written as percents (one of 5 or more) and do not add up to 100. Shares are of the sum all the same. */
function notAHundred(at: Path, whose: string, weighted: { weight: number }[]): Found[] {
  const sum = weighted.map(({ weight }) => written(weight)).reduce(plus, ZERO);
  const hundred = sum.top === 100n && sum.bottom === 1n;
  const asPercents =
    weighted.some(({ weight }) => weight >= 5) && reaches(sum, written(50)) && reaches(written(150), sum);
  if (hundred || !asPercents) return [];
  return [
    warning(
      at,
      `The weights of ${whose} add up to ${Number(toNumber(sum).toFixed(6))}, not 100. Change them, or leave them: each counts as its share of the sum.`,
    ),
  ];
}

function problemsOfModules(rubric: Loose): Found[] {
  return rubric.modules.flatMap(({ index, is }) => {
    const at: Path = ["modules", index];
    const domains = rubric.domains.filter((d) => d.is.module === is.key);
    const found: Found[] = [];
    if (is.key && domains.length === 0)
      found.push(error(at, `${is.key} has no domain. Add one, or remove the module.`));
    if (is.key === rubric.mainModule && (is.grades || is.method))
      found.push(error(at, "The main module is graded as the rubric says. Set its grades and way of grading there."));
    else if (is.grades || is.method) {
      const rows = (is.grades ?? rubric.grades.map((g) => g.is)).map((grade, i) => ({ index: i, is: grade }));
      const where: Path = is.grades ? [...at, "grades"] : at;
      found.push(...problemsOfGrades(rubric, where, rows, is.method ?? rubric.scoring.method ?? "percent", is.key));
    }
    return found;
  });
}

function problemsOfGrades(rubric: Loose, at: Path, rows: Row<GradeRow>[], method: string, module: string): Found[] {
  const found: Found[] = [];
  const place = (row: Row<GradeRow>, field: string): Path => (at.at(-1) === "grades" ? [...at, row.index, field] : at);
  rows.forEach((row, i) => {
    const { label, min, when } = row.is;
    const better = rows[i - 1]?.is;
    if (min > 100)
      found.push(error(place(row, "min"), `No plan can be ${label}: its cut point ${min} is above 100. Lower it.`));
    else if (better && min >= better.min)
      found.push(
        error(
          place(row, "min"),
          `The cut point of ${label} (${min}) must be below that of ${better.label} (${better.min}). List the best grade first; no plan could be ${min === better.min ? label : better.label}.`,
        ),
      );
    if (i === rows.length - 1 && min > 0)
      found.push(
        error(place(row, "min"), `A plan below ${min}% would have no grade. Make the cut point of the lowest grade 0.`),
      );
    if (when?.length && method !== "counts")
      found.push(
        warning(place(row, "when"), `The rules of ${label} are not used, because counts do not give the grade here.`),
      );
  });
  if (method === "counts") found.push(...problemsOfCounts(rubric, rows, place, module));
  return found;
}

function problemsOfCounts(
  rubric: Loose,
  rows: Row<GradeRow>[],
  place: (row: Row<GradeRow>, field: string) => Path,
  module: string,
): Found[] {
  const found: Found[] = [];
  const inModule = new Set(rubric.domains.filter(({ is }) => is.module === module).map(({ is }) => is.key));
  const parentOf = new Map(rubric.domains.map(({ is }) => [is.key, is.parent]));
  const all = rubric.criteria.map(({ is }) => is).filter((c) => inModule.has(c.domain));
  rows.forEach((row, i) => {
    const { label, when = [] } = row.is;
    const last = i === rows.length - 1;
    if (!last && when.length === 0)
      found.push(
        error(
          place(row, "when"),
          `${label} has no rule, so every plan gets it and no plan the grades below. Add a rule.`,
        ),
      );
    if (last && when.length > 0)
      found.push(
        error(
          place(row, "when"),
          `A plan that meets no rule would have no grade. Remove the rules of ${label}, the last grade.`,
        ),
      );
    for (const rule of when) {
      const { atLeast, atMost, atLeastPercent, atMostPercent, criteria, domains } = rule;
      const of = all.filter(
        (c) =>
          (!criteria && !domains) ||
          criteria?.includes(c.key) ||
          domains?.includes(c.domain) ||
          domains?.includes(parentOf.get(c.domain) ?? ""),
      ).length;
      if ([atLeast, atMost, atLeastPercent, atMostPercent].every((number) => number === undefined))
        found.push(
          error(
            place(row, "when"),
            `A rule of ${label} counts and compares with nothing. Say how many, at least or at most.`,
          ),
        );
      if (
        (atLeast ?? 0) > of ||
        (atLeast ?? 0) > (atMost ?? atLeast ?? 0) ||
        (atLeastPercent ?? 0) > (atMostPercent ?? 100)
      )
        found.push(
          error(
            place(row, "when"),
            `No plan can be ${label}: a rule asks for ${atLeast ?? `${atLeastPercent}%`} and there are ${of} criteria to count. Change the rule.`,
          ),
        );
    }
  });
  return found;
}

function problemsOfLimits(rubric: Loose): Found[] {
  const criteria = new Map(rubric.criteria.map(({ is }) => [is.key, is]));
  const scales = new Map(rubric.scales.map(({ is }) => [is.key, is.levels.map((l) => l.value)]));
  const named = new Set(rubric.limits.flatMap(({ is }) => (is.type === "domain" ? [] : is.criteria)));
  const found: Found[] = [];
  for (const { index, is } of rubric.criteria)
    if (is.limiting && !named.has(is.key))
      found.push(
        warning(
          ["criteria", index, "limiting"],
          `${is.key} is marked as one that limits the grade, and no limit names it. Add it to a limit, or take the mark away.`,
        ),
      );
  for (const { index, is: limit } of rubric.limits) {
    const at: Path = ["limits", index];
    if (limit.cap === rubric.grades[0]?.is.key)
      found.push(
        error(
          [...at, "cap"],
          `${limit.label} never lowers a grade: ${rubric.grades[0]?.is.label} is the best grade. Choose a lower one.`,
        ),
      );
    if (rubric.scoring.method === "profile")
      found.push(
        warning(
          at,
          "This rubric gives a profile and no grade, so there is nothing to limit. It is told beside the profile.",
        ),
      );
    if (limit.type !== "domain") found.push(...whenItFires(at, limit, criteria, scales));
  }
  return found;
}

/** Whether the criterion may be left out for a case. */
const mayBeOut = (c: Criterion): boolean => c.notApplicable.allowed || c.appliesWhen !== null;

/** Whether a limit over criteria can fire at all, and whether a plan can slip past it. */
function whenItFires(
  at: Path,
  limit: Exclude<Limit, { type: "domain" }>,
  criteria: ReadonlyMap<string, Criterion>,
  scales: ReadonlyMap<string, number[]>,
): Found[] {
  const found: Found[] = [];
  let able = 0;
  let known = 0;
  let always = 0;
  limit.criteria.forEach((key, i) => {
    const c = criteria.get(key);
    const values = c && scales.get(c.scale);
    if (!c || !values?.length) return;
    known++;
    const place: Path = [...at, "criteria", i];
    if (values.some((value) => value <= limit.atOrBelow)) able++;
    else if (limit.type === "criterion")
      found.push(
        error(
          place,
          `${limit.label} can never fire for ${key}: no level of its scale is ${limit.atOrBelow} or lower. Raise the level, or take ${key} out.`,
        ),
      );
    if (values.every((value) => value <= limit.atOrBelow))
      found.push(
        warning(place, `${limit.label} fires at every level of ${key}. Lower the level at or below which it fires.`),
      );
    if (!mayBeOut(c)) always++;
    else if (limit.type === "criterion")
      found.push(
        warning(
          place,
          `${key} does not apply to every plan; where it does not, ${limit.label} cannot fire. Leave it if that is meant.`,
        ),
      );
  });
  const listed = new Set(limit.criteria).size;
  if (limit.type === "count" && limit.atLeast <= listed && always < limit.atLeast)
    found.push(
      warning(
        at,
        `Only ${always} of the criteria of ${limit.label} apply to every plan, so it cannot fire for some. Leave it if that is meant.`,
      ),
    );
  if (limit.type === "count" && limit.atLeast > listed)
    found.push(
      error(
        [...at, "atLeast"],
        `${limit.label} can never fire: it asks for ${limit.atLeast} of ${listed} criteria. Lower the number, or add criteria.`,
      ),
    );
  else if (limit.type === "count" && known === listed && able < limit.atLeast)
    found.push(
      error(
        [...at, "atOrBelow"],
        `${limit.label} can never fire: only ${able} of its criteria have a level of ${limit.atOrBelow} or lower. Raise the level, or lower the number.`,
      ),
    );
  return found;
}
