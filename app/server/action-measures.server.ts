import {
  type ActionMeasure,
  measureText,
  type Measurable,
  namedMeasure,
  readMeasure,
  readTimeliness,
} from "#audits/actions/measure.ts";
import { DEFAULT_THRESHOLD } from "#audits/measures/suppression.ts";
import { domainsOf, gradesOf } from "#audits/rubric/document.ts";
import { goodLevel } from "#audits/scorecard/card.ts";
import { caseloadNow, measurableOf } from "#db/action-evidence.ts";
import type { Cycle } from "#db/cycles.ts";
import { readingView, type ReadingView } from "./actions.server.ts";
import { store } from "./database.server.ts";

/** A figure that an action may be opened on. */
export type MeasureChoice = { value: string; title: string; words: string; reading: ReadingView };
export type MeasureChoices = {
  refused: string | null;
  groups: { title: string; id: string; choices: MeasureChoice[] }[];
};

/** Every figure of a cycle that an action may move, those that need it most first. @param theme stands on top */
export async function measureChoices(cycle: Cycle, theme: string | null): Promise<MeasureChoices> {
  const { db } = store();
  const source = await measurableOf(db, cycle, { themes: true, criteria: "all" });
  if (!source) return { refused: "There is no such cycle.", groups: [] };
  const { rubric, codebook } = source;
  const grade = readMeasure(source, { kind: "grade", atLeast: rubric.goodFrom });
  const { times, on } = await caseloadNow(db);
  const choice = (measure: ActionMeasure): (MeasureChoice & { share: number })[] => {
    const named = namedMeasure(measure, rubric, codebook, times?.measures);
    const read =
      measure.kind === "timeliness"
        ? readTimeliness(times, on, measure.code, DEFAULT_THRESHOLD)
        : readMeasure(source, measure);
    if (!named.ok || !read.ok) return [];
    const { count, n } = read.value;
    if (measure.kind === "theme" && count === 0) return [];
    const { title } = named.value;
    const words = aboutOf(measure, source);
    return [{ value: measureText(measure), title, words, reading: readingView(read.value, true), share: count / n }];
  };
  const themes = codebook.themes.filter((t) => t.polarity === "improvement").map((t) => t.code);
  const modules = cycle.modules;
  const groups = [
    {
      title: "Themes, commonest first",
      id: "themes",
      choices: themes
        .flatMap((code) => choice({ kind: "theme", code }))
        .sort(
          (a, b) => Number(b.value === `theme:${theme}`) - Number(a.value === `theme:${theme}`) || b.share - a.share,
        ),
    },
    {
      title: "Criteria, weakest first",
      id: "criteria",
      choices: criteriaOf(source, modules)
        .flatMap((key) => choice({ kind: "criterion", key, atLeast: goodLevel(rubric, key) }))
        .sort((a, b) => a.share - b.share),
    },
    {
      title: "Domains and grades",
      id: "domains",
      choices: [
        ...choice({ kind: "grade", atLeast: rubric.goodFrom }),
        ...modules
          .filter((m) => gradesOf(rubric, m) === rubric.grades)
          .flatMap((m) => domainsOf(rubric, m))
          .flatMap(({ domain }) => choice({ kind: "domain", key: domain.key, atLeast: rubric.goodFrom })),
      ],
    },
    {
      title: "Timeliness, all cases",
      id: "timeliness",
      choices: (times?.measures ?? []).flatMap(({ code }) => choice({ kind: "timeliness", code })),
    },
  ];
  return { refused: grade.ok ? null : grade.sentence, groups: groups.filter((g) => g.choices.length > 0) };
}

/** What a figure is about, beside its name. */
function aboutOf(measure: ActionMeasure, { rubric, codebook }: Measurable): string {
  if (measure.kind === "theme") return codebook.themes.find((t) => t.code === measure.code)?.definition ?? "";
  if (measure.kind === "criterion") return rubric.criteria.find((c) => c.key === measure.key)?.title ?? "";
  if (measure.kind === "domain") return rubric.domains.find((d) => d.key === measure.key)?.title ?? "";
  return "";
}

/** Criteria that some plan of the cycle has a level for. */
function criteriaOf({ rubric, counts }: Measurable, modules: string[]): string[] {
  const scored = new Set((counts.criteria ?? []).map(({ key }) => key));
  return modules
    .flatMap((m) => domainsOf(rubric, m).flatMap((d) => d.criteria))
    .map((c) => c.key)
    .filter((key) => scored.has(key));
}
