import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords, sinceWords } from "#audits/dates.ts";
import { SHUT_TO_FORUM } from "#audits/panel/forum.ts";
import type { Agreed } from "#audits/panel/result.ts";
import { scoreFromText } from "#audits/panel/result.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { correctionsOf } from "#db/feedback.ts";
import { shutToActor } from "#db/forum.ts";
import { cockpitOf, settle, showGradeEarly, signOff } from "#db/moderations.ts";
import { everybody } from "#db/people.ts";
import { CaseBar, CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { CockpitPage } from "~/components/moderation/cockpit.tsx";
import { keysAreOn } from "~/components/single-keys.ts";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { agreedWords, cockpitView } from "~/server/moderation.server.ts";
import { forbidden, notFound, requireActor } from "~/server/session.server.ts";
import { keepTyped } from "~/server/signed-out.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "moderation.chair");
  const cycle = await requireCycle(params.cycleId);
  const { db } = store();
  await keepForumLine(actor, params.sampledId ?? "");
  const verdict = await cockpitOf(db, cycle.id, params.sampledId ?? "");
  if (!verdict.ok && verdict.why === "gone") throw notFound();
  const head = cycleHead(actor, cycle);
  if (!verdict.ok)
    return {
      head,
      cycleId: cycle.id,
      closed: verdict.sentence,
      keysOn: true,
      view: null,
      corrections: [],
      present: [],
      panel: [],
      savedAt: null,
      about: "",
    };
  const { cockpit } = verdict;
  const { reference } = cockpit.sampled.snapshot;
  await noteView(actor, { kind: "sampled_case", id: cockpit.sampled.id }, `the moderation of ${reference}`);
  const view = cockpitView(cockpit, new URL(request.url).searchParams.get("criterion"));
  const lastSaved = [...cockpit.settled.values()].map((s) => s.settledAt).sort((a, b) => b.getTime() - a.getTime())[0];
  const chairs = (await everybody(db)).filter((p) => p.role === "panel_chair" || p.role === "quality_lead");
  const panel = [
    ...chairs.map((p) => ({ id: p.id, name: p.name, part: p.role === "panel_chair" ? "panel chair" : "quality lead" })),
    ...cockpit.auditors.map((a) => ({ id: a.auditorId, name: a.name, part: "auditor of this plan" })),
  ].filter((p, i, all) => all.findIndex((o) => o.id === p.id) === i);
  return {
    head,
    cycleId: cycle.id,
    closed: null,
    keysOn: keysAreOn(request.headers.get("Cookie")),
    view: { ...view, signedOffAt: view.signedOffAt ? dateWords(view.signedOffAt) : null },
    corrections: (await correctionsOf(db, [cockpit.sampled.id])).map(({ criterion, before, after, madeAt }) =>
      after === null
        ? `${criterion}: a note of ${dateWords(madeAt)}. The level stands.`
        : `${criterion}: corrected from ${agreedWords(cockpit, criterion, scoreFromText(before))} to ${agreedWords(cockpit, criterion, scoreFromText(after))} on ${dateWords(madeAt)}.`,
    ),
    present: cockpit.row?.present.length
      ? cockpit.row.present
      : [actor.id, ...cockpit.auditors.map((a) => a.auditorId)],
    panel,
    savedAt: lastSaved ? sinceWords(lastSaved, now()) : null,
    about: caseWords(cockpit.sampled.snapshot),
  };
}

/** A chair who audits for the parent carer forum moderates the plans that are open to it. @throws 403 for every other */
async function keepForumLine(actor: Actor, sampledId: string): Promise<void> {
  if ((await shutToActor(store().db, actor, [sampledId])).size) throw forbidden(SHUT_TO_FORUM);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await keepTyped(request, /^(reason|finding)/, () => requireActor(request, "moderation.chair"));
  const cycle = await requireCycle(params.cycleId);
  const sampledId = params.sampledId ?? "";
  await keepForumLine(actor, sampledId);
  const form = await readForm(request);
  const here = `/cycles/${cycle.id}/moderation/${sampledId}`;
  const seen = Number(form.text("basedOn")) || 0;
  const refuse = (errors: { field: string; sentence: string }[], status: number, basedOn = seen) =>
    data(
      {
        errors,
        typed: { agreed: form.text("agreed"), reason: form.raw("reason"), finding: form.raw("finding"), basedOn },
      },
      { status },
    );

  switch (form.text("intent")) {
    case "show-grade": {
      const verdict = await cockpitOf(store().db, cycle.id, sampledId);
      if (!verdict.ok) throw notFound();
      await showGradeEarly(store(), actor, sampledId, verdict.cockpit.sampled.snapshot.reference, now());
      return redirect(here);
    }
    case "sign-off": {
      const verdict = await signOff(store(), actor, cycle.id, sampledId, form.all("present"), now());
      return verdict.ok ? redirect(here) : refuse([{ field: "sign-off", sentence: verdict.sentence }], 409);
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
      if (result.why === "closed") return refuse([{ field: "agreed", sentence: result.sentence }], 409);
      if (result.why === "changed") {
        const verdict = await cockpitOf(store().db, cycle.id, sampledId);
        if (!verdict.ok) throw notFound();
        const as = agreedWords(verdict.cockpit, settlement.criterion, result.theirs.agreed);
        const sentence = `Somebody settled ${settlement.criterion} meanwhile: ${as}. What you chose and typed is still here. Settle again to put it in its place`;
        return refuse([{ field: "agreed", sentence }], 409, result.theirs.version);
      }
      return refuse(result.problems, 400);
    }
  }
}

function agreedFrom(form: Fields): Agreed {
  if (form.text("intent") === "both") return "both";
  const text = form.text("agreed");
  return text === "" ? null : scoreFromText(text);
}

export default function Moderation() {
  const { head, cycleId, closed, keysOn, view, present, panel, savedAt, about, corrections } =
    useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  if (!view)
    return (
      <>
        <CycleBar cycle={head} />
        <ReadingPage before={<BackLink href={`/cycles/${cycleId}/moderation`}>Moderation</BackLink>}>
          <PageTitle>Not open for moderation</PageTitle>
          <p className="lead">{closed}</p>
        </ReadingPage>
      </>
    );
  return (
    <>
      <CycleBar cycle={head} />
      <CaseBar reference={view.reference} about={about} state={savedAt ? `Saved at ${savedAt}` : null} />
      <CockpitPage
        key={view.current?.key ?? "none"}
        view={view}
        cycleId={cycleId}
        keysOn={keysOn}
        present={present}
        panel={panel}
        summary={
          <>
            {result && (
              <ErrorSummary
                arrival={result}
                errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
              />
            )}
            {corrections.length > 0 && (
              <Note tone="navy" title="Corrected since, after a dispute">
                <p>What stands below is what the panel signed off. It is not rewritten.</p>
                <ul className="govuk-list govuk-list--bullet">
                  {corrections.map((words) => (
                    <li key={words}>{words}</li>
                  ))}
                </ul>
              </Note>
            )}
          </>
        }
        errors={result?.errors ?? []}
        typed={result?.typed ?? null}
      />
    </>
  );
}

export const handle = titled<typeof loader>(
  (d) =>
    d?.view ? `${d.view.current ? `${d.view.current.key} – ` : ""}Moderation of ${d.view.reference}` : "Moderation",
  { skips: [{ text: "Skip to the levels", href: "#agreed" }] },
);
