import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { FEWEST_AUDITORS, FEWEST_FOR_SPREAD, panelPattern } from "#audits/agreement/panel-pattern.ts";
import { comparedWithAgreed } from "#audits/results/compared.ts";
import { listWords } from "#audits/people/permissions.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { evidenceWithAgreed } from "#db/levels.ts";
import { DriftTable } from "~/components/drift.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** How the levels of a panel lie against what was agreed: a pattern, without names. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "results.view");
  const evidence = await evidenceWithAgreed(store().db);
  const pattern = panelPattern(evidence.flatMap(comparedWithAgreed));
  const titles = new Map(evidence.flatMap((e) => e.rubric.document.domains.map((d) => [d.key, d.title] as const)));
  if (!pattern) return { pattern: null };
  const cycleTitle = (id: string) => evidence.find((e) => e.cycle.id === id)?.cycle.title ?? "";
  return {
    pattern: {
      auditors: pattern.auditors,
      overall: pattern.overall,
      groups: pattern.groups.map((g) => ({
        title: `${listWords(
          g.agencies.map((a) => AGENCY_LABELS[a]),
          "and",
        )} (${g.auditors} auditors)`,
        drift: g.drift,
      })),
      domains: [...titles].flatMap(([key, title]) =>
        pattern.domains.filter((d) => d.domain === key).map(({ drift }) => ({ title, drift })),
      ),
      cycles: pattern.cycles.map((c) => ({ title: cycleTitle(c.cycleId), drift: c.drift })),
      spread: pattern.spread,
    },
  };
}

const count = (n: number) => n.toLocaleString("en-GB");

function spreadSentence({ lower, upper, auditors }: { lower: number; upper: number; auditors: number }): string {
  const who = `The middle half of ${auditors} auditors`;
  if (lower === 0 && upper === 0) return `${who} lies within a tenth of a level of what was agreed, on average.`;
  return `${who} lies between ${tenths(lower)} and ${tenths(upper)}, in levels, on average.`;
}

const tenths = (x: number) => (x === 0 ? "no difference" : `${Math.abs(x).toFixed(1)} ${x < 0 ? "lower" : "higher"}`);

export default function PanelPatternPage() {
  const { pattern } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide before={<BackLink href="/cycles">Cycles</BackLink>}>
      <PageTitle>How the panel’s levels lie</PageTitle>
      {!pattern ? (
        <p className="lead">
          There is no pattern to show yet. It takes plans that are signed off and {FEWEST_AUDITORS} auditors or more, so
          that nobody can be singled out.
        </p>
      ) : (
        <>
          <p className="lead">
            Of {count(pattern.overall.judgements)} blind levels by {pattern.auditors} auditors on{" "}
            {count(pattern.overall.plans)} plans, {count(pattern.overall.same)} were what was agreed in the end,{" "}
            {count(pattern.overall.higher)} higher and {count(pattern.overall.lower)} lower.
          </p>
          <Note tone="navy" title="A pattern, not a league table">
            <p>
              No auditor is named or ranked here, and no group has fewer than {FEWEST_AUDITORS} auditors: smaller
              agencies stand together. Each auditor sees the own levels alone, under My audits. Use it to choose what
              the next{" "}
              <Link className="govuk-link" to="/calibration">
                calibration
              </Link>{" "}
              is about.
            </p>
          </Note>
          <p>
            {pattern.spread
              ? spreadSentence(pattern.spread)
              : `A spread is told from ${FEWEST_FOR_SPREAD} auditors on.`}
          </p>
          <h2 className="section">By agency</h2>
          {pattern.groups.length > 1 ? (
            <DriftTable caption="Levels against what was agreed, by agency" first="Agency" rows={pattern.groups} />
          ) : (
            <p>There are too few auditors to tell agencies apart.</p>
          )}
          <h2 className="section">By domain</h2>
          <DriftTable caption="Levels against what was agreed, by domain" first="Domain" rows={pattern.domains} />
          <h2 className="section">From cycle to cycle</h2>
          <DriftTable caption="Levels against what was agreed, by cycle" first="Cycle" rows={pattern.cycles} />
          <p className="note-text">
            Plans that are signed off, and criteria at which more than one person looked. The line is a 95% interval,
            half a level to either side of no difference; it goes from plan to plan.
          </p>
        </>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "How the panel’s levels lie");
