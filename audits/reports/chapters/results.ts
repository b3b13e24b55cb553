import { periodWords } from "../../dates.ts";
import {
  type Count,
  countText,
  HIDDEN_SIGN,
  isHidden,
  PERCENT_FROM,
  percentText,
  type Share,
  whole,
} from "../../charts/figures.ts";
import { goodWords } from "../../charts/describe.ts";
import { type Inline, words } from "../blocks.ts";
import type { Draft } from "../draft.ts";
import type { DomainData, LearningReportData } from "../learning-report-data.ts";
import {
  anyPercent,
  changeSentence,
  countsCell,
  countWords,
  goodPhrase,
  hiddenLast,
  hiddenNotes,
  plans,
  shareCell,
} from "../words.ts";
import { answer, loweredTo } from "./headlines.ts";

/** What stands under a figure or table: base, period and method of its numbers. */
export function sourceLine(data: LearningReportData, n: number): string {
  return `n = ${whole(n)} of ${whole(data.sample.population)} plans, ${periodWords(data.cycle.from, data.cycle.to)}, ${data.rubric.title} ${data.rubric.version}.`;
}

export function grades(data: LearningReportData, draft: Draft): void {
  const { grades: results, levels } = data;
  draft.chapter("grades", "Grades");
  draft.say(answer(data));
  if (results.n === 0) return;
  const before = "By score alone";
  const after = results.limitsMode === "applied" ? "After limits" : "If limits applied";
  const bars = [
    { label: after, counts: results.after },
    { label: before, counts: results.before },
  ];
  const rows = results.limitsMode === "applied" ? bars : bars.toReversed();
  draft.figure(
    "plans at each grade",
    { kind: "grade-bars", title: "Plans at each grade", levels, rows },
    sourceLine(data, results.n),
  );
  const shares = results.n >= PERCENT_FROM;
  const cells = (count: Count): Inline[][] => {
    const share = isHidden(count) ? HIDDEN_SIGN : percentText(count, results.n);
    return !shares || share === null ? [words(countText(count))] : [words(countText(count)), words(share)];
  };
  draft.table({
    caption: "plans at each grade, with and without limits",
    head: [
      [{ text: "Grade" }, ...rows.flatMap(({ label }) => [{ text: label }, ...(shares ? [{ text: "Share" }] : [])])],
    ],
    rows: levels.map((level, i) => [
      [{ text: level.label, level: { index: i, of: levels.length } }],
      ...rows.flatMap(({ counts }) => cells(counts[i] as Count)),
    ]),
    notes: [
      ...hiddenNotes([...results.after, ...results.before]),
      ...(shares ? [] : [`Fewer than ${PERCENT_FROM} plans: no percentages.`]),
    ],
  });
  draft.say(...gradeNotes(data));
  if (data.previousCycles.length > 0) since(data, draft);
}

function gradeNotes({ grades: results }: LearningReportData): string[] {
  const notes: string[] = [];
  if (results.notGraded !== 0)
    notes.push(`Not graded, because too little could be judged: ${countWords(results.notGraded)}.`);
  notes.push(
    results.overridden === 0
      ? "The panel changed no grade."
      : `Grades that the panel changed, with a recorded reason: ${countWords(results.overridden)}.`,
  );
  return notes;
}

function since(data: LearningReportData, draft: Draft): void {
  draft.section("Since earlier cycles");
  draft.say(
    data.change
      ? changeSentence(data.change.change, data.change.since)
      : "The change since the last cycle is not stated, because the two may not be compared.",
  );
  for (const paragraph of data.aboutChange ?? []) draft.say(paragraph);
  const points = [
    ...data.previousCycles.map(({ title, good }) => ({ label: title, share: good })),
    { label: data.cycle.title, share: data.grades.good },
  ];
  const what = `plans ${goodPhrase(data)}`;
  draft.figure(
    `${what}, by cycle`,
    { kind: "trend", title: `Plans ${goodPhrase(data)} by cycle`, what, points },
    "Dot: share of the sampled plans. Line: 95% interval. The scale runs from 0% to 100%.",
  );
}

export function domains(data: LearningReportData, draft: Draft): void {
  draft.chapter("domains", "Domains");
  const ordered = [
    ...data.domains.filter((domain) => domain.headline),
    ...data.domains.filter((domain) => !domain.headline),
  ];
  if (data.grades.n === 0 || ordered.length === 0) {
    draft.say("No domain has results yet.");
    return;
  }
  const good = goodWords(data.levels);
  const headline = ordered.filter((domain) => domain.headline).length;
  const shares = anyPercent(ordered.map((domain) => domain.good));
  draft.say(
    headline > 1
      ? `The ${headline} headline domains come first.`
      : headline === 1
        ? "The headline domain comes first."
        : "",
    shares
      ? `Bars show numbers of plans; the dot and its line show the share ${good.toLowerCase()} and how sure we can be of it.`
      : "Bars show numbers of plans; these are too few for percentages.",
    spread(ordered),
  );
  const title = "plans at each level by domain";
  const rows = ordered.map((domain) => ({
    label: domain.title,
    note: notGradedNote(domain),
    counts: domain.counts,
    good: domain.good,
  }));
  const levelHeads = data.levels.map((level) => ({ text: level.label }));
  const source = sourceLine(data, data.grades.n);
  if (shares) {
    draft.figure(
      title,
      { kind: "domains", title, levels: data.levels, rows },
      `${source} Do not rank domains whose lines overlap.`,
    );
  } else draft.figure(title, { kind: "grade-bars", title, levels: data.levels, rows }, source);
  draft.table({
    caption: title,
    head: shares
      ? [
          [{ text: "" }, { text: "Plans at each level", span: data.levels.length }, { text: good, span: 2 }],
          [{ text: "Domain" }, ...levelHeads, { text: "Plans" }, { text: "Share (95%\u00a0interval)" }],
        ]
      : [[{ text: "Domain" }, ...levelHeads, { text: good }]],
    rows: ordered.map((domain) => [
      words(domain.title),
      ...domain.counts.map((count) => words(countText(count))),
      countsCell(domain.good),
      ...(shares ? [shareCell(domain.good)] : []),
    ]),
    notes: hiddenNotes(ordered.flatMap((domain) => [...domain.counts, domain.good])),
  });
}

function notGradedNote(domain: DomainData): string | undefined {
  if (domain.notGraded === 0) return undefined;
  return isHidden(domain.notGraded) ? `${HIDDEN_SIGN} not graded` : `${plans(domain.notGraded)} not graded`;
}

/** Lowest and highest share, and whether their intervals keep apart. Silent unless two shares may be shown. */
function spread(all: DomainData[]): string {
  type Shown = { title: string; percent: string; value: number; lower: number; upper: number };
  const shown = all.flatMap(({ title, good }): Shown[] => {
    const percent = isHidden(good) ? null : percentText(good.count, good.n);
    if (isHidden(good) || percent === null || !good.interval) return [];
    return [{ title, percent, value: good.count / good.n, ...good.interval }];
  });
  const [lowest, highest] = [
    shown.toSorted((a, b) => a.value - b.value)[0],
    shown.toSorted((a, b) => b.value - a.value)[0],
  ];
  if (!lowest || !highest || lowest.percent === highest.percent) return "";
  const apart = lowest.upper < highest.lower;
  const sure = apart
    ? "Their intervals do not overlap, so chance is an unlikely explanation for that gap."
    : "Their intervals overlap, so chance alone could explain the order.";
  return `The share runs from ${lowest.percent} (${lowest.title}) to ${highest.percent} (${highest.title}). ${sure}`;
}

export function limits(data: LearningReportData, draft: Draft): void {
  draft.chapter("limits", "Legal duties and limits");
  draft.section("Limits that fired");
  firedLimits(data, draft);
  timeliness(data, draft);
}

function firedLimits(data: LearningReportData, draft: Draft): void {
  const { limits: fired, grades: results } = data;
  const applied = results.limitsMode === "applied";
  draft.say(
    "A limit is a rule of the rubric: where a duty or an essential is missing, a plan cannot get a higher grade, however good the rest is.",
    applied ? "" : "In this cycle limits were tried out. They changed no grade.",
    results.n === 0 ? "No plan has a result yet." : loweredSentence(data),
  );
  const rows = hiddenLast(
    fired.rows.filter((row) => row.plans !== 0),
    (row) => row.plans,
    (row) => row.key,
  );
  if (rows.length === 0) {
    if (results.n > 0) draft.say("No limit fired.");
    return;
  }
  draft.table({
    caption: `limits that ${applied ? "fired" : "would have fired"}, by criterion`,
    head: [[{ text: "Criterion" }, { text: "Effect" }, { text: "Plans" }]],
    textColumns: 2,
    rows: rows.map((row) => [
      [{ text: `${row.key} `, soft: true }, { text: row.title }],
      words(row.effect),
      words(countText(row.plans)),
    ]),
    notes: [
      "A plan can trip more than one limit, so the plans do not add up.",
      ...hiddenNotes(rows.map((row) => row.plans)),
    ],
  });
}

function loweredSentence(data: LearningReportData): string {
  const { limits: fired, grades: results } = data;
  const would = results.limitsMode === "applied" ? "lowered" : "would have lowered";
  if (isHidden(fired.lowered)) return `How many grades limits ${would} cannot be shown: ${fired.lowered.reason}.`;
  if (fired.lowered === 0) return `Limits ${would} no grade.`;
  const to = loweredTo(data);
  return `Limits ${would} the grade of ${plans(fired.lowered)}${to ? `: ${to}` : ""}.`;
}

function timeliness(data: LearningReportData, draft: Draft): void {
  if (!data.timeliness) return;
  draft.section("Timeliness");
  draft.runs([
    {
      text: "Timeliness is reported on its own, so that lateness does not hide the quality of a plan, nor quality lateness.",
      note: "The Special Educational Needs and Disability Regulations 2014: advice within 6 weeks of the request (regulation 8), the final plan within 20 weeks of the request for an assessment (regulation 13). Both have exceptions.",
    },
    { text: data.timeliness.source ? ` ${data.timeliness.source}` : "" },
  ]);
  shareTable(draft, "steps done in time", "Step", "In time", data.timeliness.rows);
}

/** Tables of one share a row: groups, timeliness. */
export function shareTable(
  draft: Draft,
  caption: string,
  first: string,
  good: string,
  rows: { label: string; share: Share }[],
): void {
  const shares = anyPercent(rows.map(({ share }) => share));
  draft.table({
    caption,
    head: [[{ text: first }, { text: good }, ...(shares ? [{ text: "Share (95%\u00a0interval)" }] : [])]],
    rows: rows.map(({ label, share }) => [words(label), countsCell(share), ...(shares ? [shareCell(share)] : [])]),
    notes: hiddenNotes(rows.map(({ share }) => share)),
  });
}
