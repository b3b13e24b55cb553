import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { PERCENT_FROM } from "#audits/charts/figures.ts";
import { RESULTS_OUT } from "#audits/panel/life.ts";
import { may } from "#audits/people/permissions.ts";
import { answer } from "#audits/reports/chapters/headlines.ts";
import { Bench, CycleBar, PageTitle } from "~/components/frame.tsx";
import { EvidenceRemoved, Note, ReopenedNote, ViewNote } from "~/components/notes.tsx";
import { AcrossVersions } from "~/components/results/across-versions.tsx";
import { Headline } from "~/components/results/headline.tsx";
import { Agreement, Domains, Groups, Limits, OwnGrades, Timeliness } from "~/components/results/sections.tsx";
import { ResultsRail } from "~/components/results/standing.tsx";
import { TooFew } from "~/components/results/too-few.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { requirePublished, viewOf } from "~/server/results.server.ts";
import { reopenedWords } from "~/server/reopened.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "results.published");
  const cycle = await requireCycle(params.cycleId);
  requirePublished(actor, cycle);
  const { shown, published, across } = await viewOf(actor, request, cycle.id);
  const internal = shown.view === "internal";
  if (internal) await noteView(actor, { kind: "cycle", id: cycle.id }, `the internal results of ${cycle.title}`);
  const { signedOff, sampled } = shown.beside;
  const few = shown.grades.n < PERCENT_FROM;
  return {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    // In the published view of somebody who may see both, as others read it.
    reopened: (await reopenedWords(actor, cycle.id)).map((r) => (internal ? r : { ...r, reason: null, before: null })),
    base: `/cycles/${cycle.id}`,
    waiting: few ? `${signedOff} of ${sampled} plans are moderated. Results start at ${PERCENT_FROM}.` : null,
    lead: answer(shown),
    // Below 10 plans nothing is published; inside, counts without percentages.
    figures: shown.grades.n === 0 || (few && !internal) ? null : shown,
    published: internal ? published : null,
    across: few ? null : across,
    mayChoose: may(actor, "results.view").ok,
    mayBridge: may(actor, "cycles.open").ok,
    mayAct: may(actor, "actions.open").ok && RESULTS_OUT.includes(cycle.status),
  };
}

export default function CycleResults() {
  const { head, removed, reopened, base, waiting, lead, figures, published, across, mayChoose, mayBridge, mayAct } =
    useLoaderData<typeof loader>();
  if (!figures) return <TooFew head={head} title={`${head.title}: results`} waiting={waiting} />;
  const sections = [
    { id: "headline", title: "Headline" },
    { id: "domains", title: "Domains" },
    { id: "limits", title: "Limits" },
    { id: "agreement", title: "Agreement between auditors" },
    { id: "groups", title: "By phase" },
    ...(across ? [{ id: "versions", title: "Across rubric versions" }] : []),
    ...(figures.timeliness ? [{ id: "timeliness", title: "Timeliness" }] : []),
  ];
  return (
    <>
      <CycleBar cycle={head} />
      <Bench
        kind="results"
        railTitle="On this page, and what these numbers stand on"
        rail={<ResultsRail figures={figures} sections={sections} csv={waiting ? null : `${base}/results.csv`} />}
        work={
          <>
            {published ? (
              <ViewNote
                internal
                words={
                  waiting ? "" : `${published.protection.hidden} figures will be hidden (shown as ‘c’) when published.`
                }
                other={waiting ? null : "?view=published"}
              />
            ) : (
              <ViewNote
                internal={false}
                words={`${figures.protection.hidden} figures are hidden to protect children and shown as ‘c’.`}
                other={mayChoose ? "?" : null}
              />
            )}
            <PageTitle>{head.title}: results</PageTitle>
            <EvidenceRemoved on={removed} />
            <ReopenedNote reopened={reopened} />
            {waiting && (
              <Note tone="amber">
                <p>{waiting} Until then there are counts and no percentages.</p>
              </Note>
            )}
            <p className="lead" id="headline">
              {lead}
            </p>
            <Headline figures={figures} />
            <Domains figures={figures} />
            <Limits figures={figures} published={published} />
            <OwnGrades figures={figures} />
            <Agreement figures={figures} more={published ? `${base}/agreement` : null} />
            <Groups figures={figures} published={published} />
            <p>
              <Link className="govuk-link" to={`/measures/groups?cycle=${head.id}&by=need`}>
                By need, setting, locality, team and other groups
              </Link>
            </p>
            {across && <AcrossVersions across={across} mayBridge={mayBridge} />}
            <Timeliness figures={figures} />
            {mayAct && (
              <p className="no-print">
                <Link className="govuk-link" to={`/actions/new?cycle=${head.id}`}>
                  Open an action on one of these figures
                </Link>
              </p>
            )}
          </>
        }
      />
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Results – ${d?.head.title ?? "Cycle"}`);
