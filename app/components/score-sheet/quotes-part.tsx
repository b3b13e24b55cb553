import { placeInSentence } from "#audits/rubric/place-in-plan.ts";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { vaguePhrasesIn } from "#audits/panel/vague-phrases.ts";
import type { SheetView } from "~/server/score-sheet.server.ts";
import { Hint } from "../govuk/field.tsx";
import { MarkedWords, Quote, QuoteRow } from "../quotes.tsx";
import { fieldId, type QuoteFields } from "./answer-fields.ts";

type Props = {
  view: SheetView;
  drawn: QuoteFields[];
  error: (name: string) => string | undefined;
  /** A quote was taken away. */
  changed: () => void;
};

/**
 * Evidence in the plan's own words. Without JavaScript a quote is added and removed by the server; with it, here. A row
 * keeps its number for as long as the page stands, so that what is sent and what is on the page never change places.
 */
export function QuotesPart({ view, drawn, error, changed }: Props) {
  const [rows, setRows] = useState(() => (drawn.length ? drawn : [EMPTY]).map((quote, row) => ({ row, quote })));
  const [added, setAdded] = useState<number | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (added !== null) document.getElementById(idsOf(added).words)?.focus();
  }, [added]);

  function add(event: MouseEvent) {
    event.preventDefault();
    const row = Math.max(-1, ...rows.map((r) => r.row)) + 1;
    setRows([...rows, { row, quote: EMPTY }]);
    setAdded(row);
  }
  function remove(event: MouseEvent, row: number) {
    event.preventDefault();
    setRows(rows.filter((r) => r.row !== row));
    addButton.current?.focus();
    changed();
  }

  return (
    <section className="sheet-part" aria-labelledby="evidence">
      <h2 className="part" id="evidence">
        Evidence from the plan
      </h2>
      <Hint>{neededFor(view.criterion.quoteNeededFor)}Write [child] in place of a name.</Hint>
      {rows.map(({ row, quote }, i) => (
        <OneQuote
          key={row}
          number={i + 1}
          row={row}
          quote={{ ...quote, section: quote.section || view.section }}
          sections={view.sections}
          error={error}
          remove={(event) => remove(event, row)}
        />
      ))}
      <button
        type="submit"
        name="intent"
        value="add-quote"
        className="link-button add-quote"
        ref={addButton}
        onClick={add}
      >
        {rows.length ? "Add another quote" : "Add a quote"}
      </button>
    </section>
  );
}

const EMPTY: QuoteFields = { section: "", page: "", words: "" };

function neededFor(levels: string[]): string {
  if (levels.length === 0) return "";
  const last = levels[levels.length - 1];
  return `Needed for ${levels.length > 1 ? `${levels.slice(0, -1).join(", ")} and ${last}` : last}. `;
}

const NAMES = ["section", "page", "words"] as const;
const nameOf = (row: number, name: (typeof NAMES)[number]) => `quotes[${row}].${name}`;
const each = <T,>(value: (name: (typeof NAMES)[number]) => T) => ({
  section: value("section"),
  page: value("page"),
  words: value("words"),
});
const idsOf = (row: number) => each((name) => fieldId(nameOf(row, name)));

type OneQuoteProps = {
  number: number;
  row: number;
  quote: QuoteFields;
  sections: SheetView["sections"];
  error: Props["error"];
  remove: (event: MouseEvent) => void;
};

/** On a phone a quote reads as text, and "Change" leads to its fields; an unfinished or refused one shows its fields at once. */
function OneQuote({ number, row, quote, sections, error, remove }: OneQuoteProps) {
  const [words, setWords] = useState(quote.words);
  const vague = vaguePhrasesIn(words);
  const ids = idsOf(row);
  const errors = each((name) => error(nameOf(row, name)));
  const folded = quote.words !== "" && !Object.values(errors).some(Boolean);
  const removeButton = (
    <button
      type="submit"
      name="intent"
      value={`remove-quote-${row}`}
      className="link-button"
      aria-label={`Remove quote ${number}`}
      onClick={remove}
    >
      Remove
    </button>
  );
  return (
    <div className={folded ? "one-quote one-quote--folded" : "one-quote"} id={`quote-${row}`}>
      {folded && (
        <div className="one-quote__text">
          <Quote
            boxed
            title={`Quote ${number}, ${placeInSentence(quote.section, quote.page)}`}
            words={<MarkedWords text={words} phrases={vague} />}
            actions={
              <>
                <a className="govuk-link" href={`#quote-${row}`}>
                  Change<span className="govuk-visually-hidden"> quote {number}</span>
                </a>{" "}
                {removeButton}
              </>
            }
          />
        </div>
      )}
      <div
        className="one-quote__fields"
        onChange={(event) => {
          if ((event.target as HTMLElement).id === ids.words) setWords((event.target as HTMLTextAreaElement).value);
        }}
      >
        <QuoteRow
          number={number}
          names={each((name) => nameOf(row, name))}
          ids={ids}
          sections={sections}
          values={quote}
          errors={errors}
          vague={vague}
          remove={removeButton}
        />
      </div>
    </div>
  );
}
