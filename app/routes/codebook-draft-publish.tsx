import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { nextVersion, VERSION_STEPS } from "#audits/rubric/edit/next-version.ts";
import { compareCodebooks, proposedStep } from "#audits/themes/lineage.ts";
import { publishCodebookDraft } from "#db/codebook-drafts.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { DraftNotes } from "~/components/themes/book.tsx";
import { CodebookChanges } from "~/components/themes/changes.tsx";
import { titled } from "~/components/title.tsx";
import { codebookHead, requireCodebookDraft } from "~/server/codebook.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

const STEP_WORDS = {
  major: "A theme was retired, merged, split or changed its kind",
  minor: "Themes were added, or what they are for was written anew",
  patch: "Wording and keywords only: every count stays comparable",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "themes.edit");
  const draft = await requireCodebookDraft(params.draftId);
  const proposed = proposedStep(draft.base, draft.document);
  return {
    head: await codebookHead(actor, draft),
    changes: compareCodebooks(draft.base, draft.document),
    proposed,
    steps: VERSION_STEPS.map((step) => ({
      value: step,
      label: nextVersion(draft.base.version, step),
      hint: STEP_WORDS[step],
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "themes.edit");
  const draft = await requireCodebookDraft(params.draftId);
  const form = await readForm(request);
  const step = VERSION_STEPS.find((one) => one === form.text("step"));
  const errors: { field: string; sentence: string }[] = [];
  if (!step) errors.push({ field: "step", sentence: "Select the number of the new version" });
  if (!form.all("confirm").includes("yes"))
    errors.push({ field: "confirm", sentence: "Confirm that the version never changes after this" });
  if (!step || errors.length) return data({ errors }, { status: 400 });
  const seen = Number(form.text("seen")) || 0;
  const published = await publishCodebookDraft(store(), actor, draft.id, { seen, step }, now());
  if (!published.ok) return data({ errors: [{ field: "publish", sentence: published.sentence }] }, { status: 409 });
  return redirect(`/codebooks/${published.codebookId}`);
}

export default function CodebookDraftPublish() {
  const { head, changes, proposed, steps } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  const stops = head.problems.some((p) => p.stops);
  return (
    <ReadingPage wide before={<BackLink href={head.paths.base}>Draft of the codebook</BackLink>}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>What changed since version {head.from}</PageTitle>
      <DraftNotes head={head} />
      <CodebookChanges changes={changes} />
      {stops ? (
        <p>It can be published when the problems above are mended.</p>
      ) : (
        <Form method="post" noValidate id="publish">
          <h2 className="section">Publish</h2>
          <p>
            New cycles count by the new version. A cycle that is under way goes on with its own, until somebody lets it
            go on with this one; closed cycles never change.
          </p>
          <input type="hidden" name="seen" value={head.version} />
          <Radios
            name="step"
            legend="Number of the new version"
            legendSize="s"
            hint={`Proposed from what changed: ${proposed.because}.`}
            error={error("step")}
            value={proposed.step}
            items={steps}
          />
          <Checkboxes
            name="confirm"
            error={error("confirm")}
            items={[
              { value: "yes", label: "I know that this version never changes again. A correction is a new version." },
            ]}
          />
          <Button preventDoubleClick>Publish the codebook</Button>
        </Form>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Publish the codebook");
