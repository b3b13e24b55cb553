import type { ActionFunctionArgs } from "@remix-run/node";
import { clockWords } from "#audits/dates.ts";
import { noteVisit, savePart } from "#db/rubric-drafts.ts";
import type { DraftClash } from "~/components/rubric-editor/clash.tsx";
import type { SaveReply } from "~/components/autosave/save-reply.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireDraft } from "~/server/rubric-draft.server.ts";
import { readPart, requirePart } from "~/server/rubric-part.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** Saves one part while somebody writes. The page stays where it is, so the answer is only what its save state needs. */
export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const { searchParams } = new URL(request.url);
  const part = requirePart(draft, searchParams.get("kind") ?? "", searchParams.get("ref") ?? "");
  const fields = await readForm(request);
  const values = readPart(fields, draft.document, part);
  const basedOn = Number(fields.text("basedOn")) || draft.version;
  await noteVisit(store(), actor, draft.id, now());
  const saved = await savePart(store(), actor, draft.id, { part, values, basedOn, choice: null }, now());
  if (saved.ok) {
    const { version, savedAt, theirs } = saved;
    return reply({ state: "saved", version, at: clockWords(savedAt), held: 0, theirs });
  }
  if (saved.why === "gone") throw notFound();
  const { version, by, at, disputes } = saved;
  return reply({ state: "clash", version, by, at: clockWords(at), disputes }, 409);
}

const reply = (body: SaveReply<DraftClash>, status = 200) => Response.json(body, { status });
