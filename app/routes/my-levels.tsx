import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { auditorViews } from "#audits/agreement/auditors.ts";
import { driftOf, driftSentence } from "#audits/agreement/drift.ts";
import { blindAnswers } from "#audits/results/agreement.ts";
import { comparedWithAgreed } from "#audits/results/compared.ts";
import { evidenceWithAgreed } from "#db/levels.ts";
import { ownRounds } from "#db/calibrations.ts";
import { DriftTable } from "~/components/drift.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

/** How one's own levels lay against what was agreed. Nobody else can open it: whose it is follows from who asks. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  await noteView(actor, { kind: "own_levels", id: actor.id }, "how the own levels lay");
  const { db } = store();
  const evidence = await evidenceWithAgreed(db, actor.id);
  const own = evidence.flatMap((e) => comparedWithAgreed(e).filter((c) => c.auditorId === actor.id));
  const titles = new Map(evidence.flatMap((e) => e.rubric.document.domains.map((d) => [d.key, d.title] as const)));
  const overall = driftOf(own);
  return {
    overall,
    sentence: driftSentence(overall),
    domains: [...titles]
      .map(([domain, title]) => ({ title, drift: driftOf(own.filter((c) => c.domain === domain)) }))
      .filter(({ drift }) => drift.judgements > 0),
    cycles: evidence
      .map(({ cycle }) => ({ title: cycle.title, drift: driftOf(own.filter((c) => c.cycleId === cycle.id)) }))
      .filter(({ drift }) => drift.judgements > 0),
    others: evidence.flatMap(({ cycle, rubric, plans }) => {
      const signed = plans.filter((plan) => plan.result);
      const view = auditorViews(blindAnswers(cycle.id, rubric.document, signed)).find((v) => v.auditorId === actor.id);
      return view && view.sharedUnits > 0 ? [{ title: cycle.title, ...view, auditorId: undefined }] : [];
    }),
    rounds: (await ownRounds(db, actor.id)).map((r) => ({
      title: r.title,
      reference: r.reference,
      href: `/audits/${r.auditId}/calibration`,
    })),
  };
}

export default function MyLevels() {
  const { overall, sentence, domains, cycles, others, rounds } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide before={<BackLink href="/my-audits">My audits</BackLink>}>
      <PageTitle>How my levels lay</PageTitle>
      <p className="lead">{overall.judgements === 0 ? "No plan that you scored is signed off yet." : sentence}</p>
      <Note tone="navy" title="Only you see this page">
        <p>
          Your quality lead sees a pattern of the whole panel, without names and never for fewer than three auditors. A
          level away from what was agreed is no mistake: the panel had more eyes than you. It counts plans that are
          signed off, and criteria at which somebody else looked too.
        </p>
      </Note>
      {domains.length > 0 && (
        <>
          <h2 className="section">By domain</h2>
          <DriftTable caption="Own levels against what was agreed, by domain" first="Domain" rows={domains} />
          <h2 className="section">From cycle to cycle</h2>
          <DriftTable caption="Own levels against what was agreed, by cycle" first="Cycle" rows={cycles} />
          <p className="note-text">
            The line is a 95% interval, half a level to either side of no difference; an open dot says that it could be
            chance, or is too small to matter. Levels of one plan hang together, so the interval goes from plan to plan.
          </p>
        </>
      )}
      {others.length > 0 && (
        <>
          <h2 className="section">Against the other auditors of the same plans</h2>
          <Table
            caption="Own blind levels against the mean of the others’"
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={[
              "Cycle",
              { content: "Levels that others gave too", numeric: true },
              "On average",
              "Alone by two levels or more",
            ]}
            rows={others.map((o) => [
              o.title,
              { content: o.sharedUnits, numeric: true },
              o.meanDifference === null
                ? "Too few to say"
                : `${Math.abs(o.meanDifference).toFixed(2)} of a level ${o.meanDifference > 0 ? "higher" : o.meanDifference < 0 ? "lower" : "apart"}`,
              o.loneOutlier === null ? "Too few to say" : `${Math.round(100 * o.loneOutlier)}% of them`,
            ])}
          />
        </>
      )}
      {rounds.length > 0 && (
        <>
          <h2 className="section">Calibration</h2>
          <ul className="govuk-list govuk-list--bullet">
            {rounds.map((r) => (
              <li key={r.href}>
                <a className="govuk-link" href={r.href}>
                  {r.reference}
                </a>
                , {r.title}
              </li>
            ))}
          </ul>
        </>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "How my levels lay");
