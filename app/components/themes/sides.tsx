import { Link } from "@remix-run/react";
import type { FindingView } from "~/server/coding.server.ts";
import type { CodingProps } from "./coding.tsx";

/** What the findings of each list wait for. */
export const HEADS = {
  first: "to code",
  second: "to code a second time",
  differences: "on which two coders differ",
} as const;

/** Which findings wait, and how far the coding is. */
export function CodingRail({ view, cycleId }: CodingProps) {
  const { progress, list } = view;
  const path = (query: string) => `/cycles/${cycleId}/themes/code${query}`;
  const within = list === "first" ? "" : `list=${list}&`;
  return (
    <nav aria-label="Findings">
      <h2 className="part">
        {view.total} {view.total === 1 ? "finding" : "findings"} {HEADS[list]}
      </h2>
      <p className="note-text">
        {progress.total - progress.open} of {progress.total} coded. Yours: {progress.yours}.
      </p>
      <ul className="rail-list">
        {view.rail.map((item) => (
          <li key={item.id} className={item.current ? "rail-row rail-row--current" : "rail-row"}>
            <Link
              to={path(`?${within}finding=${item.id}`)}
              className="rail-link"
              aria-current={item.current ? "true" : undefined}
            >
              <strong className="criterion-code">{item.reference}</strong> {item.criterion}
              <span className="second-line">{item.words}</span>
            </Link>
          </li>
        ))}
      </ul>
      {view.total > view.rail.length && <p className="note-text">And {view.total - view.rail.length} more.</p>}
      <ul className="rail-list">
        {[
          { of: "first", words: `To code: ${progress.open}`, query: "" },
          { of: "second", words: `To code a second time: ${progress.second}`, query: "?list=second" },
          { of: "differences", words: `To settle: ${progress.differs}`, query: "?list=differences" },
        ]
          .filter((other) => other.of !== list)
          .map((other) => (
            <li key={other.of} className="rail-row">
              <Link to={path(other.query)} className="rail-link">
                {other.words}
              </Link>
            </li>
          ))}
        <li className="rail-row">
          <Link to={`/cycles/${cycleId}/themes`} className="rail-link">
            How common each theme is
          </Link>
        </li>
      </ul>
    </nav>
  );
}

/** What the codebook says of the themes that are suggested. */
export function Entries({ finding, version }: { finding: FindingView; version: string }) {
  return (
    <>
      <p className="note-text">Codebook, version {version}</p>
      {finding.entries.map((entry) => (
        <section key={entry.code} className="entry">
          <h2 className="margin-heading">{entry.name}</h2>
          <p>{entry.definition}</p>
          <p className="entry__label">Use it for</p>
          <p>{entry.include}</p>
          <p className="entry__label">Not for</p>
          <p>{entry.exclude}</p>
        </section>
      ))}
      {finding.entries.length === 0 && <p>Nothing is suggested for this finding.</p>}
      <p>
        <Link className="govuk-link" to="/codebooks">
          The whole codebook
        </Link>
      </p>
    </>
  );
}
