import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { meetingWords } from "#audits/panel/meeting.ts";
import type { Step } from "#audits/panel/life.ts";
import { type Asked, changeMeeting } from "#db/meetings.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { MeetingForm } from "~/components/panel/meeting-form.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { mailIsSet } from "~/server/mail.server.ts";
import { meetingChoices, meetingFrom, requireMeeting, typedFrom } from "~/server/meeting-form.server.ts";
import { tellOfMeeting } from "~/server/meeting-mail.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "meetings.plan");
  const meeting = await requireMeeting(params.meetingId);
  if (meeting.cancelledAt) throw redirect(`/meetings/${meeting.id}`);
  const cycle = await requireCycle(meeting.cycleId);
  await noteView(actor, { kind: "cycle_plans", id: cycle.id }, `the plans of ${cycle.title}`);
  return {
    head: cycleHead(actor, cycle),
    id: meeting.id,
    when: meetingWords(meeting),
    version: meeting.version,
    mailed: mailIsSet(),
    ...(await meetingChoices(cycle.id, meeting)),
    begin: typedFrom(meeting),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "meetings.plan");
  const meeting = await requireMeeting(params.meetingId);
  const form = await readForm(request);
  const read = meetingFrom(form);
  const version = Number(form.text("version")) || 0;
  if (!read.ok) return data({ errors: read.errors, typed: read.typed, version }, { status: 400 });
  const kept: { moved: boolean; asked: Asked }[] = [];
  const change = async (): Promise<Step> => {
    const result = await changeMeeting(store(), actor, meeting.id, read.plan, version, now());
    if (result.ok) kept.push(result);
    return result.ok ? { ok: true } : result;
  };
  const verdict = await unlessFaster(
    change(),
    "Somebody else changed this meeting meanwhile. What you typed is still here. Open the meeting to see how it stands, then change it again",
  );
  if (!verdict.ok)
    return data(
      { errors: [{ field: "day-day", sentence: verdict.sentence }], typed: read.typed, version },
      { status: 409 },
    );
  for (const { moved, asked } of kept)
    await tellOfMeeting(meeting.id, actor, {
      asked: asked.added,
      dropped: asked.dropped,
      ...(moved && { changed: asked.kept }),
    });
  return redirect(`/cycles/${meeting.cycleId}/meetings?done=changed`);
}

export default function ChangeMeeting() {
  const { head, id, when, begin, version, ...page } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage before={<BackLink href={`/meetings/${id}`}>Back to the meeting</BackLink>}>
        {sent && (
          <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle over={when}>Change the meeting</PageTitle>
        <MeetingForm
          {...page}
          version={sent?.version ?? version}
          typed={sent?.typed ?? begin}
          errors={sent?.errors ?? []}
        />
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Change the meeting – ${d?.head.title ?? "Cycle"}`);
