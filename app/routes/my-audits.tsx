import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { ownWithdrawn } from "#db/withdrawals.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { MyMeetings } from "~/components/panel/my-meetings.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import {
  ContinueBlock,
  CycleAside,
  NoLongerYours,
  Reopened,
  Submitted,
  ToDo,
} from "~/components/score-sheet/my-audits.tsx";
import { useWaiting } from "~/components/score-sheet/use-waiting.ts";
import { WaitingNote } from "~/components/score-sheet/waiting-note.tsx";
import { titled } from "~/components/title.tsx";
import { area, now, store, today } from "~/server/database.server.ts";
import { myMeetings } from "~/server/meetings.server.ts";
import { myAudits } from "~/server/my-audits.server.ts";
import { waitingKeyOf } from "~/server/area-keys.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  await noteView(actor, { kind: "own_audits", id: actor.id }, "the list of their own audits");
  return {
    ...(await myAudits(store().db, actor, today(), now())),
    waitingKey: waitingKeyOf(area().keys, actor.id),
    meetings: await myMeetings(actor.id),
    gone: (await ownWithdrawn(store().db, actor.id)).map(({ at, ...rest }) => ({
      ...rest,
      on: at ? dateWords(at) : null,
    })),
    handedBack: new URL(request.url).searchParams.has("handed-back"),
  };
}

export default function MyAudits() {
  const page = useLoaderData<typeof loader>();
  const { left } = useWaiting(page.waitingKey, null);
  return (
    <ReadingPage aside={page.cycle && <CycleAside cycle={page.cycle} handBack={page.handBack} />}>
      {left && <WaitingNote left={left} />}
      {page.handedBack && (
        <NotificationBanner type="success" title="Handed back">
          You handed the plan back. The quality lead gives it to another auditor.
        </NotificationBanner>
      )}
      <PageTitle>My audits</PageTitle>
      {!page.cycle && (
        <p className="lead">
          You have no audits.{" "}
          {page.leads.length
            ? `${page.leads.join(" or ")}, quality lead, assigns them.`
            : "Your quality lead assigns them."}
        </p>
      )}
      {page.withheld > 0 && (
        <p>
          {page.withheld} {page.withheld === 1 ? "plan" : "plans"} given to you cannot be opened: your quality lead has
          to mark {page.withheld === 1 ? "it" : "them"} as redacted, or record that the family agreed.
        </p>
      )}
      {page.last && <ContinueBlock last={page.last} />}
      <MyMeetings meetings={page.meetings} />
      {page.todo.length > 0 && <ToDo todo={page.todo} dueSoon={page.dueSoon} />}
      {page.reopened.length > 0 && <Reopened reopened={page.reopened} />}
      {page.submitted.length > 0 && <Submitted submitted={page.submitted} />}
      {page.gone.length > 0 && <NoLongerYours gone={page.gone} />}
      <p>
        <Link className="govuk-link" to="/family-calls">
          Calls to families that you were asked to make
        </Link>
      </p>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "My audits");
