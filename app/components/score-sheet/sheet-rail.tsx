import type { SheetView } from "~/server/score-sheet.server.ts";
import { Details } from "../govuk/messages.tsx";
import { NOT_SCORED } from "../levels.tsx";
import { DomainRail, GradeKey, type RailCriterion } from "../rail.tsx";

/** Domains with one's own progress, and what is to know of this sheet. `answer` is what is chosen on the page now. */
export function SheetRail({ view, answer }: { view: SheetView; answer: RailCriterion["answer"] }) {
  const current = view.criterion.key;
  const domains = view.rail.map(({ title, href, done, of, open, criteria }) => {
    if (!open) return { title, href, done, of };
    const before = criteria.find((c) => c.code === current)?.answer;
    const change = scored(answer) - scored(before ?? NOT_SCORED);
    return {
      title,
      href,
      done: done + change,
      of,
      criteria: criteria.map((c) => (c.code === current ? { ...c, answer } : c)),
    };
  });
  return (
    <DomainRail domains={domains} current={current}>
      {!view.closed && (
        <p>
          <strong>You are scoring blind.</strong>{" "}
          {view.plan
            ? "The plan is made up. You see the reference when you submit, and nobody else sees your levels by your name."
            : "Nobody sees your levels until every audit of this plan is in."}
        </p>
      )}
      {view.leftOut.length > 0 && <LeftOut view={view} />}
      <GradeKey entries={[...view.legend, NOT_SCORED]} />
      {!view.closed && view.handBack && (
        <p>
          If you know the child,{" "}
          <a className="govuk-link" href={view.handBack}>
            say so and hand the plan back
          </a>
          .
        </p>
      )}
    </DomainRail>
  );
}

const scored = (answer: RailCriterion["answer"]) => (answer.short === NOT_SCORED.short ? 0 : 1);

function LeftOut({ view }: { view: SheetView }) {
  const n = view.leftOut.length;
  const all = view.of + n;
  return (
    <Details summary={`${n} of ${all} criteria ${n === 1 ? "does" : "do"} not apply to this plan`}>
      <ul className="left-out">
        {view.leftOut.map((c) => (
          <li key={c.key}>
            <span className="criterion-code">{c.key}</span> {c.title}: {c.because}
          </li>
        ))}
      </ul>
    </Details>
  );
}
