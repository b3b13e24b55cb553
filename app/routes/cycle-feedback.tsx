import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { amendedWords, type PackStateKey, packState } from "#audits/feedback/life.ts";
import { RECEIVER_LABELS } from "#audits/feedback/pack.ts";
import { packsOfCycle } from "#db/feedback.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Tag, type TagTone } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { EvidenceRemoved } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { store, today } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

const TONES: Record<PackStateKey, TagTone> = {
  proposed: "neutral",
  draft: "neutral",
  not_needed: "neutral",
  sent: "neutral",
  read: "neutral",
  disputed: "amber",
  replied: "amber",
  resolved: "teal",
};

/** What the lead can look at, by the state of packs. */
const FILTERS = {
  all: "All",
  review: "To review",
  waiting: "Waiting for a reply",
  overdue: "Reply overdue",
  mine: "Waiting for you",
  done: "Done",
} as const;
type Filter = keyof typeof FILTERS;

function filtersOf(key: PackStateKey, overdue: boolean): Filter[] {
  const one: Record<PackStateKey, Filter> = {
    proposed: "review",
    draft: "review",
    sent: "waiting",
    read: "waiting",
    disputed: "mine",
    replied: "mine",
    resolved: "done",
    not_needed: "done",
  };
  return ["all", one[key], ...(overdue ? (["overdue"] as const) : [])];
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "feedback.manage");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle_feedback", id: cycle.id }, `the feedback on the plans of ${cycle.title}`);
  const plans = await packsOfCycle(store().db, cycle.id);
  const asked = new URL(request.url).searchParams.get("show") ?? "all";
  const show: Filter = asked in FILTERS ? (asked as Filter) : "all";
  const rows = plans.flatMap(({ sampled, packs }) =>
    packs.map(({ receiver, facts, reply }) => {
      const state = packState(facts, today());
      return {
        planId: sampled.id,
        reference: sampled.snapshot.reference,
        about: caseWords(sampled.snapshot),
        receiver,
        label: RECEIVER_LABELS[receiver],
        state: state.words,
        key: state.key,
        overdue: state.overdue,
        in: filtersOf(state.key, state.overdue),
        plan: reply ? amendedWords(reply) : "",
      };
    }),
  );
  return {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    cycleId: cycle.id,
    plans: plans.length,
    show,
    filters: (Object.keys(FILTERS) as Filter[]).map((key) => ({
      key,
      label: FILTERS[key],
      count: rows.filter((r) => r.in.includes(key)).length,
    })),
    rows: rows.filter((r) => r.in.includes(show)),
  };
}

export default function CycleFeedback() {
  const page = useLoaderData<typeof loader>();
  const base = `/cycles/${page.cycleId}/feedback`;
  const count = (key: Filter) => page.filters.find((f) => f.key === key)?.count ?? 0;
  return (
    <>
      <CycleBar cycle={page.head} />
      <ReadingPage wide>
        <PageTitle>Feedback</PageTitle>
        <EvidenceRemoved on={page.removed} />
        {page.plans === 0 ? (
          <p className="lead">
            When the panel has signed a plan off, packs are proposed here: for who wrote it, its setting, and each
            service that answers for a part of it. No plan is signed off yet.
          </p>
        ) : (
          <>
            <p className="lead">
              {page.plans} {page.plans === 1 ? "plan is" : "plans are"} signed off. Each pack is proposed from what the
              panel found. You review it, change its words, and send it: nothing leaves by itself.
            </p>
            {(count("mine") > 0 || count("overdue") > 0) && (
              <p>
                <strong>
                  {count("mine")} {count("mine") === 1 ? "waits" : "wait"} for you, {count("overdue")}{" "}
                  {count("overdue") === 1 ? "reply is" : "replies are"} overdue.
                </strong>
              </p>
            )}
            <nav aria-label="Which packs" className="filters">
              <ul>
                {page.filters.map((f) => (
                  <li key={f.key}>
                    <Link
                      className="govuk-link"
                      to={f.key === "all" ? base : `${base}?show=${f.key}`}
                      aria-current={f.key === page.show ? "page" : undefined}
                    >
                      {f.label} ({f.count})
                    </Link>
                  </li>
                ))}
              </ul>
            </nav>
            {page.rows.length === 0 ? (
              <p>No pack is in this list.</p>
            ) : (
              <Table
                caption="Packs"
                captionSize="hidden"
                firstCellIsHeader
                phoneList
                head={["Plan", "For", "Where it stands", "The plan since"]}
                rows={page.rows.map((r) => ({
                  tone: r.overdue ? ("amber" as const) : undefined,
                  cells: [
                    <span key="plan">
                      {r.reference} <span className="note-text">{r.about}</span>
                    </span>,
                    <Link key="pack" className="govuk-link" to={`${base}/${r.planId}/${r.receiver}`}>
                      {r.label}
                      <span className="govuk-visually-hidden">, pack on {r.reference}</span>
                    </Link>,
                    <Tag key="state" tone={r.overdue ? "worry" : TONES[r.key]}>
                      {r.state}
                    </Tag>,
                    r.plan || "Nothing said yet",
                  ],
                }))}
              />
            )}
          </>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Feedback – ${d?.head.title ?? "Cycle"}`);
