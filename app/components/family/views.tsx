import { VIEW_LABELS, VIEWS } from "#audits/family/differences.ts";
import type { CycleFamilyData } from "~/routes/cycle-family.tsx";
import { Details, Tag } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";
import { Note } from "../notes.tsx";
import { Quote } from "../quotes.tsx";

type Internal = NonNullable<CycleFamilyData["internal"]>;

/** Where the panel's view of voice and the family's differ: counts by question, then plan by plan, then the families' own words. */
export function FamilyViews({ internal }: { internal: Internal }) {
  const { counts, differ, words, heard } = internal;
  return (
    <>
      <Note tone="amber" title="Internal view">
        <p>It shows small numbers and single plans. Do not pass it on.</p>
      </Note>
      <h2 className="section">Where the panel and families differ</h2>
      {heard === 0 ? (
        <p>
          No family of a plan that is signed off has answered yet. What a family says is shown once the panel has signed
          the plan off, so that neither view comes about by the other.
        </p>
      ) : (
        <>
          <p>
            {heard} {heard === 1 ? "family was" : "families were"} heard on plans that are signed off. So few say
            nothing about all plans: they are a reason to look.
          </p>
          {counts.length > 0 && (
            <Table
              caption="How often the two views met, by question"
              captionSize="s"
              firstCellIsHeader
              phoneList
              head={[
                "Question",
                ...VIEWS.map((v) => ({ content: VIEW_LABELS[v], numeric: true })),
                { content: "Compared", numeric: true },
              ]}
              rows={counts.map((row) => [
                row.text,
                ...VIEWS.map((v) => ({ content: String(row.views[v]), numeric: true })),
                { content: String(row.n), numeric: true },
              ])}
            />
          )}
          {differ.length > 0 ? (
            <Table
              caption="Plan by plan, where they differ"
              captionSize="s"
              firstCellIsHeader
              phoneList
              head={["Plan", "Question", "The panel", "The family", ""]}
              rows={differ.map((d) => [
                d.reference,
                d.question.text,
                `${d.criterion}: ${d.panel}`,
                d.family,
                <Tag key="view" tone={d.view === "panel_only" ? "amber" : "neutral"}>
                  {d.view === "panel_only" ? "Panel higher" : "Family higher"}
                </Tag>,
              ])}
            />
          ) : (
            <p>Where both said something, they agree.</p>
          )}
        </>
      )}
      {words.length > 0 && (
        <Details summary="In their own words">
          {words.map((w) => (
            <Quote
              key={w.id}
              words={w.words}
              source={`The family of ${w.reference}. ${w.mayUse ? "May be used in reports without anything that shows who they are." : "Not for use outside: the family did not agree to that."}`}
            />
          ))}
        </Details>
      )}
    </>
  );
}

const HIDDEN = "c";
const shown = (count: number | null) => ({ content: count === null ? HIDDEN : String(count), numeric: true });

/** What may leave: how many were heard, and how many said mostly or fully. Small counts are hidden. */
export function PublishedViews({ published }: { published: CycleFamilyData["published"] }) {
  if (published.heard === null) return <p>Fewer than 5 families were heard, so nothing of what they said is shown.</p>;
  if (published.heard === 0) return <p>No family was heard in this cycle yet.</p>;
  return (
    <>
      <p>{published.heard} families were heard on plans that the panel signed off.</p>
      <Table
        caption="What families said"
        captionSize="s"
        firstCellIsHeader
        phoneList
        head={[
          "Question",
          { content: "Mostly or fully", numeric: true },
          { content: "Only a little or no", numeric: true },
          { content: "Answered", numeric: true },
        ]}
        rows={published.rows.map((row) => [row.text, shown(row.good), shown(row.weak), shown(row.n)])}
      />
      <p className="note-text">c: fewer than 5 families, or a number from which so few would follow.</p>
    </>
  );
}
