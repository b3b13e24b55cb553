import { Form } from "@remix-run/react";
import { Button } from "../govuk/button.tsx";
import { Tag } from "../govuk/messages.tsx";

export type QuoteView = {
  key: string;
  theme: string;
  text: string;
  lang: string | null;
  source: string;
  standing: "waits" | "checked" | "left out";
  by: string | null;
  /** Whether this person may be the second one. */
  mayCheck: boolean;
};

const STANDINGS = {
  waits: { words: "Needs a second check", tone: "amber" },
  checked: { words: "Checked", tone: "teal" },
  "left out": { words: "Left out", tone: "neutral" },
} as const;

/** The quotes that the figures offer. One stands in the report only when a second person found that nobody can be recognised. */
export function Quotes({ quotes, open, version }: { quotes: QuoteView[]; open: boolean; version: number }) {
  return (
    <section aria-labelledby="quotes">
      <h2 className="section" id="quotes">
        Quotes
      </h2>
      <p>
        A quote stands in the report when somebody other than the person who began it has checked that no child can be
        recognised.
      </p>
      {quotes.map((quote) => (
        <div className="report-box" key={quote.key}>
          <div className="report-box__head">
            <h3 className="part">{quote.theme}</h3>
            <Tag tone={STANDINGS[quote.standing].tone}>{STANDINGS[quote.standing].words}</Tag>
          </div>
          <blockquote className="quote" lang={quote.lang ?? undefined}>
            <p>“{quote.text}”</p>
          </blockquote>
          <p className="note-text">
            {quote.source}
            {quote.by && `. ${STANDINGS[quote.standing].words} by ${quote.by}`}
          </p>
          {open && (
            <Form method="post" className="report-box__actions">
              <input type="hidden" name="key" value={quote.key} />
              <input type="hidden" name="seen" value={version} />
              {quote.standing !== "checked" &&
                (quote.mayCheck ? (
                  <Button variant="secondary" name="intent" value="quote-in">
                    Nobody can be recognised
                    <span className="govuk-visually-hidden"> in the quote on {quote.theme}</span>
                  </Button>
                ) : (
                  quote.standing === "waits" && (
                    <p className="soft">You began this report, so a colleague has to check the quote.</p>
                  )
                ))}
              {quote.standing !== "left out" && (
                <button type="submit" className="link-button" name="intent" value="quote-out">
                  Leave it out<span className="govuk-visually-hidden">: quote on {quote.theme}</span>
                </button>
              )}
            </Form>
          )}
        </div>
      ))}
    </section>
  );
}
