import { Form, useLocation, useRevalidator, useSubmit } from "@remix-run/react";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import type { Block } from "#audits/reports/blocks.ts";
import type { Field, FieldGroup } from "#audits/reports/written/own-words.ts";
import type { ReportHead } from "~/server/written-report.server.ts";
import { ActionBar } from "../frame.tsx";
import { Button, LinkButton } from "../govuk/button.tsx";
import { CharacterCount } from "../govuk/character-count.tsx";
import { Checkboxes } from "../govuk/choices.tsx";
import { ErrorSummary } from "../govuk/error-summary.tsx";
import { Select } from "../govuk/inputs.tsx";
import { Details, Tag } from "../govuk/messages.tsx";
import { Note } from "../notes.tsx";
import { Tick } from "../progress.tsx";
import { useAutosave } from "../autosave/use-autosave.ts";
import { ReportBlocks } from "../report/blocks.tsx";
import { ReportFrame } from "./frame.tsx";
import { Quotes, type QuoteView } from "./quotes.tsx";

/** Two people wrote the same field: both texts, and who saved the other and when. */
export type WordsClash = {
  version: number;
  by: string;
  at: string;
  disputes: { field: string; label: string; mine: string; theirs: string }[];
};

/** What was sent and is still to be settled. */
export type Unsettled = {
  values: Record<string, string>;
  basedOn: number;
  clash: WordsClash | null;
  errors: { field: string; sentence: string }[];
};

export type ChapterView = {
  key: string;
  number: number;
  title: string;
  groups: FieldGroup[];
  values: Record<string, string>;
  numbers: Block[];
  preview: Block[];
  /** Whether the change since the last cycle can be commented here, and what the numbers say of it. */
  change: { supported: string; silent: boolean } | null;
  quotes: QuoteView[];
  questions: { field: string; label: string; phrase: string; sentence: string }[];
  checks: { hidden: number; quotesWaiting: number; questions: number };
  next: { title: string; href: string } | null;
};

type ChapterPageProps = { head: ReportHead; view: ChapterView; here: string; sent: Unsettled | null };

/** One chapter of a report. Drawn anew when the person comes to it or presses a button, never while they write. */
export function ChapterPage(props: ChapterPageProps) {
  const { key } = useLocation();
  return <OpenChapter key={`${props.here} ${key}`} {...props} />;
}

const FORM = "chapter";

function OpenChapter({ head, view, here, sent }: ChapterPageProps) {
  // Saving draws the preview anew, and must not touch what is being typed.
  const [drawn] = useState({
    values: sent?.values ?? view.values,
    basedOn: sent?.basedOn ?? head.version,
    savedAt: head.savedAt,
    groups: view.groups,
  });
  const [theirs, setTheirs] = useState<string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const { revalidate } = useRevalidator();
  const submit = useSubmit();
  const { status, clash, version, saver } = useAutosave<WordsClash>(form, {
    leave: "Some words on this page are not saved. Leave the page without them?",
    saveTo: head.paths.save,
    version: drawn.basedOn,
    savedAt: drawn.savedAt,
    held: 0,
    clash: sent?.clash ?? null,
    saved: (reply) => {
      if (reply.theirs?.length) setTheirs(reply.theirs);
      revalidate();
    },
  });

  function changed(event: FormEvent<HTMLFormElement>) {
    const field = event.target as HTMLInputElement;
    saver.current?.changed(["text", "textarea"].includes(field.type) ? "soon" : "now");
  }

  async function pressed(event: FormEvent<HTMLFormElement>) {
    if (clash || !saver.current) return;
    event.preventDefault();
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    if ((await saver.current.flush()) !== "waiting") submit(button ?? form.current);
  }

  const errors = sent?.errors ?? [];
  const questionsOn = (field: string) => view.questions.filter((question) => question.field === field);
  return (
    <ReportFrame
      head={head}
      here={here}
      state={head.open && head.mayWrite ? status : null}
      messages={
        <>
          {errors.length > 0 && (
            <ErrorSummary arrival={sent} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
          )}
          {theirs.length > 0 && (
            <Note tone="navy">
              <p>Somebody else changed words of this chapter. Open it again to see them.</p>
            </Note>
          )}
        </>
      }
      work={
        <>
          <p className="over-title">Chapter {view.number}</p>
          <h1 className="page-title">{view.title}</h1>
          {view.numbers.length > 0 && <Numbers blocks={view.numbers} hidden={view.checks.hidden} view={head.view} />}
          {head.open && head.mayWrite ? (
            <Form method="post" id={FORM} ref={form} onInput={changed} onSubmit={pressed}>
              <input type="hidden" name="basedOn" value={version} />
              {clash && <Clash clash={clash} />}
              {drawn.groups.map((group, i) => (
                <Box key={group.legend ?? i} legend={group.legend}>
                  {group.fields.map((field) => (
                    <WordsField
                      key={field.name}
                      field={field}
                      value={drawn.values[field.name] ?? ""}
                      questions={questionsOn(field.name)}
                      alone={group.fields.length === 1}
                    />
                  ))}
                  {group.fields.some(({ name }) => name === "change") && view.change && (
                    <>
                      <Details summary="Wording that the numbers bear out">
                        <p>{view.change.supported}</p>
                      </Details>
                      <Checkboxes
                        name="change.silent"
                        small
                        values={drawn.values["change.silent"] === "yes" ? ["yes"] : []}
                        items={[{ value: "yes", label: "Do not comment on the change" }]}
                      />
                    </>
                  )}
                </Box>
              ))}
            </Form>
          ) : (
            <Note tone="navy">
              <p>
                {head.open
                  ? "Only the quality lead writes in this report. You can comment on it."
                  : "This report is not open for writing any more."}
              </p>
            </Note>
          )}
          {view.quotes.length > 0 && <Quotes quotes={view.quotes} open={head.open} version={head.version} />}
        </>
      }
      actions={
        <ActionBar
          end={
            <LinkButton variant="secondary" href={head.paths.release}>
              Review and release
            </LinkButton>
          }
        >
          {head.open && head.mayWrite ? (
            <Button form={FORM} name="intent" value={view.next ? "next" : "save"}>
              {view.next ? `Save and go to chapter ${view.number + 1}` : "Save"}
            </Button>
          ) : (
            view.next && <LinkButton href={view.next.href}>Next chapter: {view.next.title}</LinkButton>
          )}
        </ActionBar>
      }
      margin={
        <>
          <h2 className="part">As it will read</h2>
          <div className="report-preview">
            {view.preview.length > 0 ? (
              <ReportBlocks blocks={view.preview} prefix="preview-" narrow />
            ) : (
              <p className="soft">Nothing is written for this chapter yet. Until then the report leaves it out.</p>
            )}
          </div>
          <h2 className="part">Checks</h2>
          <Checks checks={view.checks} view={head.view} />
        </>
      }
    />
  );
}

const FIRST_BLOCKS = 4;

/** What the report says of itself, which nobody can type into. */
function Numbers({ blocks, hidden, view }: { blocks: Block[]; hidden: number; view: string }) {
  return (
    <section className="report-box report-box--numbers" aria-labelledby="numbers">
      <div className="report-box__head">
        <h2 className="part" id="numbers">
          Numbers
        </h2>
        <Tag>From results, cannot be edited</Tag>
      </div>
      <ReportBlocks blocks={blocks.slice(0, FIRST_BLOCKS)} prefix="numbers-" />
      {blocks.length > FIRST_BLOCKS && (
        <Details summary="Show the rest of this chapter’s numbers">
          <ReportBlocks blocks={blocks.slice(FIRST_BLOCKS)} prefix="more-" />
        </Details>
      )}
      {view === "published" && hidden > 0 && (
        <p className="note-text">Small numbers are hidden, and whatever they could be worked out from.</p>
      )}
    </section>
  );
}

function Box({ legend, children }: { legend: string | null; children: ReactNode }) {
  if (!legend) return <div className="report-box">{children}</div>;
  return (
    <div className="report-box">
      <fieldset className="govuk-fieldset">
        <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">{legend}</legend>
        {children}
      </fieldset>
    </div>
  );
}

function WordsField({
  field,
  value,
  questions,
  alone,
}: {
  field: Field;
  value: string;
  questions: ChapterView["questions"];
  alone: boolean;
}) {
  if (field.options)
    return (
      <Select name={field.name} label={field.label} hint={field.hint} options={field.options} defaultValue={value} />
    );
  return (
    <>
      <CharacterCount
        id={field.name}
        name={field.name}
        label={field.label}
        labelSize={alone ? "s" : undefined}
        hint={field.hint}
        limit={field.words}
        count="words"
        threshold={50}
        rows={field.rows}
        defaultValue={value}
        spellCheck
      />
      {questions.map((question) => (
        <p className="report-question" key={question.phrase + question.sentence}>
          <strong>Check ‘{question.phrase}’.</strong> {question.sentence}
        </p>
      ))}
    </>
  );
}

/** Both texts of every field that two people wrote. Nothing is lost: the one that is not kept stands among the versions. */
function Clash({ clash }: { clash: WordsClash }) {
  return (
    <Note tone="amber" title={`${clash.by} changed the same words at ${clash.at}`}>
      <input type="hidden" name="theirVersion" value={clash.version} />
      {clash.disputes.map((dispute) => (
        <div className="two-columns" key={dispute.field}>
          <div>
            <h3 className="part">{dispute.label}: yours</h3>
            <p className="report-text">{dispute.mine || "Nothing"}</p>
          </div>
          <div>
            <h3 className="part">
              {dispute.label}: {clash.by}
            </h3>
            <p className="report-text">{dispute.theirs || "Nothing"}</p>
          </div>
        </div>
      ))}
      <p>
        <Button name="intent" value="keep-mine">
          Keep mine
        </Button>{" "}
        <Button name="intent" value="keep-theirs" variant="secondary">
          Keep theirs
        </Button>
      </p>
    </Note>
  );
}

function Checks({ checks, view }: { checks: ChapterView["checks"]; view: string }) {
  const good = [
    "Every number carries its n and period",
    "Every chart has words and a table",
    ...(view === "published" ? [`Small numbers hidden: ${checks.hidden} figures`] : []),
  ];
  const open = [
    ...(view === "internal" ? ["Small numbers are shown: not for publication"] : []),
    ...(checks.quotesWaiting > 0 ? [`${checks.quotesWaiting} quotes not yet checked`] : []),
    ...(checks.questions > 0 ? [`${checks.questions} questions about wording`] : []),
  ];
  return (
    <ul className="plain-list report-checks">
      {good.map((words) => (
        <li className="report-checks__good" key={words}>
          <Tick /> {words}
        </li>
      ))}
      {open.map((words) => (
        <li className="report-checks__open" key={words}>
          {words}
        </li>
      ))}
    </ul>
  );
}
