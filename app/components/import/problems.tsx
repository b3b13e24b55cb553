import { Link } from "@remix-run/react";
import type { PreviewView } from "~/server/import-view.server.ts";
import { Tag, type TagTone } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { number } from "./count.ts";

type Problems = PreviewView["problems"];

const FILTERS = [
  { filter: "all", label: "All" },
  { filter: "left_out", label: "Left out" },
  { filter: "check", label: "Check" },
  { filter: "read_as", label: "Read as" },
] as const;

const TONES: Record<Problems["lines"]["first"][number]["severity"], TagTone> = {
  left_out: "worry",
  check: "amber",
  read_as: "neutral",
};

/** What was found, by row, with what to do about it. Problems that say the same of several rows are one line. */
export function ProblemTable({ problems, csv }: { problems: Problems; csv: string }) {
  const { filter, totals, lines } = problems;
  if (totals.all === 0)
    return (
      <section>
        <h2 className="section">Problems by row</h2>
        <p>No problem was found.</p>
      </section>
    );
  return (
    <section>
      <div className="import-problems__head">
        <h2 className="section" id="problems">
          Problems by row
        </h2>
        <a className="govuk-link" href={csv}>
          Download all {number(totals.all)} as CSV
        </a>
      </div>
      <nav aria-label="Problems to show">
        <ul className="import-filter">
          {FILTERS.map((one) => (
            <li key={one.filter}>
              <Link
                className="import-filter__link"
                to={one.filter === "all" ? "?#problems" : `?show=${one.filter}#problems`}
                aria-current={filter === one.filter ? "true" : undefined}
              >
                {one.label} ({number(totals[one.filter])})
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {lines.total === 0 ? (
        <p>None of this kind.</p>
      ) : (
        <Table
          caption="Problems by row"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Row", "Column", "In the file", "Problem", "What to do", "What we did"]}
          rows={lines.first.map((line) => [
            line.rows,
            <>
              {line.column ?? "whole row"}
              {line.table && <span className="second-line">in {line.table}</span>}
            </>,
            line.value ?? "",
            line.problem,
            line.action,
            <Tag key="did" tone={TONES[line.severity]}>
              {line.outcome}
            </Tag>,
          ])}
        />
      )}
      {lines.total > lines.first.length && (
        <p className="soft">
          Showing the first {lines.first.length} of {number(lines.total)} lines. The rest is in the CSV file.
        </p>
      )}
    </section>
  );
}
