import { whole } from "#audits/charts/figures.ts";
import { dayWords, periodWords } from "#audits/dates.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { FactList, LinkRail } from "../rail.tsx";

type Props = {
  figures: CycleFigures;
  sections: { id: string; title: string }[];
  /** Where the published tables are; null where nothing is published yet. */
  csv: string | null;
};

/** Left of the results: where on the page one is, and what its numbers stand on, always in sight where there is room. */
export function ResultsRail({ figures, sections, csv }: Props) {
  return (
    <>
      <p className="rail-heading">On this page</p>
      <LinkRail label="On this page" links={sections.map(({ id, title }) => ({ text: title, href: `#${id}` }))} />
      <div className="rail-notes">
        <h2 className="rail-heading">What these numbers stand on</h2>
        <FactList stacked facts={standingFacts(figures)} />
        <p>
          <a className="govuk-link" href="/help#numbers">
            How the numbers are made
          </a>
        </p>
        {csv && (
          <p>
            <a className="govuk-link" href={csv} download>
              Download the published tables (CSV)
            </a>
          </p>
        )}
      </div>
    </>
  );
}

function standingFacts({ sample, beside, agreement, rubric, grades, methods }: CycleFigures) {
  const drawn = sample.drawnOn ? `, drawn ${dayWords(sample.drawnOn)}` : "";
  return [
    {
      name: "Sample",
      value: `${whole(sample.counted)} plans of ${whole(sample.population)}, ${sample.method}${drawn}`,
    },
    {
      name: "Scored",
      value: `${periodWords(beside.scored.from, beside.scored.to)}, ${agreement.plans} of the plans by two or more auditors`,
    },
    { name: "Rubric", value: `${rubric.title}, version ${rubric.version}` },
    { name: "Limits", value: grades.limitsMode === "applied" ? "Applied" : "Tried out, not applied" },
    { name: "Method", value: `${methods.join(", ")}, intervals Wilson 95%` },
  ];
}
