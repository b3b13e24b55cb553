import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { evidenceOf } from "#db/results.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { EvidenceRemoved, Note } from "~/components/notes.tsx";
import { Ac2Table, AppliesTable, PairTable, Specialists } from "~/components/results/agreement-detail.tsx";
import { titled } from "~/components/title.tsx";
import { agreementOf } from "~/server/agreement.server.ts";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "results.view");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle", id: cycle.id }, `agreement between the auditors of ${cycle.title}`);
  const evidence = await evidenceOf(store().db, cycle.id, false);
  if (!evidence) throw notFound();
  return {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    base: `/cycles/${cycle.id}`,
    detail: agreementOf(evidence),
  };
}

export default function CycleAgreement() {
  const { head, removed, base, detail } = useLoaderData<typeof loader>();
  const { overall, domains, criteria, plans, double, waiting } = detail;
  const blind =
    waiting > 0
      ? ` ${waiting} ${waiting === 1 ? "plan is" : "plans are"} not all in: nothing of them is counted here.`
      : "";
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage wide before={<BackLink href={`${base}/results#agreement`}>Results</BackLink>}>
        <PageTitle>Agreement between auditors</PageTitle>
        <EvidenceRemoved on={removed} />
        {double === 0 ? (
          <p className="lead">
            {removed
              ? "The levels of single auditors are gone. How far they agreed stands in the results, as it was that day."
              : plans === 0
                ? "No plan has all its audits in yet."
                : "No plan was scored by two auditors; agreement cannot be measured."}
            {blind}
          </p>
        ) : (
          <>
            <p className="lead">{overall.words[0]}</p>
            {overall.words.slice(1).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            <p>
              {double} of {plans} plans were scored by two or more auditors, blind to each other. What a panel settled
              later plays no part.{blind}
            </p>
            <Note tone="navy">
              <p>
                Agreement says how far the panel can be trusted, not how good a plan or an auditor is. A criterion with
                low agreement most often has words that can be read in two ways.
              </p>
            </Note>
            <p className="no-print">
              <a className="govuk-link" href={`${base}/agreement.csv`}>
                All figures as a table (CSV)
              </a>
              {" · "}
              <Link className="govuk-link" to="/panel-pattern">
                How the panel’s levels lie against what was agreed
              </Link>
            </p>
            <h2 className="section">By domain</h2>
            <PairTable caption="Pairs of levels, by domain" lines={[overall, ...domains]} />
            <h3 className="part">Allowing for lucky matches</h3>
            <p>
              1 is full agreement, 0 what chance alone would give (Gwet’s AC2, a level further off counts as more). The
              line is the 95% interval.
            </p>
            <Ac2Table caption="Agreement beyond chance, by domain" lines={[overall, ...domains]} />
            <h2 className="section">By criterion</h2>
            {domains.map((domain) => {
              const own = criteria.filter((line) => line.domain === domain.key);
              return (
                own.length > 0 && (
                  <Details key={domain.key} summary={`${domain.key} ${domain.title}: ${own.length} criteria`}>
                    <PairTable caption={`Pairs of levels in ${domain.title}`} lines={own} />
                    <Ac2Table caption={`Agreement beyond chance in ${domain.title}`} lines={own} />
                  </Details>
                )
              );
            })}
            <h2 className="section">Does a criterion apply?</h2>
            <p>
              Whether a criterion applies is a question of its own. “Does not apply” is never counted as a low level: in
              the figures above it is as if the auditor had given none.
            </p>
            <AppliesTable lines={criteria} />
            <Specialists detail={detail} />
          </>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Agreement – ${d?.head.title ?? "Cycle"}`);
