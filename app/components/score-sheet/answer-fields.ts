/** What stands in the fields of an answer, as text, and the names and ids under which they are sent and found. */
export type AnswerForm = {
  /** A level's value, "NA", "CT", or "" for none. */
  score: string;
  reason: string;
  note: string;
  quotes: QuoteFields[];
  /** Kind of the finding, "" for none chosen. */
  kind: string;
  /** Words of the finding. */
  words: string;
  themes: string[];
  /** Themes that the page ticked because of the level and the auditor has not touched. */
  suggested: string[];
  /** The version of the answer that the page was drawn from, 0 for none. */
  basedOn: number;
};

export type QuoteFields = { section: string; page: string; words: string };

/** The id of a field: the form's id, then the field's name, without characters that a link or a selector would have to escape. */
export const fieldId = (name: string) => `answer-${name.replace(/[[\].]+/g, "-")}`;
