import type { LoaderFunctionArgs } from "@remix-run/node";
import { dateWords } from "#audits/dates.ts";
import { sampleFile } from "#audits/sampling/sample-file.ts";
import { drawsOf } from "#db/cycles.ts";
import { departuresOf } from "#db/sample-changes.ts";
import { frameOfDraw } from "#db/sample-frame.ts";
import { eventOn, recordDownload } from "#db/trail.ts";
import { requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** The record of the draw with the whole list it was drawn from, so that anyone can repeat it with `sha256sum`. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "sample.draw");
  const cycle = await requireCycle(params.cycleId);
  const { db } = store();
  const current = (await drawsOf(db, cycle.id)).find((d) => d.draw.replacedAt === null);
  if (!current) throw notFound();
  const { record } = current.draw;
  const frame = await frameOfDraw(db, current.draw.id);
  const departures = await departuresOf(db, cycle.id);
  const text = sampleFile({
    title: cycle.title,
    record,
    list: frame.map((f) => ({ reference: f.reference, group: f.stratum, inSample: f.inSample })),
    departures: departures.map(
      ({ reference, at, by, reason }) =>
        `${reference}: ${at ? `on ${dateWords(at)}, ` : ""}${by ? `replaced by ${by}` : at ? "not replaced" : "replaced by the next reserve"}. ${reason}`,
    ),
  });
  const sentence = `${actor.name} downloaded the sample list of ${cycle.title}.`;
  await recordDownload(store(), eventOn("cycle")(actor, "sample.downloaded", cycle.id, sentence), now());
  return download(text, "text/plain; charset=utf-8", `sample-${cycle.title.toLowerCase()}.txt`);
}
