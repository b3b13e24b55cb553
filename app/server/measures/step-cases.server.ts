import { ADVICE_DAYS, ADVICE_STEPS, type AdviceStep, casesOfAdvice } from "#audits/cases/advice.ts";
import { casesOfStep, isOfLastReview, STEP_STANDINGS, type StepStanding } from "#audits/cases/timeliness.ts";
import { dayWords, periodWords } from "#audits/dates.ts";
import { INPUT_SERVICES } from "#audits/learning/input-page.ts";
import { adviceYears, type Caseload, caseYears, stepsOfYear } from "#audits/learning/series.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { caseloadOf, casesOfPseudonyms } from "#db/caseload.ts";
import { store } from "../database.server.ts";

const SIZE = 25;
const WORDS: Record<StepStanding, string> = {
  in_time: "done in time",
  late: "done too late",
  uncounted: "not counted, because a date is missing or comes before the one it runs from",
};
const ADVICE_WORDS: Record<AdviceStep, { yes: string; no: string }> = {
  asked: {
    yes: "with a plan issued, and a day of request in the record",
    no: "with a plan issued, and no day of request in the record",
  },
  replied: { yes: "with a request, and a reply", no: "with a request, and no reply that comes after it" },
  in_time: { yes: "with a request, and a reply in time", no: "with a request, and a late reply or none" },
};

type Found = {
  asked: string;
  /** What the number is of, and how long it may take. */
  step: string;
  limit: number;
  words: string;
  when: string;
  cases: { pseudonym: string; from: string | null; to: string | null; days: number | null }[];
  back: { href: string; text: string };
};

/** The cases behind a number of case dates, slowest first, a page of them. Null where the address names what is not there. */
export async function stepCasesAsked(fields: URLSearchParams, page: number) {
  const { db } = store();
  const caseload = await caseloadOf(db);
  const found = caseload && (ofAdvice(fields, caseload) ?? ofStep(fields, caseload));
  if (!found) return null;
  const { cases: own, words, when, ...rest } = found;
  const pages = Math.max(1, Math.ceil(own.length / SIZE));
  const shown = own.slice((page - 1) * SIZE, page * SIZE);
  const known = await casesOfPseudonyms(
    db,
    shown.map(({ pseudonym }) => pseudonym),
  );
  return {
    ...rest,
    words: `${words}, ${when}`,
    records: dayWords(caseload.referenceDate),
    total: own.length,
    pages,
    cases: shown.map(({ pseudonym, from, to, days }) => ({
      case: known.get(pseudonym) ?? null,
      from: from ? dayWords(from) : "not known",
      to: to ? dayWords(to) : "not known",
      days: days === null ? "" : String(days),
    })),
  };
}

function ofStep(fields: URLSearchParams, caseload: Caseload): Found | null {
  const year = caseYears(caseload).find(({ key }) => key === fields.get("year"));
  const step = year && stepsOfYear(caseload, year).find(({ code }) => code === fields.get("step"));
  const asked = STEP_STANDINGS.find((one) => one === fields.get("with"));
  if (!year || !step || !asked) return null;
  return {
    asked: `${year.key} ${step.code} ${asked}`,
    step: step.label,
    limit: step.limitDays,
    words: WORDS[asked],
    when: isOfLastReview(step.code)
      ? "in the last review of each plan, whenever it was"
      : periodWords(year.period.from, year.period.to),
    cases: casesOfStep(year.journeys, caseload.cases, year.period, step.code).filter(
      ({ standing }) => standing === asked,
    ),
    back: { href: `/measures/timeliness?year=${year.key}`, text: "Back to timeliness" },
  };
}

function ofAdvice(fields: URLSearchParams, caseload: Caseload): Found | null {
  const [of, name, which] = (fields.get("step") ?? "").split(".");
  const service = INPUT_SERVICES.find((one) => one === name);
  const step = ADVICE_STEPS.find((one) => one === which);
  const period = adviceYears(caseload.referenceDate).find(({ from }) => from.slice(0, 4) === fields.get("year"));
  const did = (["yes", "no"] as const).find((one) => one === fields.get("with"));
  if (of !== "advice" || !service || !step || !period || !did) return null;
  const year = period.from.slice(0, 4);
  const label = AGENCY_LABELS[service];
  return {
    asked: `${year} advice.${service}.${step} ${did}`,
    step: `${label} advice`,
    limit: ADVICE_DAYS,
    words: ADVICE_WORDS[step][did],
    when: periodWords(period.from, period.to),
    cases: casesOfAdvice(caseload.cases, service, period, step, did === "yes"),
    back: {
      href: `/measures/${service.replace("_", "-")}-input?year=${year}`,
      text: `Back to ${label.toLowerCase()} input`,
    },
  };
}
