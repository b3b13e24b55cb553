import { Link } from "@remix-run/react";
import { drawChart } from "#audits/charts/chart.ts";
import {
  type Count,
  HIDDEN_SIGN,
  isHidden,
  PERCENT_FROM,
  percentText,
  type Share,
  shareText,
  whole,
} from "#audits/charts/figures.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { Details } from "../govuk/messages.tsx";
import { Table } from "../govuk/table.tsx";
import { Note } from "../notes.tsx";
import { SceneFigure } from "../scene.tsx";
import { Marked, NARROW, WIDE } from "./headline.tsx";

type Views = {
  figures: CycleFigures;
  /** Beside the internal view, the view that may leave; null where that is what is shown. */
  published: CycleFigures | null;
};

/** Domains with plans at each level and the share good or better; the headline domains come first. */
export function Domains({ figures }: { figures: CycleFigures }) {
  const { domains, levels, grades, sample } = figures;
  const ordered = [...domains.filter((domain) => domain.headline), ...domains.filter((domain) => !domain.headline)];
  const headline = domains.filter((domain) => domain.headline).length;
  const chart = {
    kind: "domains" as const,
    title: "plans at each level by domain",
    levels,
    rows: ordered.map(({ title, counts, good, notGraded }) => ({
      label: title,
      note: notGraded === 0 ? undefined : `${isHidden(notGraded) ? HIDDEN_SIGN : notGraded} not graded`,
      counts,
      good,
    })),
  };
  const partly = domains.some(({ notGraded }) => notGraded !== 0);
  return (
    <section aria-labelledby="domains">
      <h2 className="section" id="domains">
        Domains
      </h2>
      <p>
        {headline > 0 && `The ${headline} headline domains come first. `}
        Bars show numbers of plans; the dot and line show the share good or better, and how sure we can be.
      </p>
      <SceneFigure
        number="Figure 2"
        scene={drawChart(chart, WIDE)}
        narrow={drawChart(chart, NARROW)}
        source={
          <>
            {whole(grades.n)} of {whole(sample.population)} plans.{" "}
            {partly && "A plan with under half the weight of a domain scored is not graded there. "}
            Do not rank domains whose lines overlap.
          </>
        }
      />
    </section>
  );
}

/** Limits that fired, criterion by criterion, and for the internal view which plans they lowered. */
export function Limits({ figures, published }: Views) {
  const { limits, beside, grades } = figures;
  const safe = (row: CycleFigures["limits"]["rows"][number]) =>
    published?.limits.rows.find(
      ({ key, effect, title }) => key === row.key && effect === row.effect && title === row.title,
    )?.plans;
  return (
    <section aria-labelledby="limits">
      <h2 className="section" id="limits">
        Limits that fired
      </h2>
      <div className="two-columns">
        <div className="column-narrow">
          <p>
            A limit is a rule of the rubric: where a duty or an essential is missing, a plan cannot get a higher grade,
            however good the rest is.
          </p>
          <p>{withoutLimits(figures)}</p>
          {grades.limitsMode === "shadow" && <p>In this cycle limits were tried out. They changed no grade.</p>}
        </div>
        <div className="column-wide">
          {limits.rows.length === 0 ? (
            <p>No limit fired.</p>
          ) : (
            <>
              <Table
                caption="Limits that fired, by criterion"
                captionSize="hidden"
                firstCellIsHeader
                phoneList
                head={["Criterion", "Effect", { content: "Plans", numeric: true }]}
                rows={limits.rows.map((row) => [
                  <>
                    <strong>{row.key}</strong> {row.title}
                  </>,
                  row.effect,
                  { content: <Marked value={row.plans} published={safe(row)} />, numeric: true },
                ])}
              />
              <p className="note-text">
                {published
                  ? `${HIDDEN_SIGN}: hidden when published. `
                  : hiddenLine(limits.rows.map(({ plans }) => plans))}
                A plan can trip more than one limit.
              </p>
            </>
          )}
          {beside.limitedPlans.length > 0 && (
            <Details summary="Which plans, and why">
              <ul className="govuk-list">
                {beside.limitedPlans.map((plan) => (
                  <li key={plan.reference}>
                    <strong>{plan.reference}</strong>: {plan.before} by score ({plan.score} of 100), limited to{" "}
                    {plan.after} by {plan.because.join(", ")}
                  </li>
                ))}
              </ul>
            </Details>
          )}
        </div>
      </div>
    </section>
  );
}

/** Plans beside whose derived grade a panel set its own. Figures count the derived grade. */
export function OwnGrades({ figures }: { figures: CycleFigures }) {
  const { grades, beside } = figures;
  if (grades.overridden === 0) return null;
  const plans = beside.overriddenPlans ?? [];
  return (
    <section aria-labelledby="own-grades">
      <h2 className="section" id="own-grades">
        Grades that panels set themselves
      </h2>
      <p>
        {isHidden(grades.overridden)
          ? `${HIDDEN_SIGN}: ${grades.overridden.reason}.`
          : `Beside the derived grade of ${whole(grades.overridden)} ${grades.overridden === 1 ? "plan" : "plans"} a panel set its own, with a reason.`}{" "}
        All figures count the derived grade.
      </p>
      {plans.length > 0 && (
        <Table
          caption="Plans with a grade of the panel’s own"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Plan", "Derived", "Set by the panel", "Reason"]}
          rows={plans.map((p) => [p.reference, p.derived, p.grade, p.reason])}
        />
      )}
    </section>
  );
}

/** "Without limits, 30 plans would have been good or better." Only where every number in it is shown. */
function withoutLimits({ levels, grades }: CycleFigures): string {
  const sum = (counts: Count[]) =>
    counts.reduce<number | null>(
      (all, count, i) => (all === null || !levels[i]?.good ? all : isHidden(count) ? null : all + count),
      0,
    );
  const [before, after] = [sum(grades.before), sum(grades.after)];
  if (before === null || after === null || before === after) return "";
  return `Without limits, ${whole(before)} plans would have been good or better; with them, ${whole(after)} are.`;
}

function hiddenLine(figures: (Count | Share)[]): string {
  const first = figures.find(isHidden);
  return first ? `${HIDDEN_SIGN}: ${first.reason}. ` : "";
}

/** How far auditors agreed before any panel met, and where most and least. `more`: where it is told criterion by criterion. */
export function Agreement({ figures, more }: { figures: CycleFigures; more: string | null }) {
  const { plans, exact, compared, withinOne, ac2, criteria, moderated } = figures.agreement;
  const share = (count: number) => {
    const percent = plans < PERCENT_FROM ? null : percentText(count, compared);
    return `${whole(count)}${percent ? ` (${percent})` : ""}`;
  };
  return (
    <section aria-labelledby="agreement">
      <h2 className="section" id="agreement">
        Agreement between auditors
      </h2>
      <div className="two-columns">
        <div className="column-narrow">
          {plans === 0 ? (
            <p>No plan was scored by two auditors; agreement cannot be measured.</p>
          ) : (
            <p>
              {whole(plans)} {plans === 1 ? "plan was" : "plans were"} scored blind by two or more auditors. Of{" "}
              {whole(compared)} criteria they gave the same level on {share(exact)} and were within one level on{" "}
              {share(withinOne)}.
            </p>
          )}
          {plans > 0 && ac2.value === null && <p>{ac2.reason}</p>}
          {ac2.value !== null && (
            <>
              <p>
                Allowing for lucky matches, agreement is <strong>{coefficient(ac2.value)}</strong>
                {ac2.interval && ` (${coefficient(ac2.interval.lower)} to ${coefficient(ac2.interval.upper)})`}
                {ac2.words && `: ${ac2.words}`}.
              </p>
              <Details summary="What this figure means">
                <p>
                  1 is full agreement, 0 is what chance alone would give. A level further off counts as more of a
                  difference. The words go by the lower end of the interval, so that a small audit cannot look
                  excellent; they are conventions. Blind levels only: what a panel settled later plays no part.
                </p>
              </Details>
            </>
          )}
          <p>
            Panels settled {whole(moderated.criteria)} criteria, {whole(moderated.changed)} of them on another level
            than at least one auditor gave.
            {moderated.bothViews > 0 && ` For ${whole(moderated.bothViews)} both views are recorded.`}
          </p>
          {more && (
            <p>
              <Link className="govuk-link" to={more}>
                Agreement by domain and criterion, with intervals
              </Link>
            </p>
          )}
        </div>
        <div className="column-wide">
          {criteria.length > 0 && (
            <>
              <Table
                caption="Lowest and highest agreement"
                captionSize="s"
                firstCellIsHeader
                phoneList
                head={["Criterion", { content: "Same level", numeric: true }, { content: "Within one", numeric: true }]}
                rows={criteria.map((row) => [
                  <>
                    <strong>{row.key}</strong> {row.title}
                  </>,
                  { content: `${row.exact} of ${row.of}`, numeric: true },
                  { content: `${row.withinOne} of ${row.of}`, numeric: true },
                ])}
              />
              {plans < 20 && <p className="note-text">Fewer than 20 plans a criterion: a very rough guide.</p>}
            </>
          )}
        </div>
      </div>
    </section>
  );
}

const coefficient = (value: number) => (Math.round(value * 100) / 100 || 0).toFixed(2).replace("-", "−");

/** Results by group, with what of them would be published. */
export function Groups({ figures, published }: Views) {
  return (
    <section aria-labelledby="groups">
      <h2 className="section" id="groups">
        By phase
      </h2>
      <div className="two-columns">
        <div className="column-narrow">
          <Note tone="navy" title="Read with care" headingLevel={3}>
            <p>
              Groups this small cannot be compared: shares that look far apart can easily come from the same true share.
              To compare phases, plan about 40 plans in each.
            </p>
          </Note>
        </div>
        <div className="column-wide">
          {figures.groups.map(({ title, rows }, g) => (
            <div key={title}>
              <Table
                caption={`Plans good or better, ${title}`}
                captionSize="hidden"
                firstCellIsHeader
                phoneList
                head={[
                  "Phase",
                  { content: "Good or better", numeric: true },
                  ...(published ? ["When published"] : ["Share (95% interval)"]),
                ]}
                rows={rows.map(({ label, good }, r) => [
                  label,
                  { content: isHidden(good) ? HIDDEN_SIGN : `${good.count} of ${good.n}`, numeric: true },
                  published
                    ? whenPublished(good, published.groups[g]?.rows[r]?.good, figures.protection.threshold)
                    : shareText(good),
                ])}
              />
              {!published && <p className="note-text">{hiddenLine(rows.map(({ good }) => good))}</p>}
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

/** Inside, where the numbers are seen anyway, the reason may say which of them is small. */
function whenPublished(good: Share, published: Share | undefined, threshold: number): string {
  if (!published || isHidden(good)) return "";
  if (!isHidden(published)) return shareText(published);
  const small = (count: number) => count > 0 && count < threshold;
  if (small(good.n)) return `${HIDDEN_SIGN}: fewer than ${threshold} plans`;
  if (small(good.count)) return `${HIDDEN_SIGN}: fewer than ${threshold} plans good or better`;
  if (small(good.n - good.count)) return `${HIDDEN_SIGN}: fewer than ${threshold} plans not good or better`;
  return `${HIDDEN_SIGN}: hidden so that a smaller group cannot be worked out`;
}

/** Timeliness of all cases, apart from the quality of the sampled plans. */
export function Timeliness({ figures }: { figures: CycleFigures }) {
  const { timeliness } = figures;
  if (!timeliness) return null;
  return (
    <section aria-labelledby="timeliness">
      <h2 className="section" id="timeliness">
        Timeliness
      </h2>
      <Table
        caption="Steps done in time"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Step", { content: "In time", numeric: true }]}
        rows={timeliness.rows.map(({ label, share }) => [label, { content: shareText(share), numeric: true }])}
      />
      <p className="note-text">
        {hiddenLine(timeliness.rows.map(({ share }) => share))}
        {timeliness.source}
      </p>
    </section>
  );
}
