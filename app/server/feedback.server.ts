import { dateWords } from "#audits/dates.ts";
import type { PackContent, PackEdit } from "#audits/feedback/pack.ts";
import { scoreFromText } from "#audits/panel/result.ts";
import { levelAt, levelsOf, type RubricDocument } from "#audits/rubric/document.ts";
import type { CorrectionShown, DisputeRow, PackRow, ReplyRow } from "#db/feedback.ts";
import { peopleOfPack } from "#db/feedback-sending.ts";
import { area, now, store } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import { mailIsSet, sendLater } from "./mail.server.ts";
import { waitingMail } from "./mail-words.ts";
import { addressOf } from "./settings.ts";

/** What the review form of a pack sent. Words are kept for every criterion, chosen or not, so that nothing typed is lost. */
export function packEditFrom(fields: Fields): PackEdit {
  const words = new Map(
    fields.names().flatMap((name) => {
      const key = name.startsWith("words-") ? name.slice("words-".length) : "";
      return key ? [[key, fields.text(name)] as const] : [];
    }),
  );
  return {
    criteria: new Set(fields.all("criteria")),
    quotes: new Set(fields.all("quotes")),
    words,
    ask: fields.text("askOther") || fields.text("ask"),
    next: fields.text("next"),
  };
}

/** What a page needs to draw levels and quotes of a rubric. */
export function drawnFrom(rubric: RubricDocument, content: PackContent) {
  const of = (key: string) => rubric.criteria.find((c) => c.key === key);
  return {
    scales: Object.fromEntries(
      content.lines.map(({ criterion }) => {
        const c = of(criterion);
        const levels = c ? [...levelsOf(rubric, c)].sort((a, b) => b.value - a.value) : [];
        return [criterion, levels.map((l) => l.label)];
      }),
    ),
    sections: Object.fromEntries(rubric.sections.map((s) => [s.key, s.label])),
  };
}

type Rows = {
  row: PackRow | null;
  replies: (ReplyRow & { by: string })[];
  disputes: (DisputeRow & { by: string })[];
  corrections: CorrectionShown[];
};

/** What came back on a pack, in words and dates, for either side. */
export function exchangeOf({ row, replies, disputes, corrections }: Rows, rubric: RubricDocument) {
  const label = (criterion: string, score: string | null) => {
    const c = rubric.criteria.find((one) => one.key === criterion);
    const value = scoreFromText(score);
    if (value === "NA") return "Does not apply";
    if (value === "CT" || value === null) return "Cannot tell";
    return (c && levelAt(rubric, c, value)?.label) ?? String(value);
  };
  return {
    replies: replies.map(({ id, by, words, amended, amendedOn, repliedAt }) => ({
      id,
      by,
      words,
      amended,
      amendedOn,
      on: dateWords(repliedAt),
    })),
    disputes: disputes.map((d) => {
      const made = corrections.find((c) => c.disputeId === d.id);
      const { criterion } = d;
      return {
        id: d.id,
        by: d.by,
        criterion,
        reason: d.reason,
        on: dateWords(d.raisedAt),
        outcome: d.outcome,
        answer: d.answer,
        answeredOn: d.answeredAt ? dateWords(d.answeredAt) : null,
        corrected: made?.after
          ? `${criterion} is corrected from ${label(criterion, made.before)} to ${label(criterion, made.after)}. What the panel signed off, and the results of the cycle, stay as they were.`
          : null,
      };
    }),
    resolution: row?.resolvedAt ? { on: dateWords(row.resolvedAt), words: row.resolution ?? "" } : null,
  };
}
export type PackExchange = ReturnType<typeof exchangeOf>;

/** What became of the levels of a pack, by criterion, to stand beside them. */
export const afterwards = ({ disputes }: PackExchange): Record<string, string> =>
  Object.fromEntries(
    disputes.flatMap((d) => {
      if (!d.outcome) return [[d.criterion, `Disputed on ${d.on}. It waits for an answer.`]];
      return d.corrected ? [[d.criterion, d.corrected]] : [];
    }),
  );

type Person = { id: string; name: string; email: string };

/** Tells people by mail that something waits for them. Nobody waits for it, and it holds nothing of a case. */
export function tellOfWaiting(people: readonly Person[], what: keyof typeof WAITS): void {
  if (!mailIsSet()) return;
  const link = addressOf(area().settings, WAITS[what].path);
  for (const person of people)
    void sendLater(waitingMail(person, WAITS[what].words, link), {
      personId: person.id,
      what: "a note that feedback waits",
    });
}

const WAITS = {
  pack: { words: "Feedback on a plan waits for you to read and reply to.", path: "/feedback" },
  answer: { words: "A dispute of yours over feedback on a plan is answered.", path: "/feedback" },
  reply: { words: "A reply to feedback that you sent waits for you.", path: "/cycles" },
  dispute: { words: "A level in feedback that you sent is disputed. Your answer is waited for.", path: "/cycles" },
  concern: {
    words: "An urgent concern about a child was recorded. Read it today, and say there that you deal with it.",
    path: "/urgent-concern",
  },
  call: { words: "You are asked to call a family about their child’s plan.", path: "/family-calls" },
} as const;

/** Tells the sender of a pack, or whoever reads it, that something came back. */
export async function tellOfPack(packId: string, to: "sender" | "readers", what: keyof typeof WAITS): Promise<void> {
  const people = await peopleOfPack(store().db, packId, now());
  if (people) tellOfWaiting(to === "sender" ? [people.sender] : people.readers, what);
}
