import type { ActionFunctionArgs } from "@remix-run/node";
import { clockWords } from "#audits/dates.ts";
import { readAnswerForm } from "~/components/score-sheet/answer-fields.ts";
import type { SaveReply } from "~/components/autosave/save-reply.ts";
import { fieldsHeld, saveForm } from "~/server/answer-form.server.ts";
import { now } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { clashOf, ownOrWhy } from "~/server/score-sheet.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** Saves one answer while the auditor works. The page stays where it is, so the answer is only what its save state needs. */
export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const fields = await readForm(request);
  const { own, gone } = await ownOrWhy(params.auditId, actor.id, fields.text("criterion"));
  if (gone !== null) return reply({ state: "closed", sentence: `Not saved: ${lowerFirst(gone)}` }, 403);
  const { criterion } = own;
  const saved = await saveForm(actor, own, criterion, readAnswerForm(fields), now());
  if (saved.ok)
    return reply({
      state: "saved",
      version: saved.version,
      at: clockWords(saved.savedAt),
      held: fieldsHeld(saved.problems).length,
    });
  if (saved.why === "gone") throw notFound();
  if (saved.why === "closed") return reply({ state: "closed", sentence: saved.sentence }, 403);
  return reply({ state: "clash", ...clashOf(own, criterion, saved.theirs) }, 409);
}

const lowerFirst = (words: string) => `${words[0]?.toLowerCase() ?? ""}${words.slice(1)}`;

const reply = (body: SaveReply, status = 200) => Response.json(body, { status });
