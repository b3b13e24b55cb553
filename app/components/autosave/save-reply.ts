import type { AnswerForm } from "../score-sheet/answer-fields.ts";

/** A clash as every saver shows it: when the other text was saved. What else there is to say of it, its page knows. */
export type AnyClash = { at: string };

/** What a background save is answered with. `at` is a time of day, such as 10:42. */
export type SaveReply<C extends AnyClash = Clash> =
  | { state: "saved"; version: number; at: string; held: number; theirs?: string[] }
  | ({ state: "clash" } & C)
  | { state: "closed"; sentence: string };

/** What another window of the same auditor has saved since this page was drawn. */
export type Clash = { version: number; at: string; score: string; theirs: AnswerForm };
