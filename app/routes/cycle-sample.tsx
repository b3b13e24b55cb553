import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords, momentWords } from "#audits/dates.ts";
import { mayDraw, mayLeaveSample } from "#audits/panel/life.ts";
import { methodSentence } from "#audits/sampling/record.ts";
import { drawSample, drawsOf, sampleOf } from "#db/cycles.ts";
import { departuresOf, replaceSampled, reservesOf, signedOffIn } from "#db/sample-changes.ts";
import { frameOf } from "#db/sample-frame.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { Designer } from "~/components/sample/designer.tsx";
import { Drawn } from "~/components/sample/drawn.tsx";
import { EvidenceRemoved } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { designFrom, designView, proposedDesign } from "~/server/sample-design.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "sample.draw");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle_plans", id: cycle.id }, `the plans of ${cycle.title}`);
  const { db } = store();
  const draws = await drawsOf(db, cycle.id);
  const current = draws.find((d) => d.draw.replacedAt === null) ?? null;
  const open = mayDraw(cycle.status).ok;
  const designing = open && (current === null || new URL(request.url).searchParams.has("again"));
  const cases = designing ? await frameOf(db) : [];
  const signed = await signedOffIn(db, cycle.id);
  const [told] = new URL(request.url).searchParams.getAll("left");
  return {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    cycleId: cycle.id,
    open,
    left: told && /^(C-\d+|none)\.\d{1,2}$/.test(told) ? told.split(".") : null,
    view: designing ? designView(cycle, cases, { design: proposedDesign(cases.length) }) : null,
    draws: draws.map((d) => ({
      number: d.draw.number,
      at: momentWords(d.draw.drawnAt),
      by: d.by,
      reason: d.draw.reason,
      size: d.draw.record.sampleSize,
      holds: d.draw.replacedAt === null,
    })),
    drawn: current && {
      method: methodSentence(current.draw.record),
      hash: current.draw.record.frameHash,
      chosen: current.draw.record.chosen ?? [],
      excluded: current.draw.record.exclusions,
      plans: (await sampleOf(db, cycle.id)).map((s) => ({
        id: s.id,
        reference: s.snapshot.reference,
        about: caseWords(s.snapshot),
        stratum: s.stratum,
        /** Whether it can leave the sample, and whether a reserve would take its place. */
        leaving: mayLeaveSample(cycle.status, { signedOff: signed.has(s.id) }),
      })),
      departures: (await departuresOf(db, cycle.id)).map((d) => ({ ...d, at: d.at ? dateWords(d.at) : null })),
      reserves: await reservesOf(db, cycle.id),
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "sample.draw");
  const cycle = await requireCycle(params.cycleId);
  const form = await readForm(request);
  const intent = form.text("intent");
  if (intent === "replace") {
    const id = form.text("sampledId");
    const unreplaced = form.has("unreplaced");
    const verdict = await replaceSampled(store(), actor, cycle.id, id, form.text("reason"), now(), { unreplaced });
    if (verdict.ok)
      return redirect(`/cycles/${cycle.id}/sample?left=${verdict.replacedBy ?? "none"}.${verdict.lacking}`);
    return data(
      { view: null, typed: form.raw("reason"), errors: [{ field: `replace-${id}`, sentence: verdict.sentence }] },
      { status: 409 },
    );
  }
  const open = mayDraw(cycle.status);
  if (!open.ok)
    return data({ view: null, typed: "", errors: [{ field: "sample", sentence: open.sentence }] }, { status: 409 });
  const read = designFrom(form);
  const view = designView(cycle, await frameOf(store().db), read);
  const reason = form.text("reason");
  const refuse = (field: string, sentence: string, status: number) =>
    data({ view: { ...view, reason }, errors: [{ field, sentence }] }, { status });
  if (view.errors.length) return data({ view: { ...view, reason }, errors: view.errors }, { status: 400 });
  if (intent !== "draw") return data({ view: { ...view, reason }, errors: [] });
  if (form.raw("seen") !== view.seen)
    return refuse("draw", "The design changed since you looked at it. Check what it draws now, then draw", 409);
  const verdict = await drawSample(store(), actor, cycle.id, read.design, reason, now());
  if (verdict.ok) return redirect(`/cycles/${cycle.id}/sample`);
  return refuse(form.has("reason") ? "reason" : "draw", verdict.sentence, 409);
}

export default function CycleSample() {
  const loaded = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const view = loaded.open ? (sent?.view ?? loaded.view) : null;
  const errors = sent?.errors ?? [];
  return (
    <>
      <CycleBar cycle={loaded.head} />
      <ReadingPage wide={view !== null}>
        {errors.length > 0 && (
          <ErrorSummary arrival={sent} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        {loaded.left && errors.length === 0 && !view && <Left left={loaded.left} cycleId={loaded.cycleId} />}
        <PageTitle id="sample">{view ? "Design the sample" : "The sample"}</PageTitle>
        <EvidenceRemoved on={loaded.removed} />
        {view ? (
          <Designer
            {...view}
            errors={errors}
            again={loaded.draws.length > 0}
            reason={sent?.view && "reason" in sent.view ? sent.view.reason : ""}
          />
        ) : (
          <Drawn {...loaded} errors={errors} typed={sent && "typed" in sent ? sent.typed : ""} />
        )}
      </ReadingPage>
    </>
  );
}

/** What became of the place of a plan that left. */
function Left({ left: [by, lacking], cycleId }: { left: string[]; cycleId: string }) {
  return (
    <NotificationBanner type="success" title="Done" oneLine={false}>
      <p className="govuk-notification-banner__heading">
        {by === "none"
          ? "The plan left the sample. The sample is one plan smaller."
          : `The plan left the sample, and ${by} took its place.`}
      </p>
      {Number(lacking) > 0 && (
        <p>
          {by} still lacks {lacking === "1" ? "an auditor" : `${lacking} auditors`}.{" "}
          <a className="govuk-link" href={`/cycles/${cycleId}/audits`}>
            Assign what is missing
          </a>
        </p>
      )}
    </NotificationBanner>
  );
}

export type SampleData = Awaited<ReturnType<typeof loader>>;
export const handle = titled<typeof loader>((d) => `Sample – ${d?.head.title ?? "Cycle"}`);
