import { type Hidden, isHidden, percentText, type Share } from "../../charts/figures.ts";
import { goodWords, list } from "../../charts/describe.ts";
import { type Inline, type KeyFigure, words } from "../blocks.ts";
import type { Draft } from "../draft.ts";
import type { LearningReportData, ServiceData } from "../learning-report-data.ts";
import { anyPercent, capital, countsCell, counted, hiddenNotes, limitsText, shareCell, shareWords } from "../words.ts";
import { sourceLine } from "./results.ts";

/** The chapters that are another service's own in its pack: the answer first, then what it was asked, gave and answers for. */

type Shown = Exclude<Share, Hidden>;
type Step = ServiceData["steps"][number];

/** The answer first: how many were asked, replied, in time, and what auditors made of it. */
export function serviceHeadlines(data: LearningReportData, service: ServiceData, draft: Draft): void {
  draft.chapter("headlines", "Headlines");
  if (data.headline) draft.lead(data.headline);
  const shown = service.steps.flatMap(({ share, ...step }) =>
    isHidden(share) || percentText(share.count, share.n) === null ? [] : [{ ...step, share }],
  );
  draft.lead(
    shown.length > 0
      ? `${service.name}: ${list(shown.map(({ label, of, share }) => `${label.toLowerCase()} ${shareWords(share)}${ofWords(of)}`))}.`
      : `Too few requests and plans to say in numbers what ${service.name.toLowerCase()} gave.`,
  );
  const figures = shown.slice(0, 4).map(keyFigure);
  if (figures.length > 0) draft.add({ kind: "key-figures", figures });
  const [lowest, ...others] = criteriaShown(service).toSorted((a, b) => part(a.good) - part(b.good));
  if (lowest && others.length > 0)
    draft.runs([
      { text: "Where to begin. ", strong: true },
      {
        text: `Of the criteria that ${service.name.toLowerCase()} answers for, ${lowest.key} (${lowest.title}) has the lowest share ${goodWords(data.levels).toLowerCase()}: ${shareWords(lowest.good)}.${overlaps(lowest.good, others) ? " Its interval overlaps with others, so among all plans another could be the lowest." : ""}`,
      },
    ]);
}

const ofWords = (of: string): string => (of.startsWith("of ") ? ` ${of}` : "");
const part = ({ count, n }: Shown): number => (n === 0 ? 0 : count / n);

function keyFigure({ label, of, share }: Omit<Step, "share"> & { share: Shown }): KeyFigure {
  const { count, n, interval } = share;
  return {
    figure: percentText(count, n) ?? "",
    label: `${label.toLowerCase()}${ofWords(of)}`,
    note: interval ? `95% interval ${limitsText(interval, n)}` : `${count} of ${n}`,
  };
}

const criteriaShown = ({ criteria }: ServiceData) =>
  criteria.flatMap(({ good, ...rest }) => (isHidden(good) || good.n === 0 ? [] : [{ ...rest, good }]));

const overlaps = (lowest: Shown, others: { good: Shown }[]): boolean =>
  others.some(({ good }) => good.interval && lowest.interval && good.interval.lower <= lowest.interval.upper);

/** What was asked of the service and came of it, and the criteria that it answers for. */
export function serviceContributions(data: LearningReportData, service: ServiceData, draft: Draft): void {
  const name = service.name.toLowerCase();
  draft.chapter("contributions", `What ${name} was asked, and gave`);
  const good = goodWords(data.levels);
  draft.section("From request to plan");
  if (service.steps.length === 0) draft.say(`Neither the case records nor the audit say anything of ${name} yet.`);
  else {
    draft.runs([
      {
        text: "In time is six weeks from the request.",
        note: "The Special Educational Needs and Disability Regulations 2014, regulation 8(1).",
      },
      {
        text: ` Useful is what auditors found of the advice itself; used is what they found of the parts of the plan that rest on it.${service.dates ? ` The dates are of ${service.dates}.` : ""} A record without the day of a request may mean that nobody asked, or that nobody wrote it down.`,
      },
    ]);
    if (anyPercent(service.steps.map(({ share }) => share)))
      draft.figure(
        `${name}, from request to plan`,
        {
          kind: "intervals",
          of: "share",
          title: `${service.name}, from request to plan`,
          what: "share",
          rows: service.steps
            .filter(({ share }) => !isHidden(share))
            .map(({ label, of, share }) => ({ label, note: of, share })),
        },
        service.dates
          ? `Dates: ${service.dates}, from the case records. ${sourceLine(data, data.grades.n)}`
          : sourceLine(data, data.grades.n),
      );
    shares(
      draft,
      `${name}, from request to plan`,
      [{ text: "Step" }, { text: "Of" }],
      "Number",
      service.steps.map(({ label, of, share }) => ({ cells: [words(label), words(of.replace(/^of /, ""))], share })),
    );
  }
  if (service.criteria.length === 0) return;
  draft.section(`The ${counted(service.criteria.length, "criterion", "criteria")} that ${name} answers for`);
  draft.say("Two criteria whose intervals overlap cannot be told apart.");
  const groups = ["Useful", "Used"] as const;
  shares(
    draft,
    `criteria that ${name} answers for`,
    [{ text: "What it tells" }, { text: "Criterion" }],
    good,
    groups.flatMap((says) =>
      service.criteria
        .filter((criterion) => criterion.says === says)
        .map(({ key, title, good: share }) => ({
          cells: [words(TELLS[says]), [{ text: `${key} `, soft: true }, { text: title }]],
          share,
        })),
    ),
    true,
  );
}

const TELLS = {
  Useful: "Useful: the advice itself",
  Used: "Used: what the plan makes of it",
} as const;

function shares(
  draft: Draft,
  caption: string,
  first: { text: string }[],
  good: string,
  rows: { cells: Inline[][]; share: Share }[],
  merged = false,
): void {
  const all = rows.map(({ share }) => share);
  const percent = anyPercent(all);
  draft.table({
    caption,
    head: [[...first, { text: capital(good) }, ...(percent ? [{ text: "Share (95%\u00a0interval)" }] : [])]],
    textColumns: first.length,
    rows: rows.map(({ cells, share }) => [...cells, countsCell(share), ...(percent ? [shareCell(share)] : [])]),
    notes: hiddenNotes(all),
    merged,
  });
}
