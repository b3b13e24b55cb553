import { casesOfStep, STEP_STANDINGS, type StepStanding } from "#audits/cases/timeliness.ts";
import { dayWords, periodWords } from "#audits/dates.ts";
import { caseYears, stepsOfYear } from "#audits/learning/series.ts";
import { caseloadOf, casesOfPseudonyms } from "#db/caseload.ts";
import { store } from "../database.server.ts";

const SIZE = 25;
const WORDS: Record<StepStanding, string> = {
  in_time: "done in time",
  late: "done too late",
  uncounted: "not counted, because a date is missing or comes before the one it runs from",
};

/** The cases behind a number of the timeliness page, slowest first, a page of them. Null where the address names what is not there. */
export async function stepCasesAsked(fields: URLSearchParams, page: number) {
  const { db } = store();
  const caseload = await caseloadOf(db);
  const year = caseload && caseYears(caseload).find(({ key }) => key === fields.get("year"));
  const step = year && stepsOfYear(caseload, year).find(({ code }) => code === fields.get("step"));
  const asked = STEP_STANDINGS.find((one) => one === fields.get("with"));
  if (!caseload || !year || !step || !asked) return null;
  const own = casesOfStep(year.journeys, caseload.cases, year.period, step.code).filter(
    ({ standing }) => standing === asked,
  );
  const pages = Math.max(1, Math.ceil(own.length / SIZE));
  const shown = own.slice((page - 1) * SIZE, page * SIZE);
  const known = await casesOfPseudonyms(
    db,
    shown.map(({ pseudonym }) => pseudonym),
  );
  return {
    asked: `${year.key} ${step.code} ${asked}`,
    step: step.label,
    limit: step.limitDays,
    words: `${WORDS[asked]}, ${periodWords(year.period.from, year.period.to)}`,
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
