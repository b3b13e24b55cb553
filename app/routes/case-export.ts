import type { ActionFunctionArgs } from "@remix-run/node";
import { caseFile } from "#db/case-file.ts";
import { theArea } from "#db/people.ts";
import { eventOn, recordDownload } from "#db/trail.ts";
import { caseZip } from "~/server/case-file.server.tsx";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** Everything held about one case as a ZIP. Recorded before the bytes go out, so that the file holds its own making. */
export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "cases.export");
  const form = await readForm(request);
  const names = form.text("names") === "name" ? "name" : "agency";
  const unfinished = form.text("unfinished") === "yes";
  const { db } = store();
  const found = await caseFile(db, params.caseId ?? "", { names, unfinished });
  if (!found) throw notFound();
  const { id, reference } = found.case;
  const more = unfinished ? ", scoring under way included" : "";
  const sentence = `${actor.name} downloaded everything held about ${reference}${more}.`;
  await recordDownload(store(), eventOn("case")(actor, "case.exported", id, sentence), now());
  const file = (await caseFile(db, id, { names, unfinished })) ?? found;
  const area = await theArea(db);
  const made = { area: area?.name ?? "", at: now(), by: actor.name, names } as const;
  return download(caseZip(file, made), "application/zip", `case-${reference}.zip`);
}
