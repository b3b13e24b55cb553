import type { Share } from "../../charts/figures.ts";
import { whole } from "../../charts/figures.ts";
import type { Chart } from "../../charts/chart.ts";
import { hiddenSizes } from "../../learning/protect.ts";
import { type Block, words } from "../../reports/blocks.ts";
import { answer } from "../../reports/chapters/headlines.ts";
import { startDraft } from "../../reports/draft.ts";
import { writeChapters } from "../../reports/learning-report.ts";
import type { LearningReportData } from "../../reports/learning-report-data.ts";
import { anyPercent, countsCell, counted, hiddenNotes, shareCell } from "../../reports/words.ts";
import type { Made } from "../content.ts";

/** Entries on how good plans are, and on which plans were read at all. Every figure arrives protected. */

/** How far back results go: eight quarters. */
export const QUARTERS = 8;

type ResultsData = {
  /** Finished cycles of the last eight quarters, oldest first, as they are published. */
  cycles: readonly LearningReportData[];
  /** The share good or better over cycles that measured alike; null below two. */
  line: { points: { label: string; share: Share }[]; leftOut: string[]; trend: string | null } | null;
};

export function resultsEntry({ cycles, line }: ResultsData): Made {
  const newest = cycles.at(-1);
  if (!newest)
    return { ok: false, nothing: "No cycle of the last eight quarters has published results: they start at 10 plans." };
  const draft = startDraft();
  const heading = (id: string, text: string) => draft.add({ kind: "heading", level: 2, id, text });
  const percents = anyPercent(cycles.map(({ grades }) => grades.good));
  draft.table({
    caption: "plans good or better, by cycle",
    textColumns: 2,
    head: [
      [
        { text: "Cycle" },
        { text: "Rubric" },
        { text: "Good or better" },
        ...(percents ? [{ text: "Share (95%\u00a0interval)" }] : []),
        { text: "On the list" },
      ],
    ],
    rows: cycles.map((data) => [
      words(data.cycle.title),
      words(`${data.rubric.title}, version ${data.rubric.version}`),
      countsCell(data.grades.good),
      ...(percents ? [shareCell(data.grades.good)] : []),
      words(whole(data.sample.population)),
    ]),
    notes: hiddenNotes(cycles.map(({ grades }) => grades.good)),
  });
  if (line && line.points.length > 1) {
    heading("over-time", "Over time");
    draft.say(line.trend ?? "", ...line.leftOut);
    const chart: Chart = {
      kind: "trend",
      title: "Plans good or better, by cycle",
      what: "plans good or better",
      points: line.points,
    };
    draft.figure(
      "plans good or better, by cycle",
      chart,
      "Cycles that measured alike, each with a random sample of its own.",
    );
  }
  // Quotes leave only through a report, where a second person has checked each.
  const unquoted = { ...newest, themes: newest.themes.map((theme) => ({ ...theme, quotes: [] })), commentary: [] };
  heading("newest", `The newest results: ${newest.cycle.title}`);
  const before = draft.blocks.length;
  writeChapters(unquoted, draft, ["grades", "domains", "limits", "themes", "cautions"]);
  lower(draft.blocks, before);
  for (const [i, data] of cycles.slice(0, -1).toReversed().entries()) {
    heading(`earlier-${i + 1}`, data.cycle.title);
    draft.say(answer(data));
    draft.table({
      caption: `domains in ${data.cycle.title}`,
      head: [[{ text: "Domain" }, { text: "Good or better" }, { text: "Share (95%\u00a0interval)" }]],
      rows: data.domains.map((domain) => [words(domain.title), countsCell(domain.good), shareCell(domain.good)]),
      notes: hiddenNotes(data.domains.map(({ good }) => good)),
    });
  }
  const earlier = cycles.length > 1 ? ` ${counted(cycles.length, "cycle")} in the last eight quarters.` : "";
  return { ok: true, summary: `${answer(newest)}${earlier}`, blocks: draft.blocks };
}

/** Chapters of a report stand here under a heading of the second level, and without their numbers. */
export function lower(blocks: Block[], from: number): void {
  for (let i = from; i < blocks.length; i++) {
    const block = blocks[i];
    if (block?.kind !== "heading") continue;
    const { number: _number, ...rest } = block;
    blocks[i] = { ...rest, level: block.level === 2 ? 3 : 4 };
  }
}

export type CoverageGroup = {
  title: string;
  /** Active plans of the caseload and plans signed off in the cycles, by group, in the order of the vocabulary. */
  rows: { label: string; caseload: number; audited: number }[];
};

/**
 * Which groups the audits of the last eight quarters reached. A group whose plans, or whose audited plans, are few is hidden,
 * with another where it would follow from the total.
 */
export function coverageEntry(groups: readonly CoverageGroup[], cycles: number): Made {
  const all = groups.flatMap(({ rows }) => rows);
  if (cycles === 0 || all.length === 0)
    return { ok: false, nothing: "No cycle of the last eight quarters has ended its moderation." };
  const draft = startDraft();
  const without: string[] = [];
  for (const { title, rows } of groups) {
    const sizes = hiddenSizes(rows.map(({ caseload }) => caseload));
    const read = hiddenSizes(rows.map(({ audited }) => audited));
    draft.table({
      caption: `${title.toLowerCase()}: plans in the caseload, and plans audited`,
      head: [[{ text: title }, { text: "In the caseload now" }, { text: "Audited" }]],
      rows: rows.map((row, i) => [
        words(row.label),
        words(sizes[i] ? "c" : whole(row.caseload)),
        words(read[i] ? "c" : whole(row.audited)),
      ]),
      notes: [...sizes, ...read].includes(true)
        ? ["c: fewer than 5 plans, or a number from which so few would follow."]
        : [],
    });
    without.push(...rows.filter((row, i) => !sizes[i] && !read[i] && row.audited === 0).map(({ label }) => label));
  }
  if (without.length) {
    draft.add({ kind: "heading", level: 2, id: "none", text: "Groups of which no plan was audited" });
    draft.bullets(without);
  }
  const audited = groups[0]?.rows.reduce((sum, row) => sum + row.audited, 0) ?? 0;
  const none = without.length
    ? `No plan was audited of: ${without.join(", ")}.`
    : "No group of a size that can be shown was left out.";
  return {
    ok: true,
    summary: `${counted(audited, "plan")} audited in ${counted(cycles, "cycle")}. ${none}`,
    blocks: draft.blocks,
  };
}
