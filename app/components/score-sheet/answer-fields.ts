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

/** The fields of a form by name, as text: read on the server, or in the browser from what waits there to be sent. */
type SentFields = { text(name: string): string; all(name: string): string[]; names(): string[] };

/**
 * The answer form as it was sent, as text: also what cannot be kept, so that the page can show it again. Empty quotes are
 * left out, and what the pressed button takes away: one quote, the finding, or the claim of the other window.
 */
export function readAnswerForm(fields: SentFields): AnswerForm {
  const intent = fields.text("intent");
  const rows = fields
    .names()
    .flatMap((name) => /^quotes\[(\d+)\]\.words$/.exec(name)?.[1] ?? [])
    .filter((row) => intent !== `remove-quote-${row}`)
    .sort((a, b) => Number(a) - Number(b));
  const quotes = rows.map(
    (row): QuoteFields => ({
      section: fields.text(`quotes[${row}].section`),
      page: fields.text(`quotes[${row}].page`),
      words: fields.text(`quotes[${row}].words`),
    }),
  );
  return {
    score: fields.text("score"),
    reason: fields.text(`reason.${fields.text("score")}`),
    note: fields.text("note"),
    quotes: quotes.filter((q) => q.page || q.words),
    ...(intent === "remove-finding"
      ? NO_FINDING
      : {
          kind: fields.text("finding.kind"),
          words: fields.text("finding.words"),
          themes: fields.all("finding.themes"),
          suggested: fields.all("finding.suggested"),
        }),
    basedOn: Number(fields.text(intent === "keep-mine" ? "theirVersion" : "basedOn")) || 0,
  };
}

export const NO_FINDING = { kind: "", words: "", themes: [], suggested: [] };

/** The same, from the text of a form that was encoded to be sent. */
export function formInBody(body: string): AnswerForm {
  const sent = new URLSearchParams(body);
  return readAnswerForm({
    text: (name) => (sent.get(name) ?? "").trim(),
    all: (name) => sent.getAll(name),
    names: () => [...sent.keys()],
  });
}
