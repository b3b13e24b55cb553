import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { Note } from "~/components/notes.tsx";
import type { Props } from "./cockpit.tsx";
import { GradeOf } from "./sides.tsx";

type SignOffProps = Pick<Props, "view" | "errors" | "typed">;

/** When all is settled: the grade, the panel's own grade where it sets one, and the button that keeps the result as it is. */
export function SignOff({ view, errors, typed }: SignOffProps) {
  if (view.signedOffAt)
    return (
      <Note tone="teal" title={`Signed off on ${view.signedOffAt}`}>
        <p>
          The result of {view.reference} is kept as it is. {view.grade && <GradeOf grade={view.grade} />}
        </p>
      </Note>
    );
  if (view.openCount > 0) return null;
  const nothing = view.settledCount === 0;
  const error = errors.find((e) => e.field === "sign-off")?.sentence;
  const Title = view.current ? "h2" : "h1";
  return (
    <section id="sign-off" className="ruled">
      <Title className="working-title">
        {nothing ? `The auditors agreed on all ${view.asked} criteria` : `${view.reference} is settled`}
      </Title>
      <p>
        {nothing
          ? "No limit fires. Confirm the plan."
          : "Signing off keeps the result as it is; it cannot be changed afterwards."}{" "}
        {view.grade && <GradeOf grade={view.grade} />}
      </p>
      {error && <p className="govuk-error-message">{error}</p>}
      {view.reach.length > 0 && view.grade && <OwnGrade view={view} errors={errors} typed={typed} />}
      <Button name="intent" value="sign-off" preventDoubleClick>
        Sign off {view.reference}
      </Button>
    </section>
  );
}

/** The grade that the panel may set beside the derived one: one step away, with a reason. */
function OwnGrade({ view, errors, typed }: SignOffProps) {
  const of = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const derived = view.grade?.label ?? "";
  return (
    <Details
      summary="The panel sees the plan a grade higher or lower"
      open={Boolean(typed?.grade || typed?.overrideReason) || undefined}
    >
      <Radios
        name="grade"
        small
        legend="Grade that the panel sets beside the derived one"
        legendSize="s"
        hint="It never takes the derived grade’s place: both are shown wherever the plan is, with your reason. Figures count the derived grade."
        error={of("grade")}
        value={typed?.grade ?? ""}
        items={[
          { value: "", label: `None: ${derived} stands` },
          ...view.reach.map((g) => ({ value: g.key, label: g.label })),
        ]}
      />
      <Textarea
        id="override-reason"
        name="override-reason"
        label="Why the panel sets another grade"
        labelSize="s"
        rows={3}
        defaultValue={typed?.overrideReason ?? ""}
        error={of("override-reason")}
      />
    </Details>
  );
}
