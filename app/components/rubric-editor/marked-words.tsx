import type { Run } from "#audits/rubric/edit/word-diff.ts";

/** Words with the new ones underlined; a screen reader hears where they begin and end. */
export function MarkedWords({ runs }: { runs: Run[] }) {
  return (
    <>
      {runs.map((run, i) => (
        <span key={i}>
          {i > 0 && " "}
          {run.kind === "new" ? (
            <ins className="new-words">
              <span className="govuk-visually-hidden">new: </span>
              {run.words}
              <span className="govuk-visually-hidden"> end of new words</span>
            </ins>
          ) : run.kind === "gone" ? (
            <del className="gone-words">
              <span className="govuk-visually-hidden">taken out: </span>
              {run.words}
              <span className="govuk-visually-hidden"> end of words taken out</span>
            </del>
          ) : (
            run.words
          )}
        </span>
      ))}
    </>
  );
}
