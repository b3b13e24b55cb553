import { ErrorMessage } from "~/components/govuk/field.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import type { FindingView } from "~/server/coding.server.ts";

type Suggestions = {
  suggestions: FindingView["suggestions"];
  /** What was ticked when the form was refused; null when the page is new. */
  ticked: string[] | null;
  error?: string;
  withKeys: boolean;
};

/** What is suggested, each with its reasons. Nothing of it is ticked unless somebody ticked it. */
export function SuggestionRows({ suggestions, ticked, error, withKeys }: Suggestions) {
  return (
    <fieldset className="govuk-fieldset suggestions" id="theme" aria-describedby="theme-hint" tabIndex={-1}>
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">Suggested for this finding</legend>
      <p className="govuk-hint" id="theme-hint">
        {suggestions.length
          ? "A suggestion is a prompt. Nothing is coded until you tick it."
          : "Nothing is suggested. Choose from all themes."}
      </p>
      {error && <ErrorMessage id="theme-error">{error}</ErrorMessage>}
      <ul className="suggestions__list">
        {suggestions.map((s, i) => (
          <li key={s.code} className="suggestion">
            <input
              type="checkbox"
              className="suggestion__box"
              name="theme"
              id={`theme-${s.code}`}
              value={s.code}
              defaultChecked={ticked ? ticked.includes(s.code) : s.chosen}
              aria-describedby={`because-${s.code}`}
              data-suggested
            />
            <label htmlFor={`theme-${s.code}`} className="suggestion__name">
              {s.name}
            </label>
            <p id={`because-${s.code}`} className="suggestion__because">
              Because {s.because.join(", and ")}.
              {s.notWith && ` The codebook keeps it apart from “${s.notWith}”: not both for the same words.`}
            </p>
            {withKeys && (
              <span className="key suggestion__key" aria-hidden="true">
                {i + 1}
              </span>
            )}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** All other themes of the finding's kind, family by family. */
export function OtherThemes({
  themes,
  ticked,
  open,
}: {
  themes: FindingView["others"];
  ticked: string[] | null;
  open: boolean;
}) {
  const families = Map.groupBy(themes, (t) => t.family);
  const isTicked = (t: FindingView["others"][number]) => (ticked ? ticked.includes(t.code) : t.chosen);
  return (
    <Details summary="Add another theme" open={open || themes.some(isTicked) || undefined}>
      {[...families].map(([family, own]) => (
        <fieldset className="govuk-fieldset other-themes" key={family}>
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">{family}</legend>
          <div className="govuk-checkboxes govuk-checkboxes--small">
            {own.map((t) => (
              <div className="govuk-checkboxes__item" key={t.code}>
                <input
                  className="govuk-checkboxes__input"
                  type="checkbox"
                  name="theme"
                  id={`theme-${t.code}`}
                  value={t.code}
                  defaultChecked={isTicked(t)}
                  aria-describedby={`means-${t.code}`}
                />
                <label className="govuk-label govuk-checkboxes__label" htmlFor={`theme-${t.code}`}>
                  {t.name}
                </label>
                <p className="govuk-hint govuk-checkboxes__hint" id={`means-${t.code}`}>
                  {t.definition}
                </p>
              </div>
            ))}
          </div>
        </fieldset>
      ))}
    </Details>
  );
}
