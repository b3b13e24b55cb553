import { Link } from "@remix-run/react";
import type { MeasureChoices } from "~/server/action-measures.server.ts";
import { DotLine } from "../figures.tsx";
import { Note } from "../notes.tsx";
import { Table } from "../govuk/table.tsx";

/** The figures of a cycle that an action may be opened on, in groups, each with its share and interval. */
export function ChooseMeasure({
  choices,
  cycleId,
  source,
}: {
  choices: MeasureChoices;
  cycleId: string;
  source: string | null;
}) {
  const to = (value: string) =>
    `/actions/new?cycle=${cycleId}&measure=${encodeURIComponent(value)}${source ? `&source=${source}` : ""}`;
  return (
    <>
      {choices.refused && (
        <Note tone="amber" title="Few of these figures can be a baseline">
          <p>{choices.refused}</p>
        </Note>
      )}
      {choices.groups.length > 1 && (
        <p className="link-row">
          {choices.groups.map((group) => (
            <a className="govuk-link" href={`#${group.id}`} key={group.id}>
              {group.title}
            </a>
          ))}
        </p>
      )}
      {choices.groups.map((group) => (
        <section key={group.id} aria-labelledby={group.id}>
          <h2 className="section" id={group.id}>
            {group.title}
          </h2>
          <Table
            caption={group.title}
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Figure", "About", "", "Now, 95% interval"]}
            rows={group.choices.map((one) => [
              <Link key="l" className="govuk-link" to={to(one.value)}>
                {one.title}
              </Link>,
              one.words,
              one.reading.dot && <DotLine key="d" bare width={140} {...one.reading.dot} label="" />,
              one.reading.text,
            ])}
          />
        </section>
      ))}
    </>
  );
}
