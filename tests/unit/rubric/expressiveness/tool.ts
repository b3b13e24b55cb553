import { type CaseAttributes, UNKNOWN_CASE } from "#audits/cases/case.ts";
import { sheetFor } from "#audits/rubric/applies.ts";
import type { Criterion, RubricDocument } from "#audits/rubric/document.ts";
import { gradeModule } from "#audits/rubric/grade-plan.ts";
import { readRubric } from "#audits/rubric/problems.ts";
import type { Score } from "#audits/scoring/consensus.ts";

type Input = Record<string, unknown>;

/** A scale of these labels, lowest first; keys are the labels in small letters, short names their first two. */
export function scale(key: string, labels: string[], values = labels.map((_, i) => i)): Input {
  return {
    key,
    title: labels.join(", "),
    levels: labels.map((label, i) => ({ key: keyOf(label), label, short: label.slice(0, 3), value: values[i] })),
  };
}

const keyOf = (label: string) => (/^[a-z]/i.test(label) ? label.toLowerCase().replace(/[^a-z]+/g, "_") : `l${label}`);

export const grades = (rows: [label: string, min: number, when?: unknown][]): Input[] =>
  rows.map(([label, min, when]) => ({
    key: keyOf(label),
    label,
    short: label
      .split(" ")
      .map((word) => word[0])
      .join("")
      .slice(0, 4),
    min,
    ...(when ? { when } : {}),
  }));

/** Criteria of a domain by their number: A1, A2 …; each is one entry of `more`. */
export const items = (domain: string, count: number, more: Input | ((i: number) => Input)): Input[] =>
  Array.from({ length: count }, (_, i) => ({
    key: `${domain}${i + 1}`,
    domain,
    title: `Item ${domain}${i + 1}`,
    question: `Does the plan meet item ${i + 1} of ${domain}?`,
    ...(typeof more === "function" ? more(i) : more),
  }));

export const domains = (rows: [key: string, weight: number][], module = "main"): Input[] =>
  rows.map(([key, weight]) => ({ key, module, title: `Section ${key}`, shortTitle: `Section ${key}`, weight }));

/** A tool as an area would write it, read by the same door as any other. @throws with the problems that stop it */
export function tool(more: Input): RubricDocument {
  const rows = (more.grades as Input[] | undefined) ?? [];
  const read = readRubric({
    format: "ehc-rubric/1",
    key: "tool",
    version: "1.0.0",
    title: "A published tool",
    about: "By structure, not by wording.",
    legalRegime: "cfa_2014",
    validFrom: "2014-09-01",
    sections: [{ key: "A", label: "A" }],
    goodFrom: rows[0]?.key,
    modules: [{ key: "main", title: "Main" }],
    mainModule: "main",
    ...more,
  });
  if (!read.ok)
    throw new Error(
      read.problems
        .filter((p) => p.stops)
        .map((p) => `${p.where}: ${p.sentence}`)
        .join("\n"),
    );
  return read.rubric;
}

type Given = { about?: Partial<CaseAttributes>; module?: string; agency?: Criterion["responsible"]; short?: boolean };

/** The grade of a case: each criterion has the level `rest`, by label or number, but those named. */
export function gradeCase(
  rubric: RubricDocument,
  rest: string | number,
  named: Record<string, string | number> = {},
  given: Given = {},
) {
  const { about, module = rubric.mainModule, agency = "all", short = false } = given;
  const { asked } = sheetFor(rubric, [module], short, agency, { ...UNKNOWN_CASE, ...about });
  const scores = new Map(asked.map((c) => [c.key, scoreOf(rubric, c, named[c.key] ?? rest)]));
  const result = gradeModule(rubric, module, asked, scores, "applied");
  const grade = [...rubric.grades, ...rubric.modules.flatMap((m) => m.grades ?? [])].find(
    (g) => g.key === result.grade,
  );
  return { ...result, asked: asked.map((c) => c.key), label: grade?.label ?? null };
}

function scoreOf(rubric: RubricDocument, c: Criterion, given: string | number): Score {
  if (given === "NA" || given === "CT" || typeof given === "number") return given;
  const level = rubric.scales.find((s) => s.key === c.scale)?.levels.find((l) => l.label === given);
  if (!level) throw new Error(`${c.key} has no level ${given}`);
  return level.value;
}
