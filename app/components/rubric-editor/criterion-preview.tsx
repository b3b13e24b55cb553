import { Link } from "@remix-run/react";
import type { DraftHead } from "~/server/rubric-draft.server.ts";
import type { PartView } from "~/server/rubric-part.server.ts";
import { LevelRows } from "../levels.tsx";
import { MarkedWords } from "./marked-words.tsx";

/** The row of the score sheet for one criterion, as auditors will have it. It can be tried; nothing of it is kept. */
export function CriterionPreview({ head, view }: { head: DraftHead; view: PartView }) {
  const { criterion } = view;
  if (!criterion) return null;
  const { preview } = criterion;
  const before = head.base?.version;
  return (
    <>
      <h2>What the auditor will see</h2>
      <div className="preview-row">
        <p className="note-text">{criterion.place}</p>
        <p className="preview-row__title">
          <span className="criterion-code">{preview.key}</span> <MarkedWords runs={preview.titleRuns} />
        </p>
        <p className="question">
          <MarkedWords runs={preview.questionRuns} />
        </p>
        <LevelRows
          name="try-level"
          id={`try-${preview.levels.map((l) => l.key).join("-")}`}
          legend="Which level fits best?"
          chosen=""
          options={[
            ...preview.levels.map((level) => ({
              value: level.key,
              label: level.label,
              descriptor: <MarkedWords runs={level.runs} />,
              place: level.place,
              of: level.of,
            })),
            ...(preview.cannotTell
              ? [{ value: "CT", label: "Cannot tell", descriptor: "", place: null, of: preview.levels.length }]
              : []),
            ...(preview.mayNotApply
              ? [
                  {
                    value: "NA",
                    label: "Does not apply",
                    descriptor: preview.notApplicableRule,
                    place: null,
                    of: preview.levels.length,
                  },
                ]
              : []),
          ]}
        />
      </div>
      {preview.isMarked && <p className="note-text">Underlined words are new since version {before}.</p>}
      {criterion.isNew && <p className="note-text">This criterion is new since version {before}.</p>}
      {head.isNext && (
        <>
          <h2>What a change does</h2>
          <p>
            Version {before} stays as it is for audits in progress. Where a criterion measures something else than
            before, its trend shows a break at the next version, unless you score some plans with both to bridge it.{" "}
            <Link className="govuk-link" to={head.paths.compare}>
              See what breaks and what carries on
            </Link>
          </p>
        </>
      )}
    </>
  );
}
