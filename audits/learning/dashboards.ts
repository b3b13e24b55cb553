import { inSentence, list } from "../charts/describe.ts";
import { isHidden, limitText, percentText, pointsText, type Share, shareText, whole } from "../charts/figures.ts";
import { periodWords } from "../dates.ts";
import { DEFAULT_THRESHOLD } from "../measures/suppression.ts";
import { changeOf } from "../results/comparison.ts";
import { publishedSteps } from "../results/published.ts";
import { AGENCY_LABELS, type Agency } from "../vocabulary.ts";
import { changesBetween, comparableCycles, qualityOf } from "./cycle-line.ts";
import { cycleSource, cycleStanding } from "./groups-page.ts";
import type { Filter, KeyFigureData, MeasurePage, Section } from "./page.ts";
import { HIDDEN } from "./protect.ts";
import { gradedDomains, publishedCycle } from "./published-cycle.ts";
import {
  type Caseload,
  CASE_SERIES,
  caseSeries,
  caseYears,
  internalLine,
  type StepChange,
  stepsOfYear,
} from "./series.ts";
import { type CycleTally, sum } from "./tally.ts";

/** Audits of a cycle by agency: given out, and submitted. */
export type AuditCount = { agency: Agency; given: number; submitted: number };

type Asked = {
  view: "internal" | "published";
  /** The chosen cycle, and all that may be shown with it, oldest first. */
  tally: CycleTally;
  tallies: CycleTally[];
  audits: AuditCount[];
  caseload: Caseload | null;
  steps: ReadonlyMap<string, StepChange[]>;
  filters: Filter[];
};

/** For the quality lead: how much was done, how well, and what stands out anywhere, with the way to it. */
export function leadDashboard(asked: Asked): MeasurePage {
  const { tally } = asked;
  return {
    title: `Overview: ${tally.cycle.title}`,
    lead: leadSentence(asked),
    view: asked.view,
    standing: cycleStanding(tally),
    filters: asked.filters,
    sections: [
      { id: "done", title: "How much did we do?", keyFigures: doneFigures(asked) },
      { id: "well", title: "How well did we do it?", keyFigures: wellFigures(asked) },
      standsOut(asked),
      domainSection(asked),
      timelySection(asked),
    ],
  };
}

/** For the board: published figures only, the answer first, each with what it stands on. */
export function boardDashboard(asked: Asked): MeasurePage {
  const { tally } = asked;
  return {
    title: "For the board",
    lead: leadSentence(asked),
    view: "published",
    onlyPublished: true,
    standing: cycleStanding(tally),
    filters: asked.filters,
    sections: [
      { id: "well", title: "How good are our plans?", keyFigures: wellFigures(asked) },
      domainSection(asked),
      timelySection(asked),
      {
        id: "done",
        title: "How do we know?",
        keyFigures: doneFigures(asked),
        words: ["Plans are drawn at random, scored blind by auditors of several agencies, and settled by a panel."],
      },
      {
        id: "more",
        title: "More",
        links: [
          { text: `Results of ${tally.cycle.title}`, href: `/cycles/${tally.cycle.id}/results` },
          { text: "Whether plans get better over time", href: "/measures/over-time" },
          { text: "Learning reports", href: "/reports" },
        ],
      },
    ],
  };
}

const good = ({ tally, view }: Asked): Share =>
  qualityOf(tally, "good", view === "published" ? publishedCycle(tally) : null);

function leadSentence(asked: Asked): string {
  const share = good(asked);
  if (isHidden(share)) return "How many plans were good or better is hidden, because few plans would follow from it.";
  const percent = percentText(share.count, share.n);
  const said = `${share.count} of ${share.n} plans were good or better${percent ? ` (${percent})` : ""}.`;
  const change = changeSince(asked);
  if (!change) return said;
  const { verdict, difference } = change.change;
  const words = {
    better: `That is ${pointsText(difference)} points since ${change.since}, more than chance would give.`,
    worse: `That is ${pointsText(difference)} points since ${change.since}, more than chance would give.`,
    could_not_tell: `We could not tell whether that is a change since ${change.since}.`,
  };
  return `${said} ${words[verdict]}`;
}

/** The change since the comparable cycle before the chosen one. */
function changeSince(asked: Asked) {
  const { tally, tallies } = asked;
  const upTo = tallies.filter(({ cycle }) => cycle.scoringOpens <= tally.cycle.scoringOpens);
  const before = comparableCycles(upTo).cycles.at(-2);
  if (!before) return null;
  const [old, now] = [
    qualityOf(before, "good", asked.view === "published" ? publishedCycle(before) : null),
    good(asked),
  ];
  if (isHidden(old) || isHidden(now) || old.n === 0 || now.n === 0) return null;
  return { since: before.cycle.title, old, change: changeOf(old.count, old.n, now.count, now.n), before };
}

function doneFigures({ tally, audits, view }: Asked): KeyFigureData[] {
  const signed = sum(tally.plans, ({ count }) => count);
  const submitted = sum(audits, (one) => one.submitted);
  const agencies = audits.filter((one) => one.submitted > 0).map(({ agency }) => AGENCY_LABELS[agency]);
  const few = view === "published" && tally.sampled - signed > 0 && tally.sampled - signed < DEFAULT_THRESHOLD;
  return [
    {
      value: whole(signed),
      label: "plans signed off by a panel",
      note: few ? undefined : `of ${whole(tally.sampled)} in the sample`,
      down: { cycle: tally.cycle.id },
    },
    {
      value: whole(submitted),
      label: "audits submitted",
      note: `of ${whole(sum(audits, (one) => one.given))} given out`,
    },
    { value: String(agencies.length), label: "agencies took part", note: agencies.join(", ") },
  ];
}

function wellFigures(asked: Asked): KeyFigureData[] {
  const { tally } = asked;
  const share = good(asked);
  const change = changeSince(asked);
  const percent = isHidden(share) ? "c" : (percentText(share.count, share.n) ?? `${share.count} of ${share.n}`);
  const first: KeyFigureData = {
    value: percent,
    label: isHidden(share) ? "good or better" : `good or better, ${share.count} of ${share.n}`,
    ...(!isHidden(share) &&
      share.interval && {
        note: `95% interval ${limitText(share.interval.lower, share.n)}% to ${limitText(share.interval.upper, share.n)}%`,
        dot: { of: "share" as const, value: share.count / share.n, ...share.interval },
      }),
    down: { cycle: tally.cycle.id, grade: "better" },
  };
  const lowered = sum(
    tally.plans.filter(({ before, after }) => before !== after),
    ({ count }) => count,
  );
  return [
    first,
    ...(change
      ? [
          {
            value: `${pointsText(change.change.difference)} points`,
            label: `since ${change.since} (${change.old.count} of ${change.old.n})`,
            note: `${pointsText(change.change.interval.lower)} to ${pointsText(change.change.interval.upper)}: ${change.change.verdict === "could_not_tell" ? "could not tell if better" : change.change.verdict}`,
            dot: {
              of: "change" as const,
              value: change.change.difference,
              ...change.change.interval,
              open: change.change.verdict === "could_not_tell",
            },
          },
        ]
      : []),
    ...(asked.view === "internal"
      ? [
          {
            value: whole(lowered),
            label:
              tally.cycle.limitsMode === "applied"
                ? "plans graded lower because a limit fired"
                : "plans would be graded lower if limits applied",
            down: { cycle: tally.cycle.id, lowered: "yes" as const },
          },
        ]
      : []),
  ];
}

function domainSection(asked: Asked): Section {
  const { tally, view } = asked;
  const published = view === "published" ? publishedCycle(tally) : null;
  const rows = gradedDomains(tally).map(({ key, title }) => ({
    label: title,
    share: qualityOf(tally, `domain.${key}`, published),
  }));
  return {
    id: "domains",
    title: "Domains",
    figure: {
      id: "domains",
      chart: { kind: "intervals", of: "share", title: spanOf(rows), what: "share of plans good or better", rows },
      source: `${cycleSource(tally)} Do not rank domains whose lines overlap.`,
    },
    ...(view === "internal" && {
      table: {
        id: "domain-plans",
        caption: "Plans good or better in each domain",
        columns: [
          { label: "Domain", numeric: false },
          { label: "Good or better (95% interval)", numeric: true },
        ],
        rows: gradedDomains(tally).map(({ key, title }, i) => [
          { text: title },
          {
            text: shareText(rows[i]?.share as Share),
            down: { cycle: tally.cycle.id, domain: key, with: "good" },
          },
        ]),
        source: cycleSource(tally),
      },
    }),
    links: [{ text: "By group", href: `/measures/groups?cycle=${tally.cycle.id}` }],
  };
}

/**
 * From the lowest share to the highest, each with every domain that has it. Says of how many domains where others are hidden,
 * for a hidden one may lie beyond both.
 */
function spanOf(rows: { label: string; share: Share }[]): string {
  const known = rows.flatMap(({ label, share }) => {
    const percent = isHidden(share) ? null : percentText(share.count, share.n);
    return isHidden(share) || percent === null ? [] : [{ label, percent, part: share.count / share.n }];
  });
  const parts = known.map(({ part }) => part);
  const [least, most] = [Math.min(...parts), Math.max(...parts)];
  const at = (part: number) => known.filter((one) => one.part === part);
  const [low, high] = [at(least)[0]?.percent, at(most)[0]?.percent];
  if (low === high) return "plans good or better by domain";
  const names = (part: number) => list(at(part).map(({ label }) => inSentence(label)));
  const shown = known.length < rows.length ? `, of the ${known.length} domains shown` : "";
  return `From ${low} of plans good or better in ${names(least)} to ${high} in ${names(most)}${shown}`;
}

function timelySection({ caseload, view }: Asked): Section {
  const title = "Are steps done in time?";
  const year = caseload && caseYears(caseload).at(-1);
  if (!caseload || !year)
    return { id: "timely", title, words: ["Timeliness needs case records. None were imported yet."] };
  const measures = stepsOfYear(caseload, year).filter(({ denominator }) => denominator > 0);
  const all = measures.map(({ label, numerator, denominator }) => ({
    label,
    share: { count: numerator, n: denominator, interval: null } satisfies Share,
  }));
  const rows = view === "internal" ? all : publishedSteps(all, HIDDEN, DEFAULT_THRESHOLD);
  const source = `All cases of the area, not the sample; ${periodWords(year.period.from, year.period.to)}, review decisions whenever they were made.`;
  return {
    id: "timely",
    title,
    table: {
      id: "timely",
      caption: "Steps done in time",
      columns: [
        { label: "Step", numeric: false },
        { label: "In time", numeric: true },
      ],
      rows: rows.map(({ label, share }, i) => [
        { text: label },
        {
          text: shareText(share),
          ...(view === "internal" && { cases: { year: year.key, step: measures[i]?.code ?? "", with: "in_time" } }),
        },
      ]),
      source,
    },
    links: [{ text: "Month by month", href: "/measures/timeliness" }],
  };
}

/** Flags of the last half year count as news. */
const RECENT = 6;

/** Everything that passed a rule anywhere: lines with a recent flag, and changes that passed the test for many at once. */
function standsOut(asked: Asked): Section {
  const links = [...recentFlags(asked), ...notableChanges(asked)];
  const words =
    links.length === 0
      ? [
          "No line has a flag in its last six months, and of no change since the cycle before could we tell that it is more than chance.",
        ]
      : ["Each of these passed a rule. A flag is a reason to ask, not a verdict."];
  return { id: "stands-out", title: "What stands out?", words, links };
}

function recentFlags({ caseload, steps, view }: Asked): { text: string; href: string }[] {
  if (!caseload || view !== "internal") return [];
  return CASE_SERIES.flatMap(({ key, what }) => {
    const series = caseSeries(key, caseload);
    if (!series || series.years.length === 0) return [];
    const { chart } = internalLine(series, { steps: steps.get(key) ?? [], method: null });
    const flagged = chart.points.slice(-RECENT).filter(({ signal }) => signal !== "common");
    const last = flagged.at(-1);
    const sign = { improvement: "for the better", concern: "for the worse", neutral: "", common: "" };
    if (!last) return [];
    const words = `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${last.label} stands out ${sign[last.signal]}`;
    return [{ text: words.trim(), href: `/measures/over-time?measure=${key}` }];
  });
}

function notableChanges(asked: Asked): { text: string; href: string }[] {
  const since = changeSince(asked);
  if (!since) return [];
  const { tally, view } = asked;
  const [old, now] = [since.before, tally].map((one) => (view === "published" ? publishedCycle(one) : null));
  const rows = changesBetween(
    [
      { key: "good", title: "Whole plan" },
      ...gradedDomains(tally).map(({ key, title }) => ({ key: `domain.${key}`, title })),
    ].map(({ key, title }) => ({
      key,
      label: title,
      before: qualityOf(since.before, key, old ?? null),
      after: qualityOf(tally, key, now ?? null),
    })),
  );
  return rows.flatMap(({ key, label, change }) =>
    change && change.verdict !== "could_not_tell"
      ? [
          {
            text: `${label}: ${pointsText(change.difference)} points since ${since.since}`,
            href: `/measures/over-time?measure=${key}`,
          },
        ]
      : [],
  );
}
