import { periodWords } from "../dates.ts";
import { isHidden, shareText } from "../charts/figures.ts";
import { whole } from "../charts/figures.ts";
import { controlLine, LIMITS_FROM } from "./control-line.ts";
import {
  changesBetween,
  changesFinding,
  comparableCycles,
  type CycleLine,
  cycleLine,
  type KeptCycle,
  qualityOf,
  trendWords,
} from "./cycle-line.ts";
import type { Filter, MeasurePage, Section } from "./page.ts";
import { gradedDomains, publishedCycle } from "./published-cycle.ts";
import { CASE_SERIES, type Caseload, type LineChoice, type StepChange, stepsAt } from "./series.ts";
import { type CycleTally, goodOf } from "./tally.ts";
import { codeOfKey, isThemeKey, themeLine, type ThemesOverTime, themesOnLines, wayOfTheme } from "./theme-line.ts";
import { lineSection } from "./timeliness-page.ts";

/** A month-by-month line that would tell of plans with an exception beside that of all plans. */
const NOT_PUBLISHED = "timeliness.plan_20_weeks_without_exceptions";

type Asked = {
  measure: string | null;
  chart: string | null;
  target: string | null;
  view: "internal" | "published";
  /** Oldest first. */
  tallies: CycleTally[];
  kept: KeptCycle[];
  /** Null where there is no cycle. */
  themes: ThemesOverTime | null;
  caseload: Caseload | null;
  steps: ReadonlyMap<string, StepChange[]>;
  maySetSteps: boolean;
};

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** Measures that have a line: of the newest cycle, and of the case records. */
export function measuresOverTime(tallies: readonly CycleTally[], caseload: Caseload | null, internal: boolean) {
  const newest = tallies.at(-1);
  return [
    ...(newest
      ? [
          { key: "good", what: "plans good or better" },
          ...gradedDomains(newest).map(({ key, title }) => ({
            key: `domain.${key}`,
            what: `plans good or better in ${title}`,
          })),
        ]
      : []),
    ...(caseload ? CASE_SERIES.filter(({ key }) => internal || key !== NOT_PUBLISHED) : []),
  ];
}

/** Targets that can be held against a line, in percent. */
const TARGETS = [50, 60, 70, 75, 80, 85, 90, 95, 100];

function choiceOf({ chart, target }: Asked): LineChoice {
  const goal = TARGETS.find((one) => String(one) === target);
  return {
    method: chart === "xmr" || chart === "p" ? chart : null,
    fixed: chart === "first",
    target: goal === undefined ? null : goal / 100,
  };
}

/** One measure over time, with its steps; for measures of plans also what changed since the cycle before. Null while there is none. */
export function overTimePage(asked: Asked): MeasurePage | null {
  const { view, tallies, caseload, steps } = asked;
  const internal = view === "internal";
  const offered = [
    ...measuresOverTime(tallies, caseload, internal),
    ...(asked.themes ? themesOnLines(asked.themes.codebook) : []),
  ];
  const chosen = offered.find(({ key }) => key === asked.measure) ?? offered[0];
  if (!chosen) return null;
  const choice = choiceOf(asked);
  const own = steps.get(chosen.key) ?? [];
  const ofCases = CASE_SERIES.some(({ key }) => key === chosen.key);
  const ofTheme = asked.themes && isThemeKey(chosen.key) ? asked.themes : null;
  const line = ofCases
    ? null
    : ofTheme
      ? themeLine(tallies, ofTheme, codeOfKey(chosen.key), internal)
      : cycleLine(tallies, asked.kept, chosen.key, internal);
  const section = line
    ? cycleSection(
        chosen,
        line,
        own,
        choice,
        tallies,
        ofTheme ? wayOfTheme(ofTheme.codebook, codeOfKey(chosen.key)) : "increase",
      )
    : lineSection(caseload as Caseload, chosen.key, own, internal, true, choice);
  const filters: Filter[] = [
    {
      name: "measure",
      label: "Measure",
      value: chosen.key,
      options: offered.map(({ key, what }) => ({ value: key, text: sentence(what) })),
    },
    {
      name: "chart",
      label: "Limits",
      value: choice.fixed ? "first" : (choice.method ?? ""),
      options: [
        { value: "", text: "As the sizes ask for" },
        { value: "xmr", text: "XmR chart" },
        { value: "first", text: "XmR chart, limits of the first 12 points" },
        { value: "p", text: "p-chart, limits by size" },
      ],
    },
    {
      name: "target",
      label: "Target",
      value: choice.target ? String(Math.round(choice.target * 100)) : "",
      options: [{ value: "", text: "None" }, ...TARGETS.map((one) => ({ value: String(one), text: `${one}%` }))],
    },
  ];
  const title = section.figure?.chart.title ?? sentence(chosen.what);
  return {
    title: "Over time",
    lead: `${sentence(title)}.`,
    view,
    standing: [
      { name: "Measure", value: chosen.what },
      {
        name: "Points",
        value: line ? "one a cycle, random samples measured alike" : "one a month of the case records",
      },
      {
        name: "Rules",
        value:
          "NHS Making Data Count: outside a limit; 7 in a row on one side; 7 rising or falling; 2 of 3 near a limit",
      },
      { name: "Steps", value: own.length ? String(own.length) : "none" },
    ],
    filters,
    sections: [
      {
        ...section,
        links:
          internal && asked.maySetSteps && !ofTheme
            ? [
                {
                  text: "Steps of this measure: set one, or take one back",
                  href: `/measures/steps?measure=${chosen.key}`,
                },
              ]
            : [],
      },
      ...(line && !ofTheme ? [changesSection(asked, internal)] : []),
      {
        id: "alarms",
        title: "How sure a flag is",
        words: [
          "Of lines that do not change at all, about 6 in 100 show a flag somewhere in 13 points, and 15 in 100 in 24. The last point is flagged by chance about once in 100.",
        ],
      },
    ],
  };
}

function cycleSection(
  { key, what }: { key: string; what: string },
  { points, leftOut }: CycleLine,
  steps: StepChange[],
  choice: LineChoice,
  tallies: readonly CycleTally[],
  improvement: "increase" | "decrease",
): Section {
  const [oldest, newest] = [tallies[0] as CycleTally, tallies.at(-1) as CycleTally];
  const shown = points.filter(({ share }) => !isHidden(share) && share.n > 0);
  const plans = shown.reduce((sum, { share }) => sum + (isHidden(share) ? 0 : share.n), 0);
  const source = `${points.length} ${points.length === 1 ? "cycle" : "cycles"}, n = ${whole(plans)} plans in those shown, ${periodWords(oldest.cycle.periodFrom, newest.cycle.periodTo)}; ${newest.rubric.title}, version ${newest.rubric.version}; each cycle has a random sample of its own.`;
  const trend = trendWords(points);
  const base = { id: "over-time", title: "Over time" };
  const control = controlLine({
    what,
    unit: "cycle",
    improvement,
    points,
    steps: stepsAt(points, steps),
    ...choice,
  });
  const better = isThemeKey(key)
    ? { theme: codeOfKey(key) }
    : key.startsWith("domain.")
      ? { domain: key.slice("domain.".length), with: "good" }
      : { grade: "better" };
  const table = {
    id: "cycles",
    caption: `${sentence(what)} by cycle`,
    columns: [
      { label: "Cycle", numeric: false },
      { label: isThemeKey(key) ? "Plans with it (95% interval)" : "Good or better (95% interval)", numeric: true },
    ],
    rows: points.map(({ label, share, cycleId }) => [
      { text: label },
      { text: shareText(share), ...(cycleId && { down: { cycle: cycleId, ...better } }) },
    ]),
    source,
  };
  const few = shown.length < LIMITS_FROM;
  return {
    ...base,
    words: [
      ...(few
        ? [
            `With ${shown.length} ${shown.length === 1 ? "cycle" : "cycles"} there are no limits yet: they need ${LIMITS_FROM}. The lines show how far each share could be off.`,
          ]
        : control.words),
      ...(trend ? [trend] : []),
      ...leftOut,
    ],
    figure: few
      ? { id: "line", chart: { kind: "trend", title: fewFinding(what, points), what, points }, source }
      : { id: "line", chart: control.chart, source },
    table,
  };
}

function fewFinding(what: string, points: CycleLine["points"]): string {
  const known = points.filter(({ share }) => !isHidden(share) && share.n > 0);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return `${what}: no cycle can be shown`;
  if (first === last) return `${what}: ${shareText(last.share).split(" (")[0]} in ${last.label}`;
  const short = ({ share }: (typeof known)[number]) => shareText(share).split(/[ ,]/)[0];
  return `${what}: ${short(first)} in ${first.label}, ${short(last)} in ${last.label}`;
}

/** The newest cycle against the one before, over all measures of plans at once. */
function changesSection({ tallies }: Asked, internal: boolean): Section {
  const { cycles, leftOut } = comparableCycles(tallies);
  const [before, after] = cycles.slice(-2);
  const base = { id: "changes", title: "Since the cycle before" };
  if (!before || !after) return { ...base, words: [leftOut.at(-1) ?? "There is no earlier cycle to compare with."] };
  const [old, now] = [before, after].map((tally) => (internal ? null : publishedCycle(tally)));
  const keys = [
    { key: "good", label: "Whole plan" },
    ...gradedDomains(after).map(({ key, title }) => ({ key: `domain.${key}`, label: title })),
  ];
  const rows = changesBetween(
    keys.map(({ key, label }) => ({
      key,
      label,
      before: qualityOf(before, key, old ?? null),
      after: qualityOf(after, key, now ?? null),
    })),
  );
  return {
    ...base,
    figure: {
      id: "changes",
      chart: {
        kind: "intervals",
        of: "change",
        title: `${after.cycle.title} against ${before.cycle.title}: ${changesFinding(rows)}`,
        what: "change in the share good or better",
        rows: rows.map(({ label, change, why }) => ({ label, change, why })),
      },
      source: `${before.cycle.title} (n = ${goodOf(before).n} plans) and ${after.cycle.title} (n = ${goodOf(after).n}), ${periodWords(before.cycle.periodFrom, after.cycle.periodTo)}; ${after.rubric.title}, version ${after.rubric.version}; 95% intervals (Newcombe); all rows tested at once (Fisher, Benjamini and Hochberg at 0.10).`,
    },
    note: {
      title: "How to read a change",
      words:
        "An open dot means we could not tell. That is not the same as no change: with 20 plans in each cycle, a real shift from 50% to 70% is missed about three times in four. A filled dot passed a test that allows for looking at all rows at once.",
    },
  };
}
