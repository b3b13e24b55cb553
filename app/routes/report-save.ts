import type { ActionFunctionArgs } from "@remix-run/node";
import { clockWords } from "#audits/dates.ts";
import { isField } from "#audits/reports/written/own-words.ts";
import { saveWords } from "#db/report-words.ts";
import type { WordsClash } from "~/components/report-editor/chapter-page.tsx";
import type { SaveReply } from "~/components/autosave/save-reply.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { clashView, requireReport } from "~/server/written-report.server.ts";

/** Saves words while somebody writes. The page stays where it is, so the answer is only what its save state needs. */
export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "reports.make");
  const report = await requireReport(actor, params.writtenId);
  const fields = await readForm(request);
  const values = Object.fromEntries(
    fields.names().flatMap((name) => (isField(name) ? [[name, fields.raw(name)]] : [])),
  );
  if ("change" in values && !("change.silent" in values)) values["change.silent"] = "";
  const basedOn = Number(fields.text("basedOn")) || report.version;
  const saved = await saveWords(store(), actor, report.id, { fields: values, basedOn, choice: null }, now());
  if (saved.ok) {
    const { version, savedAt, theirs } = saved;
    return reply({ state: "saved", version, at: clockWords(savedAt), held: 0, theirs });
  }
  if (saved.why === "clash") return reply({ state: "clash", ...clashView(saved) }, 409);
  return reply({ state: "closed", sentence: "Not saved: this report is not open for writing any more" }, 409);
}

const reply = (body: SaveReply<WordsClash>, status = 200) => Response.json(body, { status });
