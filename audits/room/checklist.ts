/**
 * What an inspection room holds: the questions that inspectors put about quality assurance, and under each the entries that
 * answer it. An entry is made from the product's data, written by the lead, or follows one plan from audit to change.
 */

/** data: made from what the product holds. words: written by the lead. trail: one plan, made so that nobody can tell whose. */
export type EntrySource = "data" | "words" | "trail";

export type Entry = {
  /** Stands in addresses. */
  key: string;
  title: string;
  source: EntrySource;
  /** What inspectors look for in it, for whoever puts the room together. */
  guidance: string;
};

export const TRAILS = 6;

const TRAIL_ENTRIES: Entry[] = Array.from({ length: TRAILS }, (_, i) => ({
  key: `trail-${i + 1}`,
  title: `Trail ${i + 1}`,
  source: "trail" as const,
  guidance:
    "One plan from its audit to what changed: levels of each auditor, what the panel agreed and why, feedback, what was done. No name, no reference, months instead of days.",
}));

/** The room as an inspector reads it: questions in order, evidence under each. The trails stand by themselves below. */
export const ROOM_QUESTIONS: readonly { question: string; entries: readonly Entry[] }[] = [
  {
    question: "How do you know plans are good?",
    entries: [
      {
        key: "framework",
        title: "Quality assurance framework",
        source: "words",
        guidance:
          "Who is responsible for what, how often plans are audited, what happens with what is found, and who is told. Inspectors compare it with what was really done, so write what you do and not what you mean to do.",
      },
      {
        key: "results",
        title: "Results of the last eight quarters",
        source: "data",
        guidance:
          "Whether leaders know how good plans are, how sure they can be of it, and whether plans get better. Published figures with their intervals.",
      },
      {
        key: "rubrics",
        title: "Rubric, with its history",
        source: "data",
        guidance: "What good looks like here, who agreed to it, and that it was not changed to suit the results.",
      },
      {
        key: "calendar",
        title: "Audit calendar, and how samples are drawn",
        source: "data",
        guidance: "That audits happen regularly, ask a question each, and that nobody chose the plans.",
      },
    ],
  },
  {
    question: "Who audits, and do they agree?",
    entries: [
      {
        key: "agreement",
        title: "Agreement between auditors",
        source: "data",
        guidance: "Whether two people who read the same plan see the same. Agencies and numbers, never a person.",
      },
      {
        key: "training",
        title: "Training and calibration",
        source: "data",
        guidance:
          "How auditors learn to read alike, and how often that is tried out. Calibration rounds come from the product; add below what else was done: induction, workshops, dates, who took part by role.",
      },
    ],
  },
  {
    question: "What did you find, and what changed?",
    entries: [
      {
        key: "reports",
        title: "Learning reports",
        source: "data",
        guidance: "What was reported to whom and when. Issued, published reports only, each with its fingerprint.",
      },
      {
        key: "actions",
        title: "Actions, and whether they worked",
        source: "data",
        guidance:
          "The commonest criticism is that much is done and its effect is not known. Each action with its measure, its baseline, and what a later audit found.",
      },
    ],
  },
  {
    question: "How do health, care, schools and parents take part?",
    entries: [
      {
        key: "feedback",
        title: "Feedback and its receipts",
        source: "data",
        guidance: "That findings reach those who can act on them, how soon, and how many replied, disputed or amended.",
      },
      {
        key: "family",
        title: "What families say",
        source: "data",
        guidance: "How families are asked about their own plan, and what they say. Counts only; small ones are hidden.",
      },
    ],
  },
  {
    question: "Which groups are you not auditing?",
    entries: [
      {
        key: "coverage",
        title: "Coverage by group",
        source: "data",
        guidance: "Whether audits reach every phase, need and kind of setting, and that you know of the gaps.",
      },
    ],
  },
  {
    question: "How do leaders challenge?",
    entries: [
      {
        key: "challenge",
        title: "Challenge and decisions of the board",
        source: "words",
        guidance:
          "When the board asked, sent something back or decided, and what came of it. Dates and decisions; no names of children or families.",
      },
    ],
  },
];

export const TRAILS_QUESTION = "Six plans, followed from audit to change";

/** Every entry, in the order of the room. */
export const ENTRIES: readonly Entry[] = [...ROOM_QUESTIONS.flatMap(({ entries }) => entries), ...TRAIL_ENTRIES];

export const entryOf = (key: string | undefined): Entry | null => ENTRIES.find((entry) => entry.key === key) ?? null;

/** The question under which an entry stands. */
export const questionOf = (key: string): string =>
  ROOM_QUESTIONS.find(({ entries }) => entries.some((entry) => entry.key === key))?.question ?? TRAILS_QUESTION;

/** What the lead decided about an entry of a room. */
export type Choice = {
  standing: "open" | "taken" | "left_out";
  /** Why it was left out. */
  reason: string;
  /** The lead's own words: the entry itself, or beside what is made from data. */
  words: string;
  /** The plan that a trail follows. */
  sampledId: string | null;
};

export const NO_CHOICE: Choice = { standing: "open", reason: "", words: "", sampledId: null };

export type EntryStateKey = "ready" | "to_do" | "left_out" | "nothing";
export type EntryState = { key: EntryStateKey; words: string };

/** The most characters that an entry's own words may have. */
export const LONGEST_WORDS = 12_000;

/**
 * How an entry of a room that is put together stands, in words.
 *
 * @param nothing why there is nothing yet to make it from; null where there is something
 */
export function entryState(entry: Entry, choice: Choice, nothing: string | null): EntryState {
  if (choice.standing === "left_out") return { key: "left_out", words: `Left out: ${choice.reason}` };
  if (entry.source === "trail") {
    if (!choice.sampledId) return { key: "to_do", words: "To do: choose a plan, or leave it out with a reason" };
    if (nothing) return { key: "to_do", words: `To do: choose another plan. ${nothing}` };
    return choice.standing === "taken"
      ? { key: "ready", words: "Ready" }
      : { key: "to_do", words: "To do: read it, and take it in" };
  }
  if (entry.source === "words" && !choice.words.trim())
    return { key: "to_do", words: "To do: write it, or leave it out with a reason" };
  if (entry.source === "data" && nothing && !choice.words.trim())
    return { key: "nothing", words: `Nothing there yet: ${nothing}` };
  return choice.standing === "taken"
    ? { key: "ready", words: "Ready" }
    : { key: "to_do", words: "To do: look at it, and take it in" };
}
