import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { SHIPPED_ANCHORS } from "#audits/calibration/library/shipped.ts";
import { identifiersIn } from "#audits/panel/identifiers.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { anchorsSeen, calibrators, type NewRound, openCalibration, rubricsForCalibration } from "#db/calibrations.ts";
import { FormKey } from "~/components/form-key.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { DateInput } from "~/components/govuk/date-input.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, today } from "~/server/database.server.ts";
import { type Fields, newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { dayFrom, type FieldError } from "~/server/validate.ts";

const LONGEST_TITLE = 100;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "calibration.open");
  const { db } = store();
  const [auditors, seen] = [await calibrators(db, now()), await anchorsSeen(db)];
  return {
    formKey: newFormKey(),
    rubrics: (await rubricsForCalibration(db)).map((r) => ({
      value: r.id,
      label: `${r.title}, version ${r.version}`,
      hint: `${r.withReference} criteria have a reference level`,
    })),
    anchors: SHIPPED_ANCHORS.map((a) => ({ value: a.key, label: `${a.reference}: ${a.title}`, hint: a.about })),
    auditors: auditors.map((a) => {
      const had = SHIPPED_ANCHORS.filter((anchor) => seen.get(anchor.key)?.has(a.id)).map((anchor) => anchor.reference);
      return {
        value: a.id,
        label: `${a.name}, ${AGENCY_LABELS[a.agency].toLowerCase()}`,
        hint: had.length ? `Has had ${had.join(", ")} before` : undefined,
      };
    }),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "calibration.open");
  const fields = await readForm(request);
  const read = readRound(fields, today());
  const typed = {
    title: fields.raw("title"),
    rubricId: fields.text("rubricId"),
    length: fields.text("length"),
    anchors: fields.all("anchors"),
    auditorIds: fields.all("auditorIds"),
    day: fields.raw("due-day"),
    month: fields.raw("due-month"),
    year: fields.raw("due-year"),
  };
  if (!read.ok) return data({ errors: read.errors, typed }, { status: 400 });
  const sent = await writeOnce(
    fields,
    actor,
    (to) => openCalibration(to, actor, read.round, now()),
    (made) => (made.ok ? `/calibration/${made.id}` : null),
  );
  if (sent.to !== null) return redirect(sent.to);
  const { made } = sent as { made: Awaited<ReturnType<typeof openCalibration>> };
  const errors: FieldError[] = made.ok ? [] : [{ field: made.field, sentence: made.sentence }];
  return data({ errors, typed }, { status: 400 });
}

function readRound(fields: Fields, from: string): { ok: true; round: NewRound } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const title = fields.text("title");
  if (!title) errors.push({ field: "title", sentence: "Enter a name for the calibration" });
  else if (title.length > LONGEST_TITLE)
    errors.push({ field: "title", sentence: `The name must be ${LONGEST_TITLE} characters or fewer` });
  for (const what of identifiersIn(title))
    errors.push({ field: "title", sentence: `Remove the ${what} from the name` });
  const anchors = fields.all("anchors");
  if (anchors.length === 0) errors.push({ field: "anchors", sentence: "Choose one made-up plan or more" });
  const auditorIds = fields.all("auditorIds");
  if (auditorIds.length === 0) errors.push({ field: "auditorIds", sentence: "Choose who takes part" });
  const due = dayFrom(
    { day: fields.text("due-day"), month: fields.text("due-month"), year: fields.text("due-year") },
    "The day audits are due",
  );
  if (!due.ok) errors.push({ field: "due-day", sentence: due.sentence });
  else if (due.day === null) errors.push({ field: "due-day", sentence: "Enter the day audits are due" });
  else if (due.day < from) errors.push({ field: "due-day", sentence: "The day audits are due must be today or later" });
  if (errors.length || !due.ok || due.day === null) return { ok: false, errors };
  const rubricId = fields.text("rubricId");
  const shortForm = fields.text("length") === "short";
  return { ok: true, round: { title, rubricId, shortForm, anchors, auditorIds, dueOn: due.day } };
}

export default function CalibrationNew() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const typed = sent?.typed;
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/calibration">Calibration</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Open a calibration</PageTitle>
      {page.rubrics.length === 0 ? (
        <p className="lead">
          No rubric in use has the words that the reference levels were set against. The full and the short audit that
          ship have them.
        </p>
      ) : page.auditors.length === 0 ? (
        <p className="lead">Nobody is an auditor yet. Invite auditors under People first.</p>
      ) : (
        <Form method="post" noValidate>
          <FormKey value={page.formKey} />
          <Input
            name="title"
            label="Name of the calibration"
            labelSize="s"
            hint="Such as “Calibration before the winter audit”"
            defaultValue={typed?.title}
            error={error("title")}
          />
          <Checkboxes
            name="anchors"
            legend="Made-up plans"
            legendSize="s"
            hint="One or two make an afternoon. Everybody scores every plan that you tick."
            error={error("anchors")}
            values={typed?.anchors}
            items={page.anchors}
          />
          <Radios
            name="rubricId"
            legend="Rubric"
            legendSize="s"
            error={error("rubricId")}
            value={typed?.rubricId ?? page.rubrics[0]?.value}
            items={page.rubrics}
          />
          <Radios
            name="length"
            legend="Length"
            legendSize="s"
            value={typed?.length ?? "short"}
            items={[
              { value: "short", label: "Short form", hint: "The criteria that the rubric marks for it" },
              { value: "full", label: "Full audit", hint: "Every criterion that applies to the plan" },
            ]}
          />
          <Checkboxes
            name="auditorIds"
            legend="Who takes part"
            legendSize="s"
            hint="With three or more you will see a pattern. Who had a plan before does not get it again: having seen the reference, nobody is blind."
            error={error("auditorIds")}
            small
            values={typed?.auditorIds}
            items={page.auditors}
          />
          <DateInput
            id="due"
            namePrefix="due"
            legend="Audits are due"
            legendSize="s"
            error={error("due-day")}
            parts={[
              { name: "day", value: typed?.day, width: 2 },
              { name: "month", value: typed?.month, width: 2 },
              { name: "year", value: typed?.year, width: 4 },
            ]}
          />
          <Button preventDoubleClick>Open the calibration</Button>
        </Form>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Open a calibration");
