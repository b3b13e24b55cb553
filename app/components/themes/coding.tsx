import { Form, Link } from "@remix-run/react";
import { type ReactNode, type MutableRefObject, type RefObject, useEffect, useRef } from "react";
import { placeInSentence } from "#audits/rubric/place-in-plan.ts";
import { ActionBar, Bench } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Input, Select } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { KeysSwitch } from "~/components/keys.tsx";
import { GradeWord } from "~/components/levels.tsx";
import { Note } from "~/components/notes.tsx";
import { MarkedWords, Quote } from "~/components/quotes.tsx";
import { useKeys } from "~/components/single-keys.ts";
import type { CodingView, FindingView } from "~/server/coding.server.ts";
import { OtherThemes, SuggestionRows } from "./choices.tsx";
import { CodingRail, Entries, HEADS } from "./sides.tsx";

export type CodingProps = {
  cycleId: string;
  title: string;
  view: CodingView;
  keysOn: boolean;
  done: string | null;
  errors: { field: string; sentence: string }[];
  typed: { themes: string[]; line: string; most: string } | null;
  summary: ReactNode;
  /** Whether another finding, or none, was drawn on this page before this one. */
  again: MutableRefObject<boolean>;
};

/** What waits on the left, the finding and its themes in the centre, the codebook on the right; one form around the work. */
export function CodingPage(props: CodingProps) {
  const { view } = props;
  const form = useRef<HTMLFormElement>(null);
  const press = (selector: string) => form.current?.querySelector<HTMLElement>(selector)?.click();
  const keys = useKeys(props.keysOn, {
    choose: (place) => form.current?.querySelectorAll<HTMLElement>("[data-suggested]")[place - 1]?.click(),
    named: {
      s: () => press("[name=intent][value=code]"),
      l: () => press("[data-later]"),
      u: () => document.querySelector<HTMLElement>("[data-undo]")?.click(),
    },
  });
  const title = useRef<HTMLHeadingElement>(null);
  // After a finding is saved, left or taken back the focus is in the work again, so that the keys go on working.
  useEffect(() => {
    if (props.again.current && document.activeElement === document.body) title.current?.focus({ preventScroll: true });
    props.again.current = true;
  }, [props.again]);
  const withKeys = keys.on && view.current !== null && !view.open;
  return (
    <Bench
      kind="score"
      railTitle={`${view.total} findings ${HEADS[view.list]}`}
      rail={<CodingRail {...props} />}
      summary={
        <>
          {props.summary}
          <Messages {...props} />
        </>
      }
      first={view.current ? <Finding finding={view.current} title={title} /> : <AllDone {...props} titleRef={title} />}
      work={view.current && <Choices {...props} current={view.current} withKeys={withKeys} />}
      actions={view.current && !view.open && <Actions {...props} current={view.current} />}
      marginTitle="The codebook"
      margin={
        view.current && (
          <>
            <Entries finding={view.current} version={view.book.version} />
            {!view.open && (
              <KeysSwitch
                keys={keys}
                entries={[
                  ...suggestionKeys(view.current.suggestions.length),
                  { keys: ["S"], does: "save and next" },
                  { keys: ["L"], does: "leave for later" },
                  { keys: ["U"], does: "take back the last" },
                ]}
              />
            )}
          </>
        )
      }
      wrap={(content) => (
        <Form method="post" noValidate ref={form} onKeyDown={keys.onKeyDown}>
          <input type="hidden" name="list" value={view.list} />
          {/* The Enter key in a field presses the first button of a form. */}
          {view.current && !view.open && (
            <button
              type="submit"
              name="intent"
              value="code"
              className="govuk-visually-hidden"
              tabIndex={-1}
              aria-hidden="true"
            >
              Save
            </button>
          )}
          {content}
        </Form>
      )}
    />
  );
}

/** "1 to 3 tick a suggestion"; nothing where nothing is suggested. */
function suggestionKeys(many: number) {
  if (many === 0) return [];
  return many === 1
    ? [{ keys: ["1"], does: "tick the suggestion" }]
    : [{ keys: ["1", String(many)], does: "tick a suggestion" }];
}

function Messages({ view, done }: CodingProps) {
  const count = Number(done) || 0;
  return (
    <>
      {view.open && (
        <Note tone="navy">
          <p>{view.open}</p>
        </Note>
      )}
      {(count > 0 || done === "undone" || done === "codebook") && (
        <p className="coding-done" role="status">
          {count > 0 && (count === 1 ? "Saved." : `Saved: ${count} findings coded alike.`)}
          {done === "undone" && "Taken back. What held before holds again."}
          {done === "codebook" && "This cycle goes on with the newer version of the codebook."}
        </p>
      )}
      {view.undo > 0 && (
        <p className="coding-undo">
          <button type="submit" name="intent" value="undo" className="link-button" data-undo>
            {view.undo === 1 ? "Take back the last coding" : `Take back the last coding, of ${view.undo} findings`}
          </button>
        </p>
      )}
      {view.newer && (
        <Details summary={`Version ${view.newer.version} of the codebook is published`} id="codebook">
          <p>
            This cycle is coded by version {view.book.version}. With version {view.newer.version}, merged themes count
            together, and findings whose theme was split wait to be coded again.{" "}
            <Link className="govuk-link" to={`/codebooks/compare?to=${view.newer.id}`}>
              What changed
            </Link>
          </p>
          <input type="hidden" name="codebook" value={view.newer.id} />
          <Button name="intent" value="codebook" variant="secondary" preventDoubleClick>
            Go on with version {view.newer.version}
          </Button>
        </Details>
      )}
      {view.list === "second" && view.current && (
        <Note tone="navy">
          <p>
            You are the second coder. You do not see what the first chose, and nobody sees who chose what until both
            have.
          </p>
        </Note>
      )}
    </>
  );
}

type Heading = RefObject<HTMLHeadingElement>;

function Finding({ finding, title }: { finding: FindingView; title: Heading }) {
  const kind = finding.kind === "strength" ? "Strength" : "Area for improvement";
  return (
    <>
      <p className="note-text">
        {finding.reference}, {finding.criterion.key} {finding.criterion.title}{" "}
        {finding.level && <GradeWord label={finding.level} />}
      </p>
      <h1 className="working-title" ref={title} tabIndex={-1}>
        Which themes does this finding show?
      </h1>
      <Quote
        words={
          <span className="finding-words">
            <MarkedWords text={finding.words} phrases={finding.vague} />
          </span>
        }
        source={
          <>
            {kind}, found by {finding.agency}
            {finding.signedOff && `, signed off by the panel on ${finding.signedOff}`}.
          </>
        }
      />
      {finding.panel && <Quote words={finding.panel} source="What the panel wrote to the plan writer" />}
      {finding.quotes.map((q, i) => (
        <Quote
          key={i}
          words={<MarkedWords text={q.words} phrases={finding.vague} />}
          source={`From the plan, ${placeInSentence(q.section, q.page)}`}
        />
      ))}
      {finding.split.length > 0 && (
        <Note tone="amber" title="To be coded again">
          {finding.split.map((sentence) => (
            <p key={sentence}>{sentence} Say to which part this finding belongs.</p>
          ))}
        </Note>
      )}
      {finding.both && (
        <Note tone="amber" title="Two coders differ">
          {[finding.both.first, finding.both.second].map((one, i) =>
            one ? (
              <p key={i}>
                <strong>{one.by}</strong>, {i === 0 ? "first" : "second"}: {one.themes.join("; ") || "no theme fits"}
                {one.line && ` (${one.line})`}
              </p>
            ) : null,
          )}
        </Note>
      )}
      {finding.coded && (
        <p className="note-text">
          Coded by {finding.coded.by} on {finding.coded.at}. Saving again adds a version.
        </p>
      )}
    </>
  );
}

type Current = { current: FindingView };

function Choices({ view, current, errors, typed, withKeys }: CodingProps & Current & { withKeys: boolean }) {
  const ticked = typed ? typed.themes : null;
  const error = errors.find((e) => e.field === "theme")?.sentence;
  const offered = [...current.suggestions, ...current.others];
  return (
    <>
      <input type="hidden" name="finding" value={current.id} />
      <input type="hidden" name="seen" value={current.seen} />
      {current.suggestions.map((s) => (
        <input key={s.code} type="hidden" name="suggested" value={s.code} />
      ))}
      <SuggestionRows suggestions={current.suggestions} ticked={ticked} error={error} withKeys={withKeys} />
      <OtherThemes themes={current.others} ticked={ticked} open={current.suggestions.length === 0} />
      <Select
        name="most"
        label="Which matters most?"
        labelSize="s"
        hint="With more than one theme. Up to five themes."
        defaultValue={typed ? typed.most : current.most}
        options={[
          { value: "", text: "The first that is ticked" },
          ...offered.map((t) => ({ value: t.code, text: t.name })),
        ]}
      />
      {current.alike.length > 0 && (
        <Details summary={`Code others on ${current.criterion.key} alike`}>
          <fieldset className="govuk-fieldset">
            <legend className="govuk-fieldset__legend">
              Tick those that show the same themes. They are saved together, and can be taken back together.
            </legend>
            <div className="govuk-checkboxes govuk-checkboxes--small">
              {current.alike.map((other) => (
                <div className="govuk-checkboxes__item" key={other.id}>
                  <input
                    className="govuk-checkboxes__input"
                    type="checkbox"
                    name="alike"
                    id={`alike-${other.id}`}
                    value={other.id}
                  />
                  <label className="govuk-label govuk-checkboxes__label" htmlFor={`alike-${other.id}`}>
                    <strong className="criterion-code">{other.reference}</strong> {other.words}
                  </label>
                </div>
              ))}
            </div>
          </fieldset>
        </Details>
      )}
      {!view.open && (
        <Details summary="No theme fits" open={errors.some((e) => e.field === "line") || current.noneFits || undefined}>
          <Input
            name="line"
            label="What is it about?"
            hint="One line, without anything that identifies the child. It tells which theme the codebook lacks."
            defaultValue={typed?.line ?? current.line}
            error={errors.find((e) => e.field === "line")?.sentence}
          />
          <Button name="intent" value="none" variant="secondary" preventDoubleClick>
            Save without a theme
          </Button>
        </Details>
      )}
      <p>
        {current.mayModerate && (
          <Link
            className="govuk-link"
            to={`../moderation/${current.sampledId}?criterion=${current.criterion.key}`}
            relative="path"
          >
            Read {current.criterion.key} of {current.reference} as the panel saw it
          </Link>
        )}
      </p>
    </>
  );
}

function Actions({ view, current, cycleId }: CodingProps & Current) {
  const rest = view.list === "first" ? "" : `list=${view.list}&`;
  return (
    <ActionBar>
      <Button name="intent" value="code" preventDoubleClick>
        {view.list === "differences" ? "Settle and next" : "Save and next finding"}
      </Button>
      <Link className="govuk-link" to={`/cycles/${cycleId}/themes/code?${rest}after=${current.id}`} data-later>
        Leave for later
      </Link>
    </ActionBar>
  );
}

/** Nothing waits: either all is done, or nothing has come yet. */
function AllDone({ view, cycleId, title, titleRef }: CodingProps & { titleRef: Heading }) {
  const { progress, list } = view;
  const text =
    progress.total === 0
      ? "No finding can be coded yet. Findings come here when the panel has signed their plan off."
      : list === "first"
        ? `All ${progress.total} findings are coded.`
        : list === "second"
          ? `Nothing waits for you as the second coder. ${view.share} of 100 findings are coded twice, by two people.`
          : "The coders differ on nothing that is not settled.";
  return (
    <>
      <p className="note-text">{title}</p>
      <h1 className="working-title" ref={titleRef} tabIndex={-1}>
        {list === "differences" ? "Nothing to settle" : "Nothing to code"}
      </h1>
      <p className="lead">{text}</p>
      <p>
        <Link className="govuk-link" to={`/cycles/${cycleId}/themes`}>
          How common each theme is
        </Link>
      </p>
    </>
  );
}
