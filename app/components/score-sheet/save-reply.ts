import type { AnswerForm } from "./answer-fields.ts";

/** What a background save is answered with. `at` is a time of day, such as 10:42. */
export type SaveReply =
  | { state: "saved"; version: number; at: string; held: number }
  | ({ state: "clash" } & Clash)
  | { state: "closed"; sentence: string };

/** What another window of the same auditor has saved since this page was drawn. */
export type Clash = { version: number; at: string; score: string; theirs: AnswerForm };
