import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { dayWords, periodWords } from "#audits/dates.ts";
import { RESULTS_OUT } from "#audits/panel/life.ts";
import { CYCLE_STATUS_LABELS } from "#audits/vocabulary.ts";
import { cyclesAfter, effectBy } from "#db/action-evidence.ts";
import { type ActionRow, chooseTest, recordEffect } from "#db/actions.ts";
import { cycleOf } from "#db/cycles.ts";
import { EffectPart } from "~/components/actions/chain.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { effectView } from "~/server/action-chain.server.ts";
import { requireAction } from "~/server/actions.server.ts";
import { now, store, today, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** The cycle that is chosen and whose results are out; null also where the case records are the test. */
async function testing(action: ActionRow) {
  const chosen = action.testCycleId ? await cycleOf(store().db, action.testCycleId) : null;
  const records = action.baseline.of.kind === "records";
  const out = chosen !== null && RESULTS_OUT.includes(chosen.status);
  return { chosen, records, ready: records || out };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "actions.open");
  const { action, name } = await requireAction(actor, params.actionId);
  const { chosen, records, ready } = await testing(action);
  const { of } = action.baseline;
  const cycles = of.kind === "cycle" ? await cyclesAfter(store().db, of.scoringDue) : [];
  // Before the action is done the numbers are nobody's business: a promise is not tuned to its test.
  const finished = action.status === "done" || action.status === "closed";
  const effect = ready && finished ? await effectBy(store().db, action, chosen) : null;
  return {
    id: action.id,
    name,
    version: action.version,
    records,
    recorded: action.effect !== null,
    chosen: action.testCycleId ?? "",
    waiting:
      chosen && !ready
        ? `${chosen.title} is in ${CYCLE_STATUS_LABELS[chosen.status].toLowerCase()}. Its results are expected after ${dayWords(chosen.moderationOn ?? chosen.scoringDue)}.`
        : ready && !finished
          ? "Mark the action as done first. What is not done cannot have had an effect."
          : null,
    cycles: cycles.map((c) => ({
      value: c.id,
      label: c.title,
      hint: `Scored ${periodWords(c.scoringOpens, c.scoringDue)}. ${CYCLE_STATUS_LABELS[c.status]}`,
    })),
    effect: effect?.ok ? effectView(action, effect.value, true) : null,
    refused: effect && !effect.ok ? effect.sentence : null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "actions.open");
  const { action } = await requireAction(actor, params.actionId);
  const form = await readForm(request);
  const refuse = (field: string, sentence: string, status = 400) => data({ errors: [{ field, sentence }] }, { status });
  const seen = { id: action.id, version: Number(form.text("version")) };
  const faster = "Somebody else changed this action meanwhile. Open the page again to see how it stands";
  if (form.text("intent") === "record") {
    const { chosen, ready } = await testing(action);
    if (!ready) return refuse("record", "The results of the re-audit are not out yet");
    const effect = await effectBy(store().db, action, chosen);
    if (!effect.ok) return refuse("record", effect.sentence);
    const recorded = { effect: effect.value, on: today() };
    const verdict = await unlessFaster(recordEffect(store(), actor, seen, recorded, now()), faster);
    return verdict.ok ? redirect(`/actions/${action.id}?done=effect`) : refuse("record", verdict.sentence, 409);
  }
  const { of } = action.baseline;
  const after = of.kind === "cycle" ? await cyclesAfter(store().db, of.scoringDue) : [];
  const cycle = after.find((c) => c.id === form.text("cycle")) ?? null;
  if (!cycle) return refuse("cycle", "Select a cycle");
  const verdict = await unlessFaster(chooseTest(store(), actor, seen, cycle, now()), faster);
  return verdict.ok ? redirect(`/actions/${action.id}/test`) : refuse("cycle", verdict.sentence, 409);
}

export default function TestAction() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href={`/actions/${page.id}`}>Back to {page.name}</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Test {page.name} by a re-audit</PageTitle>
      <p className="lead">
        {page.records
          ? "This action is about time, so a later import of the case records tests it."
          : "A later cycle that reads the same thing, on plans drawn at random, tells whether it worked."}
      </p>
      {page.recorded ? (
        <p>
          Its effect is recorded.{" "}
          <Link className="govuk-link" to={`/actions/${page.id}`}>
            See it
          </Link>
        </p>
      ) : (
        <>
          {!page.records &&
            (page.cycles.length === 0 ? (
              <p>
                No cycle began after the baseline’s. Open one, then choose it here: choose it before its results are
                out, so that nobody can say it was picked for them.
              </p>
            ) : (
              <Form method="post" noValidate>
                <input type="hidden" name="version" value={page.version} />
                <Radios
                  name="cycle"
                  legend="Which cycle tests it?"
                  legendSize="m"
                  hint="Choose it before its results are out. The auditors are not told."
                  value={page.chosen}
                  error={error("cycle")}
                  items={page.cycles}
                />
                <Button variant={page.effect ? "secondary" : "main"} preventDoubleClick>
                  Choose this cycle
                </Button>
              </Form>
            ))}
          {page.waiting && <p>{page.waiting}</p>}
          {page.refused && (
            <p>
              <strong>It cannot be tested by this. </strong>
              {page.refused}
            </p>
          )}
          {page.effect && (
            <>
              <h2 className="section">What it tells</h2>
              <EffectPart effect={page.effect} />
              <Form method="post" noValidate>
                <input type="hidden" name="version" value={page.version} />
                <input type="hidden" name="intent" value="record" />
                <p>Recording keeps these numbers with the action for good.</p>
                <Button preventDoubleClick id="record">
                  Record this effect
                </Button>
              </Form>
            </>
          )}
        </>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Test ${page.name}` : "Test an action"));
