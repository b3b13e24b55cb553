import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { moderationList } from "#db/moderations.ts";
import { earlierSignOffsOf, isReopened, takeBackSignOff } from "#db/reopenings.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "cycles.open");
  const cycle = await requireCycle(params.cycleId);
  const { db } = store();
  const plan = (await moderationList(db, cycle.id)).find((p) => p.sampled.id === params.sampledId);
  if (!plan) throw notFound();
  const { reference } = plan.sampled.snapshot;
  await noteView(actor, { kind: "sampled_case", id: plan.sampled.id }, `the sign-off of ${reference}`);
  const open = cycle.status === "moderation" && (await isReopened(db, cycle.id));
  return {
    head: cycleHead(actor, cycle),
    base: `/cycles/${cycle.id}/moderation`,
    reference,
    signedOff: plan.signedOffAt ? dateWords(plan.signedOffAt) : null,
    why: !plan.signedOffAt
      ? "This plan is not signed off."
      : open
        ? null
        : "Reopen the cycle first. A sign-off stands until then.",
    earlier: (await earlierSignOffsOf(db, plan.sampled.id)).map((e) => ({
      signedOff: dateWords(e.signedOffAt),
      takenBack: dateWords(e.takenBackAt),
      by: e.by,
      reason: e.reason,
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "cycles.open");
  const cycle = await requireCycle(params.cycleId);
  const there = (await moderationList(store().db, cycle.id)).some((p) => p.sampled.id === params.sampledId);
  if (!there) throw notFound();
  const reason = (await readForm(request)).text("reason");
  const verdict = await takeBackSignOff(store(), actor, cycle.id, params.sampledId ?? "", reason, now());
  if (verdict.ok) return redirect(`/cycles/${cycle.id}/moderation/${params.sampledId}`);
  return data({ errors: [{ field: "reason", sentence: verdict.sentence }], reason }, { status: 400 });
}

export default function TakeBack() {
  const { head, base, reference, signedOff, why, earlier } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage before={<BackLink href={base}>Moderation</BackLink>}>
        {sent && (
          <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle over={signedOff ? `${reference}, signed off on ${signedOff}` : reference}>
          Take the sign-off back
        </PageTitle>
        {why ? (
          <p className="lead">{why}</p>
        ) : (
          <>
            <p className="lead">
              The panel can then settle the plan again and sign it off. What it settled before, and the result of then,
              are kept.
            </p>
            <Form method="post" noValidate>
              <Textarea
                name="reason"
                label="Why is it taken back?"
                labelSize="s"
                hint="It is kept in the trail, so name nobody"
                rows={3}
                defaultValue={sent?.reason}
                error={sent?.errors[0]?.sentence}
              />
              <div className="button-row">
                <Button variant="warning" preventDoubleClick>
                  Take the sign-off back
                </Button>
                <a className="govuk-link" href={base}>
                  Keep it
                </a>
              </div>
            </Form>
          </>
        )}
        {earlier.length > 0 && (
          <Table
            caption="Sign-offs that were taken back"
            captionSize="s"
            phoneList
            head={["Signed off", "Taken back", "By", "Why"]}
            rows={earlier.map((e) => [e.signedOff, e.takenBack, e.by, e.reason])}
          />
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Take back ${d.reference}` : "Take the sign-off back"), {
  plan: (d) => d.reference,
});
