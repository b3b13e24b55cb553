import type { ChangesView, ChangeView, ComparedView } from "~/server/rubric-changes.server.ts";
import { Tag, type TagTone } from "../govuk/messages.tsx";
import { MarkedWords } from "./marked-words.tsx";

const STANDINGS: Record<ComparedView["standing"], { words: string; tone: TagTone }> = {
  same: { words: "Trend carries on", tone: "teal" },
  bridge: { words: "Trend breaks unless bridged", tone: "amber" },
  new: { words: "New", tone: "neutral" },
  gone: { words: "Gone", tone: "worry" },
};

/** What changed between two versions: criterion by criterion, in words, and what each change does to trends. */
export function Changes({ view }: { view: ChangesView }) {
  if (view.count === 0) return <p>Nothing changed between the two.</p>;
  return (
    <>
      <p className="lead">{view.sentence}</p>
      <Rows title="Criteria" rows={view.criteria} />
      {view.unchanged > 0 && <p className="soft">{view.unchanged} criteria are as they were.</p>}
      <Rows title="Domains" rows={view.domains} />
      <Rows title="Grades of modules" rows={view.modules} />
      {view.rest.length > 0 && (
        <section aria-label="The rest">
          <h2 className="section">The rest</h2>
          <ChangeList changes={view.rest} />
        </section>
      )}
    </>
  );
}

function Rows({ title, rows }: { title: string; rows: ComparedView[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="section">{title}</h2>
      {rows.map((row) => (
        <div className="compared" key={`${row.standing} ${row.key}`}>
          <h3 className="part">
            <span className="criterion-code">{row.key}</span> {row.title}{" "}
            <Tag tone={STANDINGS[row.standing].tone}>{STANDINGS[row.standing].words}</Tag>
          </h3>
          {row.standing === "bridge" && <p className="soft">Because {row.because}.</p>}
          {(row.standing === "same" || row.standing === "bridge") && <ChangeList changes={row.changes} />}
        </div>
      ))}
    </section>
  );
}

function ChangeList({ changes }: { changes: ChangeView[] }) {
  return (
    <ul className="plain-list change-list">
      {changes.map((change, i) => (
        <li key={i}>
          {change.runs ? (
            <details className="govuk-details" open={changes.length <= 6}>
              <summary className="govuk-details__summary">
                <span className="govuk-details__summary-text">{headOf(change.sentence)}</span>
              </summary>
              <p>
                <MarkedWords runs={change.runs} />
              </p>
            </details>
          ) : (
            change.sentence
          )}
        </li>
      ))}
    </ul>
  );
}

/** The words themselves stand below, with what came and went, so the sentence ends before it repeats them. */
const headOf = (sentence: string) => sentence.replace(/ was “.*$/s, " changed");
