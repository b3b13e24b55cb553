import type { ReactNode } from "react";
import { ErrorMessage } from "./govuk/field.tsx";

/** Words with some of them underlined in amber: phrases that are often vague. Never inside a field. */
export function MarkedWords({ text, phrases }: { text: string; phrases: string[] }) {
  const wanted = phrases.filter(Boolean).map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (wanted.length === 0) return text;
  const parts = text.split(new RegExp(`(${wanted.sort((a, b) => b.length - a.length).join("|")})`, "gi"));
  return parts.map((part, i) =>
    i % 2 === 1 ? (
      <mark className="vague" key={i}>
        {part}
      </mark>
    ) : (
      part
    ),
  );
}

type QuoteProps = {
  words: ReactNode;
  /** "Section F, page 14" */
  source?: ReactNode;
  /** Stands above the words when given, as on a phone's list of quotes. */
  title?: ReactNode;
  actions?: ReactNode;
  boxed?: boolean;
};

/** Words from a plan, as they were written. */
export function Quote({ words, source, title, actions, boxed }: QuoteProps) {
  return (
    <div className={boxed ? "quote quote--boxed" : "quote"}>
      {title && <p className="note-text">{title}</p>}
      <blockquote>{words}</blockquote>
      {source && <p className="note-text">{source}</p>}
      {actions && <p className="quote__actions">{actions}</p>}
    </div>
  );
}

export type QuoteField = "section" | "page" | "words";

type QuoteRowProps = {
  /** 1 for the first; part of each field's name for screen readers. */
  number: number;
  /** Names under which the fields are sent, and their ids. */
  names: Record<QuoteField, string>;
  ids: Record<QuoteField, string>;
  sections: { value: string; label: string }[];
  values: Record<QuoteField, string>;
  errors?: Partial<Record<QuoteField, string>>;
  /** Phrases of the words that are often vague. */
  vague?: string[];
  /** The way to take the quote away: a button. */
  remove?: ReactNode;
  onChange?: () => void;
};

/** Section, page and words of one quote on one line, with what is wrong above and what is vague below. */
export function QuoteRow(props: QuoteRowProps) {
  const { number, names, ids, sections, values, errors = {}, vague = [], remove, onChange } = props;
  const field = (name: QuoteField) => ({
    id: ids[name],
    name: names[name],
    defaultValue: values[name],
    "aria-describedby": errors[name] ? `${ids[name]}-error` : undefined,
    onChange,
  });
  const label = (name: QuoteField, words: string) => (
    <label className="quote-row__label" htmlFor={ids[name]}>
      {words} <span className="govuk-visually-hidden">of quote {number}</span>
    </label>
  );
  const wrong = (["section", "page", "words"] as const).filter((name) => errors[name]);
  const bad = (name: QuoteField, kind: string) => (errors[name] ? `${kind} ${kind}--error` : kind);
  return (
    <div className={wrong.length > 0 ? "quote-row quote-row--error" : "quote-row"}>
      {wrong.map((name) => (
        <ErrorMessage id={`${ids[name]}-error`} key={name}>
          {errors[name]}
        </ErrorMessage>
      ))}
      <div className="quote-row__fields">
        <div className="quote-row__section">
          {label("section", "Section")}
          <select className={bad("section", "govuk-select")} {...field("section")}>
            <option value="" />
            {sections.map((section) => (
              <option value={section.value} key={section.value}>
                {section.label}
              </option>
            ))}
          </select>
        </div>
        <div className="quote-row__page">
          {label("page", "Page")}
          <input className={bad("page", "govuk-input")} type="text" inputMode="numeric" {...field("page")} />
        </div>
        <div className="quote-row__words">
          {label("words", "Words from the plan")}
          <textarea className={bad("words", "govuk-textarea")} rows={2} {...field("words")} />
          {vague.length > 0 && (
            <p className="quote-row__vague">
              <strong>Often vague:</strong>{" "}
              {vague.map((phrase) => (
                <span key={phrase}>
                  <mark className="vague">{phrase}</mark>{" "}
                </span>
              ))}
              <span className="soft">For you to weigh. They do not set the level.</span>
            </p>
          )}
        </div>
        {remove && <div className="quote-row__remove">{remove}</div>}
      </div>
    </div>
  );
}
