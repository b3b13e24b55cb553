import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { planSample, type SampleDesign, STRATA, type StratifyBy } from "#audits/panel/sample-plan.ts";
import { precisionOf } from "#audits/panel/sample-words.ts";
import { methodSentence } from "#audits/sampling/record.ts";
import { drawSample, drawsOf, frameOf, replaceSampled, reservesOf, sampleOf } from "#db/cycles.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Designer } from "~/components/sample/designer.tsx";
import { Drawn } from "~/components/sample/drawn.tsx";
import { EvidenceRemoved } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";
import { caseWords } from "#audits/cases/words.ts";

/** The design in the address, so that "Update" works without JavaScript and a design can be passed on. */
function designFrom(get: (name: string) => string | null): SampleDesign {
  const by = get("by");
  return {
    size: Number(get("size") || 40),
    stratifyBy: by === "none" ? null : (STRATA.find((s) => s === by) ?? ("phase" satisfies StratifyBy)),
    minimum: Number(get("minimum") || 0),
    leaveOutTribunal: get("tribunal") === "out",
  };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "sample.draw");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle_plans", id: cycle.id }, `the plans of ${cycle.title}`);
  const { db } = store();
  const asked = new URL(request.url).searchParams;
  const draws = await drawsOf(db, cycle.id);
  const current = draws.find((d) => d.draw.replacedAt === null) ?? null;
  const design = designFrom((name) => asked.get(name) ?? (name === "minimum" && !asked.has("size") ? "2" : null));
  const frame = await frameOf(db);
  if (!asked.has("size")) design.size = Math.min(40, frame.length);
  const open = cycle.status === "sampling";
  const planned = open ? planSample(frame, design) : null;
  const problem: FieldError | null =
    planned && !planned.ok ? { field: planned.field, sentence: planned.sentence } : null;
  const sample = await sampleOf(db, cycle.id);
  return {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    cycleId: cycle.id,
    open,
    designing: open && (current === null || asked.has("again") || asked.has("size")),
    design,
    seed: cycle.seed,
    seedFixedAt: momentWords(cycle.seedFixedAt),
    frameSize: frame.length,
    planned: planned?.ok
      ? { ...planned.plan, frame: planned.plan.frame.length, excluded: planned.plan.excluded.length }
      : null,
    problem,
    // Only what was asked for can be refused; a first look at the page is not.
    errors: problem && asked.has("size") ? [problem] : [],
    precision: planned?.ok ? precisionOf(design.size, planned.plan.frame.length, planned.plan.strata) : null,
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
      plans: sample.map((s) => ({
        id: s.id,
        reference: s.snapshot.reference,
        about: caseWords(s.snapshot),
        stratum: s.stratum,
      })),
      reserves: await reservesOf(db, cycle.id),
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "sample.draw");
  const cycle = await requireCycle(params.cycleId);
  const form: Fields = await readForm(request);
  const verdict =
    form.text("intent") === "replace"
      ? await replaceSampled(store(), actor, cycle.id, form.text("sampledId"), form.text("reason"), now())
      : await drawSample(store(), actor, cycle.id, designFrom(form.text), form.text("reason"), now());
  if (verdict.ok) return redirect(`/cycles/${cycle.id}/sample`);
  const field = form.text("intent") === "replace" ? `replace-${form.text("sampledId")}` : "size";
  return data({ errors: [{ field, sentence: verdict.sentence }] }, { status: 409 });
}

export default function CycleSample() {
  const loaded = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors = result?.errors ?? loaded.errors;
  return (
    <>
      <CycleBar cycle={loaded.head} />
      <ReadingPage wide={loaded.designing}>
        {errors.length > 0 && (
          <ErrorSummary
            arrival={result ?? loaded}
            errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
          />
        )}
        <PageTitle>{loaded.designing ? "Design the sample" : "The sample"}</PageTitle>
        <EvidenceRemoved on={loaded.removed} />
        {loaded.designing ? (
          <Designer {...loaded} errors={result?.errors ?? []} />
        ) : (
          <Drawn {...loaded} errors={result?.errors ?? []} />
        )}
      </ReadingPage>
    </>
  );
}

export type SampleData = Awaited<ReturnType<typeof loader>>;
export const handle = titled<typeof loader>((d) => `Sample – ${d?.head.title ?? "Cycle"}`);
