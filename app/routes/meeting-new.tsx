import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { planMeeting } from "#db/meetings.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { MeetingForm } from "~/components/panel/meeting-form.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { mailIsSet } from "~/server/mail.server.ts";
import { meetingChoices, meetingFrom, meetingToBegin } from "~/server/meeting-form.server.ts";
import { tellOfMeeting } from "~/server/meeting-mail.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "meetings.plan");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle_plans", id: cycle.id }, `the plans of ${cycle.title}`);
  const choices = await meetingChoices(cycle.id, null);
  return {
    head: cycleHead(actor, cycle),
    base: `/cycles/${cycle.id}/meetings`,
    formKey: newFormKey(),
    mailed: mailIsSet(),
    ...choices,
    begin: meetingToBegin(cycle.moderationOn, choices.people),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "meetings.plan");
  const cycle = await requireCycle(params.cycleId);
  const form = await readForm(request);
  const read = meetingFrom(form);
  if (!read.ok) return data({ errors: read.errors, typed: read.typed }, { status: 400 });
  const here = `/cycles/${cycle.id}/meetings`;
  const { to, made } = await writeOnce(
    form,
    actor,
    (once) => planMeeting(once, actor, cycle.id, read.plan, now()),
    (planned) => (planned.ok ? `${here}?done=planned` : null),
  );
  if (made?.ok) await tellOfMeeting(made.id, actor, { asked: read.plan.personIds });
  if (to) return redirect(to);
  const sentence = made && !made.ok ? made.sentence : "";
  return data({ errors: [{ field: "day-day", sentence }], typed: read.typed }, { status: 409 });
}

export default function NewMeeting() {
  const { head, base, begin, ...page } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage before={<BackLink href={base}>Meetings</BackLink>}>
        {sent && (
          <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle>Plan a meeting</PageTitle>
        <MeetingForm {...page} typed={sent?.typed ?? begin} errors={sent?.errors ?? []} />
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Plan a meeting – ${d?.head.title ?? "Cycle"}`);
