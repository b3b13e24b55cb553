import type { LimitWords, SheetView } from "~/server/score-sheet.server.ts";
import { type KeyHelp, KeysSwitch } from "../keys.tsx";

type Keys = { on: boolean; turn: (to: boolean) => void };

/** What helps to judge this criterion. Nothing here is needed to finish it. */
export function SheetMargin({ view, keys }: { view: SheetView; keys: Keys }) {
  const { margin } = view;
  return (
    <>
      {view.due && (
        <>
          <h2>Due</h2>
          <p>{view.due.words}. Later is possible, until your quality lead closes scoring.</p>
        </>
      )}
      {margin.guidance && (
        <>
          <h2>How to judge</h2>
          <p>{margin.guidance}</p>
        </>
      )}
      {margin.lookFor.length > 0 && (
        <>
          <h2>Look for</h2>
          <ul className="govuk-list govuk-list--bullet">
            {margin.lookFor.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </>
      )}
      <Law margin={margin} />
      {margin.limits.length > 0 && <h2>This criterion can limit the grade</h2>}
      {margin.limits.map((limit) => (
        <p key={limit.when}>
          {limit.when} <strong>{limit.to}</strong>.
        </p>
      ))}
      {margin.limitReason && <p className="soft">Why: {margin.limitReason}</p>}
      <h2>Weight</h2>
      <p>
        {margin.weight} Feedback goes to {margin.feedbackTo}.
      </p>
      <h2>Where to read</h2>
      <p>
        {margin.read && `${margin.read}. `}
        {view.plan ? <PlanLink href={view.plan} /> : "Open the plan in your case system: it is not kept here."}
      </p>
      <h2 id="keys" className="keys-heading" tabIndex={-1}>
        Keys
      </h2>
      <KeysSwitch keys={keys} entries={keyHelp(view)} />
    </>
  );
}

/** To the text of a made-up plan, in a tab of its own, so that it lies beside the sheet. */
export const PlanLink = ({ href }: { href: string }) => (
  <a className="govuk-link" href={href} target="_blank" rel="noreferrer">
    Read the made-up plan (opens in a new tab)
  </a>
);

function Law({ margin: { statutory, codeOfPractice, verified } }: Pick<SheetView, "margin">) {
  if (statutory.length === 0 && codeOfPractice.length === 0) return null;
  return (
    <>
      <h2>What the law says</h2>
      <ul className="plain-list law">
        {statutory.map((law) => (
          <li key={law}>{law}</li>
        ))}
        {codeOfPractice.length > 0 && <li>SEND Code of Practice, {codeOfPractice.join(", ")}</li>}
      </ul>
      {!verified && <p className="note-text">Not all of these references were checked at source.</p>}
    </>
  );
}

/** On a narrow screen the margin is folded, and what limits the grade stands with the work. */
export function CanLimit({ limits }: { limits: LimitWords[] }) {
  const [first] = limits;
  if (!first) return null;
  return (
    <p className="can-limit">
      <strong>Can limit the grade.</strong> {first.when} {first.to}.
    </p>
  );
}

function keyHelp(view: SheetView): KeyHelp[] {
  const levels = view.criterion.levels.length;
  return [
    { keys: ["1", String(levels)], does: "level" },
    { keys: [String(levels + 1)], does: "cannot tell" },
    ...(view.criterion.mayNotApply ? [{ keys: [String(levels + 2)], does: "does not apply" }] : []),
    { keys: ["Q"], does: "quote" },
    { keys: ["F"], does: "finding" },
    { keys: ["N"], does: "save and next" },
    { keys: ["?"], does: "these keys" },
  ];
}
