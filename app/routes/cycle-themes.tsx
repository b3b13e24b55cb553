import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { PERCENT_FROM } from "#audits/charts/figures.ts";
import { periodWords } from "#audits/dates.ts";
import { RESULTS_OUT } from "#audits/panel/life.ts";
import { may } from "#audits/people/permissions.ts";
import { publishedCycleThemes } from "#audits/results/cycle-themes.ts";
import { themesLead } from "#audits/results/words.ts";
import { themesOfCycle } from "#db/cycle-themes.ts";
import { codebookOf, rubricOf } from "#db/rubrics.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Note, SMALL_NUMBERS_HIDDEN, ViewNote } from "~/components/notes.tsx";
import { FactList } from "~/components/rail.tsx";
import { ThemesTable } from "~/components/results/themes.tsx";
import { TooFew } from "~/components/results/too-few.tsx";
import { ThemeTabs } from "~/components/themes/tabs.tsx";
import { titled } from "~/components/title.tsx";
import { themeTabs } from "~/server/coding.server.ts";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "results.view");
  const cycle = await requireCycle(params.cycleId);
  const internal = new URL(request.url).searchParams.get("view") !== "published";
  const figures = await themesOfCycle(store().db, cycle);
  const shown = internal ? figures : publishedCycleThemes(figures);
  if (shown.view === "internal")
    await noteView(actor, { kind: "cycle", id: cycle.id }, `the internal results of ${cycle.title}`);
  const { signedOff, sampled } = shown.beside;
  const [rubric, codebook] = await Promise.all([
    rubricOf(store().db, cycle.rubricId),
    codebookOf(store().db, cycle.codebookId),
  ]);
  return {
    head: cycleHead(actor, cycle),
    waiting:
      shown.grades.n < PERCENT_FROM
        ? `${signedOff} of ${sampled} plans are moderated. Themes are counted from ${PERCENT_FROM}.`
        : null,
    lead: themesLead(shown),
    mayAct: may(actor, "actions.open").ok && RESULTS_OUT.includes(cycle.status),
    figures: shown.grades.n < PERCENT_FROM ? null : shown,
    tabs: await themeTabs(actor, cycle),
    standsOn: [
      { name: "Period", value: periodWords(cycle.periodFrom, cycle.periodTo) },
      ...(rubric ? [{ name: "Rubric", value: `${rubric.document.title}, version ${rubric.document.version}` }] : []),
      { name: "Codebook", value: `${codebook.document.title}, version ${codebook.document.version}` },
    ],
    // Where the evidence was removed, no finding and no plan stands behind a number any more.
    behind: shown.view === "internal" && !(await removedOn(cycle.id)) ? cycle.id : null,
  };
}

export default function CycleThemes() {
  const { head, waiting, lead, figures, mayAct, tabs, standsOn, behind } = useLoaderData<typeof loader>();
  if (!figures) return <TooFew head={head} title={`Themes: ${head.title}`} waiting={waiting} tabs={tabs} />;
  const { beside, sample, grades } = figures;
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage wide>
        <ViewNote
          internal={figures.view === "internal"}
          words={figures.view === "internal" ? "" : SMALL_NUMBERS_HIDDEN}
          other={figures.view === "internal" ? "?view=published" : "?"}
        />
        <PageTitle>Themes: {head.title}</PageTitle>
        <ThemeTabs tabs={tabs} />
        <p className="lead">{lead}</p>
        <FactList
          facts={[
            { name: "Counting", value: "plans with the theme; a plan can have several" },
            { name: "Plans", value: `${grades.n}, ${sample.method}, audited and moderated` },
            {
              name: "Compared with",
              value: beside.compared
                ? `${beside.compared.title}, ${beside.compared.plans} plans, same rubric version`
                : (beside.notCompared ?? "No earlier cycle is closed."),
            },
            ...standsOn,
          ]}
        />
        <ThemesTable figures={figures} polarity="improvement" behind={behind} />
        <ThemesTable figures={figures} polarity="strength" behind={behind} />
        {(beside.themesNotCompared?.length ?? 0) > 0 && (
          <p className="note-text">
            Not compared, because {beside.compared?.title} counted by another version of the codebook:{" "}
            {beside.themesNotCompared?.join("; ")}.
          </p>
        )}
        <p>
          <Link
            className="govuk-link"
            to={`/measures/themes?${new URLSearchParams({ cycle: head.id, ...(figures.view === "published" && { view: "published" }) })}`}
          >
            The vital few, themes that occur together, and downloads as SVG, PNG, CSV and XLSX
          </Link>
        </p>
        {mayAct && (
          <p>
            <Link className="govuk-link" to={`/actions/new?cycle=${head.id}`}>
              Open an action on a theme or a criterion
            </Link>
          </p>
        )}
        {beside.compared && (
          <Note tone="navy" title="How to read a change">
            <p>
              An open dot means we could not tell. That is not the same as no change: with 20 plans in each cycle, a
              real shift from 50% to 70% is missed about three times in four. A filled dot passed a test that allows for
              looking at many themes at once.
            </p>
          </Note>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Themes – ${d?.head.title ?? "Cycle"}`);
