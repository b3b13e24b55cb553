import { list } from "../../charts/describe.ts";
import { isHidden, percentText, whole } from "../../charts/figures.ts";
import { type Inline, type Report, words } from "../blocks.ts";
import { answer } from "../chapters/headlines.ts";
import { type Draft, startDraft } from "../draft.ts";
import { CHAPTERS, type ChapterKey, type LearningReportData } from "../learning-report-data.ts";
import { metaOf, writeChapters } from "../learning-report.ts";
import { CHAPTER_TITLES, KIND_LABELS } from "../outline.ts";
import { changeSentence, counted, plans, shareWords } from "../words.ts";
import { requirePublished } from "./public-version.ts";

/**
 * What inspectors ask about quality assurance: each question with a short answer and where its evidence stands in the pack.
 * Published figures only; the tables, the rubric and the exchange file travel inside its PDF.
 *
 * @throws RangeError for figures with small numbers shown
 */
export function evidencePack(data: LearningReportData): Report {
  requirePublished(data, KIND_LABELS.evidence);
  const chapters = data.chapters ?? CHAPTERS;
  const draft = startDraft();
  draft.add({ kind: "contents", title: "Contents" });
  questions(data, chapters, draft);
  writeChapters(data, draft, chapters);
  unchanged(data, draft);
  const meta = metaOf(data, "How we know the quality of our EHC plans");
  return { meta: { ...meta, keywords: [...meta.keywords, "inspection", "evidence"] }, blocks: draft.blocks };
}

function questions(data: LearningReportData, chapters: readonly ChapterKey[], draft: Draft): void {
  draft.chapter("questions", "Questions, and where the answers stand");
  const ask = (question: string, answers: string[], where: ChapterKey[]) => {
    draft.section(question);
    draft.say(...answers);
    const there = where.filter((key) => chapters.includes(key) && says(key, data));
    if (there.length > 0) draft.runs(seeRuns(there));
  };
  ask(
    "How do you know that plans are good?",
    [answer(data), cyclesSentence(data)],
    ["headlines", "grades", "domains", "limits"],
  );
  ask("Who audits, and how far do they agree?", agreementSentences(data), ["method"]);
  ask(
    "What did you find, and what changed?",
    [
      foundSentence(data),
      data.change
        ? changeSentence(data.change.change, data.change.since)
        : "No earlier cycle may be compared with this one.",
      data.previousActions?.length
        ? `${counted(data.previousActions.length, "earlier action")}, of which ${whole(data.previousActions.filter(({ here }) => here).length)} tested by this audit.`
        : "No earlier action has been tested by this audit yet.",
    ],
    ["themes", "changed", "asked"],
  );
  ask(
    "How do health, care, schools and parents take part?",
    [
      data.auditors.length > 0
        ? `${list(data.auditors.map(({ agency, audits }) => `${agency}: ${counted(audits, "audit")}`))}.`
        : "No audit has been submitted.",
    ],
    ["method", "contributions", "families", "asked"],
  );
  ask("How do leaders challenge, and what follows?", [followsSentence(data)], ["actions", "changed"]);
  ask("Which groups are you not auditing?", [groupsSentence(data)], ["groups", "cautions"]);
  ask(
    "What can this audit not show?",
    ["It reads plans. It does not show whether the support in them was delivered."],
    ["cautions"],
  );
}

const says = (key: ChapterKey, data: LearningReportData): boolean =>
  key === "asked"
    ? (data.asked ?? []).length > 0
    : key === "families"
      ? Boolean(data.families)
      : key === "changed"
        ? Boolean(data.change || data.previousActions?.length || data.previousCycles.length)
        : key === "groups"
          ? data.groups.length > 0
          : key === "actions"
            ? data.actions.length + (data.recommendations ?? []).length > 0
            : key === "contributions"
              ? Boolean(data.contributions)
              : true;

function seeRuns(keys: ChapterKey[]): Inline[] {
  const links = keys.flatMap((key, i): Inline[] => [
    ...(i > 0 ? [{ text: i === keys.length - 1 ? " and " : ", " }] : []),
    { text: CHAPTER_TITLES[key], to: key },
  ]);
  return [{ text: "Evidence: " }, ...links, { text: "." }];
}

function cyclesSentence({ previousCycles }: LearningReportData): string {
  const shown = previousCycles.slice(-8).filter(({ good }) => !isHidden(good));
  return shown.length > 0
    ? `Earlier cycles on the same rubric: ${list(shown.map(({ title, good }) => `${title}, ${shareWords(good)}`))}.`
    : "";
}

function agreementSentences({ agreement, auditors }: LearningReportData): string[] {
  const people = auditors.reduce((sum, row) => sum + row.auditors, 0);
  const who = `${counted(people, "auditor")} of ${counted(auditors.length, "agency", "agencies")}, each scoring blind to the others.`;
  if (agreement.plans === 0) return [who, "No plan was scored by two auditors, so agreement cannot be measured."];
  const same = percentText(agreement.exact, agreement.compared);
  return [
    who,
    `${plans(agreement.plans)} were scored by two or more: the same level on ${same ?? whole(agreement.exact)} of ${counted(agreement.compared, "criterion", "criteria")}.`,
  ];
}

function groupsSentence({ groups, protection }: LearningReportData): string {
  const hidden = groups.flatMap(({ rows }) => rows.filter(({ good }) => isHidden(good)).map(({ label }) => label));
  if (groups.length === 0) return "Plans are not counted by group.";
  return hidden.length > 0
    ? `Too few plans were read to report on ${list(hidden)} (fewer than ${protection.threshold}, or a number from which so few would follow).`
    : "Plans of every phase were read in numbers that can be reported. Other groups are not counted apart.";
}

/** The commonest areas for improvement, and the commonest strength. */
function foundSentence({ themes }: LearningReportData): string {
  const most = (polarity: "improvement" | "strength", many: number) =>
    themes
      .filter((theme) => theme.polarity === polarity && !isHidden(theme.share) && theme.share.count > 0)
      .slice(0, many)
      .map(({ name, share }) => `‘${name}’, ${shareWords(share)}`);
  const [weak, strong] = [most("improvement", 2), most("strength", 1)];
  return [
    weak.length > 0 ? `Found most often as an area for improvement: ${weak.join("; ")}.` : "",
    strong.length > 0 ? `As a strength: ${strong.join("; ")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** What the partnership decided because of the audit; that it was carried out is told where it is tested. */
function followsSentence({ actions, recommendations = [] }: LearningReportData): string {
  if (actions.length + recommendations.length === 0) return "No action has been agreed on this cycle yet.";
  const agreed = counted(actions.length, "action");
  return [
    actions.length > 0
      ? `The partnership agreed ${agreed} on what this cycle found, each with an owner, a date and a measure.`
      : "",
    recommendations.length > 0 ? `This pack makes ${counted(recommendations.length, "recommendation")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function unchanged(data: LearningReportData, draft: Draft): void {
  if (!data.trail) return;
  draft.chapter("trail", "Has anything been rewritten?");
  draft.say(
    "Every change, view and download is an event in a trail in which each event carries the fingerprint of the one before. A change or a gap would show. The numbers below were taken when the figures of this pack were; whoever holds them can check the trail against them.",
  );
  draft.add({
    kind: "definitions",
    items: [
      { term: "Events then", text: words(whole(data.trail.events)) },
      { term: "Fingerprint of the last", text: words(data.trail.hash) },
    ],
  });
}
