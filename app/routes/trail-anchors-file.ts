import type { LoaderFunctionArgs } from "@remix-run/node";
import { anchorFile } from "#audits/trail/anchors.ts";
import { theArea } from "#db/people.ts";
import { eventOn, recordDownload } from "#db/trail.ts";
import { anchorNow, anchorsOf } from "#db/trail-check.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** Every anchor, and the last event up to now, as a file for somebody outside. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "trail.view");
  const { db } = store();
  const last = await anchorNow(db);
  const days = (await anchorsOf(db)).filter((a) => a.position !== last?.position);
  const area = await theArea(db);
  const text = anchorFile(area?.name ?? "this area", [...(last ? [last] : []), ...days]);
  const sentence = `${actor.name} downloaded the anchors of the trail.`;
  await recordDownload(store(), eventOn("trail")(actor, "anchor.downloaded", "trail", sentence), now());
  return download(text, "text/plain; charset=utf-8", "trail-anchors.txt");
}
