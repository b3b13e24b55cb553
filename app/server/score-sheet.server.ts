import { data } from "@remix-run/node";
import { caseWords } from "#audits/cases/words.ts";
import { clockWords, dayWords, dueWords, sinceWords, weekdayWords } from "#audits/dates.ts";
import { mayScore } from "#audits/panel/life.ts";
import { type Criterion, levelsOf, mayNotTell, type RubricDocument } from "#audits/rubric/document.ts";
import type { LimitsMode } from "#audits/rubric/grade-plan.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import type { Codebook } from "#audits/themes/codebook.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { ownSheet, ownToSave, type SavedAnswer, type Sheet, type ToSave } from "#db/audits.ts";
import { CANNOT_TELL, DOES_NOT_APPLY, type LevelTone, NOT_SCORED, toneAt } from "~/components/levels.tsx";
import type { Clash } from "~/components/autosave/save-reply.ts";
import type { SheetPage } from "~/components/score-sheet/sheet-memory.ts";
import { keysAreOn } from "~/components/single-keys.ts";
import { formOf, themesSuggested } from "./answer-form.server.ts";
import { waitingKeyOf } from "./area-keys.ts";
import { area, now, store, today } from "./database.server.ts";
import { notFound } from "./session.server.ts";

/** One's own audit, as the address names it. @throws 404 when it is not there for this person, or was handed back */
export async function requireSheet(auditId: string | undefined, actorId: string): Promise<Sheet> {
  const sheet = auditId ? await ownSheet(store().db, auditId, actorId) : null;
  if (!sheet) throw notFound();
  const gone = whyGone(sheet);
  if (gone !== null) throw data({ sentence: gone }, { status: 404 });
  return sheet;
}

type OwnOrWhy = { own: ToSave & { criterion: Criterion }; gone: null } | { own: null; gone: string };

/**
 * What a save needs of one's own audit, or why it cannot be written in any more, as when somebody else was given its plan.
 * @throws 404 when it is not there for this person, or the criterion is not asked for its plan
 */
export async function ownOrWhy(auditId: string | undefined, actorId: string, criterionKey: string): Promise<OwnOrWhy> {
  const own = auditId ? await ownToSave(store().db, auditId, actorId, criterionKey) : null;
  if (!own) throw notFound();
  const gone = whyGone(own);
  if (gone !== null) return { own: null, gone };
  const { criterion } = own;
  if (!criterion) throw notFound();
  return { own: { ...own, criterion }, gone };
}

/** Why an audit that was taken back cannot be written in any more; null for every other. */
function whyGone({ audit, cycle }: Pick<ToSave, "audit" | "cycle">): string | null {
  const verdict = audit.status === "withdrawn" ? mayScore(cycle.status, audit.status) : null;
  return verdict && !verdict.ok ? verdict.sentence : null;
}

/** The criterion of the address, where it is asked for this plan. @throws 404 when it is not */
export function requireCriterion(sheet: Sheet, key: string | undefined): Criterion {
  const criterion = sheet.asked.find((c) => c.key === key);
  if (!criterion) throw notFound();
  return criterion;
}

/** Addresses of the pages of one audit. */
export const pathsOf = (auditId: string) => ({
  criterion: (key: string) => `/audits/${auditId}/criteria/${key}`,
  save: `/audits/${auditId}/save`,
  check: `/audits/${auditId}/check`,
  submitted: `/audits/${auditId}/submitted`,
  handBack: `/audits/${auditId}/hand-back`,
  typeIn: `/audits/${auditId}/type-in`,
  /** The text of a made-up plan, and how own levels lie against its reference once they are submitted. */
  plan: `/audits/${auditId}/plan`,
  calibration: `/audits/${auditId}/calibration`,
});

/** The address of the sheet to print for the rubric and the form of a cycle, with what one agency scores. */
export const paperSheetOf = (cycle: { rubricId: string; shortForm: boolean }, agency: string): string =>
  `/rubrics/${cycle.rubricId}/sheet.pdf?${new URLSearchParams({ form: cycle.shortForm ? "short" : "full", agency })}`;

/** What the pages of an audit say of it on top: which plan, how far, when saved. Nothing of anybody else. */
export function caseHead(sheet: Sheet) {
  const answers = [...sheet.answers.values()];
  const savedAt = answers.map((a) => a.savedAt.getTime());
  const open = mayScore(sheet.cycle.status, sheet.audit.status);
  return {
    reference: sheet.sampled.snapshot.reference,
    words: caseWords(sheet.sampled.snapshot),
    planDate: dayWords(sheet.sampled.snapshot.planDate),
    scored: sheet.asked.filter((c) => isScored(sheet, c)).length,
    of: sheet.asked.length,
    savedAt: savedAt.length ? sinceWords(new Date(Math.max(...savedAt)), now()) : null,
    /** Why nothing can be changed, or null. */
    closed: open.ok ? null : open.sentence,
    due: dueOf(sheet),
  };
}

/** When one's audit is due, and what being late means: nothing is closed by the day alone. Null once it is in. */
function dueOf({ audit, cycle }: Sheet): { words: string; late: boolean } | null {
  if (audit.status === "submitted" || cycle.status !== "scoring") return null;
  return { words: `${weekdayWords(audit.dueOn)}, ${dueWords(today(), audit.dueOn)}`, late: audit.dueOn < today() };
}

/** The score as people read it, in the few letters of the rail, and how it looks. */
type ScoreMark = { label: string; short: string; tone: LevelTone };

export function scoreMark(rubric: RubricDocument, c: Criterion, score: Score): ScoreMark {
  if (score === "NA") return DOES_NOT_APPLY;
  if (score === "CT") return CANNOT_TELL;
  const bestFirst = levelsOf(rubric, c).sort((a, b) => b.value - a.value);
  const place = bestFirst.findIndex((l) => l.value === score);
  const level = bestFirst[place];
  return level ? { label: level.label, short: level.short, tone: toneAt(place, bestFirst.length) } : NOT_SCORED;
}

/** What another window saved, for the auditor to choose between the two. */
export const clashOf = (sheet: Pick<Sheet, "rubric">, c: Criterion, theirs: SavedAnswer): Clash => ({
  version: theirs.version,
  at: clockWords(theirs.savedAt),
  score: scoreMark(sheet.rubric, c, theirs.score).label,
  theirs: formOf(theirs),
});

export const isScored = (sheet: Sheet, c: Criterion): boolean => (sheet.answers.get(c.key)?.score ?? null) !== null;

/** The domains of a sheet with the criteria that are asked, in the rubric's order. */
export const domainsAsked = (sheet: Sheet) =>
  sheet.rubric.domains
    .map((domain) => ({ domain, criteria: sheet.asked.filter((c) => c.domain === domain.key) }))
    .filter(({ criteria }) => criteria.length > 0);

/** All that the page of one criterion is drawn from, for its own auditor. */
export function sheetPage(
  request: Request,
  actor: Actor,
  sheet: Sheet,
  criterion: Criterion,
  book: Codebook,
): SheetPage {
  return {
    view: sheetView(sheet, criterion, book),
    form: formOf(sheet.answers.get(criterion.key)),
    fromCheck: new URL(request.url).searchParams.get("from") === "check",
    keysOn: keysAreOn(request.headers.get("Cookie")),
    waitingKey: waitingKeyOf(area().keys, actor.id),
  };
}

/** Everything the score sheet shows of one criterion, as plain data: one's own answers only. */
export function sheetView(sheet: Sheet, criterion: Criterion, book: Codebook) {
  const { rubric, asked } = sheet;
  const at = asked.indexOf(criterion);
  const levels = levelsOf(rubric, criterion);
  const domain = domainsAsked(sheet).find(({ criteria }) => criteria.includes(criterion));
  const inDomain = domain?.criteria ?? [];
  const suggested = (value: number) => themesSuggested(rubric, book, criterion, value, "");
  return {
    ...caseHead(sheet),
    previous: asked[at - 1]?.key ?? null,
    next: asked[at + 1]?.key ?? null,
    saveTo: pathsOf(sheet.audit.id).save,
    checkAt: pathsOf(sheet.audit.id).check,
    handBack: sheet.cycle.kind === "calibration" ? null : pathsOf(sheet.audit.id).handBack,
    /** Where the text of the plan is kept here: only of made-up plans. */
    plan: sheet.cycle.kind === "calibration" ? pathsOf(sheet.audit.id).plan : null,
    rail: railOf(sheet, criterion),
    legend: levels.map((l) => scoreMark(rubric, criterion, l.value)),
    leftOut: sheet.leftOut.map((l) => ({ key: l.criterion.key, title: l.criterion.title, because: l.because })),
    criterion: {
      key: criterion.key,
      title: criterion.title,
      question: criterion.question,
      place: `${domain?.domain.title}, criterion ${inDomain.indexOf(criterion) + 1} of ${inDomain.length}`,
      levels: levels.map((l) => ({
        label: l.label,
        value: String(l.value),
        descriptor: criterion.descriptors[l.key] ?? "",
        /** 0 for the best, whatever the order on the sheet. */
        place: levels.filter((other) => other.value > l.value).length,
      })),
      mayNotApply: criterion.notApplicable.allowed,
      mayNotTell: mayNotTell(criterion),
      notApplicableRule: criterion.notApplicable.rule,
      /** Levels that need a quote before the audit can be submitted, in the order of the sheet. */
      quoteNeededFor: levels.filter((l) => criterion.evidenceAt.includes(l.key)).map((l) => l.label),
    },
    /** Letters stay as they are; sections of the papers around the plan are words: "Cover". */
    sections: rubric.sections.map((s) => ({ value: s.key, label: firstUpper(s.key) })),
    /** Where the criterion is read, and so where a new quote most likely stands. */
    section: criterion.sections[0] ?? rubric.sections[0]?.key ?? "",
    themes: book.themes.map((t) => ({ code: t.code, name: t.name, kind: t.polarity })),
    /** By a level's value: the codes of the themes it suggests. */
    suggestions: Object.fromEntries(levels.map((l) => [String(l.value), suggested(l.value)])),
    marks: Object.fromEntries(
      [...levels.map((l) => l.value), "NA" as const, "CT" as const].map((score) => [
        String(score),
        scoreMark(rubric, criterion, score),
      ]),
    ),
    margin: marginOf(sheet, criterion, inDomain),
  };
}

export type SheetView = ReturnType<typeof sheetView>;

function railOf(sheet: Sheet, current: Criterion) {
  const paths = pathsOf(sheet.audit.id);
  return domainsAsked(sheet).map(({ domain, criteria }) => {
    const first = criteria.find((c) => !isScored(sheet, c)) ?? criteria[0];
    return {
      title: domain.title,
      open: criteria.includes(current),
      /** Where the domain is taken up: its first criterion without a score. */
      href: paths.criterion(first?.key ?? ""),
      done: criteria.filter((c) => isScored(sheet, c)).length,
      of: criteria.length,
      criteria: criteria.map((c) => ({
        code: c.key,
        title: c.title,
        href: paths.criterion(c.key),
        answer: scoreMark(sheet.rubric, c, sheet.answers.get(c.key)?.score ?? null),
      })),
    };
  });
}

/** What helps to judge: what to look for, what the law says, whether it can limit the grade, what it weighs. */
function marginOf(sheet: Sheet, c: Criterion, inDomain: Criterion[]) {
  const { rubric } = sheet;
  const weight = inDomain.reduce((sum, other) => sum + other.weight, 0);
  const read = c.sections.map((key) => (/^[A-Z]\d?$/.test(key) ? `section ${key}` : sectionWords(rubric, key)));
  return {
    guidance: c.guidance ?? null,
    lookFor: c.lookFor,
    statutory: c.statutory,
    codeOfPractice: c.codeOfPractice,
    verified: c.verified === "yes",
    limits: limitsInWords(rubric, c, sheet.cycle.limitsMode),
    limitReason: c.limiting?.reason ?? null,
    weight: `${plainNumber(c.weight)} of ${plainNumber(weight)} in this domain.`,
    read: firstUpper(read.join(", ")),
    feedbackTo: c.responsible === "all" ? "every agency" : AGENCY_LABELS[c.responsible].toLowerCase(),
  };
}

const firstUpper = (words: string) => `${words[0]?.toUpperCase() ?? ""}${words.slice(1)}`;

const sectionWords = (rubric: RubricDocument, key: string) =>
  (rubric.sections.find((s) => s.key === key)?.label ?? key).toLowerCase();

const plainNumber = (value: number) => String(Number(value.toFixed(2)));

/** A rule that can limit the grade of the plan, in words: when it fires and what it limits the plan to. */
export type LimitWords = { when: string; to: string };

/** The rules of the rubric that name this criterion. */
function limitsInWords(rubric: RubricDocument, c: Criterion, mode: LimitsMode): LimitWords[] {
  return rubric.limits.flatMap((limit): LimitWords[] => {
    if (limit.type === "domain" || !limit.criteria.includes(c.key)) return [];
    const where = limit.type === "criterion" ? "here" : `on ${limit.atLeast} or more of ${limit.criteria.join(", ")}`;
    const verb = mode === "applied" && limit.mode !== "shadow" ? "is limited to" : "would be limited to";
    const levels = levelOrLower(rubric, c, limit.atOrBelow);
    if (!levels) return [];
    return [
      {
        when: `If the panel agrees ${levels} ${where}, the whole plan ${verb}`,
        to: rubric.grades.find((g) => g.key === limit.cap)?.label ?? limit.cap,
      },
    ];
  });
}

/** The levels of a criterion up to this value, in words: "Inadequate", "Requires improvement or lower". */
export function levelOrLower(rubric: RubricDocument, c: Criterion, value: number): string {
  const [highest, ...lower] = levelsOf(rubric, c)
    .filter((l) => l.value <= value)
    .sort((a, b) => b.value - a.value);
  return `${highest?.label ?? ""}${lower.length ? " or lower" : ""}`;
}
