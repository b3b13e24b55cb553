import { dateWords } from "#audits/dates.ts";
import { type ToFinish, thingsToFinish } from "#audits/panel/answer.ts";
import { ownResult } from "#audits/panel/result.ts";
import { type Criterion, gradesOf, levelsOf, type RubricDocument } from "#audits/rubric/document.ts";
import type { ModuleGrade } from "#audits/rubric/grade-plan.ts";
import type { SavedAnswer, Sheet } from "#db/audits.ts";
import {
  caseHead,
  domainsAsked,
  isScored,
  levelOrLower,
  paperSheetOf,
  pathsOf,
  scoreMark,
} from "./score-sheet.server.ts";

/** What an auditor confirms with the audit. */
export const CONFIRMATIONS = [
  {
    name: "independent",
    words: "I did not write, approve or advise on this plan, and I do not know the family",
    missing: "Confirm that you did not write, approve or advise on this plan, and do not know the family",
  },
  {
    name: "unnamed",
    words: "My quotes and findings do not name or identify the child",
    missing: "Confirm that your quotes and findings do not name or identify the child",
  },
] as const;

/** A line of what is left to finish: the words that lead there, and what to do. */
type FinishLine = { link: string; rest: string; href: string };

/** More unscored criteria than this are one line, which leads to the first. */
const FEW = 3;

/** What is left to finish, in the order of the sheet; last what was not scored at all. */
function finishLines(sheet: Sheet, toFinish: ToFinish[]): FinishLine[] {
  const titles = new Map(sheet.asked.map((c) => [c.key, c.title]));
  const unscored = new Set(sheet.asked.filter((c) => !sheet.answers.has(c.key)).map((c) => c.key));
  const paths = pathsOf(sheet.audit.id);
  const line = (t: ToFinish): FinishLine => ({
    link: `${t.criterion} ${titles.get(t.criterion)}`,
    rest: `: ${t.sentence}`,
    href: `${paths.criterion(t.criterion)}?from=check`,
  });
  const begun = toFinish.filter((t) => !unscored.has(t.criterion));
  const left = toFinish.filter((t) => unscored.has(t.criterion));
  const [first] = left;
  if (!first || left.length <= FEW) return toFinish.map(line);
  return [
    ...begun.map(line),
    {
      link: `${left.length} criteria are not scored yet`,
      rest: `. The first is ${first.criterion}.`,
      href: paths.criterion(first.criterion),
    },
  ];
}

/** The whole audit for its auditor, who sees totals and limits of their own levels once everything is scored, not before. */
export function checkView(sheet: Sheet) {
  const toFinish = thingsToFinish(sheet.rubric, sheet.asked, [...sheet.answers.values()]);
  const paths = pathsOf(sheet.audit.id);
  const whole = sheet.asked.every((c) => isScored(sheet, c));
  const grades = whole ? ownGrades(sheet) : [];
  const last = sheet.asked[sheet.asked.length - 1]?.key ?? null;
  return {
    ...caseHead(sheet),
    submittedOn: sheet.audit.submittedAt ? dateWords(sheet.audit.submittedAt) : null,
    back: last && { key: last, href: paths.criterion(last) },
    toFinish: { count: toFinish.length, lines: finishLines(sheet, toFinish) },
    domains: domainsAsked(sheet).map(({ domain, criteria }) => ({
      title: domain.title,
      result: grades.flatMap((g) => g.domains.filter((d) => d.key === domain.key))[0] ?? null,
      rows: criteria.map((c) => ({
        key: c.key,
        title: c.title,
        mark: scoreMark(sheet.rubric, c, sheet.answers.get(c.key)?.score ?? null),
        about: aboutAnswer(sheet.answers.get(c.key)),
        todo: toFinish.find((t) => t.criterion === c.key)?.sentence ?? null,
        href: `${paths.criterion(c.key)}?from=check`,
      })),
    })),
    grades,
    counts: countsOf(sheet),
    handBack: paths.handBack,
    typeIn: paths.typeIn,
    paperSheet: paperSheetOf(sheet.cycle, sheet.audit.agency),
  };
}

export type CheckView = ReturnType<typeof checkView>;

/** "2 quotes, finding", or the reason where there is no level. */
function aboutAnswer(answer: SavedAnswer | undefined): string {
  if (!answer) return "";
  if (typeof answer.score !== "number" && answer.reason) return `Reason: ${answer.reason}`;
  const quotes = answer.quotes.length;
  const parts = [quotes === 1 ? "1 quote" : quotes > 1 && `${quotes} quotes`, answer.finding && "finding"];
  return parts.filter(Boolean).join(", ");
}

function countsOf(sheet: Sheet) {
  const answers = sheet.asked.flatMap((c) => sheet.answers.get(c.key) ?? []);
  return {
    levels: answers.filter((a) => typeof a.score === "number").length,
    cannotTell: answers.filter((a) => a.score === "CT").length,
    notApplicable: answers.filter((a) => a.score === "NA").length,
    quotes: answers.reduce((sum, a) => sum + a.quotes.length, 0),
    findings: answers.filter((a) => a.finding).length,
  };
}

/** A percent and its grade, both null where too little could be judged. */
type Graded = { percent: string | null; grade: { key: string; label: string; short: string } | null };

/** One module's result from one's own levels, with the limits that fire and those that the panel could still trip. */
export type OwnGrade = Graded & {
  module: string;
  title: string;
  /** The grade by score alone, where a limit lowered it. */
  raw: string | null;
  /** Limits that lower the grade, or would where they are not applied. */
  lowered: string[];
  /** Whether any limit fires, with or without effect. */
  fired: boolean;
  /** What one step lower would do, a sentence a rule. */
  couldLimit: string[];
  /** Limits are reported but not applied in this cycle. */
  shadow: boolean;
  domains: (Graded & { key: string; title: string })[];
};

function ownGrades(sheet: Sheet): OwnGrade[] {
  const { rubric, cycle, asked } = sheet;
  const scores = new Map([...sheet.answers].map(([key, a]) => [key, a.score]));
  return ownResult(rubric, cycle.modules, asked, scores, cycle.limitsMode).map((result) => ({
    module: result.module,
    title: rubric.modules.find((m) => m.key === result.module)?.title ?? result.module,
    percent: result.overallText,
    grade: gradeOf(rubric, result.module, result.grade),
    raw: result.grade !== result.rawGrade ? (gradeOf(rubric, result.module, result.rawGrade)?.label ?? null) : null,
    lowered: result.fired
      .filter((f) => rankOf(rubric, result.module, f.cap) > rankOf(rubric, result.module, result.rawGrade))
      .map((f) => firedWords(rubric, result.module, f, cycle.limitsMode === "shadow" || f.shadow === true)),
    fired: result.fired.length > 0,
    couldLimit: couldLimit(sheet, result.module, result.grade),
    shadow: cycle.limitsMode === "shadow",
    domains: rubric.domains.flatMap((d) => {
      const own = result.domains[d.key];
      if (!own) return [];
      const percent = own.percent === null ? null : own.percent.toFixed(rubric.scoring.decimals);
      return [{ key: d.key, title: d.title, percent, grade: gradeOf(rubric, result.module, own.grade) }];
    }),
  }));
}

function gradeOf(rubric: RubricDocument, module: string, key: string | null) {
  const grade = gradesOf(rubric, module).find((g) => g.key === key);
  return grade ? { key: grade.key, label: grade.label, short: grade.short } : null;
}

/** 0 for the best grade. */
const rankOf = (rubric: RubricDocument, module: string, key: string | null) =>
  gradesOf(rubric, module).findIndex((g) => g.key === key);

/** "A legal duty is not met (EP2): limits the whole plan to Inadequate" */
function firedWords(
  rubric: RubricDocument,
  module: string,
  limit: ModuleGrade["fired"][number],
  shadow: boolean,
): string {
  const because = limit.because.length ? ` (${limit.because.join(", ")})` : "";
  const verb = shadow ? "would limit" : "limits";
  return `${limit.label}${because}: ${verb} the whole plan to ${gradeOf(rubric, module, limit.cap)?.label ?? limit.cap}`;
}

/** Which of one's own levels, one step lower, would limit the plan further than its grade stands: "EP2 would limit the whole plan to …". */
function couldLimit(sheet: Sheet, module: string, grade: string | null): string[] {
  const { rubric, asked, answers } = sheet;
  return rubric.limits.flatMap((limit) => {
    if (limit.type !== "criterion" || rankOf(rubric, module, limit.cap) <= rankOf(rubric, module, grade)) return [];
    const near = asked.filter(
      (c) => limit.criteria.includes(c.key) && isNext(rubric, c, answers.get(c.key), limit.atOrBelow),
    );
    const [first] = near;
    if (!first) return [];
    const each = near.length > 1 ? "would each limit" : "would limit";
    const level = levelOrLower(rubric, first, limit.atOrBelow);
    const cap = gradeOf(rubric, module, limit.cap)?.label ?? limit.cap;
    return [`${listWords(near.map((c) => c.key))} ${each} the whole plan to ${cap} if the panel agreed ${level}.`];
  });
}

/** Whether the level given is the one just above those at which a limit fires. */
function isNext(rubric: RubricDocument, c: Criterion, answer: SavedAnswer | undefined, atOrBelow: number): boolean {
  const above = levelsOf(rubric, c)
    .map((l) => l.value)
    .filter((value) => value > atOrBelow);
  return answer?.score === Math.min(...above);
}

const listWords = (items: string[]) =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;

/** Why an audit was not submitted, each with where it is put right. */
export const refusedBecause = (sheet: Sheet, toFinish: ToFinish[], unconfirmed: string[]) => [
  ...finishLines(sheet, toFinish).map((line) => ({ sentence: `${line.link}${line.rest}`, href: line.href })),
  ...CONFIRMATIONS.filter((c) => unconfirmed.includes(c.name)).map((c) => ({
    sentence: c.missing,
    href: `#${c.name}`,
  })),
];
