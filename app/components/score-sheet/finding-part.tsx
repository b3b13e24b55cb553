import { type FormEvent, useState } from "react";
import type { SheetView } from "~/server/score-sheet.server.ts";
import { Radios } from "../govuk/choices.tsx";
import { Textarea } from "../govuk/inputs.tsx";
import { Details } from "../govuk/messages.tsx";
import { type AnswerForm, fieldId } from "./answer-fields.ts";

type Props = {
  view: SheetView;
  drawn: AnswerForm;
  /** What is chosen on the page now. */
  score: string;
  kind: string;
  error: (name: string) => string | undefined;
};

/** What the plan's writer can act on: a strength or an area for improvement, in words, with its themes. */
export function FindingPart({ view, drawn, score, kind, error }: Props) {
  return (
    <section className="sheet-part" aria-labelledby="finding">
      <Radios
        name="finding.kind"
        id={fieldId("finding.kind")}
        legend={<span id="finding">Finding</span>}
        legendSize="s"
        hint={
          view.plan
            ? "One or two sentences that a plan writer could act on. The plan is made up: nobody reads them but you."
            : "One or two sentences that the plan writer can act on. Shared after moderation, without your name."
        }
        inline
        small
        value={drawn.kind}
        error={error("finding.kind")}
        items={[
          { value: "strength", label: "Strength" },
          { value: "improvement", label: "Area for improvement" },
        ]}
      />
      <Textarea
        name="finding.words"
        id={fieldId("finding.words")}
        label="Words of the finding"
        labelSize="hidden"
        rows={3}
        defaultValue={drawn.words}
        error={error("finding.words")}
      />
      <Themes view={view} drawn={drawn} score={score} kind={kind} />
      {drawn.kind && (
        <button type="submit" name="intent" value="remove-finding" className="link-button">
          Remove this finding
        </button>
      )}
    </section>
  );
}

/**
 * A level suggests its themes by ticking them; the auditor confirms by leaving them ticked. Once the auditor has ticked or
 * unticked any theme, or a finding was saved, no tick follows from the level any more.
 */
function Themes({ view, drawn, score, kind }: Omit<Props, "error">) {
  const [touched, setTouched] = useState(
    drawn.suggested.length === 0 && (drawn.kind !== "" || drawn.themes.length > 0),
  );
  const [own, setOwn] = useState(drawn.themes.filter((code) => !drawn.suggested.includes(code)));
  const [elsewhere, setElsewhere] = useState<string[]>([]);
  const known = new Map(view.themes.map((t) => [t.code, t]));
  const fits = (code: string) => kind === "" || known.get(code)?.kind === kind;
  const suggested = (view.suggestions[score] ?? []).filter((code) => fits(code) && !elsewhere.includes(code));
  const ahead = [...new Set([...own, ...suggested])];
  const others = view.themes
    .map((t) => t.code)
    .filter((code) => !ahead.includes(code) && (fits(code) || elsewhere.includes(code)));

  function changed(event: FormEvent<HTMLElement>) {
    const { value } = event.target as HTMLInputElement;
    // What stands in front stays there, ticked or not, and what was ticked among the others stays among them.
    if (!touched) setOwn(ahead);
    if (!ahead.includes(value)) setElsewhere([...elsewhere, value]);
    setTouched(true);
  }

  const box = (code: string, ticked: boolean) => (
    <div className="govuk-checkboxes__item" key={code}>
      <input
        className="govuk-checkboxes__input"
        type="checkbox"
        id={fieldId(`theme-${code}`)}
        name="finding.themes"
        value={code}
        defaultChecked={ticked}
      />
      <label className="govuk-label govuk-checkboxes__label" htmlFor={fieldId(`theme-${code}`)}>
        {known.get(code)?.name ?? code}
        {suggested.includes(code) && <span className="soft"> suggested by your level</span>}
      </label>
    </div>
  );
  return (
    <fieldset className="govuk-fieldset themes" onChange={changed}>
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">Theme</legend>
      <div className="govuk-checkboxes govuk-checkboxes--small">
        {ahead.map((code) => box(code, drawn.themes.includes(code) || !touched))}
      </div>
      {!touched && suggested.map((code) => <input type="hidden" name="finding.suggested" value={code} key={code} />)}
      <Details summary={ahead.length ? "Choose other themes" : "Choose themes"}>
        {(["improvement", "strength"] as const).map((polarity) => {
          const group = others.filter((code) => known.get(code)?.kind === polarity);
          return group.length === 0 ? null : (
            <div className="govuk-checkboxes govuk-checkboxes--small" key={polarity}>
              <h3 className="theme-group">{polarity === "strength" ? "Strengths" : "Areas for improvement"}</h3>
              {group.map((code) => box(code, false))}
            </div>
          );
        })}
      </Details>
    </fieldset>
  );
}
