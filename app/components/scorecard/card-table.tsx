import { Link } from "@remix-run/react";
import { HIDDEN_SIGN, isHidden } from "#audits/charts/figures.ts";
import type { Point, Row } from "#audits/scorecard/card.ts";
import { outcomesText } from "#audits/scorecard/outcomes.ts";
import { changeText, standingText, valueText } from "#audits/scorecard/words.ts";
import { PHASE_LABELS } from "#audits/vocabulary.ts";
import { DotLine } from "../figures.tsx";
import { Details } from "../govuk/messages.tsx";
import { Table, WideRegion } from "../govuk/table.tsx";

/** The rows of one question: now, before, and what can be said of the change. */
export function CardTable({
  title,
  id,
  rows,
  internal,
}: {
  title: string;
  id: string;
  rows: Row[];
  internal: boolean;
}) {
  const told = rows.filter((r) => r.points.length > 0);
  const untold = rows.filter((r) => r.points.length === 0);
  return (
    <section aria-labelledby={id}>
      <h2 className="section" id={id}>
        {title}
      </h2>
      {told.length === 0 && untold.length === 0 && <p>No row of this question is shown.</p>}
      {told.length > 0 && (
        <WideRegion label={`${title}, table`}>
          <Table
            caption={title}
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Row", "Now", "", "Before", "Change, 95% interval"]}
            rows={told.map((row) => {
              const now = row.points.at(-1) as Point;
              return {
                tone: row.change && row.change.verdict !== "could_not_tell" ? ("teal" as const) : undefined,
                cells: [
                  row.indicator.title,
                  <Value key="n" point={now} to={internal ? wayDown(row, now) : null} strong />,
                  <Dot key="d" point={now} />,
                  row.before ? (
                    <Value key="b" point={row.before} to={internal ? wayDown(row, row.before) : null} />
                  ) : (
                    row.why || "Nothing earlier"
                  ),
                  changeText(row) || whyNoChange(row),
                ],
              };
            })}
          />
        </WideRegion>
      )}
      {untold.length > 0 && (
        <ul className="govuk-list soft">
          {untold.map((row) => (
            <li key={row.indicator.key}>
              {row.indicator.title}: {row.why}
            </li>
          ))}
        </ul>
      )}
      {told.map((row) => (
        <Outcomes key={row.indicator.key} row={row} />
      ))}
      {told.some((r) => r.points.length > 2) && (
        <Details summary={`All periods: ${title.toLowerCase()}`}>
          {told
            .filter((r) => r.points.length > 2)
            .map((row) => (
              <Table
                key={row.indicator.key}
                caption={row.indicator.title}
                captionSize="s"
                firstCellIsHeader
                head={["Period", "Value"]}
                rows={row.points.map((p) => [standingText(p), valueText(p)])}
              />
            ))}
        </Details>
      )}
    </section>
  );
}

/** Why two periods stand beside each other and no change is told. */
function whyNoChange({ before, points, indicator }: Row): string {
  if (!before || indicator.measure.kind === "actions") return "";
  const hidden = [before, points.at(-1)].some(
    (p) => p && isHidden(p.value.kind === "count" ? p.value.count : p.value.share),
  );
  return hidden ? HIDDEN_SIGN : "Too few to compare";
}

/** Where what stands behind a number is seen: its plans, its cases, its actions. Null where a number was typed in. */
function wayDown({ indicator: { measure } }: Row, { cycle }: Point): string | null {
  const plans = (fields: Record<string, string>) =>
    cycle && `/measures/plans?${new URLSearchParams({ cycle: cycle.id, ...fields })}`;
  switch (measure.kind) {
    case "grade":
      return plans({ grade: "better" }) ?? null;
    case "domain":
    case "criterion":
      return plans({ [measure.kind]: measure.key, with: "good" }) ?? null;
    case "audits":
      return "/cycles";
    case "timeliness":
      return "/measures/timeliness";
    case "actions":
      return "/actions";
    case "outcomes":
      return "/outcomes";
    case "typed":
      return null;
  }
}

function Value({ point, to, strong }: { point: Point; to: string | null; strong?: boolean }) {
  const text = valueText(point);
  const value = to ? (
    <Link className="govuk-link" to={to}>
      {text}
      <span className="govuk-visually-hidden">: see what stands behind it</span>
    </Link>
  ) : (
    text
  );
  return (
    <>
      {strong ? <strong>{value}</strong> : value}
      <span className="second-line soft">{standingText(point)}</span>
    </>
  );
}

function Dot({ point: { value } }: { point: Point }) {
  if (value.kind === "count" || isHidden(value.share) || !value.share.interval) return null;
  const { count, n, interval } = value.share;
  return <DotLine bare width={140} value={count / n} {...interval} label="" />;
}

/** Met, partly met, not met at review by period, with why outcomes were not met. */
function Outcomes({ row }: { row: Row }) {
  const periods = row.points.flatMap((p) => (p.outcomes ? [{ label: p.label, ...p.outcomes }] : []));
  if (periods.length === 0) return null;
  return (
    <div className="outcomes">
      <h3 className="part">Outcomes at reviews: met, partly met, not met</h3>
      <Table
        caption="Outcomes that reviews looked at, by period"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Period", "Outcomes", "Why outcomes were not met"]}
        rows={periods.toReversed().map((p) => [
          p.label,
          outcomesText(p),
          p.narratives.length
            ? p.narratives.map(({ phase, words }) => (
                <p key={`${phase}`} className="narrative">
                  {phase && <strong>{PHASE_LABELS[phase]}: </strong>}
                  {words}
                </p>
              ))
            : isHidden(p.notMet)
              ? "Not shown, because few outcomes were not met"
              : "",
        ])}
      />
    </div>
  );
}
