import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { moderationList } from "#db/moderations.ts";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { MeetingPage } from "~/components/moderation/meeting.tsx";
import { keysAreOn } from "~/components/single-keys.ts";
import { titled } from "~/components/title.tsx";
import { requireCycle } from "~/server/cycle.server.ts";
import { store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { moderate, moderationPage, TYPED } from "~/server/moderation-form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { keepTyped } from "~/server/signed-out.server.ts";
import { noteView } from "~/server/views.server.ts";

/** The cockpit of one plan for a screen that the whole panel looks at. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "moderation.chair");
  const cycle = await requireCycle(params.cycleId);
  const criterion = new URL(request.url).searchParams.get("criterion");
  const { page } = await moderationPage(actor, cycle, params.sampledId ?? "", criterion, "sharedScreen");
  const base = `/cycles/${cycle.id}/moderation`;
  // Why a plan is not open is told by its own page, not on a screen that many look at.
  if (!page) throw redirect(`${base}/${params.sampledId}`);
  await noteView(actor, { kind: "sampled_case", id: page.sampledId }, `the moderation of ${page.view.reference}`);
  const next = (await moderationList(store().db, cycle.id)).find(
    (p) => p.sampled.id !== page.sampledId && p.audits > 0 && p.submitted === p.audits && !p.signedOffAt,
  );
  const { snapshot, soFar, ...shown } = page;
  return {
    ...shown,
    keysOn: keysAreOn(request.headers.get("Cookie")),
    about: caseWords(snapshot),
    leave: `${base}/${page.sampledId}${page.view.current ? `?criterion=${page.view.current.key}` : ""}`,
    nextPlan: next ? { reference: next.sampled.snapshot.reference, href: `${base}/${next.sampled.id}/meeting` } : null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await keepTyped(request, TYPED, () => requireActor(request, "moderation.chair"));
  const cycle = await requireCycle(params.cycleId);
  const sampledId = params.sampledId ?? "";
  const here = `/cycles/${cycle.id}/moderation/${sampledId}/meeting`;
  return moderate(actor, cycle, sampledId, await readForm(request), here);
}

export default function ModerationMeeting() {
  const page = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <MeetingPage
      key={page.view.current?.key ?? "none"}
      {...page}
      summary={
        result &&
        result.errors.length > 0 && (
          <ErrorSummary
            arrival={result}
            errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
          />
        )
      }
      errors={result?.errors ?? []}
      typed={result?.typed ?? null}
    />
  );
}

export const handle = titled<typeof loader>(
  (d) => (d ? `${d.view.current ? `${d.view.current.key} – ` : ""}Meeting on ${d.view.reference}` : "Meeting"),
  { plan: (d) => d.view.reference, skips: [{ text: "Skip to the levels", href: "#agreed" }] },
);
