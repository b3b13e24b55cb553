import { drawChart } from "#audits/charts/chart.ts";
import {
  type Count,
  countText,
  HIDDEN_SIGN,
  isHidden,
  limitText,
  PERCENT_FROM,
  percentText,
  pointsText,
  type Share,
  whole,
} from "#audits/charts/figures.ts";
import { measureSourceSans } from "#audits/charts/measure.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { weightedSentence } from "#audits/results/words.ts";
import { DotLine, type KeyFigure, KeyFigures, UnitStrip } from "../figures.tsx";
import { toneAt } from "../levels.tsx";
import { Note } from "../notes.tsx";
import { SceneFigure } from "../scene.tsx";

/** Charts of these pages are drawn for a wide screen and for a phone, never scaled. */
export const WIDE = { width: 704, size: 15, measure: measureSourceSans };
export const NARROW = { width: 340, size: 15, measure: measureSourceSans };

/** Up to four figures with their intervals, and the grades before and after limits. */
export function Headline({ figures }: { figures: CycleFigures }) {
  const { grades, levels, beside } = figures;
  const applied = grades.limitsMode === "applied";
  const chart = {
    kind: "grade-bars" as const,
    title: "plans at each grade",
    levels,
    rows: [
      { label: applied ? "After limits" : "If limits applied", counts: grades.after },
      { label: "By score alone", counts: grades.before },
    ],
  };
  if (!applied) chart.rows.reverse();
  return (
    <>
      <KeyFigures
        figures={[
          goodFigure(grades.good),
          ...changeFigure(figures),
          loweredFigure(figures),
          ...agreementFigure(figures),
        ]}
      />
      {beside.weighted && <Weighted weighted={beside.weighted} />}
      <SceneFigure number="Figure 1" scene={drawChart(chart, WIDE)} narrow={drawChart(chart, NARROW)} />
    </>
  );
}

function goodFigure(good: Share): KeyFigure {
  if (isHidden(good)) return { value: HIDDEN_SIGN, label: "good or better", note: `${HIDDEN_SIGN}: ${good.reason}` };
  const { count, n, interval } = good;
  const counts = `${whole(count)} of ${whole(n)}`;
  const percent = percentText(count, n);
  if (!percent) return { value: counts, label: "plans good or better", note: "Too few for a percentage" };
  return {
    value: percent,
    picture: interval && <DotLine value={count / n} {...interval} label="" />,
    label: `good or better, ${counts}`,
    note: interval && `95% interval ${limitText(interval.lower, n)}% to ${limitText(interval.upper, n)}%`,
  };
}

const VERDICTS = { better: "better", worse: "worse", could_not_tell: "could not tell if better" };

function changeFigure({ change, previousCycles }: CycleFigures): KeyFigure[] {
  const before = previousCycles.at(-1)?.good;
  if (!change || !before || isHidden(before)) return [];
  const { difference, interval, verdict } = change.change;
  return [
    {
      value: pointsText(difference),
      unit: "points",
      picture: <DotLine scale="change" value={difference} {...interval} open={verdict === "could_not_tell"} label="" />,
      label: `since ${change.since} (${whole(before.count)} of ${whole(before.n)})`,
      note: `${pointsText(interval.lower)} to ${pointsText(interval.upper)}: ${VERDICTS[verdict]}`,
    },
  ];
}

function loweredFigure({ limits, grades, levels }: CycleFigures): KeyFigure {
  const label =
    grades.limitsMode === "applied"
      ? "plans graded lower because a limit fired"
      : "plans would be graded lower if limits applied";
  const to = limits.loweredTo.map(({ level, plans }) => `${countText(plans)} to ${level}`).join(", ");
  const worst = limits.loweredTo.toReversed();
  const shown = !isHidden(limits.lowered) && worst.every(({ plans }) => !isHidden(plans));
  const parts = worst.map(({ level, plans }) => ({
    tone: toneAt(
      levels.findIndex((one) => one.label === level),
      levels.length,
    ),
    count: isHidden(plans) ? 0 : plans,
  }));
  return {
    value: countText(limits.lowered),
    picture: shown && grades.n <= 60 && (
      <UnitStrip n={grades.n} parts={parts} label={`${countText(limits.lowered)} of ${grades.n} plans`} />
    ),
    label,
    note: to || undefined,
  };
}

function agreementFigure({ agreement }: CycleFigures): KeyFigure[] {
  const { plans, exact, compared, withinOne } = agreement;
  if (plans === 0) return [];
  const counts = `${whole(exact)} of ${whole(compared)}`;
  const label = "same level from all auditors of a plan";
  const percent = plans < PERCENT_FROM ? null : percentText(exact, compared);
  if (!percent) return [{ value: counts, label, note: `${whole(withinOne)} within one level` }];
  return [
    { value: percent, label: `${label}, ${counts}`, note: `${percentText(withinOne, compared)} within one level` },
  ];
}

function Weighted({ weighted }: { weighted: NonNullable<CycleFigures["beside"]["weighted"]> }) {
  const { share, interval } = weighted;
  return (
    <Note tone="navy" title="With each group counted by its size">
      {interval && <DotLine value={share} {...interval} label="" />}
      <p>{weightedSentence(weighted)}</p>
    </Note>
  );
}

/** A count in the internal view, marked where the published view hides it. */
export function Marked({ value, published }: { value: Count; published: Count | undefined }) {
  if (!isHidden(published) || isHidden(value)) return <>{countText(value)}</>;
  return (
    <>
      {countText(value)}
      <sup>
        {HIDDEN_SIGN}
        <span className="govuk-visually-hidden">: hidden when published</span>
      </sup>
    </>
  );
}
