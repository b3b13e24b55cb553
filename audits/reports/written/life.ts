import type { ChapterKey, LearningReportData } from "../learning-report-data.ts";
import { CHAPTER_TITLES, type ReportKind } from "../outline.ts";
import { chapterOfField, fieldsOf, type OwnWords, withWords } from "./own-words.ts";

/** The life of a report: draft, in review, signed off, issued, withdrawn. An issued report is frozen with its data. */

export const STAGES = ["draft", "review", "signed", "issued", "withdrawn"] as const;
export type Stage = (typeof STAGES)[number];

export const STAGE_LABELS: Record<Stage, string> = {
  draft: "Draft",
  review: "In review",
  signed: "Signed off",
  issued: "Issued",
  withdrawn: "Withdrawn",
};

/** Stages in which words can be changed. */
export const isOpen = (stage: Stage): boolean => stage === "draft" || stage === "review";

export type Verdict = { ok: true } | { ok: false; sentence: string };
const no = (sentence: string): Verdict => ({ ok: false, sentence });

/** One thing to finish before a report can be signed off. `chapter` leads to where it is done. */
export type ToFinish = { sentence: string; chapter: ChapterKey | null; at: "words" | "quotes" | "redaction" };

/** What keeps a report from being signed off. Questions about wording are none of it. */
export function toFinish(report: {
  kind: ReportKind;
  chapters: readonly ChapterKey[];
  data: LearningReportData;
  words: OwnWords;
  /** Quotes that no second person has looked at: the chapter of each. */
  quotes: readonly ("themes" | "families")[];
  /** Finds of the redaction check that nobody has answered. */
  findings: number;
  /** Whether names were looked for in the words as they are now. */
  namesChecked: boolean;
}): ToFinish[] {
  const { chapters, data, words } = report;
  const list: ToFinish[] = [];
  const say = (chapter: ChapterKey, sentence: string) =>
    list.push({ sentence: `${CHAPTER_TITLES[chapter]}: ${sentence}`, chapter, at: "words" });
  const written = withWords(data, words);
  if (
    chapters.includes("grades") &&
    report.kind === "learning" &&
    data.change &&
    !written.aboutChange &&
    words["change.silent"] !== "yes"
  )
    say("grades", `say what the change since ${data.change.since} means, or choose not to comment`);
  if (chapters.includes("asked")) {
    const entries = written.asked ?? [];
    if (entries.length === 0) say("asked", "write the first entry, or leave the chapter out");
    entries.forEach((entry, i) => {
      if (!entry.said || !entry.did) say("asked", `entry ${i + 1} needs what families said and what was done`);
    });
  }
  if (chapters.includes("actions")) {
    const own = written.recommendations ?? [];
    if (own.length === 0 && data.actions.length === 0)
      say("actions", "write the first recommendation, or leave the chapter out");
    own.forEach((item, i) => {
      if (!item.title || !item.owner || !item.due || !item.measure)
        say("actions", `recommendation ${i + 1} needs what is to happen, an owner, a date and a measure`);
    });
  }
  for (const chapter of new Set(report.quotes)) {
    const waiting = report.quotes.filter((one) => one === chapter).length;
    list.push({
      sentence: `${CHAPTER_TITLES[chapter]}: ${waiting} ${waiting === 1 ? "quote needs" : "quotes need"} a second person to check that no child can be recognised`,
      chapter,
      at: "quotes",
    });
  }
  if (report.findings > 0)
    list.push({
      sentence: `${report.findings} ${report.findings === 1 ? "find" : "finds"} of the redaction check ${report.findings === 1 ? "waits" : "wait"} for an answer`,
      chapter: null,
      at: "redaction",
    });
  if (!report.namesChecked)
    list.push({
      sentence: "Look for names in the words as they are now, or say that no list is kept",
      chapter: null,
      at: "redaction",
    });
  return list;
}

/** Whether a chapter has what it needs: for the tick in the rail. */
export function isReady(
  kind: ReportKind,
  chapter: ChapterKey,
  data: LearningReportData,
  words: OwnWords,
  open: readonly ToFinish[],
): boolean {
  if (open.some((item) => item.chapter === chapter)) return false;
  const fields = fieldsOf(kind, chapter, data, words).flatMap((group) => group.fields);
  return fields.length === 0 || fields.some(({ name }) => (words[name] ?? "").trim() !== "");
}

/** How many words of a text are more than its field asks for; 0 where it fits. */
export function wordsOver(text: string, limit: number): number {
  return Math.max(0, (text.match(/\S+/g)?.length ?? 0) - limit);
}

export type LifeFacts = {
  stage: Stage;
  /** Partners whose sign-off the report needs, and those who gave it for the words as they are now. */
  partners: readonly string[];
  signed: readonly string[];
  open: readonly ToFinish[];
};

/** May the report go to this stage now? */
export function mayMove({ stage, partners, signed, open }: LifeFacts, to: Stage): Verdict {
  if (stage === "withdrawn") return no("This report is withdrawn. Start a new one.");
  if (to === "withdrawn") return { ok: true };
  if (stage === "issued") return no("An issued report stays as it is. Withdraw it, and start a new one.");
  switch (to) {
    case "draft":
      return stage === "draft" ? no("The report is a draft already.") : { ok: true };
    case "review":
      if (stage !== "draft") return no("The report is in review already.");
      return partners.length > 0 ? { ok: true } : no("Choose at least one partner who signs the report off");
    case "signed":
      if (stage !== "review") return no("Send the report to review first.");
      if (open.length > 0)
        return no(`${open.length} ${open.length === 1 ? "thing is" : "things are"} still to finish.`);
      return partners.every((partner) => signed.includes(partner))
        ? { ok: true }
        : no("Not every partner has signed off.");
    case "issued":
      if (stage !== "signed") return no("Every partner has to sign the report off before it is issued.");
      return open.length === 0
        ? { ok: true }
        : no(`${open.length} ${open.length === 1 ? "thing is" : "things are"} still to finish.`);
  }
}

/** May a partner sign the report off now? */
export function maySign({ stage, partners, open }: LifeFacts, partner: string): Verdict {
  if (stage !== "review")
    return no(stage === "draft" ? "The report is not in review yet." : "The report is signed off already.");
  if (!partners.includes(partner)) return no("This partner’s sign-off is not asked for.");
  return open.length === 0
    ? { ok: true }
    : no(
        `The report cannot be signed off yet: ${open.length} ${open.length === 1 ? "thing is" : "things are"} to finish.`,
      );
}

/** The chapter on whose page a field stands, among those that the report has. */
export function pageOfField(field: string, chapters: readonly ChapterKey[]): ChapterKey {
  const chapter = chapterOfField(field);
  return chapters.includes(chapter) ? chapter : (chapters[0] ?? "headlines");
}
