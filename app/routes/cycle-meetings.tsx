import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { meetingWords } from "#audits/panel/meeting.ts";
import { meetingsOf } from "#db/meetings.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { NotificationBanner, Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Place } from "~/components/panel/my-meetings.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { store, today } from "~/server/database.server.ts";
import { mailIsSet } from "~/server/mail.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "meetings.plan");
  const cycle = await requireCycle(params.cycleId);
  const day = today();
  const meetings = (await meetingsOf(store().db, cycle.id)).map((m) => ({
    id: m.id,
    when: meetingWords(m),
    place: m.place,
    asked: m.asked.length,
    plans: m.planIds.length,
    state: m.cancelledAt ? ("called off" as const) : m.day < day ? ("over" as const) : ("planned" as const),
  }));
  return {
    head: cycleHead(actor, cycle),
    base: `/cycles/${cycle.id}/meetings`,
    mayPlan: ["sampling", "scoring", "moderation"].includes(cycle.status),
    mailed: mailIsSet(),
    done: new URL(request.url).searchParams.get("done"),
    coming: meetings.filter((m) => m.state === "planned"),
    past: meetings.filter((m) => m.state !== "planned").reverse(),
  };
}

const DONE: Record<string, [told: string, untold: string]> = {
  planned: [
    "The meeting is planned. Who is asked gets a mail with the file for their calendar.",
    "The meeting is planned. Who is asked sees it on their first page.",
  ],
  changed: [
    "The meeting is changed. Who is asked is told where time, place or people changed.",
    "The meeting is changed. Who is asked sees it on their first page.",
  ],
  cancelled: ["The meeting is called off. Who was asked is told.", "The meeting is called off. Tell who was asked."],
};

export default function CycleMeetings() {
  const { head, base, mayPlan, mailed, done, coming, past } = useLoaderData<typeof loader>();
  const words = done ? DONE[done]?.[mailed ? 0 : 1] : null;
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage wide>
        {words && (
          <NotificationBanner type="success" title="Done">
            {words}
          </NotificationBanner>
        )}
        <PageTitle>Meetings</PageTitle>
        <p className="lead">
          {coming.length === 0
            ? "No moderation meeting is planned."
            : coming.length === 1
              ? "One moderation meeting is planned."
              : `${coming.length} moderation meetings are planned.`}
        </p>
        {mayPlan && <LinkButton href={`${base}/new`}>Plan a meeting</LinkButton>}
        {coming.length > 0 && <Meetings caption="Planned" meetings={coming} />}
        {past.length > 0 && <Meetings caption="Over or called off" meetings={past} />}
      </ReadingPage>
    </>
  );
}

type Item = Awaited<ReturnType<typeof loader>>["coming"][number];

const Meetings = ({ caption, meetings }: { caption: string; meetings: Item[] }) => (
  <Table
    caption={caption}
    captionSize="s"
    firstCellIsHeader
    phoneList
    head={["When", "Where", { content: "Asked", numeric: true }, "Plans", "State"]}
    rows={meetings.map((m) => [
      <Link key={m.id} className="govuk-link" to={`/meetings/${m.id}`}>
        {m.when}
      </Link>,
      <Place key="place" place={m.place} />,
      { content: m.asked, numeric: true },
      m.plans ? `${m.plans} chosen` : "What is ready",
      <Tag key="state" tone={m.state === "planned" ? "teal" : m.state === "called off" ? "worry" : "neutral"}>
        {m.state === "planned" ? "Planned" : m.state === "called off" ? "Called off" : "Over"}
      </Tag>,
    ])}
  />
);

export const handle = titled<typeof loader>((d) => `Meetings – ${d?.head.title ?? "Cycle"}`);
