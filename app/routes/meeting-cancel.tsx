import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { meetingWords } from "#audits/panel/meeting.ts";
import { cancelMeeting } from "#db/meetings.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { mailIsSet } from "~/server/mail.server.ts";
import { requireMeeting } from "~/server/meeting-form.server.ts";
import { tellOfMeeting } from "~/server/meeting-mail.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "meetings.plan");
  const meeting = await requireMeeting(params.meetingId);
  if (meeting.cancelledAt) throw redirect(`/meetings/${meeting.id}`);
  return {
    head: cycleHead(actor, await requireCycle(meeting.cycleId)),
    id: meeting.id,
    when: meetingWords(meeting),
    asked: meeting.asked.length,
    mailed: mailIsSet(),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "meetings.plan");
  const meeting = await requireMeeting(params.meetingId);
  const reason = (await readForm(request)).text("reason");
  const verdict = await cancelMeeting(store(), actor, meeting.id, reason, now());
  if (!verdict.ok) return data({ errors: [{ field: "reason", sentence: verdict.sentence }], reason }, { status: 400 });
  await tellOfMeeting(meeting.id, actor, { cancelled: meeting.asked.map((a) => a.id) });
  return redirect(`/cycles/${meeting.cycleId}/meetings?done=cancelled`);
}

export default function CancelMeeting() {
  const { head, id, when, asked, mailed } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const people = asked === 1 ? "1 person is" : `${asked} people are`;
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage before={<BackLink href={`/meetings/${id}`}>Back to the meeting</BackLink>}>
        {sent && (
          <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle over={when}>Call off this meeting</PageTitle>
        <p>
          {people} asked.{" "}
          {mailed
            ? "Each gets a mail that takes it out of their calendar. The mail does not hold your reason."
            : "No mail server is set: tell them, for nobody gets a mail."}
        </p>
        <Form method="post" noValidate>
          <Textarea
            name="reason"
            label="Why is it called off?"
            hint="It is kept in the trail, so name nobody"
            rows={3}
            defaultValue={sent?.reason}
            error={sent?.errors[0]?.sentence}
          />
          <div className="button-row">
            <Button variant="warning" preventDoubleClick>
              Call the meeting off
            </Button>
            <a className="govuk-link" href={`/meetings/${id}`}>
              Keep the meeting
            </a>
          </div>
        </Form>
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Call off a meeting – ${d?.head.title ?? "Cycle"}`);
