/** The three questions of the scorecard, in plain words and in their order. */
export const QUESTIONS = ["how_much", "how_well", "better_off"] as const;
export type Question = (typeof QUESTIONS)[number];
export const QUESTION_LABELS: Record<Question, string> = {
  how_much: "How much did we do?",
  how_well: "How well did we do it?",
  better_off: "Is anyone better off?",
};
