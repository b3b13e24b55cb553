import { Form } from "@remix-run/react";
import { KeyFigures } from "~/components/figures.tsx";
import { PageTitle } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import type { PreviewView } from "~/server/import-view.server.ts";
import { Changes } from "./changes.tsx";
import { counted, number } from "./count.ts";
import { ProblemTable } from "./problems.tsx";

type PreviewProps = {
  view: PreviewView;
  /** Address of the list of problems as CSV. */
  csv: string;
  /** What is wrong with the choice. */
  error?: string;
};

/** What was read, before any of it is kept: what it holds, what is wrong with it, what would change, and the choice. */
export function Preview({ view, csv, error }: PreviewProps) {
  const { counts, dropped, derived, ignored, isReturn, sayings } = view;
  const unit = (count: number) => `${isReturn ? "plan" : "row"}${count === 1 ? "" : "s"}`;
  return (
    <>
      <PageTitle over="Step 2 of 3. Nothing is kept yet">Check the import before you keep it</PageTitle>
      <p className="lead">{view.upload}</p>
      <KeyFigures
        figures={[
          { value: number(counts.ready), label: `${unit(counts.ready)} ready`, note: "nothing to check" },
          {
            value: number(counts.toCheck),
            label: `${unit(counts.toCheck)} to check, kept unless you stop`,
            note: counts.readAs > 0 && `in ${number(counts.readAs)} of those kept we read a value for you`,
          },
          {
            value: number(counts.leftOut),
            label: `${unit(counts.leftOut)} left out`,
            note: counts.leftOut > 0 && `correct the file${isReturn ? "s" : ""}, or go on without them`,
            worry: counts.leftOut > 0,
          },
        ]}
      />
      {dropped.length > 0 && (
        <Note tone="teal" title={`Dropped as it was read: ${counted(dropped.length, "column")}`}>
          <p>
            {listWords(dropped)}. {derived.length > 0 && `${sentenceStart(listWords(derived))} are worked out first. `}
            From here on, each child is a pseudonym.
          </p>
        </Note>
      )}
      {ignored.length > 0 && (
        <Note tone="navy" title={`Not part of the format, so not read: ${listWords(ignored)}`}>
          <p>If one of them should count, give it the heading that the template has.</p>
        </Note>
      )}
      <ProblemTable problems={view.problems} csv={csv} />
      {counts.kept > 0 && (
        <>
          <Changes view={view} />
          <Figures figures={view.figures} />
          <section>
            <h2 className="section">What you will be able to say</h2>
            <ul className="govuk-list import-sayings">
              {sayings.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        </>
      )}
      <Choice view={view} error={error} />
    </>
  );
}

function Figures({ figures }: { figures: PreviewView["figures"] }) {
  const tables = [
    { title: "By phase", counts: figures.byPhase },
    { title: "By plan type", counts: figures.byPlanType },
    { title: "By primary need", counts: figures.byNeed },
  ];
  return (
    <section>
      <h2 className="section">The cases that would be kept</h2>
      <div className="import-figures">
        {tables.map(({ title, counts }) => (
          <Table
            key={title}
            caption={title}
            captionSize="s"
            small
            firstCellIsHeader
            rows={counts.map(({ label, cases }) => [label, { content: number(cases), numeric: true }])}
          />
        ))}
      </div>
    </section>
  );
}

function Choice({ view, error }: { view: PreviewView; error?: string }) {
  const { counts, isReturn, keptBefore } = view;
  if (counts.kept === 0)
    return (
      <Form method="post" className="ruled">
        <h2 className="part">Nothing in this upload can be kept</h2>
        <Button name="choice" value="stop" preventDoubleClick>
          Stop, and upload a corrected file
        </Button>
      </Form>
    );
  const leaveOut = counts.leftOut > 0 ? ` and leave ${number(counts.leftOut)} out` : "";
  return (
    <Form method="post" className="ruled" noValidate>
      <input type="hidden" name="keptBefore" value={keptBefore} />
      <Radios
        name="choice"
        legend="What do you want to do?"
        legendSize="s"
        error={error}
        items={[
          {
            value: "keep",
            label: `Keep ${counted(counts.kept, isReturn ? "plan" : "row")}${leaveOut}`,
            hint:
              counts.toCheck > 0
                ? `${number(counts.toCheck)} of them to check. Download the list of problems first: it is not kept`
                : undefined,
          },
          { value: "stop", label: "Stop, and upload a corrected file", hint: "Nothing from this upload is kept" },
        ]}
      />
      <div className="import-choice__buttons">
        <Button preventDoubleClick>Continue</Button>
        <button type="submit" className="link-button" name="cancel" value="yes">
          Cancel this import
        </button>
      </div>
    </Form>
  );
}

/** "a", "a and b", "a, b and c". */
function listWords(items: string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

const sentenceStart = (words: string) => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
