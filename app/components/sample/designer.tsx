import { Form } from "@remix-run/react";
import { SAMPLE_SIZE_GUIDANCE } from "#audits/sampling/size.ts";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details, Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { DotLine } from "~/components/figures.tsx";
import type { SampleData } from "~/routes/cycle-sample.tsx";

const n = (value: number) => value.toLocaleString("en-GB");
const TONES = { gap: "worry", thin: "amber", covered: "teal" } as const;
const WORDS = { gap: "Gap", thin: "Thin", covered: "Covered" } as const;

/** Choices on the left, what they let an area say on the right; the draw at the end is recorded. */
export function Designer(props: SampleData) {
  const { design, frameSize, planned, problem, precision, seed, seedFixedAt, draws } = props;
  const error = (field: string) =>
    problem?.field === field ? problem.sentence : props.errors.find((e) => e.field === field)?.sentence;
  return (
    <div className="two-columns">
      <Form method="get" className="column-narrow" preventScrollReset>
        {draws.length > 0 && <input type="hidden" name="again" value="yes" />}
        <h2 className="part">1. Which plans could be drawn</h2>
        <p>
          {n(frameSize)} active cases{planned && planned.excluded > 0 ? `, ${planned.excluded} left out` : ""}.
        </p>
        <Checkboxes
          name="tribunal"
          small
          values={design.leaveOutTribunal ? ["out"] : []}
          items={[
            {
              value: "out",
              label: "Leave out plans in a live tribunal",
              hint: "Each is listed with the reason in the record of the draw",
            },
          ]}
        />
        <h2 className="part">2. How to draw</h2>
        <Radios
          name="by"
          legend="Groups"
          legendSize="hidden"
          small
          value={design.stratifyBy ?? "none"}
          items={[
            { value: "none", label: "Random", hint: "Every plan has the same chance" },
            {
              value: "phase",
              label: "Random within phases",
              hint: "Shares follow the caseload, with a minimum in each",
            },
            { value: "primaryNeed", label: "Random within primary needs", hint: "The same, by need" },
          ]}
        />
        <Input
          name="minimum"
          label="At least, in each group"
          inputMode="numeric"
          width={3}
          defaultValue={design.minimum}
          error={error("minimum")}
        />
        <h2 className="part">3. How many</h2>
        <Input
          name="size"
          label="Plans to audit"
          inputMode="numeric"
          width={4}
          defaultValue={Number.isFinite(design.size) ? design.size : ""}
          error={error("size")}
        />
        <Details summary="How many are enough?">
          <p>{SAMPLE_SIZE_GUIDANCE}</p>
        </Details>
        <Button variant="secondary">Update</Button>
      </Form>

      <div className="column-wide">
        {precision && (
          <Note tone="navy" title={`What ${design.size} plans will let you say`}>
            <p className="lead">
              If {precision.example.count} of the {precision.example.of} are good or better, then between{" "}
              <strong>
                {n(precision.likely.lower)} and {n(precision.likely.upper)}
              </strong>{" "}
              of all {n(precision.likely.population)} plans are likely to be.
            </p>
            <DotLine
              value={precision.example.count / precision.example.of}
              lower={precision.likely.lower / precision.likely.population}
              upper={precision.likely.upper / precision.likely.population}
              label={`Between ${n(precision.likely.lower)} and ${n(precision.likely.upper)} of ${n(precision.likely.population)} plans`}
            />
            <ul className="govuk-list govuk-list--bullet">
              <li>
                A fault in 1 plan in 10 will be seen at least once with a chance of{" "}
                {Math.floor(precision.seesOneInTen * 100)}%.
              </li>
              {precision.groups > 1 && precision.largestGroup < 30 && (
                <li>You cannot compare the groups with each other: the largest has {precision.largestGroup} plans.</li>
              )}
              {design.size < 20 && (
                <li>Fewer than 20 plans give a very rough figure; fewer than 10 tell you about those plans only.</li>
              )}
            </ul>
          </Note>
        )}
        {planned && (
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
                ...planned.strata.map((s) => [
                  s.label,
                  { content: n(s.frame), numeric: true },
                  { content: s.byShare, numeric: true },
                  { content: plannedWords(s), numeric: true },
                ]),
                [
                  "Total",
                  { content: n(planned.frame), numeric: true },
                  { content: sum(planned.strata.map((s) => s.byShare)), numeric: true },
                  { content: sum(planned.strata.map((s) => s.planned)), numeric: true },
                ],
              ]}
            />
            {planned.strata.some((s) => s.planned > s.byShare) && (
              <p className="note-text">
                Because small groups are raised to the minimum, results for all plans are also given weighted back.
              </p>
            )}
            <Table
              caption="Who this sample can and cannot speak about"
              captionSize="s"
              firstCellIsHeader
              phoneList
              head={[
                "Group",
                { content: "All plans", numeric: true },
                { content: "Expected", numeric: true },
                "What you could say",
              ]}
              rows={planned.coverage.map((c) => [
                c.group,
                { content: c.known ? n(c.frame) : "Not known", numeric: true },
                { content: c.known ? expectedWords(c.expected) : "–", numeric: true },
                <>
                  <Tag tone={TONES[c.verdict]}>{WORDS[c.verdict]}</Tag> {c.words}
                </>,
              ])}
            />
            <Form method="post" className="ruled">
              <h2 className="section">Draw the sample</h2>
              <p>
                The draw is fixed by the seed <strong>{seed}</strong>, set on {seedFixedAt} before the case list was
                read. Anyone can repeat it. A plan that cannot be audited is replaced by the next in line, with a
                reason.
              </p>
              <input type="hidden" name="size" value={design.size} />
              <input type="hidden" name="by" value={design.stratifyBy ?? "none"} />
              <input type="hidden" name="minimum" value={design.minimum} />
              {design.leaveOutTribunal && <input type="hidden" name="tribunal" value="out" />}
              {draws.length > 0 && (
                <Input
                  name="reason"
                  label="Why is the sample drawn again?"
                  hint="Kept with the record, and printed in the report"
                  error={error("reason")}
                />
              )}
              <Button preventDoubleClick>
                Draw {design.size} {design.size === 1 ? "plan" : "plans"}
              </Button>
              <p className="note-text">This is recorded. Drawing again leaves a trace.</p>
            </Form>
          </>
        )}
      </div>
    </div>
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
