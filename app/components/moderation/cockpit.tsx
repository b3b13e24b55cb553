import { Form, Link } from "@remix-run/react";
import { type ReactNode, useRef } from "react";
import { ActionBar, Bench } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes } from "~/components/govuk/choices.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import type { CycleSoFar } from "#db/moderation-so-far.ts";
import { AgreeTable } from "~/components/panel.tsx";
import { chooseRadio, useKeys } from "~/components/single-keys.ts";
import type { TypedModeration } from "~/server/moderation-form.server.ts";
import type { CockpitView } from "~/server/moderation.server.ts";
import { Found, Written } from "./found.tsx";
import { Margin, Queue } from "./sides.tsx";
import { SignOff } from "./sign-off.tsx";
import { chosenOf, useUnsettled } from "./unsettled.ts";

export type Props = {
  view: Omit<CockpitView, "signedOffAt"> & { signedOffAt: string | null };
  cycleId: string;
  present: string[];
  panel: { id: string; name: string; part: string }[];
  summary: ReactNode;
  keysOn: boolean;
  errors: { field: string; sentence: string }[];
  typed: TypedModeration | null;
};

/**
 * Queue on the left, the criterion in the centre, what helps to judge on the right; one form around the work, whose
 * buttons say what they do.
 */
export function CockpitPage(props: Props & { soFar: CycleSoFar | null }) {
  const { view } = props;
  const form = useRef<HTMLFormElement>(null);
  const sending = useUnsettled(form, view);
  const keys = useKeys(props.keysOn, {
    choose: (place) => chooseRadio(form.current, "agreed", place),
    named: { s: () => form.current?.querySelector<HTMLElement>("[name=intent][value=settle]")?.click() },
  });
  return (
    <Bench
      kind="moderation"
      rail={<Queue {...props} />}
      railTitle="All criteria to settle"
      summary={
        <>
          {props.summary}
          <SignOff {...props} />
        </>
      }
      first={
        view.current ? <Criterion {...props} current={view.current} withKeys={keys.on && !view.signedOffAt} /> : null
      }
      work={<Work {...props} />}
      actions={<Actions {...props} />}
      margin={<Margin {...props} keys={keys} />}
      wrap={(content) => (
        <Form
          method="post"
          noValidate
          ref={form}
          onKeyDown={keys.onKeyDown}
          onSubmit={sending}
          action={view.current ? `?criterion=${view.current.key}` : undefined}
        >
          {content}
        </Form>
      )}
    />
  );
}

export type Current = NonNullable<CockpitView["current"]>;

type CriterionProps = Pick<Props, "view" | "errors" | "typed"> & { current: Current; withKeys: boolean };

/** The criterion, and one table that joins what each level looks like, who gave it, and what the panel agrees. */
export function Criterion({ view, errors, typed, current, withKeys }: CriterionProps) {
  const error = errors.find((e) => e.field === "agreed")?.sentence;
  const of = current.levels.length;
  const keyAt = (place: number) => (withKeys ? String(place + 1) : null);
  const apart = [
    ...(current.ctAllowed
      ? [{ value: "CT", label: "Cannot tell", descriptor: "The panel finds no evidence to judge." }]
      : []),
    ...(current.naAllowed
      ? [{ value: "NA", label: "Does not apply", descriptor: "To this child or this stage." }]
      : []),
  ];
  return (
    <>
      {/* The Enter key in a field presses the first button of a form. */}
      {!view.signedOffAt && (
        <button
          type="submit"
          name="intent"
          value="settle"
          className="govuk-visually-hidden"
          tabIndex={-1}
          aria-hidden="true"
        >
          Settle
        </button>
      )}
      <p className="note-text">
        {current.domain}, criterion {current.position} of {current.of} to settle. {current.group}
      </p>
      <h1 className="working-title">
        <span className="criterion-code">{current.key}</span> {current.title}
      </h1>
      <p className="question">{current.question}</p>
      <input type="hidden" name="criterion" value={current.key} />
      <input type="hidden" name="basedOn" value={typed?.basedOn ?? current.version} />
      <input type="hidden" name="next" value={current.nextKey ?? ""} />
      <AgreeTable
        name="agreed"
        id="agreed"
        legend={`What does the panel agree for ${current.key}?`}
        error={error}
        disabled={view.signedOffAt !== null}
        chosen={typed ? typed.agreed : chosenOf(current.agreed)}
        auditors={current.views.map((v) => ({
          id: v.auditorId,
          agency: v.agency,
          name: v.name,
          letter: v.letter,
          score: v.score === null ? "" : String(v.score),
        }))}
        rows={[
          ...current.levels.map((l, i) => ({
            value: String(l.value),
            label: l.label,
            descriptor: l.descriptor,
            limit: l.limit,
            key: keyAt(i),
            place: l.place,
            of,
          })),
          ...apart.map((row, i) => ({ ...row, limit: null, key: keyAt(of + i), place: null, of })),
        ]}
      />
      {current.agreed === "both" && <p>Both views are recorded, and no level is agreed.</p>}
    </>
  );
}

function Work({ view, cycleId, present, panel, errors, typed }: Props) {
  const { current } = view;
  const over = view.signedOffAt !== null;
  return (
    <>
      {current && (
        <>
          <Found views={current.views} />
          <Written written={current.written} />
          {over && <Kept reason={current.reason} finding={current.finding} />}
          {!over && (
            <>
              <Textarea
                name="reason"
                label="Reason"
                labelSize="s"
                hint="Needed where the auditors differ. Kept with the scores for good, and quoted in the report without names."
                rows={3}
                defaultValue={typed?.reason ?? current.reason}
                error={errors.find((e) => e.field === "reason")?.sentence}
              />
              <Textarea
                name="finding"
                label="Finding to send to the plan writer"
                labelSize="s"
                hint="Edit it to say what the panel agreed."
                rows={3}
                defaultValue={typed?.finding ?? current.finding}
                error={errors.find((e) => e.field === "finding")?.sentence}
              />
            </>
          )}
        </>
      )}
      {over && <p className="soft">Present: {names(panel, present)}.</p>}
      {!over && <Present panel={panel} present={present} />}
      <p>
        <Link className="govuk-link" to={`/cycles/${cycleId}/moderation`}>
          All plans of this cycle
        </Link>
      </p>
    </>
  );
}

/** What was written of a criterion, once it is signed off. */
function Kept({ reason, finding }: { reason: string; finding: string }) {
  return (
    <SummaryList
      rows={[
        { key: "Reason", value: reason || "None given" },
        { key: "Finding sent to the plan writer", value: finding || "None" },
      ]}
    />
  );
}

function Actions({ view }: Props) {
  const { current } = view;
  if (!current || view.signedOffAt !== null) return null;
  return (
    <ActionBar
      end={
        <button type="submit" name="intent" value="both" className="link-button">
          Agree to disagree, and record both views
        </button>
      }
    >
      <Button name="intent" value="settle" preventDoubleClick>
        {current.nextKey ? `Settle ${current.key} and go to ${current.nextKey}` : `Settle ${current.key}`}
      </Button>
      {current.nextKey && (
        <Link className="govuk-link" to={`?criterion=${current.nextKey}`}>
          Leave open
        </Link>
      )}
    </ActionBar>
  );
}

/** Who sits on the panel today. Kept with what is settled. */
export function Present({ panel, present }: Pick<Props, "panel" | "present">) {
  return (
    <Details summary={`Panel today: ${names(panel, present)}`}>
      <Checkboxes
        name="present"
        small
        legend="Who is present?"
        legendSize="s"
        values={present}
        items={panel.map((p) => ({ value: p.id, label: `${p.name}, ${p.part}` }))}
      />
    </Details>
  );
}

const names = (panel: Props["panel"], present: string[]) =>
  panel
    .filter((p) => present.includes(p.id))
    .map((p) => p.name)
    .join(", ") || "nobody named";
