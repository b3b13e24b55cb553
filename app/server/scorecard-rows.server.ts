import { type Indicator, type IndicatorMeasure, indicatorSchema, newKey } from "#audits/scorecard/indicators.ts";
import { QUESTION_LABELS, QUESTIONS } from "#audits/scorecard/questions.ts";
import { problemInWords } from "#audits/actions/promise.ts";
import { domainsOf, gradesOf } from "#audits/rubric/document.ts";
import { timeliness } from "#audits/cases/timeliness.ts";
import { cyclesOut } from "#db/cycles.ts";
import { publishedRubrics } from "#db/rubrics.ts";
import { store } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import type { FieldError } from "./validate.ts";

export type MeasureOption = { value: string; text: string };

/** Everything that a row can count here: what always is, and what the rubrics of the area measure, in their newest versions. */
export async function measureOptions(): Promise<MeasureOption[]> {
  const { db } = store();
  const used = new Set((await cyclesOut(db)).map((c) => c.rubricId));
  const rubrics = await publishedRubrics(db);
  const newest = rubrics.filter((r, i) => rubrics.findIndex((other) => other.key === r.key) === i);
  const times = timeliness([], [], { from: "2000-01-01", to: "2000-12-31" });
  return [
    { value: "audits", text: "Case audits completed" },
    { value: "outcomes", text: "Outcomes met at reviews, of all looked at" },
    { value: "actions:done", text: "Actions done" },
    { value: "actions:effective", text: "Actions that worked, of those tested" },
    { value: "typed:number", text: "A number that somebody enters for a period" },
    { value: "typed:share", text: "So many of so many, that somebody enters for a period" },
    ...times.map((t) => ({ value: `timeliness:${t.code}`, text: t.label })),
    ...newest.flatMap(({ key, document }) => [
      { value: `grade:${key}`, text: `${document.title}: good or better` },
      ...document.modules
        .filter((m) => gradesOf(document, m.key) === document.grades)
        .flatMap((m) => domainsOf(document, m.key))
        .map(({ domain }) => ({ value: `domain:${key}:${domain.key}`, text: `${document.title}: ${domain.title}` })),
    ]),
    ...newest
      .filter((r) => rubrics.some((other) => other.key === r.key && used.has(other.id)))
      .flatMap(({ key, document }) =>
        document.criteria.map((c) => ({
          value: `criterion:${key}:${c.key}`,
          text: `${c.key} ${c.title} (${document.title})`,
        })),
      ),
  ];
}

/** A measure as a form carries it. The unit of typed counts stands in a field of its own. */
export const measureValue = (measure: IndicatorMeasure): string => {
  switch (measure.kind) {
    case "grade":
      return `grade:${measure.rubric}`;
    case "domain":
    case "criterion":
      return `${measure.kind}:${measure.rubric}:${measure.key}`;
    case "timeliness":
      return `timeliness:${measure.code}`;
    case "actions":
      return `actions:${measure.which}`;
    case "typed":
      return `typed:${measure.share ? "share" : "number"}`;
    default:
      return measure.kind;
  }
};

function measureFrom(value: string, unit: string): unknown {
  const [kind, one, other] = value.split(":");
  if (kind === "grade") return { kind, rubric: one };
  if (kind === "domain" || kind === "criterion") return { kind, rubric: one, key: other };
  if (kind === "timeliness") return { kind, code: one };
  if (kind === "actions") return { kind, which: one };
  if (kind === "typed") return { kind, share: one === "share", unit };
  return { kind };
}

/** A row of a form as it may be kept. @param was the row that is changed; null for a new one */
export async function rowFrom(
  form: Fields,
  rows: readonly Indicator[],
  was: Indicator | null,
): Promise<{ ok: true; row: Indicator } | { ok: false; errors: FieldError[] }> {
  const errors: FieldError[] = [];
  const [title, question, value, unit] = ["title", "question", "measure", "unit"].map((f) => form.text(f)) as [
    string,
    string,
    string,
    string,
  ];
  if (!title) errors.push({ field: "title", sentence: "Enter the words of the row" });
  const problem = problemInWords(title, 120);
  if (problem) errors.push({ field: "title", sentence: problem });
  if (!QUESTIONS.some((q) => q === question))
    errors.push({ field: "question", sentence: "Select one of the three questions" });
  if (!(await measureOptions()).some((o) => o.value === value))
    errors.push({ field: "measure", sentence: "Select what the row counts" });
  if (value.startsWith("typed:") && (!unit || unit.length > 40))
    errors.push({ field: "unit", sentence: "Enter what is counted, in one or two words" });
  if (errors.length) return { ok: false, errors };
  const key = was?.key ?? newKey(rows, title);
  const row = indicatorSchema.safeParse({
    key,
    question,
    title,
    measure: measureFrom(value, unit),
    hidden: was?.hidden ?? false,
  });
  if (!row.success) return { ok: false, errors: [{ field: "measure", sentence: "Select what the row counts" }] };
  return { ok: true, row: row.data };
}

export const questionOptions = QUESTIONS.map((value) => ({ value, label: QUESTION_LABELS[value] }));
