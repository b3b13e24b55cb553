import { Form, useNavigate, useRevalidator, useSubmit } from "@remix-run/react";
import { type FormEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { SheetView } from "~/server/score-sheet.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { ActionBar, Bench, CaseBar } from "../frame.tsx";
import type { SaveStatus } from "../save-state.tsx";
import { Button } from "../govuk/button.tsx";
import { ErrorSummary } from "../govuk/error-summary.tsx";
import { Textarea } from "../govuk/inputs.tsx";
import { type LevelOption, LevelRows, NOT_SCORED } from "../levels.tsx";
import { chooseRadio, useKeys } from "../single-keys.ts";
import { type AnswerForm, fieldId } from "./answer-fields.ts";
import { ChooseBetween } from "./choose-between.tsx";
import { Late } from "./late.tsx";
import { ClosedSheet } from "./closed-sheet.tsx";
import { FindingPart } from "./finding-part.tsx";
import { CanLimit, PlanLink, SheetMargin } from "./margin.tsx";
import { QuotesPart } from "./quotes-part.tsx";
import type { Clash } from "../autosave/save-reply.ts";
import { recallPage, type SheetPage } from "./sheet-memory.ts";
import { SheetRail } from "./sheet-rail.tsx";
import { useAhead } from "./use-ahead.ts";
import { useSaver } from "./use-saver.ts";
import { boxFor, useWaiting } from "./use-waiting.ts";
import { WaitingNote } from "./waiting-note.tsx";
import type { WaitingAnswer } from "./waiting.ts";
import { send } from "../autosave/send.ts";

type SheetProps = SheetPage & {
  /** What was sent and is still to be settled. */
  sent: { form: AnswerForm; errors: FieldError[]; clash: Clash | null; drawn: number } | null;
};

/** The score sheet of one criterion. Drawn anew for every criterion and every answer of the server, never while the auditor works. */
export function ScoreSheet(props: SheetProps) {
  const { view, form, sent } = props;
  const arrived = useRef(false);
  useEffect(() => {
    arrived.current = true;
  }, []);
  if (view.closed) return <ClosedSheet view={view} form={form} why={view.closed} />;
  const drawn = `${view.criterion.key} ${form.basedOn} ${sent?.drawn ?? 0}`;
  return <OpenSheet key={drawn} {...props} again={arrived} />;
}

/** `again` is set once the page has stood before: what comes then replaces it. */
function OpenSheet({
  view,
  form: kept,
  fromCheck,
  keysOn,
  waitingKey,
  unsent,
  sent,
  again,
}: SheetProps & { again: RefObject<boolean> }) {
  const drawn = sent?.form ?? kept;
  const errors = sent?.errors ?? [];
  const error = (name: string) => errors.find((e) => e.field === fieldId(name))?.sentence;
  const { criterion } = view;
  const form = useRef<HTMLFormElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const [score, setScore] = useState(drawn.score);
  const [kind, setKind] = useState(drawn.kind);
  const submit = useSubmit();
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  /** What was written here earlier and never sent is sent now; what the auditor has to settle in it is drawn by the server. */
  async function foundWaiting(answer: WaitingAnswer) {
    const reply = await send(answer.saveTo, answer.body, answer.basedOn).catch(() => null);
    if (reply === null || reply.state === "stopped") return;
    if (reply.state === "saved" && reply.held === 0) {
      await (await boxFor(waitingKey))?.gone(answer);
      revalidate();
    } else submit(new URLSearchParams(`${answer.body}&basedOn=${answer.basedOn}`), { method: "post" });
  }
  const place = { saveTo: view.saveTo, criterion: criterion.key };
  const { status, clash, version, saver } = useSaver(
    form,
    {
      ...place,
      label: `${view.reference}, ${criterion.key}`,
      page: view.rail.flatMap((d) => d.criteria).find((c) => c.code === criterion.key)?.href ?? "",
      waitingKey,
      unsent: unsent ?? false,
      version: drawn.basedOn,
      savedAt: view.savedAt,
      held: errors.length,
      clash: sent?.clash ?? null,
    },
    (answer) => void foundWaiting(answer),
  );
  const { left, again: sendOthers } = useWaiting(waitingKey, place);
  useAhead(view.saveTo);
  // Where this answer gets through, those from earlier do too.
  useEffect(() => {
    if (status.kind === "saved") sendOthers.current();
  }, [status.kind, sendOthers]);
  const press = (name: string) => form.current?.querySelector<HTMLElement>(`[name=intent][value=${name}]`)?.click();
  const focusOn = (name: string) => document.getElementById(name)?.focus();
  const keys = useKeys(keysOn, {
    choose: (place) => chooseRadio(form.current, "score", place),
    named: {
      q: () => {
        const empty = emptyQuote(form.current);
        if (empty) empty.focus();
        else press("add-quote");
      },
      f: () => focusOn(fieldId("finding.words")),
      n: () => press("next"),
      "?": () => {
        // On a narrow screen the keys stand in the folded margin.
        document.querySelector(".fold--margin")?.setAttribute("open", "");
        focusOn("keys");
      },
    },
  });

  // What was chosen before the script ran is on the page and not yet known here.
  useEffect(() => {
    const chosen = (name: string) => new FormData(form.current ?? undefined).get(name);
    setScore(String(chosen("score") ?? ""));
    setKind(String(chosen("finding.kind") ?? ""));
  }, []);
  // After "Save and go to the next" the focus is in the sheet again, so that the keys go on working.
  useEffect(() => {
    if (again.current && document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, [again]);

  function changed(event: FormEvent<HTMLFormElement>) {
    const field = event.target as HTMLInputElement;
    if (field.name === "score") setScore(field.value);
    if (field.name === "finding.kind") setKind(field.value);
    saver.current?.changed(field.type === "text" || field.type === "textarea" ? "soon" : "now");
  }

  /** What can be sent in the background is sent first: without a connection the page stays as it is, with all its words. */
  async function pressed(event: FormEvent<HTMLFormElement>) {
    if (clash || !saver.current) return;
    event.preventDefault();
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    if ((await saver.current.flush()) !== "waiting") return submit(button ?? form.current);
    // Who is signed out would meet nothing but the sign-in page: the words are safest where they can be seen.
    if (saver.current.refused()) return;
    // Without a connection the auditor goes on to a page that this window remembers, and what is written waits.
    const to = { next: view.next, back: view.previous }[button?.value ?? ""];
    const auditId = view.saveTo.split("/")[2];
    if (to && recallPage(auditId, to) && (await boxFor(waitingKey))) navigate(`/audits/${auditId}/criteria/${to}`);
  }

  return (
    <>
      <CaseBar
        reference={view.reference}
        about={`${view.words}, plan of ${view.planDate}`}
        link={view.plan && <PlanLink href={view.plan} />}
        progress={progressOf(view, kept, score)}
        state={withOthers(status, left?.left.length ?? 0)}
      />
      <Bench
        kind="score"
        railTitle="All domains and criteria"
        rail={<SheetRail view={view} answer={view.marks[score] ?? NOT_SCORED} />}
        marginTitle="Look for, law and limits"
        margin={<SheetMargin view={view} keys={keys} />}
        wrap={(content) => (
          <Form
            method="post"
            noValidate
            autoComplete="off"
            ref={form}
            onChange={changed}
            onBlur={() => saver.current?.changed("now")}
            onSubmit={pressed}
            onKeyDown={keys.onKeyDown}
          >
            <Hidden view={view} basedOn={version} fromCheck={fromCheck} />
            {content}
          </Form>
        )}
        summary={
          <>
            <Summary errors={errors} levelKept={kept.score !== "" || score !== ""} arrival={sent} clash={clash} />
            {left && <WaitingNote left={left} />}
            {view.due?.late && <Late due={view.due.words} />}
          </>
        }
        first={
          <>
            <p className="note-text">{criterion.place}</p>
            <h1 className="working-title" ref={title} tabIndex={-1}>
              <span className="criterion-code">{criterion.key}</span> {criterion.title}
            </h1>
            <p className="question">{criterion.question}</p>
            <LevelRows
              name="score"
              id={fieldId("score")}
              legend="Which level fits best?"
              options={optionsOf(view, drawn, error, keys.on)}
              chosen={drawn.score}
              error={error("score")}
            />
          </>
        }
        work={
          <>
            <CanLimit limits={view.margin.limits} />
            <QuotesPart view={view} drawn={drawn.quotes} error={error} changed={() => saver.current?.changed("now")} />
            <FindingPart view={view} drawn={drawn} score={score} kind={kind} error={error} />
            <Textarea
              name="note"
              id={fieldId("note")}
              label="Note for the panel (optional)"
              labelSize="s"
              hint={
                view.plan ? "The plan is made up: you read it again beside the reference." : "Seen only at moderation."
              }
              rows={2}
              defaultValue={drawn.note}
              error={error("note")}
            />
          </>
        }
        actions={<Actions view={view} fromCheck={fromCheck} />}
      />
    </>
  );
}

/** The state says how many answers wait, this one and those of other criteria. */
const withOthers = (status: SaveStatus, others: number): SaveStatus =>
  status.kind === "offline" && others > 0 ? { kind: "waiting", answers: others + 1 } : status;

const emptyQuote = (form: HTMLFormElement | null) =>
  [...(form?.querySelectorAll<HTMLTextAreaElement>("textarea[name^=quotes]") ?? [])].find((area) => area.value === "");

function Hidden({ view, basedOn, fromCheck }: { view: SheetView; basedOn: number; fromCheck: boolean }) {
  return (
    <>
      <input type="hidden" name="criterion" value={view.criterion.key} />
      <input type="hidden" name="basedOn" value={basedOn} />
      {fromCheck && <input type="hidden" name="from" value="check" />}
      {/* The Enter key in a field presses the first button of a form: it saves, and stays on the page. */}
      <button
        type="submit"
        name="intent"
        value="save"
        className="govuk-visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
      >
        Save
      </button>
    </>
  );
}

type SummaryProps = { errors: FieldError[]; levelKept: boolean; arrival: unknown; clash: Clash | null };

function Summary({ errors, levelKept, arrival, clash }: SummaryProps) {
  if (clash) return <ChooseBetween clash={clash} />;
  if (errors.length === 0) return null;
  const these =
    errors.length === 1
      ? "This answer is kept on this page until you correct it."
      : `These ${errors.length} answers are kept on this page until you correct them.`;
  return (
    <ErrorSummary
      errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
      description={levelKept ? `Your level is saved. ${these}` : these}
      arrival={arrival}
    />
  );
}

function Actions({ view, fromCheck }: { view: SheetView; fromCheck: boolean }) {
  const next = fromCheck || !view.next ? "Save and check answers" : `Save and go to ${view.next}`;
  return (
    <ActionBar
      end={
        <button type="submit" name="intent" value="finish" className="link-button">
          Finish and check answers
        </button>
      }
    >
      <Button name="intent" value="next">
        {next}
      </Button>
      <Button name="intent" value="back" variant="secondary">
        {view.previous ? `Back to ${view.previous}` : "Back to my audits"}
      </Button>
    </ActionBar>
  );
}

/** One's own progress, with what is chosen on the page and not yet part of what the server drew. */
function progressOf(view: SheetView, kept: AnswerForm, score: string) {
  const done = view.scored + (score !== "" ? 1 : 0) - (kept.score !== "" ? 1 : 0);
  return { done, of: view.of, words: `${done} of ${view.of} scored` };
}

const CANNOT_TELL = "The evidence was not there to judge. Counts against evidence, not against the plan.";

function optionsOf(
  view: SheetView,
  drawn: AnswerForm,
  error: (name: string) => string | undefined,
  withKeys: boolean,
): LevelOption[] {
  const { levels, mayNotApply, mayNotTell, notApplicableRule } = view.criterion;
  const reason = (value: string, label: string) => (
    <Textarea
      name={`reason.${value}`}
      id={fieldId(`reason.${value}`)}
      label={label}
      rows={2}
      defaultValue={drawn.score === value ? drawn.reason : ""}
      error={error(`reason.${value}`)}
    />
  );
  const apart = [
    ...(mayNotTell
      ? [
          {
            value: "CT",
            label: "Cannot tell",
            descriptor: CANNOT_TELL,
            reveal: reason("CT", "What evidence was missing?"),
          },
        ]
      : []),
    ...(mayNotApply
      ? [
          {
            value: "NA",
            label: "Does not apply",
            descriptor: notApplicableRule ?? "To this child, or at this stage of the plan.",
            reveal: reason("NA", "Why does it not apply to this plan?"),
          },
        ]
      : []),
  ];
  return [...levels, ...apart.map((option) => ({ ...option, place: null }))].map((option, i) => ({
    ...option,
    of: levels.length,
    key: withKeys ? String(i + 1) : null,
  }));
}
