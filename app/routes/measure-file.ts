import type { LoaderFunctionArgs } from "@remix-run/node";
import { eventOn, recordDownload } from "#db/trail.ts";
import { now, store } from "~/server/database.server.ts";
import { askOf } from "~/server/measures/ask.server.ts";
import { FILE_FORMATS } from "~/server/measures/files.server.ts";
import { isPage, makeFile, nameOf } from "~/server/measures/pages.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** One figure or table of a page of measures as a file, with the same choices in its address. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "measures.service");
  const { page: name, file = "" } = params;
  const [id = "", ending] = file.split(".");
  const format = FILE_FORMATS.find((one) => one === ending);
  if (!isPage(name) || !format) throw notFound();
  const made = await makeFile(name, askOf(actor, request), id, format);
  if (!made) throw notFound();
  const sentence = `${actor.name} downloaded ${made.view === "internal" ? "internal" : "published"} measures of ${nameOf(name).toLowerCase()} as ${format.toUpperCase()}.`;
  await recordDownload(store(), eventOn("measures")(actor, "measures.downloaded", name, sentence), now());
  return made.leave();
}
