import type { ThemeChange } from "#audits/themes/lineage.ts";
import { Details, Tag } from "../govuk/messages.tsx";

const COMPARABLE = {
  yes: { words: "Comparable", tone: "teal" },
  care: { words: "Compare with care", tone: "amber" },
  no: { words: "Not comparable", tone: "worry" },
} as const;

/** What changed between two versions, theme by theme, and whether counts may be set beside each other. */
export function CodebookChanges({ changes }: { changes: ThemeChange[] }) {
  const changed = changes.filter((c) => c.sentences.length || c.fields.length);
  if (changed.length === 0) return <p>Nothing changed. Every count is comparable.</p>;
  return (
    <>
      <p>
        {changed.length} of {changes.length} themes changed. Counts of the others stay comparable.
      </p>
      <ul className="codebook">
        {changed.map((c) => (
          <li key={c.code} className="codebook__row">
            <div>
              <p className="codebook__name">
                <span className="criterion-code">{c.code}</span> {c.name}
              </p>
              {c.sentences.map((sentence) => (
                <p key={sentence} className="codebook__words">
                  {sentence}
                </p>
              ))}
              {c.fields.length > 0 && (
                <Details summary={`What it says now: ${c.fields.map((f) => f.label.toLowerCase()).join(", ")}`}>
                  {c.fields.map((f) => (
                    <div key={f.label}>
                      <p>
                        <strong>{f.label}</strong>
                      </p>
                      <p>Before: {f.before || "nothing"}</p>
                      <p>Now: {f.after || "nothing"}</p>
                    </div>
                  ))}
                </Details>
              )}
            </div>
            <div>
              <Tag tone={COMPARABLE[c.comparable].tone}>{COMPARABLE[c.comparable].words}</Tag>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
