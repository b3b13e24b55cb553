import { Form, useLocation, useRevalidator, useSubmit } from "@remix-run/react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { DraftHead } from "~/server/rubric-draft.server.ts";
import type { PartView } from "~/server/rubric-part.server.ts";
import { ActionBar } from "../frame.tsx";
import { Button } from "../govuk/button.tsx";
import { ErrorSummary } from "../govuk/error-summary.tsx";
import { Input } from "../govuk/inputs.tsx";
import { Details } from "../govuk/messages.tsx";
import { Note } from "../notes.tsx";
import { ChooseText, type DraftClash } from "./clash.tsx";
import { CriterionForm } from "./criterion-form.tsx";
import { CriterionPreview } from "./criterion-preview.tsx";
import { DraftFrame } from "./draft-frame.tsx";
import {
  AboutForm,
  DomainForm,
  GradesForm,
  LimitForm,
  ModuleForm,
  ScaleForm,
  SectionsForm,
  TimesForm,
} from "./other-forms.tsx";
import { DrawnValues } from "./part-fields.tsx";
import { useAutosave } from "../autosave/use-autosave.ts";

/** What was sent and is still to be settled. */
export type Unsettled = {
  values: Record<string, string[]>;
  basedOn: number;
  clash: DraftClash | null;
  errors: { field: string; sentence: string }[];
};

type PartPageProps = { head: DraftHead; view: PartView; here: string; said: string | null; sent: Unsettled | null };

/** One part of a draft. Drawn anew when the person comes to it or presses a button, never while they write. */
export function PartPage(props: PartPageProps) {
  const { key } = useLocation();
  return <OpenPart key={`${props.here} ${key}`} {...props} />;
}

const FORM = "edit-part";

function OpenPart({ head, view, here, said, sent }: PartPageProps) {
  // Saving draws problems and preview anew, and must not touch what is being typed.
  const [drawn] = useState({
    values: sent?.values ?? view.values,
    basedOn: sent?.basedOn ?? head.version,
    savedAt: head.savedAt,
  });
  const [others, setOthers] = useState<string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const { revalidate } = useRevalidator();
  const submit = useSubmit();
  const { status, clash, version, saver } = useAutosave<DraftClash>(form, {
    leave: "Some words on this page are not saved. Leave the page without them?",
    saveTo: `${head.paths.save}?kind=${view.part.kind}&ref=${encodeURIComponent(view.part.ref)}`,
    version: drawn.basedOn,
    savedAt: drawn.savedAt,
    held: 0,
    clash: sent?.clash ?? null,
    saved: ({ theirs }) => {
      if (theirs?.length) setOthers(theirs);
      revalidate();
    },
  });
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // After a button of the form the focus would be lost with the page that was there.
    if (document.activeElement === document.body && !location.hash) title.current?.focus({ preventScroll: true });
  }, []);

  function changed(event: FormEvent<HTMLFormElement>) {
    const field = event.target as HTMLInputElement;
    saver.current?.changed(["text", "textarea"].includes(field.type) ? "soon" : "now");
  }

  /** What can be sent in the background is sent first: without a connection the page stays as it is, with all its words. */
  async function pressed(event: FormEvent<HTMLFormElement>) {
    if (clash || !saver.current) return;
    event.preventDefault();
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    if ((await saver.current.flush()) !== "waiting") submit(button ?? form.current);
  }

  const errors = sent?.errors ?? [];
  return (
    <DraftFrame
      head={head}
      here={here}
      state={status}
      messages={
        <>
          {clash && <ChooseText clash={clash} form={FORM} />}
          {errors.length > 0 && (
            <ErrorSummary arrival={sent} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
          )}
          {said && (
            <Note tone="teal">
              <p role="status">{said}</p>
            </Note>
          )}
          {others.length > 0 && (
            <Note tone="amber">
              <p>
                Somebody else changed {others.join(" and ")} here meanwhile. That is kept.{" "}
                <a className="govuk-link" href={here}>
                  Show it
                </a>
              </p>
            </Note>
          )}
        </>
      }
      margin={view.criterion ? <CriterionPreview head={head} view={view} /> : undefined}
      work={
        <>
          {view.criterion && <p className="note-text">{view.criterion.place}</p>}
          <h1 className="working-title" ref={title} tabIndex={-1}>
            Edit {view.words}
          </h1>
          <Form
            method="post"
            action={here}
            id={FORM}
            noValidate
            autoComplete="off"
            ref={form}
            onChange={changed}
            onBlur={() => saver.current?.changed("now")}
            onSubmit={pressed}
          >
            <input type="hidden" name="basedOn" value={version} />
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
            <DrawnValues.Provider value={drawn.values}>
              <PartFields view={view} />
            </DrawnValues.Provider>
          </Form>
          <Elsewhere head={head} view={view} here={here} />
        </>
      }
      actions={
        <ActionBar
          end={
            <a className="govuk-link" href={head.paths.publish}>
              Publish
            </a>
          }
        >
          <Button form={FORM} name="intent" value={view.next ? "next" : "save"}>
            {view.next ? `Save and go to ${view.next.words}` : "Save"}
          </Button>
          <Button form={FORM} name="intent" value="overview" variant="secondary">
            Save and go to the overview
          </Button>
        </ActionBar>
      }
    />
  );
}

function PartFields({ view }: { view: PartView }) {
  switch (view.part.kind) {
    case "about":
      return <AboutForm />;
    case "sections":
      return <SectionsForm view={view} />;
    case "times":
      return <TimesForm view={view} />;
    case "grades":
      return <GradesForm view={view} />;
    case "scale":
      return <ScaleForm view={view} />;
    case "domain":
      return <DomainForm view={view} />;
    case "limit":
      return <LimitForm view={view} />;
    case "module":
      return <ModuleForm />;
    case "criterion":
      return view.criterion && <CriterionForm criterion={view.criterion} />;
  }
}

/** What is done with the thing as a whole: its code, its place, a copy, and taking it out. */
function Elsewhere({ head, view, here }: { head: DraftHead; view: PartView; here: string }) {
  const { kind, ref } = view.part;
  if (ref === "") return null;
  const hidden = (
    <>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="ref" value={ref} />
      <input type="hidden" name="back" value={here} />
    </>
  );
  const button = (intent: string, words: string) => (
    <button type="submit" name="intent" value={intent} className="link-button">
      {words}
    </button>
  );
  return (
    <div className="part-steps">
      <Form method="post" action={head.paths.base} className="part-steps__buttons">
        {hidden}
        {button("up", "Move up")}
        {button("down", "Move down")}
        {button("duplicate", "Make a copy")}
        {kind === "domain" && button("add-criterion", "Add a criterion to this domain")}
        {button("remove", `Remove ${view.words} from this draft`)}
      </Form>
      {view.mayRename && kind !== "limit" && (
        <Details summary="Change the code">
          <Form method="post" action={head.paths.base}>
            {hidden}
            <Input
              name="code"
              id="new-code"
              label="Code"
              hint="Starts with a letter. Once it is published it stays, because scores and trends go by it."
              width={10}
              defaultValue={ref.replace(/~\d+$/, "")}
            />
            <Button name="intent" value="rename" variant="secondary">
              Change the code
            </Button>
          </Form>
        </Details>
      )}
    </div>
  );
}
