import { Link } from "@remix-run/react";
import type { CycleSoFar } from "#db/moderation-so-far.ts";
import { Details } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { KeysSwitch } from "~/components/keys.tsx";
import { GradeWord } from "~/components/levels.tsx";
import { AuditorScale, AuditorScaleHead } from "~/components/panel.tsx";
import type { useKeys } from "~/components/single-keys.ts";
import type { Props } from "./cockpit.tsx";

type Keys = ReturnType<typeof useKeys>;

/** What is on the table, largest difference first, each with the levels that the auditors gave. */
export function Queue({ view }: Props) {
  return (
    <nav aria-label="Criteria to settle">
      <h2 className="part">{view.settledCount + view.openCount} criteria to settle</h2>
      <p className="note-text">
        {view.settledCount} settled, {view.openCount} open. {view.agreed.length} need no discussion.
      </p>
      {view.groups[0]?.items[0] && <AuditorScaleHead columns={view.groups[0].items[0].columns} />}
      {view.groups.map((g) => (
        <section key={g.group}>
          <h3 className="rail-heading">{g.label}</h3>
          <ul className="rail-list">
            {g.items.map((item) => (
              <li key={item.key} className={item.key === view.current?.key ? "rail-row rail-row--current" : "rail-row"}>
                <Link
                  to={`?criterion=${item.key}`}
                  className="rail-link"
                  aria-current={item.key === view.current?.key ? "true" : undefined}
                >
                  <strong className="criterion-code">{item.key}</strong> {item.title}
                </Link>
                <AuditorScale columns={item.columns} text={item.said} />
                <p className="note-text">
                  {item.agreed ? `Agreed: ${item.agreed}` : "Open"}
                  {item.limiting
                    ? `. ${item.limiting === "hard" ? "Hard limit if Inadequate" : "Limit if Inadequate"}`
                    : ""}
                </p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {view.agreed.length > 0 && (
        <Details summary="Show what needs no discussion">
          <ul className="plain-list">
            {view.agreed.map((a) => (
              <li key={a.key}>
                <strong className="criterion-code">{a.key}</strong> {a.title}: {a.score}
              </li>
            ))}
          </ul>
        </Details>
      )}
      <p className="note-text">
        {view.auditors.map((a) => `${a.letter} ${a.agency.toLowerCase()}`).join(", ")}. Each letter stands at the level
        that auditor gave. The boxed level is what the panel agreed.
      </p>
    </nav>
  );
}

/** Agreement, limits and the grade: what helps the panel to judge, and nothing that it needs. */
export function Margin({ view, keys, soFar, cycleId }: Props & { keys: Keys; soFar: CycleSoFar | null }) {
  const { before, now } = view;
  return (
    <>
      <h2 className="margin-heading">Agreement on this plan</h2>
      <Table
        caption="Criteria, before the meeting"
        captionSize="hidden"
        small
        firstCellIsHeader
        head={["", { content: "Before", numeric: true }, { content: "Now", numeric: true }]}
        rows={[
          ["Same, or settled", before.same, now.same],
          ["1 level apart", before.one, now.one],
          ["2 or more apart", before.twoOrMore, now.twoOrMore],
          ["Level against cannot tell or does not apply", before.other, now.other],
        ].map(([name, ...counts]) => [name, ...counts.map((content) => ({ content, numeric: true }))])}
      />
      <p className="note-text">
        Of {view.asked} criteria: {shareOf(before.same, view.asked)} the same before, {shareOf(now.same, view.asked)}{" "}
        the same or settled now. “Before” is fixed: blind scores never change.
      </p>
      <h2 className="margin-heading">Limits</h2>
      {view.gradeShown && view.limits.length > 0 ? (
        <ul className="govuk-list govuk-list--bullet">
          {view.limits.map((l) => (
            <li key={l.label}>
              <strong>{l.because.join(", ") || l.label}</strong>: {l.label.toLowerCase()}, holds the plan at {l.cap}
            </li>
          ))}
        </ul>
      ) : (
        <p>{view.gradeShown ? "None fires." : "Shown when all is settled."}</p>
      )}
      {view.couldLimit.length > 0 && (
        <>
          <p>{view.couldLimit.length} open criteria could limit the grade:</p>
          <ul className="govuk-list govuk-list--bullet">
            {view.couldLimit.map((l) => (
              <li key={l.key}>
                <strong>{l.key}</strong> to {l.caps.join(" or ")}
              </li>
            ))}
          </ul>
        </>
      )}
      <h2 className="margin-heading">Grade</h2>
      {view.grade ? (
        <p>
          <GradeOf grade={view.grade} />
        </p>
      ) : (
        <>
          <p>
            Hidden until all {view.settledCount + view.openCount} are settled, so that nobody argues from the grade.
          </p>
          <p>
            <button type="submit" name="intent" value="show-grade" className="link-button">
              Show it now
            </button>{" "}
            <span className="soft no-print">(this is recorded)</span>
          </p>
        </>
      )}
      {soFar && <CycleHere {...soFar} cycleId={cycleId} />}
      {!view.signedOffAt && view.current && (
        <>
          <h2 className="margin-heading keys-heading">Keys</h2>
          <KeysSwitch
            keys={keys}
            entries={[
              { keys: ["1", String(view.current.levels.length)], does: "level" },
              ...(view.current.ctAllowed
                ? [{ keys: [String(view.current.levels.length + 1)], does: "cannot tell" }]
                : []),
              { keys: ["S"], does: "settle and next" },
            ]}
          />
        </>
      )}
    </>
  );
}

/** How the other plans went: counts, whose intervals and coefficients have a page of their own. */
function CycleHere({ plans, signedOff, of, same, withinOne, agreed, cycleId }: CycleSoFar & { cycleId: string }) {
  return (
    <>
      <h2 className="margin-heading">This cycle so far</h2>
      <p>
        {signedOff} of {plans} plans {signedOff === 1 ? "is" : "are"} signed off.
        {of > 0 && (
          <>
            {" "}
            Of their {of} criteria with two auditors or more, <strong>{same}</strong> had the same answer before
            discussion and <strong>{withinOne}</strong> were within one level. The panel agreed{" "}
            <strong>{agreed}</strong>.
          </>
        )}
      </p>
      {of > 0 && (
        <p className="no-print">
          <Link className="govuk-link" to={`/cycles/${cycleId}/agreement`}>
            Agreement, with intervals
          </Link>
        </p>
      )}
    </>
  );
}

/** "77%", rounded to whole percent: of the criteria of one plan, so no interval. */
export const shareOf = (count: number, of: number): string => (of ? `${Math.round((100 * count) / of)}%` : "none");

/** "Good 56.0 of 100. Outstanding by score, limited to Good". */
export function GradeOf({ grade }: { grade: NonNullable<Props["view"]["grade"]> }) {
  if (!grade.label) return <>No grade: too little could be scored.</>;
  return (
    <>
      <GradeWord label={grade.label} /> {grade.percent} of 100
      {grade.limited && grade.raw ? `. ${grade.raw} by score, limited to ${grade.label}` : ""}
      {grade.shadow && grade.shadow !== grade.label ? `. Limits would hold it at ${grade.shadow}` : ""}
      {grade.own && (
        <>
          . The panel set <GradeWord label={grade.own.label ?? ""} /> beside it: “{grade.own.reason}”
        </>
      )}
    </>
  );
}
