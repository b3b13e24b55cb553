import { data, redirect } from "@remix-run/node";
import type { Actor } from "#audits/people/permissions.ts";
import { SHUT_TO_FORUM } from "#audits/panel/forum.ts";
import { type Agreed, scoreFromText } from "#audits/panel/result.ts";
import type { Cycle } from "#db/cycles.ts";
import { correctionsOf } from "#db/feedback.ts";
import { shutToActor } from "#db/forum.ts";
import { cycleSoFar } from "#db/moderation-so-far.ts";
import { cockpitOf, settle, showGradeEarly, signOff } from "#db/moderations.ts";
import { everybody } from "#db/people.ts";
import { viewsOn } from "#db/panel-views.ts";
import { sinceWords, dateWords } from "#audits/dates.ts";
import { now, store } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import { agreedWords, cockpitView, namesShown } from "./moderation.server.ts";
import { forbidden, notFound } from "./session.server.ts";

/** The fields with typed words, which are kept when the session is over. */
export const TYPED = /^(reason|finding|override-reason)/;

/** What was typed and is still to be settled. */
export type TypedModeration = {
  agreed: string;
  reason: string;
  finding: string;
  basedOn: number;
  grade: string;
  overrideReason: string;
};

/** All that the cockpit and the shared screen are drawn from; the sentence why the plan is not open, where it is not. @throws 404, 403 */
export async function moderationPage(
  actor: Actor,
  cycle: Cycle,
  sampledId: string,
  criterion: string | null,
  on: "cockpit" | "sharedScreen",
) {
  const { db } = store();
  await keepForumLine(actor, sampledId);
  const verdict = await cockpitOf(db, cycle.id, sampledId);
  if (!verdict.ok && verdict.why === "gone") throw notFound();
  if (!verdict.ok) return { closed: verdict.sentence, page: null };
  const { cockpit } = verdict;
  const shown = await namesShown(db);
  const names = shown[on];
  const view = cockpitView(cockpit, criterion, names, await viewsOn(db, sampledId));
  const lastSaved = [...cockpit.settled.values()].map((s) => s.settledAt).sort((a, b) => b.getTime() - a.getTime())[0];
  const chairs = (await everybody(db)).filter((p) => p.role === "panel_chair" || p.role === "quality_lead");
  const panel = [
    ...chairs.map((p) => ({ id: p.id, name: p.name, part: p.role === "panel_chair" ? "panel chair" : "quality lead" })),
    ...cockpit.auditors.map((a) => ({ id: a.auditorId, name: a.name, part: "auditor of this plan" })),
  ].filter((p, i, all) => all.findIndex((o) => o.id === p.id) === i);
  const here = cockpit.row?.present.length
    ? cockpit.row.present
    : [actor.id, ...cockpit.auditors.map((a) => a.auditorId)];
  return {
    closed: null,
    page: {
      sampledId,
      snapshot: cockpit.sampled.snapshot,
      view: { ...view, signedOffAt: view.signedOffAt ? dateWords(view.signedOffAt) : null },
      present: here,
      panel,
      corrections: (await correctionsOf(db, [sampledId])).map(({ criterion, before, after, madeAt }) => {
        const level = (text: string | null) => agreedWords(cockpit, criterion, scoreFromText(text));
        return after === null
          ? `${criterion}: a note of ${dateWords(madeAt)}. The level stands.`
          : `${criterion}: corrected from ${level(before)} to ${level(after)} on ${dateWords(madeAt)}.`;
      }),
      // Nothing of any other plan stands on a screen that many look at.
      soFar: on === "cockpit" ? await cycleSoFar(db, cycle.id, cockpit.rubric) : null,
      savedAt: lastSaved ? sinceWords(lastSaved, now()) : null,
    },
  };
}

/** A chair who audits for the parent carer forum moderates the plans that are open to it. @throws 403 for every other */
export async function keepForumLine(actor: Actor, sampledId: string): Promise<void> {
  if ((await shutToActor(store().db, actor, [sampledId])).size) throw forbidden(SHUT_TO_FORUM);
}

/** What the cockpit's form asks for, from the cockpit or from the shared screen; leads back to `here`. */
export async function moderate(actor: Actor, cycle: Cycle, sampledId: string, form: Fields, here: string) {
  await keepForumLine(actor, sampledId);
  const seen = Number(form.text("basedOn")) || 0;
  const withTyped = (errors: { field: string; sentence: string }[], status: number, basedOn = seen) => {
    const typed: TypedModeration = {
      agreed: form.text("agreed"),
      reason: form.raw("reason"),
      finding: form.raw("finding"),
      basedOn,
      grade: form.text("grade"),
      overrideReason: form.raw("override-reason"),
    };
    return data({ errors, typed }, { status });
  };

  switch (form.text("intent")) {
    case "show-grade": {
      const verdict = await cockpitOf(store().db, cycle.id, sampledId);
      if (!verdict.ok) throw notFound();
      await showGradeEarly(store(), actor, sampledId, verdict.cockpit.sampled.snapshot.reference, now());
      // The button stands beside words that are not settled yet.
      return withTyped([], 200);
    }
    case "sign-off": {
      const own = { grade: form.text("grade"), reason: form.raw("override-reason") };
      const verdict = await signOff(store(), actor, cycle.id, sampledId, form.all("present"), now(), own);
      if (verdict.ok) return redirect(here);
      const { field } = verdict;
      return withTyped([{ field: field ?? "sign-off", sentence: verdict.sentence }], field ? 400 : 409);
    }
    default: {
      const settlement = {
        criterion: form.text("criterion"),
        agreed: agreedFrom(form),
        reason: form.raw("reason"),
        finding: form.raw("finding"),
      };
      const result = await settle(store(), actor, cycle.id, sampledId, settlement, form.all("present"), now(), seen);
      if (result.ok)
        return redirect(form.text("next") ? `${here}?criterion=${encodeURIComponent(form.text("next"))}` : here);
      if (result.why === "gone") throw notFound();
      if (result.why === "closed") return withTyped([{ field: "agreed", sentence: result.sentence }], 409);
      if (result.why === "changed") {
        const verdict = await cockpitOf(store().db, cycle.id, sampledId);
        if (!verdict.ok) throw notFound();
        const as = agreedWords(verdict.cockpit, settlement.criterion, result.theirs.agreed);
        const sentence = `Somebody settled ${settlement.criterion} meanwhile: ${as}. What you chose and typed is still here. Settle again to put it in its place`;
        return withTyped([{ field: "agreed", sentence }], 409, result.theirs.version);
      }
      return withTyped(result.problems, 400);
    }
  }
}

function agreedFrom(form: Fields): Agreed {
  if (form.text("intent") === "both") return "both";
  const text = form.text("agreed");
  return text === "" ? null : scoreFromText(text);
}
