import type { LoaderFunctionArgs } from "@remix-run/node";
import { csvOf } from "#audits/csv.ts";
import { EVENT_LABELS } from "#audits/trail/events.ts";
import { eventOn, recordDownload } from "#db/trail.ts";
import { searchTrail } from "#db/trail-search.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { filterFrom } from "~/server/trail.server.ts";

/** More rows than that are for `npm run trail:verify` and a copy of the database, not for a spreadsheet. */
const MOST = 50_000;
const HEAD = ["No.", "Time (UTC)", "Kind", "Who", "What happened", "About", "Id", "Checksum"];

/** The events of a search as CSV, newest first. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "trail.view");
  const { filter } = filterFrom(request);
  const { events } = await searchTrail(store().db, filter, 1, MOST);
  const sentence = `${actor.name} downloaded ${events.length.toLocaleString("en-GB")} ${events.length === 1 ? "event" : "events"} of the trail.`;
  await recordDownload(store(), eventOn("trail")(actor, "trail.exported", "trail", sentence), now());
  const rows = events.map((e) => [
    e.position,
    e.at.toISOString(),
    EVENT_LABELS[e.kind].label,
    e.actorName,
    e.sentence,
    e.subjectKind,
    e.subjectId,
    e.hash,
  ]);
  return download(csvOf([HEAD, ...rows]), "text/csv; charset=utf-8", "trail.csv");
}
