import { isHidden } from "#audits/charts/figures.ts";
import type { KeptCycle } from "#audits/learning/cycle-line.ts";
import { cycleLine } from "#audits/learning/cycle-line.ts";
import { controlLine } from "#audits/learning/control-line.ts";
import type { ControlLine } from "#audits/learning/control-line.ts";
import { measuresOverTime, overTimePage } from "#audits/learning/over-time-page.ts";
import type { MeasurePage } from "#audits/learning/page.ts";
import { gradedDomains } from "#audits/learning/published-cycle.ts";
import { caseSeries, internalLine, stepsAt } from "#audits/learning/series.ts";
import type { CycleTally } from "#audits/learning/tally.ts";
import { isThemeKey, type ThemesOverTime } from "#audits/learning/theme-line.ts";
import { RESULTS_OUT } from "#audits/panel/life.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import type { Codebook } from "#audits/themes/codebook.ts";
import { cyclesByCodebook } from "#db/codebooks.ts";
import { codebookOf } from "#db/rubrics.ts";
import { themeCounts } from "#db/theme-counts.ts";
import { stepsInForce } from "#db/steps.ts";
import { caseloadOf } from "#db/caseload.ts";
import { cyclesKept } from "#db/tallies.ts";
import { store } from "../database.server.ts";
import type { Asked } from "./ask.server.ts";
import { cyclesFor } from "./cycles.server.ts";

/** A measure over time, of plans by cycle or of the caseload by month. */
export async function makeOverTime(ask: Asked): Promise<MeasurePage | null> {
  const { db } = store();
  const tallies = await cyclesOnLine(ask);
  return overTimePage({
    measure: ask.choice.get("measure"),
    chart: ask.choice.get("chart"),
    target: ask.choice.get("target"),
    view: ask.view,
    tallies,
    kept: await keptCycles(tallies.at(-1), ask.view === "internal"),
    themes: await themesOf(tallies, ask.choice.get("measure") ?? ""),
    caseload: await caseloadOf(db),
    steps: await stepsInForce(db),
    maySetSteps: ask.maySetSteps,
  });
}

/** The codebook of the newest cycle, and, where a theme is asked for, in how many plans of each cycle each theme was found. */
async function themesOf(tallies: readonly CycleTally[], key: string): Promise<ThemesOverTime | null> {
  const { db } = store();
  const newest = tallies.at(-1);
  if (!newest) return null;
  const books = new Map((await cyclesByCodebook(db)).map(({ id, codebookId }) => [id, codebookId]));
  const bookOf = async (id: string) => (await codebookOf(db, books.get(id) ?? "")).document;
  const codebook = await bookOf(newest.cycle.id);
  const ids = isThemeKey(key) ? tallies.map(({ cycle }) => cycle.id) : [];
  const counts = await themeCounts(db, ids, codebook);
  const cycles: [string, { codebook: Codebook; counts: ReadonlyMap<string, number> }][] = [];
  for (const id of ids) cycles.push([id, { codebook: await bookOf(id), counts: counts.get(id) ?? new Map() }]);
  return { codebook, cycles: new Map(cycles) };
}

/** Cycles whose results are out, oldest first: a cycle still in moderation is no point of a line yet. */
const cyclesOnLine = async (ask: Asked): Promise<CycleTally[]> =>
  (await cyclesFor(ask)).filter(({ cycle }) => RESULTS_OUT.includes(cycle.status)).reverse();

/** Cycles whose evidence is gone, where they measured the same as the newest. */
async function keptCycles(newest: CycleTally | undefined, internal: boolean): Promise<KeptCycle[]> {
  if (!newest) return [];
  const keys = new Map(gradedDomains(newest).map(({ key, title }) => [title, key]));
  return (await cyclesKept(store().db)).flatMap(({ cycle, figures }): KeptCycle[] => {
    const whole = figures as CycleFigures;
    const { rubric } = newest;
    const alike =
      whole.rubric.title === rubric.title &&
      whole.rubric.version === rubric.version &&
      cycle.shortForm === newest.cycle.shortForm &&
      whole.grades.limitsMode === newest.cycle.limitsMode &&
      !whole.sample.chosen;
    if (!alike) return [];
    const shown = internal ? whole : published(whole);
    const domains = shown.domains.flatMap(({ title, good }) => {
      const key = keys.get(title);
      return key ? [[key, good] as const] : [];
    });
    return [{ title: cycle.title, day: cycle.scoringOpens, good: shown.grades.good, domains: new Map(domains) }];
  });
}

/** One measure with the internal line on which a step may be set; null for a key that is none. */
export async function lineForSteps(
  ask: Asked,
  key: string,
): Promise<{ what: string; line: ControlLine; points: { label: string; day: string }[] } | null> {
  const { db } = store();
  const tallies = await cyclesOnLine(ask);
  const caseload = await caseloadOf(db);
  const known = measuresOverTime(tallies, caseload, true).find((one) => one.key === key);
  if (!known) return null;
  const steps = (await stepsInForce(db)).get(key) ?? [];
  const series = caseload && caseSeries(key, caseload);
  if (series) {
    const points = series.years.flatMap((year) => year.points);
    return { what: known.what, line: internalLine(series, { steps, method: "xmr" }), points };
  }
  const { points } = cycleLine(tallies, await keptCycles(tallies.at(-1), true), key, true);
  const shown = points.filter(({ share }) => !isHidden(share));
  const line = controlLine({
    what: known.what,
    unit: "cycle",
    improvement: "increase",
    points: shown,
    steps: stepsAt(shown, steps),
    method: "xmr",
  });
  return { what: known.what, line, points: shown };
}
