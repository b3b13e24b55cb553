import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { mayReopen } from "#audits/panel/life.ts";
import { reopenCycle } from "#db/reopenings.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "cycles.open");
  const cycle = await requireCycle(params.cycleId);
  const verdict = mayReopen({ status: cycle.status, evidenceRemoved: (await removedOn(cycle.id)) !== null });
  return {
    head: cycleHead(actor, cycle),
    base: `/cycles/${cycle.id}`,
    title: cycle.title,
    why: verdict.ok ? null : verdict.sentence,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "cycles.open");
  const cycle = await requireCycle(params.cycleId);
  const reason = (await readForm(request)).text("reason");
  const verdict = await reopenCycle(store(), actor, cycle.id, reason, now());
  if (verdict.ok) return redirect(`/cycles/${cycle.id}`);
  return data({ errors: [{ field: "reason", sentence: verdict.sentence }], reason }, { status: 400 });
}

export default function ReopenCycle() {
  const { head, base, title, why } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage before={<BackLink href={base}>Back to the cycle</BackLink>}>
        {sent && (
          <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle>Reopen {title}</PageTitle>
        {why ? (
          <p className="lead">{why}</p>
        ) : (
          <>
            <p className="lead">For a mistake in what the panel signed off. Scores of auditors stay as they are.</p>
            <ul className="govuk-list govuk-list--bullet">
              <li>The cycle goes back to moderation. You then take back the sign-off of the plans that are wrong.</li>
              <li>Each earlier sign-off and its result are kept, and so are the figures as they stand today.</li>
              <li>
                The published results are closed until moderation has ended again, and no later cycle is compared with
                this one.
              </li>
              <li>
                Reports that were made stay as they are, and are listed as made before. Whoever reads both can see what
                changed; where it is one plan, that can tell of one child.
              </li>
              <li>The time for which the evidence is kept runs from when the cycle closes again.</li>
            </ul>
            <Form method="post" noValidate>
              <Textarea
                name="reason"
                label="Why is it reopened?"
                labelSize="s"
                hint="It stands on the pages of the cycle and in the trail, so name nobody"
                rows={3}
                defaultValue={sent?.reason}
                error={sent?.errors[0]?.sentence}
              />
              <div className="button-row">
                <Button variant="warning" preventDoubleClick>
                  Reopen the cycle
                </Button>
                <a className="govuk-link" href={base}>
                  Keep it as it is
                </a>
              </div>
            </Form>
          </>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Reopen – ${d?.head.title ?? "Cycle"}`);
