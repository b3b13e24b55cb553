import { DotLine } from "~/components/figures.tsx";
import type { DesignView } from "~/server/sample-design.server.ts";
import { Tag } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";
import { Note } from "../notes.tsx";

const TONES = { gap: "worry", thin: "amber", covered: "teal" } as const;
const WORDS = { gap: "Gap", thin: "Thin", covered: "Covered" } as const;
const n = (value: number) => value.toLocaleString("en-GB");
const percent = (part: number, of: number) => Math.round((100 * part) / of);

type Props = { plan: NonNullable<DesignView["plan"]>; precision: DesignView["precision"] };

/** What a sample of this design will let an area say, and about whom it will be silent. */
export function Outlook({ plan, precision }: Props) {
  return (
    <>
      {precision && <WhatItSays plan={plan} precision={precision} />}
      {plan.kind === "chosen" && (
        <Note tone="amber" title="These plans say nothing about others">
          <p>
            They are picked for a reason, to learn from. Results show counts of them, no percentages of all plans, and
            are compared with no other cycle.
          </p>
        </Note>
      )}
      {plan.kind === "census" && (
        <Note tone="navy" title={`All ${n(plan.size)} plans of the list are audited`}>
          <p>Nothing is estimated: what you find is how it is, for these plans on that day.</p>
        </Note>
      )}
      {plan.kind === "random" && <ByGroup strata={plan.strata} frame={plan.frame} />}
      <Table
        caption="Who this sample can and cannot speak about"
        captionSize="s"
        firstCellIsHeader
        phoneList
        head={[
          "Group",
          { content: "All plans", numeric: true },
          { content: plan.kind === "random" ? "Expected" : "In it", numeric: true },
          "What you could say",
        ]}
        rows={plan.coverage.map((c) => [
          c.group,
          { content: c.known ? n(c.frame) : "Not known", numeric: true },
          { content: c.known ? expectedWords(c.expected) : "–", numeric: true },
          <>
            <Tag tone={TONES[c.verdict]}>{WORDS[c.verdict]}</Tag> {c.words}
          </>,
        ])}
      />
      {plan.kind !== "census" && plan.coverage.some((c) => c.verdict === "gap" && c.known && c.frame > 0) && (
        <p className="note-text">
          A gap is closed by an audit of that group alone: open another cycle and choose the group under “Only some
          plans”. Or add plans here.
        </p>
      )}
    </>
  );
}

function WhatItSays({ plan, precision }: { plan: Props["plan"]; precision: NonNullable<Props["precision"]> }) {
  const { example, likely } = precision;
  return (
    <Note tone="navy" title={`What ${plan.size} plans will let you say`}>
      <p className="lead">
        If {example.count} of the {example.of} are good or better ({percent(example.count, example.of)}%), then between{" "}
        <strong>
          {n(likely.lower)} and {n(likely.upper)}
        </strong>{" "}
        of all {n(likely.population)} plans are likely to be: somewhere from {percent(likely.lower, likely.population)}%
        to {percent(likely.upper, likely.population)}%.
      </p>
      <DotLine
        value={example.count / example.of}
        lower={likely.lower / likely.population}
        upper={likely.upper / likely.population}
        label={`Between ${n(likely.lower)} and ${n(likely.upper)} of ${n(likely.population)} plans`}
      />
      <ul className="govuk-list govuk-list--bullet">
        <li>
          A fault in 1 plan in 10 will be seen at least once with a chance of {Math.floor(precision.seesOneInTen * 100)}
          %.
        </li>
        {plan.size >= 10 && <li>{changeWords(precision)}</li>}
        {precision.groups > 1 && precision.largestGroup < 30 && (
          <li>You cannot compare the groups with each other: the largest has {precision.largestGroup} plans.</li>
        )}
        {plan.size < 20 && (
          <li>Fewer than 20 plans give a very rough figure; fewer than 10 tell you about those plans only.</li>
        )}
      </ul>
    </Note>
  );
}

/** What the next audit would have to find before anybody may speak of a change. */
function changeWords({ example: { count, of }, change: { up, down } }: NonNullable<Props["precision"]>): string {
  const share = (found: number) => `${found} (${percent(found, of)}%)`;
  const found = [up !== null && `${share(up)} or more`, down !== null && `${share(down)} or fewer`].filter(Boolean);
  if (found.length === 0) return `A later audit of ${of} plans could not tell a change from chance, whatever it finds.`;
  return `If a later audit also reads ${of} plans, it shows a change from ${share(count)} only when it finds ${found.join(", or ")}: less than that may be chance.`;
}

function ByGroup({ strata, frame }: Pick<Props["plan"], "strata" | "frame">) {
  return (
    <>
      <Table
        caption="The draw, by group"
        captionSize="s"
        firstCellIsHeader
        phoneList
        head={[
          "Group",
          { content: "All plans", numeric: true },
          { content: "By share", numeric: true },
          { content: "Planned", numeric: true },
        ]}
        rows={[
          ...strata.map((s) => [
            s.label,
            { content: n(s.frame), numeric: true },
            { content: s.byShare, numeric: true },
            { content: plannedWords(s), numeric: true },
          ]),
          [
            "Total",
            { content: n(frame), numeric: true },
            { content: sum(strata.map((s) => s.byShare)), numeric: true },
            { content: sum(strata.map((s) => s.planned)), numeric: true },
          ],
        ]}
      />
      {strata.some((s) => s.planned > s.byShare) && (
        <p className="note-text">
          Because small groups are raised to the minimum, results for all plans are also given weighted back.
        </p>
      )}
    </>
  );
}

function plannedWords({ planned, byShare }: { planned: number; byShare: number }): string {
  const change = planned - byShare;
  return change === 0 ? String(planned) : `${planned} (${change > 0 ? "+" : "−"}${Math.abs(change)})`;
}

function expectedWords(expected: number): string {
  const [low, high] = [Math.floor(expected), Math.ceil(expected)];
  return low === high ? String(low) : `${low} to ${high}`;
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
