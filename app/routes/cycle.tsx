import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { dayWords, periodWords } from "#audits/dates.ts";
import { mayMove, RESULTS_OUT } from "#audits/panel/life.ts";
import { may } from "#audits/people/permissions.ts";
import { CYCLE_STATUS_LABELS, CYCLE_STATUSES, type CycleStatus } from "#audits/vocabulary.ts";
import { bridgedFrom } from "#db/bridging.ts";
import { factsOf, moveCycle } from "#db/cycles.ts";
import { rubricOf } from "#db/rubrics.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { StepList } from "~/components/steps.tsx";
import { EvidenceRemoved, ReopenedNote } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { reopenedWords } from "~/server/reopened.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

const NEXT: Partial<Record<CycleStatus, { to: CycleStatus; button: string; hint: string }>> = {
  draft: { to: "sampling", button: "Begin with the sample", hint: "" },
  sampling: { to: "scoring", button: "Open scoring", hint: "The rubric and the sample are fixed from then on." },
  scoring: {
    to: "moderation",
    button: "Close scoring and begin moderation",
    hint: "Plans whose audits are all in can be moderated already.",
  },
  moderation: { to: "feedback", button: "End moderation", hint: "Results and the report can be shared." },
  feedback: {
    to: "closed",
    button: "Close the cycle",
    hint: "A closed cycle stays as it is, and later cycles are compared with it.",
  },
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "cycles.view");
  const cycle = await requireCycle(params.cycleId);
  const facts = await factsOf(store().db, cycle);
  const rubric = await rubricOf(store().db, cycle.rubricId);
  const next = NEXT[cycle.status] ?? null;
  const verdict = next ? mayMove(facts, next.to) : null;
  return {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    reopened: await reopenedWords(actor, cycle.id),
    mayReopen: may(actor, "cycles.open").ok && RESULTS_OUT.includes(cycle.status),
    cycle: {
      id: cycle.id,
      title: cycle.title,
      question: cycle.question,
      status: cycle.status,
      period: periodWords(cycle.periodFrom, cycle.periodTo),
      scoring: periodWords(cycle.scoringOpens, cycle.scoringDue),
      moderationOn: cycle.moderationOn ? dayWords(cycle.moderationOn) : "Not fixed",
      limits: cycle.limitsMode === "applied" ? "Applied" : "Shown only",
      length: cycle.shortForm ? "Short form" : "Full audit",
      modules: (rubric?.document.modules ?? []).filter((m) => cycle.modules.includes(m.key)).map((m) => m.title),
    },
    rubric: rubric && { id: rubric.id, words: `${rubric.title}, version ${rubric.version}` },
    facts,
    mayBridge: may(actor, "cycles.open").ok,
    bridges: await bridgedFrom(store().db, cycle.id).then((from) => from && { id: from.id, title: from.title }),
    next:
      next && may(actor, "cycles.open").ok
        ? { ...next, ready: verdict?.ok ?? false, why: verdict && !verdict.ok ? verdict.sentence : "" }
        : null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "cycles.open");
  const cycle = await requireCycle(params.cycleId);
  const form = await readForm(request);
  const to = CYCLE_STATUSES.find((s) => s === form.text("to"));
  const verdict = to
    ? await moveCycle(store(), actor, cycle.id, to, now())
    : { ok: false as const, sentence: "Choose what to do next." };
  if (verdict.ok) return redirect(`/cycles/${cycle.id}`);
  return data({ errors: [{ field: "next", sentence: verdict.sentence }] }, { status: 409 });
}

export default function CycleOverview() {
  const { head, removed, reopened, mayReopen, cycle, rubric, facts, next, mayBridge, bridges } =
    useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const base = `/cycles/${cycle.id}`;
  const past = (status: CycleStatus) => CYCLE_STATUSES.indexOf(cycle.status) > CYCLE_STATUSES.indexOf(status);
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage
        aside={
          <>
            <h2 className="part">About this cycle</h2>
            <SummaryList
              noBorder
              rows={[
                { key: "Plans from", value: cycle.period },
                { key: "Scoring", value: cycle.scoring },
                { key: "Moderation", value: cycle.moderationOn },
                {
                  key: "Rubric",
                  value: rubric ? (
                    <Link to={`/rubrics/${rubric.id}`} className="govuk-link">
                      {rubric.words}
                    </Link>
                  ) : (
                    ""
                  ),
                },
                ...(bridges
                  ? [
                      {
                        key: "Bridges",
                        value: (
                          <Link to={`/cycles/${bridges.id}/bridging`} className="govuk-link">
                            {bridges.title}
                          </Link>
                        ),
                      },
                    ]
                  : []),
                { key: "Length", value: cycle.length },
                { key: "Graded", value: cycle.modules.join(", ") },
                { key: "Limits", value: cycle.limits },
              ]}
            />
            {mayBridge && facts.signedOff > 0 && (
              <p>
                <Link to={`${base}/bridging`} className="govuk-link">
                  Bridging sets with another rubric version
                </Link>
              </p>
            )}
          </>
        }
      >
        {result && (
          <ErrorSummary
            arrival={result}
            errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
          />
        )}
        <PageTitle>{cycle.title}</PageTitle>
        <EvidenceRemoved on={removed} />
        <ReopenedNote reopened={reopened} />
        {cycle.question && <p className="lead">{cycle.question}</p>}
        <StepList
          steps={[
            {
              title: "Draw the sample",
              text: "Random, within groups, and recorded so that anyone can repeat it.",
              done: facts.sampled > 0,
              status: facts.sampled > 0 ? `${facts.sampled} plans drawn` : "",
              action: {
                text: facts.sampled > 0 ? "See the sample" : "Design the sample",
                href: `${base}/sample`,
                main: facts.sampled === 0,
              },
            },
            {
              title: "Assign auditors",
              text: "Two for each plan, from different agencies.",
              done: facts.sampled > 0 && facts.assigned >= facts.sampled,
              status: facts.sampled > 0 ? `${facts.assigned} of ${facts.sampled} plans have auditors` : "",
              action:
                facts.sampled > 0
                  ? { text: "See the audits", href: `${base}/audits`, main: cycle.status === "sampling" }
                  : undefined,
            },
            {
              title: "Score, blind",
              text: "Auditors see only their own levels until every audit of a plan is in.",
              done: past("scoring"),
              now: cycle.status === "scoring",
              status: facts.audits > 0 ? `${facts.submitted} of ${facts.audits} audits are in` : "",
            },
            {
              title: "Moderate what differs",
              text: "The panel settles differences and confirms limits.",
              done: past("moderation"),
              status: facts.sampled > 0 ? `${facts.signedOff} of ${facts.sampled} plans signed off` : "",
              action:
                facts.readyForModeration > 0
                  ? { text: "Go to moderation", href: `${base}/moderation`, main: cycle.status === "moderation" }
                  : undefined,
            },
            {
              title: "Learn and report",
              text: "Results, themes, and the learning report as PDF.",
              done: cycle.status === "closed",
              status: "",
              action:
                facts.signedOff > 0
                  ? { text: "See the results", href: `${base}/results`, main: cycle.status === "feedback" }
                  : undefined,
            },
          ]}
        />
        {next && (
          <section aria-labelledby="next-title" id="next" className="ruled">
            <h2 id="next-title" className="section">
              Next: {CYCLE_STATUS_LABELS[next.to].toLowerCase()}
            </h2>
            {next.hint && <p>{next.hint}</p>}
            {next.ready ? (
              <Form method="post">
                <input type="hidden" name="to" value={next.to} />
                <Button preventDoubleClick>{next.button}</Button>
              </Form>
            ) : (
              <p className="soft">{next.why}</p>
            )}
          </section>
        )}
        {cycle.status === "closed" && <p>This cycle is closed. Its scores, results and reports stay as they are.</p>}
        {mayReopen && (
          <p>
            <Link to={`${base}/reopen`} className="govuk-link">
              Reopen the cycle to put a mistake right
            </Link>
          </p>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => d?.cycle.title ?? "Cycle");
