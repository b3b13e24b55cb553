import type { roundView } from "~/server/calibration.server.ts";
import { Details } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";

type Plan = ReturnType<typeof roundView>["plans"][number];
type Line = NonNullable<Plan["pattern"]>[number];

const number = (content: string | number) => ({ content, numeric: true });

/** How many lay at, above and below the reference, most different first, and which descriptors were thought to fit. */
export function Pattern({ plan, lines }: { plan: Pick<Plan, "auditors" | "agreement" | "reference">; lines: Line[] }) {
  const apart = lines.filter((l) => l.given.length > 1);
  const { agreement } = plan;
  return (
    <>
      {agreement && (
        <p>
          {plan.auditors} auditors. Of {agreement.pairs.of} pairs of levels {agreement.pairs.same} are the same,{" "}
          {agreement.pairs.oneApart} one apart and {agreement.pairs.further} two or more apart. One plan is too few for
          a figure beyond that.
        </p>
      )}
      <Table
        caption={`Levels on ${plan.reference} against the reference, those read most differently first`}
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={[
          "Criterion",
          "Reference",
          number("The same"),
          number("Higher"),
          number("Lower"),
          number("No level against a level"),
        ]}
        rows={lines.map((l) => [
          <>
            <strong>{l.key}</strong> {l.title}
          </>,
          l.reference?.label ?? "None in this rubric",
          number(l.reference ? l.same : "–"),
          number(l.reference ? l.higher : "–"),
          number(l.reference ? l.lower : "–"),
          number(l.reference ? l.other : "–"),
        ])}
      />
      <h3 className="part">Words that were read in more than one way</h3>
      {apart.length === 0 ? (
        <p>None: on every criterion all auditors gave the same.</p>
      ) : (
        apart.map((l) => (
          <Details
            key={l.key}
            summary={`${l.key} ${l.title}: ${l.given.map((g) => `${g.count} ${g.label}`).join(", ")}`}
          >
            <dl className="written">
              {l.given.map((g) => (
                <div key={g.label}>
                  <dt>
                    {g.label}: {g.count}
                    {g.isReference && " (the reference)"}
                  </dt>
                  <dd>{g.descriptor}</dd>
                </div>
              ))}
            </dl>
            {l.reference && (
              <p>
                Why the reference is {l.reference.label}: {l.reference.because}
              </p>
            )}
          </Details>
        ))
      )}
    </>
  );
}
