import { dayWords } from "../dates.ts";
import { type BladeSet, identifyingColumns, isKnownColumn, type Module } from "./blade.ts";
import { type ActivePlanRow, type BladeRows, readBladeRows } from "./blade-rows.ts";
import type { CaseRecord, Day } from "./case.ts";
import { readDay, withoutEmptyFraction } from "./cells.ts";
import { AGE_OUT_OF_RANGE, isPossibleAge } from "./days.ts";
import type { PseudonymOf } from "./identity.ts";
import type { ImportProblem, ImportRefusal, Period, ReadVerdict } from "./reading.ts";
import { headingsOf } from "./row-reader.ts";
import { countCases } from "./sen2-cases.ts";
import { cellOf } from "./table.ts";

/**
 * Reads a complete set of return tables into cases and request journeys, by the counting rules that the import page prints:
 * the reference date is that of the return, the collection year is the year before the return's, and one child with an active
 * plan on the reference date is one case.
 */
export function readSen2(set: BladeSet, setProblems: ImportProblem[], pseudonymOf: PseudonymOf): ReadVerdict {
  const header = readHeader(set);
  if (!header.ok) return header;
  const { referenceDate, returnYear } = header;
  const period: Period = { from: `${returnYear - 1}-01-01`, to: `${returnYear - 1}-12-31` };

  const problems = [...setProblems, ...header.problems];
  const rows = readBladeRows(set, problems);
  noteDates(rows, referenceDate, period);
  noteSwappedReviewDates(rows, set, problems);
  const activePlans = set.get("activeplans");
  const { cases, leftOut, journeys } = countCases(rows, { referenceDate, returnYear, period }, pseudonymOf);

  const tables = [...set];
  return {
    ok: true,
    reading: {
      format: "sen2",
      files: tables.map(([module, table]) => ({
        name: table.name,
        kind: module,
        rows: table.rows.length + table.ragged.length,
        encoding: table.encoding,
      })),
      referenceDate,
      returnYear,
      period,
      candidates: (activePlans?.rows.length ?? 0) + (activePlans?.ragged.length ?? 0),
      cases: cases.map((one) => ({ ...one, file: activePlans?.name ?? "" })),
      leftOut,
      journeys,
      carries: carriedBy(set),
      dropped: tables.flatMap(([module, table]) =>
        headingsOf(table, (column) => identifyingColumns(module).has(column)),
      ),
      derived: ["birth month", "year group", "phase"],
      ignored: tables.flatMap(([module, table]) => headingsOf(table, (column) => !isKnownColumn(module, column))),
      problems: withoutNames(problems, set),
    },
  };
}

/** Hides values that are, or hold as a word, what an identifying column of the person table says: a slip may put a name in any table. */
function withoutNames(problems: ImportProblem[], set: BladeSet): ImportProblem[] {
  const persons = set.get("person");
  const columns = [...identifyingColumns("person")];
  const names = new Set(
    persons?.rows.flatMap((row) => columns.map((column) => cellOf(persons, row, column).toLowerCase())),
  );
  names.delete("");
  return problems.map((problem) => {
    const value = problem.value?.toLowerCase() ?? "";
    const isName = [value, ...value.split(/[^\p{L}'’-]+/u)].some((word) => names.has(word));
    return isName ? { ...problem, value: null } : problem;
  });
}

type Header = { ok: true; referenceDate: Day; returnYear: number; problems: ImportProblem[] };

/** The reference date and the year, from the one row of the sen2 table. */
function readHeader(set: BladeSet): Header | { ok: false; refusals: ImportRefusal[] } {
  const table = set.get("sen2");
  const row = table?.rows[0];
  const refuse = (code: string, sentence: string, column: string | null = null) => {
    const refusal = { code, sentence, file: table?.name ?? null, row: row?.number ?? null, column };
    return { ok: false as const, refusals: [refusal] };
  };
  if (!table || !row) return refuse("return_missing", "The sen2 table has no row, so the reference date is not known.");
  if (table.rows.length > 1) {
    return refuse("two_returns", "The sen2 table has more than one row. Upload the tables of one return at a time.");
  }
  const date = readDay(cellOf(table, row, "referencedate"));
  if (date.kind === "unreadable" || date.value === null) {
    return refuse(
      "reference_date_missing",
      "The reference date of the return cannot be read, so nothing can be counted.",
      "referencedate",
    );
  }
  const year = /^\d{4}$/.exec(withoutEmptyFraction(cellOf(table, row, "year")))?.[0];
  if (!year) return refuse("year_missing", "The year of the return cannot be read, so nothing can be counted.", "year");

  const problems: ImportProblem[] =
    date.value.slice(0, 4) === year
      ? []
      : [
          {
            code: "reference_date_of_another_year",
            severity: "check",
            file: table.name,
            row: row.number,
            column: "referencedate",
            value: date.value,
            problem: `The reference date is not in the year of the return, ${year}`,
            action: "Check both. Every count follows from them",
            readAs: null,
          },
        ];
  return { ok: true, referenceDate: date.value, returnYear: Number(year), problems };
}

/** Marks dates that do not fit together. They stay: what a case is does not depend on them, and timeliness leaves them uncounted. */
function noteDates(rows: BladeRows, referenceDate: Day, period: Period): void {
  for (const { birthDate, row } of rows.persons.kept.values()) {
    if (birthDate && !isPossibleAge(referenceDate, birthDate)) {
      row.note("check", "age_out_of_range", "personbirthdate", ...AGE_OUT_OF_RANGE);
    }
  }
  for (const request of rows.requests.kept.values()) {
    const { receivedDate, outcome, outcomeDate } = request;
    if (receivedDate && outcomeDate && outcomeDate < receivedDate) {
      const problem = `Before the request was received, ${dayWords(receivedDate)}`;
      request.row.note("check", "dates_out_of_order", "requestoutcomedate", problem, "Check both dates");
    }
    if (outcomeDate && (outcome === "Y" || outcome === "N") && (outcomeDate < period.from || outcomeDate > period.to)) {
      const problem = `Decided outside ${period.from.slice(0, 4)}, the year that this return covers. It is counted as it stands`;
      request.row.note(
        "check",
        "decided_outside_year",
        "requestoutcomedate",
        problem,
        "Check the date. A decision of an earlier year has the code H",
      );
    }
  }
  for (const plan of rows.plans.kept.values()) {
    const received = requestOf(rows, plan.parent)?.receivedDate;
    if (plan.startDate && received && plan.startDate < received) {
      const problem = `Before the request was received, ${dayWords(received)}`;
      plan.row.note("check", "dates_out_of_order", "startdate", problem, "Check both dates");
    } else if (plan.startDate && plan.startDate > referenceDate) {
      const problem = `After the reference date, ${dayWords(referenceDate)}`;
      plan.row.note("check", "after_reference_date", "startdate", problem, "Check the date");
    }
    if (plan.startDate && plan.ceaseDate && plan.ceaseDate < plan.startDate) {
      const problem = `Before the plan date, ${dayWords(plan.startDate)}`;
      plan.row.note("check", "dates_out_of_order", "ceasedate", problem, "Check both dates");
    }
  }
  for (const active of rows.activePlans.kept.values()) {
    if (reviewDatesReversed(active)) {
      const problem = `Before the review meeting, ${dayWords(active.reviewMeetingDate as Day)}`;
      active.row.note("check", "dates_out_of_order", "lastreview", problem, "Check both dates");
    }
  }
}

function requestOf(rows: BladeRows, assessmentId: string) {
  const assessment = rows.assessments.kept.get(assessmentId);
  return assessment && rows.requests.kept.get(assessment.parent);
}

const reviewDatesReversed = ({ reviewMeetingDate, reviewDecisionDate }: ActivePlanRow) =>
  reviewMeetingDate !== null && reviewDecisionDate !== null && reviewDecisionDate < reviewMeetingDate;

/** Some exports are known to exchange the two headings; a few reversed pairs are slips, most of them are a pattern. */
function noteSwappedReviewDates(rows: BladeRows, set: BladeSet, problems: ImportProblem[]): void {
  const both = [...rows.activePlans.kept.values()].filter((plan) => plan.reviewMeetingDate && plan.reviewDecisionDate);
  if (both.length < 10 || both.filter(reviewDatesReversed).length * 2 <= both.length) return;
  problems.push({
    code: "review_dates_swapped",
    severity: "check",
    file: set.get("activeplans")?.name ?? "",
    row: null,
    column: "lastreview",
    value: null,
    problem: "Most review decisions are before their meeting: reviewmeeting and lastreview look exchanged",
    action: "Ask the supplier of the case system which of the two is the meeting",
    readAs: null,
  });
}

/** Which columns feed each field. A field is carried when the return has one of them, so that an older version blanks nothing. */
const FED_BY: Partial<Record<keyof CaseRecord, [Module, string][]>> = {
  planType: [["activeplans", "transferla"]],
  planDate: [["namedplan", "startdate"]],
  birthMonth: [["person", "personbirthdate"]],
  yearGroup: [["person", "personbirthdate"]],
  phase: [["person", "personbirthdate"]],
  sex: [
    ["person", "sex"],
    ["person", "gendercurrent"],
  ],
  primaryNeed: [["senneed", "sentype"]],
  secondaryNeeds: [["senneed", "sentype"]],
  settingType: [["placementdetail", "sensetting"]],
  settingUrn: [["placementdetail", "urn"]],
  eotas: [["placementdetail", "sensetting"]],
  homeEducated: [["placementdetail", "sensetting"]],
  personalBudget: [["namedplan", "pb"]],
  residential: [
    ["namedplan", "planres"],
    ["activeplans", "res"],
    ["placementdetail", "res"],
  ],
  requestDate: [["requests", "receiveddate"]],
  decisionToAssessDate: [["requests", "requestoutcomedate"]],
  decisionToIssueDate: [["assessment", "assessmentoutcomedate"]],
  finalDate: [["namedplan", "startdate"]],
  week20Exempt: [["assessment", "week20"]],
  reviewMeetingDate: [["activeplans", "reviewmeeting"]],
  reviewDecision: [["activeplans", "reviewoutcome"]],
  reviewDecisionDate: [["activeplans", "lastreview"]],
  reviewDraftDate: [["activeplans", "reviewdraft"]],
  phaseTransferDue: [["activeplans", "phasetransferduedate"]],
  phaseTransferFinal: [["activeplans", "phasetransferfinaldate"]],
  tribunal: [
    ["requests", "requesttribunal"],
    ["assessment", "assessmenttribunal"],
    ["assessment", "othertribunal"],
  ],
};

function carriedBy(set: BladeSet): (keyof CaseRecord)[] {
  return (Object.keys(FED_BY) as (keyof CaseRecord)[]).filter((field) =>
    FED_BY[field]?.some(([module, column]) => set.get(module)?.position.has(column)),
  );
}
