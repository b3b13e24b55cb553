import { ADVICE_DAYS, type AdviceInput, type AdviceService, type AdviceStep } from "../cases/advice.ts";
import { isHidden, type Share, shareText, whole } from "../charts/figures.ts";
import { dayWords, periodWords } from "../dates.ts";
import { DEFAULT_THRESHOLD, isSmall } from "../measures/suppression.ts";
import type { Criterion } from "../rubric/document.ts";
import { AGENCY_LABELS } from "../vocabulary.ts";
import { criterionShares } from "./criterion-shares.ts";
import type { LinkedTable, MeasurePage, Section } from "./page.ts";
import { HIDDEN, mayPublish } from "./protect.ts";
import type { Period } from "../cases/reading.ts";
import { adviceOf, adviceYears, type Caseload, type StepChange } from "./series.ts";
import { type CycleTally, type LevelCount, sum } from "./tally.ts";
import { lineSection } from "./timeliness-page.ts";

/** Services with a page of their own. */
export const INPUT_SERVICES = ["health", "social_care"] as const satisfies AdviceService[];
export type InputService = (typeof INPUT_SERVICES)[number];

type Asked = {
  service: InputService;
  year: string | null;
  view: "internal" | "published";
  steps: StepChange[];
  /** Cycles to choose from, and the one chosen with the levels of its criteria; null while none has results. */
  cycles: { value: string; text: string }[];
  cycle: { tally: CycleTally; levels: LevelCount[] } | null;
};

/** What one service gave: asked, replied and in time by the case records; useful and used by the audits. */
export function inputPage(caseload: Caseload | null, asked: Asked): MeasurePage {
  const { service, view, cycle } = asked;
  const name = AGENCY_LABELS[service];
  const internal = view === "internal";
  const periods = caseload ? adviceYears(caseload.referenceDate) : [];
  const period = caseload ? periodOf(caseload, asked.year) : null;
  const dates = caseload && period ? datesOf(caseload, service, period, internal) : null;
  const judged = cycle ? judgedOf(service, cycle, internal) : null;
  const rows = [...(dates?.rows ?? []), ...(judged?.summary ?? [])];
  const sources = [
    dates && caseload && period
      ? `Dates: all cases in the records of ${dayWords(caseload.referenceDate)}, ${periodWords(period.from, period.to)}`
      : "",
    cycle && judged
      ? `useful and used: ${cycle.tally.cycle.title}, levels that panels agreed, ${cycle.tally.rubric.title}, version ${cycle.tally.rubric.version}, 95% intervals (Wilson)`
      : "",
  ].filter(Boolean);
  const source = `${sources.join("; ")}.`;
  const sections: Section[] = [
    {
      id: "steps",
      title: "From request to plan",
      words: rows.length ? [] : ["Neither the case records nor an audit say anything about this service yet."],
      ...(rows.length > 0 && {
        figure: {
          id: "steps",
          chart: { kind: "intervals", of: "share", title: findingOf(name, rows), what: "share", rows },
          source,
        },
      }),
      ...(internal && period && dates && { table: { ...dates.table(period), source: `${sources[0]}.` } }),
      note: {
        title: "What the steps mean",
        words: `Asked: plans issued in the period whose record has the day of a request. A record without one may mean that nobody asked, or that nobody wrote it down. Replied and in time: of the requests made in the period; in time is ${ADVICE_DAYS} days. Useful: what auditors found of the advice itself. Used: what they found of the parts of the plan that rest on it.`,
      },
    },
    ...(judged
      ? [{ id: "criteria", title: "What audits found", table: { ...judged.table, source } } satisfies Section]
      : []),
    ...(caseload
      ? [
          {
            ...lineSection(caseload, `advice.${service}`, asked.steps, internal, true),
            title: "Replies in time, over time",
          },
        ]
      : []),
  ];
  return {
    title: `${name} input`,
    lead: rows.length ? `${findingOf(name, rows)}.` : `Nothing is known yet of what ${name.toLowerCase()} gave.`,
    view,
    standing: [
      { name: "Service", value: name },
      ...(period ? [{ name: "Dates", value: `requests from ${periodWords(period.from, period.to)}` }] : []),
      ...(cycle
        ? [
            {
              name: "Audits",
              value: `${cycle.tally.cycle.title}, ${sum(cycle.tally.plans, (p) => p.count)} plans signed off`,
            },
          ]
        : []),
      ...(cycle
        ? [{ name: "Rubric", value: `${cycle.tally.rubric.title}, version ${cycle.tally.rubric.version}` }]
        : []),
    ],
    filters: [
      ...(period
        ? [
            {
              name: "year",
              label: "Requests made in",
              value: period.from.slice(0, 4),
              options: periods.toReversed().map(({ from, to }) => ({
                value: from.slice(0, 4),
                text: to.endsWith("-12-31") ? from.slice(0, 4) : `${from.slice(0, 4)}, to ${dayWords(to)}`,
              })),
            },
          ]
        : []),
      ...(asked.cycles.length
        ? [{ name: "cycle", label: "Audits of", value: cycle?.tally.cycle.id ?? "", options: asked.cycles }]
        : []),
    ],
    sections,
  };
}

/** What a report says of one service: its steps as far as they are known, and the criteria that it answers for. */
export type ServiceInput = {
  period: Period | null;
  steps: StepRow[];
  criteria: { key: string; title: string; says: "Useful" | "Used"; good: Share }[];
};

/**
 * What one service gave, as the page of its input counts it.
 *
 * @param year of the requests; another than the records tell of gives the latest
 */
export function serviceInput(
  caseload: Caseload | null,
  asked: Pick<Asked, "service" | "year" | "view" | "cycle">,
): ServiceInput {
  const { service, view, cycle } = asked;
  const internal = view === "internal";
  const period = caseload ? periodOf(caseload, asked.year) : null;
  const dates = caseload && period ? datesOf(caseload, service, period, internal) : null;
  const own = cycle ? criteriaOf(service, cycle) : [];
  const shares = cycle ? criterionShares(cycle.tally, cycle.levels, internal) : null;
  const judged = cycle ? judgedOf(service, cycle, internal) : null;
  return {
    period: dates ? period : null,
    steps: [...(dates?.rows ?? []), ...(judged?.summary ?? [])],
    criteria: shares
      ? own.map((c) => ({ key: c.key, title: c.title, says: isAdvice(c) ? "Useful" : "Used", good: shares.of(c) }))
      : [],
  };
}

function periodOf(caseload: Caseload, year: string | null): Period | null {
  const periods = adviceYears(caseload.referenceDate);
  return periods.find(({ from }) => from.startsWith(year ?? "?")) ?? periods.at(-1) ?? null;
}

/** The audited criteria that a service answers for. */
const criteriaOf = (service: InputService, { tally, levels }: NonNullable<Asked["cycle"]>): Criterion[] =>
  tally.rubric.criteria.filter((c) => c.responsible === service && levels.some(({ key }) => key === c.key));

type StepRow = { label: string; note?: string; share: Share };

function findingOf(name: string, rows: StepRow[]): string {
  const said = rows.flatMap(({ label, share }) => {
    if (isHidden(share) || share.n === 0) return [];
    const percent = shareText(share).split(/[ ,]/)[0] ?? "";
    return percent.endsWith("%") ? [`${label.toLowerCase()} ${percent}`] : [];
  });
  return said.length ? `${name}: ${said.join(", ")}` : `${name}: too few for percentages`;
}

/** Asked, replied and in time. The parts of a whole hang together, so they are shown together or not at all. */
function datesOf(
  caseload: Caseload,
  service: AdviceService,
  period: { from: string; to: string },
  internal: boolean,
): { rows: StepRow[]; table: (of: Period) => Omit<LinkedTable, "source"> } | null {
  const input = adviceOf(caseload, service, period);
  if (input.requests === 0 && input.asked === 0) return null;
  const plain = (count: number, n: number): Share => ({ count, n, interval: null });
  const { requests, replied, inTime } = input;
  const small = [inTime, replied - inTime, requests - replied].some((part) => isSmall(part, DEFAULT_THRESHOLD));
  const safe = internal || (mayPublish(inTime, requests) && mayPublish(replied, requests) && !small);
  const share = (count: number, n: number): Share => (safe ? plain(count, n) : HIDDEN);
  return {
    rows: [
      {
        label: "Asked",
        note: "of plans issued",
        share: internal || mayPublish(input.asked, input.plans) ? plain(input.asked, input.plans) : HIDDEN,
      },
      ...(requests
        ? [
            { label: "Replied", note: "of requests", share: share(replied, requests) },
            { label: "In time", note: "of requests", share: share(inTime, requests) },
          ]
        : []),
    ],
    table: (of) => casesTable(service, input, of),
  };
}

/** The steps as numbers of cases, each the way to its cases. For the partnership's own eyes. */
function casesTable(service: AdviceService, input: AdviceInput, { from }: Period): Omit<LinkedTable, "source"> {
  const { plans, asked, requests, replied, inTime } = input;
  const rows: { step: AdviceStep; label: string; count: number; of: number }[] = [
    { step: "asked", label: "Asked, of plans issued", count: asked, of: plans },
    { step: "replied", label: "Replied, of requests", count: replied, of: requests },
    { step: "in_time", label: `Replied in ${ADVICE_DAYS} days, of requests`, count: inTime, of: requests },
  ];
  const cases = (step: AdviceStep, did: "yes" | "no") => ({
    year: from.slice(0, 4),
    step: `advice.${service}.${step}`,
    with: did,
  });
  return {
    id: "requests",
    caption: "Requests and replies, in cases",
    columns: [
      { label: "Step", numeric: false },
      { label: "Cases", numeric: true },
      { label: "Not, or not known", numeric: true },
    ],
    rows: rows.map(({ step, label, count, of }) => [
      { text: label },
      { text: `${whole(count)} of ${whole(of)}`, cases: cases(step, "yes") },
      { text: whole(of - count), cases: cases(step, "no") },
    ]),
  };
}

/** A criterion about the advice itself: it looks at section K, where advice is kept. */
const isAdvice = ({ sections }: Criterion) => sections.includes("K");

function judgedOf(
  service: InputService,
  chosen: NonNullable<Asked["cycle"]>,
  internal: boolean,
): { summary: StepRow[]; table: Omit<LinkedTable, "source"> } | null {
  const { tally, levels } = chosen;
  const own = criteriaOf(service, chosen);
  if (own.length === 0) return null;
  const shares = criterionShares(tally, levels, internal);
  const cycle = tally.cycle.id;
  const together = (label: string, criteria: Criterion[]): StepRow[] =>
    criteria.length
      ? [
          {
            label,
            note: `good or better, ${criteria.map(({ key }) => key).join(", ")}`,
            share: shares.together(criteria),
          },
        ]
      : [];
  const answered = [
    { level: "CT", label: "Cannot tell" },
    { level: "NA", label: "Does not apply" },
  ];
  return {
    summary: [
      ...together("Useful", own.filter(isAdvice)),
      ...together(
        "Used",
        own.filter((c) => !isAdvice(c)),
      ),
    ],
    table: {
      id: "criteria",
      caption: "Criteria that the service answers for: levels good or better",
      columns: [
        { label: "Criterion", numeric: false },
        { label: "Says", numeric: false },
        { label: "Good or better (95% interval)", numeric: true },
        ...(internal ? answered.map(({ label }) => ({ label, numeric: true })) : []),
      ],
      rows: own.map((criterion) => [
        { text: `${criterion.key} ${criterion.title}` },
        { text: isAdvice(criterion) ? "Useful" : "Used" },
        { text: shareText(shares.of(criterion)), down: { cycle, criterion: criterion.key, with: "good" } },
        ...(internal
          ? answered.map(({ level }) => ({
              text: String(shares.answered(criterion, level)),
              down: { cycle, criterion: criterion.key, with: level },
            }))
          : []),
      ]),
    },
  };
}
