import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { momentWords, periodWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { CYCLE_STATUS_LABELS } from "#audits/vocabulary.ts";
import { casesOf } from "#db/cases.ts";
import { cyclesOf } from "#db/cycles.ts";
import { auditorsOf, concernsWaiting } from "#db/people.ts";
import { waitingNow } from "#db/waiting.ts";
import { publishedRubrics } from "#db/rubrics.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { MyMeetings } from "~/components/panel/my-meetings.tsx";
import { StepList } from "~/components/steps.tsx";
import { titled } from "~/components/title.tsx";
import { myMeetings } from "~/server/meetings.server.ts";
import { now, store, today } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "cycles.view");
  const { db } = store();
  const cycles = await cyclesOf(db);
  const agencies = new Set((await auditorsOf(db, now())).map((a) => a.agency));
  const rubrics = await publishedRubrics(db);
  return {
    mayOpen: may(actor, "cycles.open").ok,
    mayImport: may(actor, "cases.import").ok,
    cases: (await casesOf(db, 1, 1)).active,
    agencies: agencies.size,
    rubric: rubrics[1]
      ? `${rubrics.length} rubrics`
      : rubrics[0]
        ? `${rubrics[0].title}, version ${rubrics[0].version}`
        : null,
    waiting: (await waitingNow(db, today())).filter((w) =>
      actor.memberships.some((m) => w.for.some((role) => role === m.role)),
    ),
    concerns: may(actor, "concerns.view").ok
      ? (await concernsWaiting(db)).map((c) => ({ id: c.id, reference: c.reference, at: momentWords(c.raisedAt) }))
      : [],
    meetings: await myMeetings(actor.id),
    mayRemind: may(actor, "reminders.send").ok,
    cycles: cycles.map(({ cycle, facts }) => ({
      id: cycle.id,
      title: cycle.title,
      question: cycle.question,
      status: cycle.status,
      scoring: periodWords(cycle.scoringOpens, cycle.scoringDue),
      facts,
    })),
  };
}

export default function Cycles() {
  const { cycles, waiting, concerns, meetings, mayRemind, ...set } = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      <PageTitle>Cycles</PageTitle>
      {concerns.length > 0 && (
        <Note
          tone="worry"
          title={
            concerns.length === 1
              ? "1 urgent concern waits for somebody to deal with it"
              : `${concerns.length} urgent concerns wait for somebody to deal with them`
          }
        >
          <ul className="plain-list">
            {concerns.map((c) => (
              <li key={c.id}>
                <Link className="govuk-link" to={`/urgent-concern/${c.id}`}>
                  {c.reference}
                </Link>
                , raised on {c.at}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {cycles.length > 0 && (
        <p className="lead">
          A cycle is one round of audits: a question, a sample of plans, and the dates between which they are scored.
        </p>
      )}
      <div className="first-things__pair">
        {waiting.length > 0 && <Waiting waiting={waiting} />}
        <MyMeetings meetings={meetings} />
      </div>
      {cycles.length === 0 ? <FirstCycle {...set} /> : <CycleTable cycles={cycles} />}
      {cycles.length > 0 && set.mayOpen && <LinkButton href="/cycles/new">Open a cycle</LinkButton>}
      <h2 className="section">The panel itself</h2>
      <ul className="govuk-list govuk-list--bullet">
        {mayRemind && (
          <li>
            <Link to="/reminders" className="govuk-link">
              Reminders
            </Link>
            : who was reminded when, and who has not begun
          </li>
        )}
        <li>
          <Link className="govuk-link" to="/calibration">
            Calibration
          </Link>
          : auditors score the same made-up plans and compare
        </li>
        <li>
          <Link className="govuk-link" to="/panel-pattern">
            How the panel’s levels lie
          </Link>{" "}
          against what was agreed, without names
        </li>
        <li>
          <Link className="govuk-link" to="/panel">
            Views for the panel
          </Link>
          , where it works apart
        </li>
      </ul>
    </ReadingPage>
  );
}

type Data = Awaited<ReturnType<typeof loader>>;

/** What waits for whoever leads or chairs, each with the way to it. */
function Waiting({ waiting }: Pick<Data, "waiting">) {
  return (
    <section className="first-things" aria-labelledby="waits">
      <h2 className="section" id="waits">
        Waits for you
      </h2>
      <ul className="plain-list">
        {waiting.map((w) => (
          <li key={`${w.cycleId}-${w.key}`}>
            <Link className="govuk-link" to={w.path}>
              {w.sentence}
            </Link>{" "}
            <span className="soft">{w.title}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function CycleTable({ cycles }: Pick<Data, "cycles">) {
  return (
    <Table
      caption="Cycles, newest first"
      captionSize="hidden"
      firstCellIsHeader
      phoneList
      head={["Cycle", "Scoring", "Where it is", "Plans", "Audits in", "Signed off"]}
      rows={cycles.map((c) => [
        <>
          <Link to={`/cycles/${c.id}`} className="govuk-link">
            {c.title}
          </Link>
          {c.question && <span className="second-line">{c.question}</span>}
        </>,
        c.scoring,
        <Tag key="status" tone={c.status === "closed" ? "neutral" : "teal"}>
          {CYCLE_STATUS_LABELS[c.status]}
        </Tag>,
        { content: c.facts.sampled, numeric: true },
        { content: `${c.facts.submitted} of ${c.facts.audits}`, numeric: true },
        { content: `${c.facts.signedOff} of ${c.facts.sampled}`, numeric: true },
      ])}
    />
  );
}

function FirstCycle({
  cases,
  agencies,
  rubric,
  mayOpen,
  mayImport,
}: Omit<Data, "cycles" | "waiting" | "concerns" | "meetings" | "mayRemind">) {
  return (
    <>
      <p className="lead">
        You have not opened a cycle yet. A cycle is one round of audits: a question, a sample of plans, and the dates
        between which they are scored.
      </p>
      <StepList
        steps={[
          {
            title: "Import your cases",
            text: "A SEN2 return or a flat CSV file. Names are dropped as it is read.",
            done: cases > 0,
            status: cases > 0 ? `Done: ${cases.toLocaleString("en-GB")} cases` : "",
            action: cases === 0 && mayImport ? { text: "Import cases", href: "/imports/new" } : undefined,
          },
          {
            title: "Choose a rubric",
            text: "Start from the one that ships.",
            done: rubric !== null,
            status: rubric ? `Ready: ${rubric}` : "",
          },
          {
            title: "Have auditors of at least two agencies",
            text: "So that plans can be scored blind.",
            done: agencies >= 2,
            status: `${agencies} ${agencies === 1 ? "agency has" : "agencies have"} auditors`,
          },
          {
            title: "Open your first cycle",
            text: "Ask a question, draw a sample, set the dates.",
            done: false,
            status: "",
            action: mayOpen && cases > 0 ? { text: "Open a cycle", href: "/cycles/new", main: true } : undefined,
          },
        ]}
      />
    </>
  );
}

export const handle = titled<typeof loader>(() => "Cycles");
