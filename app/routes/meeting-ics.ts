import type { LoaderFunctionArgs } from "@remix-run/node";
import { may } from "#audits/people/permissions.ts";
import { meetingOf } from "#db/meetings.ts";
import { store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { calendarFile } from "~/server/meeting-mail.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** A meeting as a file for a calendar. It holds no plan. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "meetings.see");
  const meeting = await meetingOf(store().db, params.meetingId ?? "");
  if (!meeting || !may(actor, "meetings.see", { askedIds: meeting.asked.map((a) => a.id) }).ok) throw notFound();
  const { content } = calendarFile(meeting);
  return download(content, "text/calendar; charset=utf-8", `moderation-meeting-${meeting.day}.ics`);
}
