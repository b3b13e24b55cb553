import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { problemInReason } from "#audits/panel/reason.ts";
import { nextVersion, proposedStep, VERSION_STEPS } from "#audits/rubric/edit/next-version.ts";
import { wholeRubric } from "#audits/rubric/edit/shown.ts";
import { publishDraft } from "#db/rubric-publishing.ts";
import { versionsOf } from "#db/rubrics.ts";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { DateInput } from "~/components/govuk/date-input.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Note } from "~/components/notes.tsx";
import { Changes } from "~/components/rubric-editor/changes.tsx";
import { DraftFrame } from "~/components/rubric-editor/draft-frame.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { approvalsView, dayOf } from "~/server/rubric-approvals.server.ts";
import { changesView } from "~/server/rubric-changes.server.ts";
import { baseOf, draftHead, draftPaths, requireDraft } from "~/server/rubric-draft.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const base = await baseOf(draft);
  const whole = wholeRubric(draft.document);
  const [latest] = await versionsOf(store().db, draft.key);
  const before = base && base.key === draft.key ? base : null;
  const proposed = before && whole ? proposedStep(before.document, whole) : null;
  return {
    head: await draftHead(actor, draft, base),
    here: draftPaths(draft.id).publish,
    changes: before && whole ? changesView(before.document, whole) : null,
    partners: await approvalsView(actor, draft.document),
    proposed,
    steps: latest
      ? VERSION_STEPS.map((step) => ({
          value: step,
          version: nextVersion(latest.version, step),
          words: STEP_WORDS[step],
        }))
      : null,
    /** Another draft was published meanwhile: this one does not know of it. */
    overtaken: before && latest && latest.id !== before.id ? latest.version : null,
  };
}

const STEP_WORDS = {
  major: "Criteria measure something else than before, or are gone",
  minor: "Something was added, or grades are worked out in another way",
  patch: "Wording only: every result stays comparable",
};

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const fields = await readForm(request);
  const [latest] = await versionsOf(store().db, draft.key);
  const errors: FieldError[] = [];
  const step = VERSION_STEPS.find((one) => one === fields.text("step"));
  if (latest && !step) errors.push({ field: "step", sentence: "Select the number of the new version" });
  const agreedBy = fields.text("agreedBy");
  const problem = problemInReason(agreedBy, "Enter who agreed to publish it", 200);
  if (problem) errors.push({ field: "agreedBy", sentence: problem });
  const on = dayOf(fields, "agreedOn", "The day they agreed");
  if (!on.ok) errors.push({ field: "agreedOn-day", sentence: on.sentence });
  if (!fields.all("confirm").includes("yes"))
    errors.push({ field: "confirm", sentence: "Confirm that the version never changes after this" });
  const typed = Object.fromEntries(fields.names().map((name) => [name, fields.raw(name)]));
  if (errors.length || !on.ok) return data({ errors, typed }, { status: 400 });
  const version = latest && step ? nextVersion(latest.version, step) : "1.0.0";
  const how = { seen: Number(fields.text("seen")) || 0, version, agreedBy, agreedOn: on.day };
  const published = await publishDraft(store(), actor, draft.id, how, now());
  if (!published.ok)
    return data({ errors: [{ field: "publish", sentence: published.sentence }], typed }, { status: 409 });
  return redirect(`/rubrics/${published.rubricId}?done=published`);
}

export default function RubricDraftPublish() {
  const { head, here, changes, partners, proposed, steps, overtaken } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  const typed: Record<string, string> = result?.typed ?? {};
  const stops = head.problems.filter((p) => p.stops).length;
  return (
    <DraftFrame
      head={head}
      here={here}
      messages={
        result && (
          <ErrorSummary
            arrival={result}
            errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
          />
        )
      }
      work={
        <>
          <h1 className="working-title" id="publish" tabIndex={-1}>
            Publish {head.title}
          </h1>
          {stops > 0 ? (
            <Note tone="amber" title="Not yet">
              <p>
                {stops} {stops === 1 ? "problem has" : "problems have"} to be mended first. They are listed on top, each
                with the way to its field.
              </p>
            </Note>
          ) : (
            <p>No problem stops this draft from being published.</p>
          )}
          {overtaken && (
            <Note tone="amber" title={`Version ${overtaken} was published meanwhile`}>
              <p>This draft does not have what changed in it. Compare the two before you publish.</p>
            </Note>
          )}
          <h2 className="section">What changed</h2>
          {changes ? <Changes view={changes} /> : <p>Nothing of this rubric was published before.</p>}
          <h2 className="section">Partners</h2>
          <p>{partners.words}</p>
          {partners.approvals.length > 0 && (
            <ul className="govuk-list govuk-list--bullet">
              {partners.approvals.map((a) => (
                <li key={a.organisation}>
                  {a.organisation}: {a.confirmedBy}, {a.on}
                </li>
              ))}
            </ul>
          )}
          <p>
            <Link className="govuk-link" to={head.paths.agree}>
              Record what a partner says
            </Link>
          </p>
          {stops === 0 && (
            <Form method="post" noValidate>
              <h2 className="section">Publish</h2>
              <input type="hidden" name="seen" value={head.version} />
              {steps && (
                <Radios
                  name="step"
                  legend="Number of the new version"
                  legendSize="s"
                  hint={proposed ? `Proposed from what changed: ${proposed.because}.` : undefined}
                  error={error("step")}
                  value={typed.step ?? proposed?.step ?? "major"}
                  items={steps.map((s) => ({ value: s.value, label: s.version, hint: s.words }))}
                />
              )}
              {!steps && <p>It becomes version 1.0.0.</p>}
              <Input
                name="agreedBy"
                label="Who agreed to publish it"
                labelSize="s"
                hint="A person or a meeting. For example, the quality assurance board"
                error={error("agreedBy")}
                defaultValue={typed.agreedBy}
              />
              <DateInput
                id="agreedOn"
                namePrefix="agreedOn"
                legend="When they agreed"
                legendSize="s"
                error={error("agreedOn-day")}
                parts={[
                  { name: "day", value: typed["agreedOn-day"], width: 2 },
                  { name: "month", value: typed["agreedOn-month"], width: 2 },
                  { name: "year", value: typed["agreedOn-year"], width: 4 },
                ]}
              />
              <Checkboxes
                name="confirm"
                error={error("confirm")}
                items={[
                  {
                    value: "yes",
                    label: "I know that this version never changes again. A correction is a new version.",
                  },
                ]}
              />
              <Button preventDoubleClick>Publish</Button>
            </Form>
          )}
        </>
      }
    />
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Publish ${d.head.title}` : "Publish"));
