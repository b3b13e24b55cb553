import { dayWords } from "../dates.ts";
import { identifiersIn } from "../panel/identifiers.ts";
import type { CaseRecord, Day } from "./case.ts";
import { bare, type CodeList, saysNotKnown, withoutEmptyFraction } from "./cells.ts";
import * as lists from "./code-lists.ts";
import { AGE_OUT_OF_RANGE, isPossibleAge, monthInWords, phaseOf, startOfYearTo, yearGroupOn } from "./days.ts";
import {
  identityOf,
  isIdentifyingHeading,
  isUln,
  isUpn,
  type PseudonymOf,
  referenceFault,
  withArticle,
} from "./identity.ts";
import type { CaseRead, ImportProblem, ImportRefusal, ReadVerdict } from "./reading.ts";
import { headingsOf, noteRaggedRows, RowReader } from "./row-reader.ts";
import type { Table } from "./table.ts";

/** Column of the flat case file by the field it fills. */
const COLUMNS = {
  caseRef: "case_ref",
  legalRegime: "legal_regime",
  planType: "plan_type",
  planDate: "plan_date",
  birthMonth: "birth_month",
  yearGroup: "ncy",
  sex: "sex",
  primaryNeed: "primary_need",
  secondaryNeeds: "secondary_needs",
  settingType: "setting_type",
  settingUrn: "setting_urn",
  locality: "locality",
  lookedAfter: "looked_after",
  cinCp: "cin_cp",
  eotas: "eotas",
  homeEducated: "ehe",
  sendTeam: "send_team",
  planWriterRef: "plan_writer_ref",
  requestDate: "request_date",
  decisionToAssessDate: "decision_to_assess_date",
  decisionToIssueDate: "decision_to_issue_date",
  finalDate: "final_date",
  week20Exempt: "week20_exempt",
  reviewMeetingDate: "review_meeting_date",
  reviewDecision: "review_decision",
  reviewDecisionDate: "review_decision_date",
  reviewDraftDate: "review_draft_date",
  phaseTransferDue: "phase_transfer_due",
  phaseTransferFinal: "phase_transfer_final",
  personalBudget: "personal_budget",
  templateVersion: "template_version",
  adviceHealthRequested: "advice_health_requested",
  adviceHealthReceived: "advice_health_received",
  adviceCareRequested: "advice_care_requested",
  adviceCareReceived: "advice_care_received",
  adviceEpRequested: "advice_ep_requested",
  adviceEpReceived: "advice_ep_received",
  complaint: "complaint_flag",
  tribunal: "tribunal_flag",
} as const satisfies Partial<Record<keyof CaseRecord, string>>;

/** The headings of a flat case file, in the order of the template that people download. The first four are required. */
export const FLAT_COLUMNS: readonly string[] = Object.values(COLUMNS);
const REQUIRED = FLAT_COLUMNS.slice(0, 4);
const KNOWN = new Set(FLAT_COLUMNS.map(bare));

/** True when the headings are those of a flat case file, even if some of the required ones are missing. */
export function isFlat(table: Table): boolean {
  return table.position.has("caseref") || REQUIRED.filter((column) => table.position.has(bare(column))).length >= 2;
}

/**
 * Reads a flat case file: one row, one case.
 * @param referenceDate the day that year groups are counted on; asked with the upload, because the file does not say it
 */
export function readFlat(table: Table, referenceDate: Day, pseudonymOf: PseudonymOf): ReadVerdict {
  const refusals = REQUIRED.filter((column) => !table.position.has(bare(column))).map(
    (column): ImportRefusal => ({
      code: "column_missing",
      sentence: `The column ${column} is missing. The first row must name ${REQUIRED.slice(0, 3).join(", ")} and ${REQUIRED[3]}.`,
      file: table.name,
      row: 1,
      column,
    }),
  );
  if (table.rows.length + table.ragged.length === 0) {
    const sentence = "The file has headings but no rows.";
    refusals.push({ code: "no_rows", sentence, file: table.name, row: null, column: null });
  }
  if (refusals.length > 0) return { ok: false, refusals };

  const isIdentifying = (column: string) => !KNOWN.has(column) && isIdentifyingHeading(column);
  const identifying = new Set([...table.position.keys()].filter(isIdentifying));
  const problems: ImportProblem[] = [];
  noteRaggedRows(table, problems);

  const cases: CaseRead[] = [];
  const leftOut = new Set<string>();
  const seen: Seen = { refs: new Map(), children: new Map() };
  for (const raw of table.rows) {
    const row = new RowReader(table, raw, problems, identifying);
    const caseRef = readReference(row);
    const pseudonym = caseRef === null ? null : pseudonymOf(identityIn(row, caseRef));
    const record = readRecord(row, caseRef, pseudonym, referenceDate);
    if (record) noteRepeated(row, record, seen);
    if (!record || !row.usable()) {
      if (pseudonym) leftOut.add(pseudonym);
      continue;
    }
    const read = { record, file: table.name, row: row.number, toCheck: row.has("check"), readAs: row.has("read_as") };
    cases.push(read);
    seen.refs.set((record.caseRef as string).toUpperCase(), read);
    seen.children.set(record.pseudonym, read);
  }

  const rows = table.rows.length + table.ragged.length;
  const hasBirth = ["birthmonth", ...BIRTH_DATE].some((column) => table.position.has(column));
  return {
    ok: true,
    reading: {
      format: "flat",
      files: [{ name: table.name, kind: "flat", rows, encoding: table.encoding }],
      referenceDate,
      returnYear: null,
      period: { from: startOfYearTo(referenceDate), to: referenceDate },
      candidates: rows,
      cases,
      leftOut: [...leftOut].filter((pseudonym) => !seen.children.has(pseudonym)),
      journeys: [],
      carries: carriedBy(table, hasBirth),
      dropped: headingsOf(table, isIdentifying),
      derived: hasBirth ? ["birth month", "year group", "phase"] : [],
      ignored: headingsOf(table, (column) => column !== "" && !KNOWN.has(column) && !isIdentifying(column)),
      problems,
    },
  };
}

function carriedBy(table: Table, hasBirth: boolean): (keyof CaseRecord)[] {
  const fields = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).filter((field) =>
    table.position.has(bare(COLUMNS[field])),
  );
  const carried = new Set<keyof CaseRecord>(fields);
  if (hasBirth) carried.add("birthMonth").add("yearGroup");
  if (carried.has("yearGroup")) carried.add("phase");
  return [...carried];
}

function readRecord(
  row: RowReader,
  caseRef: string | null,
  pseudonym: string | null,
  referenceDate: Day,
): CaseRecord | null {
  const legalRegime = required(row, "legal_regime", lists.REGIME_CODES);
  const planType = required(row, "plan_type", lists.PLAN_TYPE_CODES);
  const planDate = row.day(bare("plan_date"));
  if (planDate === null && row.usable()) {
    row.note(
      "left_out",
      "value_missing",
      bare("plan_date"),
      "Empty, and needed for every case",
      "Enter the date of the plan",
    );
  }

  const birthMonth = readBirthMonth(row);
  const stated = row.yearGroup("ncy");
  const worked = birthMonth === null ? null : yearGroupOn(referenceDate, birthMonth);
  const yearGroup = stated ?? worked;
  if (birthMonth !== null && !isPossibleAge(referenceDate, birthMonth)) {
    row.note("check", "age_out_of_range", "birthmonth", ...AGE_OUT_OF_RANGE);
  }
  if (stated !== null && worked !== null && Math.abs(stated - worked) > 1) {
    const problem = `Year ${stated} with birth month ${monthInWords(birthMonth as string)} does not fit`;
    row.note("check", "year_group_and_birth_month", "ncy", problem, "Check the year group or the birth month");
  }

  const code = <T extends string>(field: keyof typeof COLUMNS, list: CodeList<T>) =>
    row.code(bare(COLUMNS[field]), list);
  const day = (field: keyof typeof COLUMNS) => row.day(bare(COLUMNS[field]));
  const yesNo = (field: keyof typeof COLUMNS) => row.yesNo(bare(COLUMNS[field]));
  const words = (field: keyof typeof COLUMNS) => readWords(row, bare(COLUMNS[field]));

  const primaryNeed = code("primaryNeed", lists.NEED_CODES);
  const record = {
    templateVersion: words("templateVersion"),
    birthMonth,
    yearGroup,
    phase: yearGroup === null ? null : phaseOf(yearGroup),
    sex: code("sex", lists.SEX_CODES),
    primaryNeed,
    secondaryNeeds: row.codes(bare("secondary_needs"), lists.NEED_CODES).filter((need) => need !== primaryNeed),
    settingType: code("settingType", lists.SETTING_TYPE_CODES),
    settingUrn: readUrn(row),
    locality: words("locality"),
    lookedAfter: yesNo("lookedAfter"),
    cinCp: yesNo("cinCp"),
    eotas: yesNo("eotas"),
    homeEducated: yesNo("homeEducated"),
    sendTeam: words("sendTeam"),
    planWriterRef: words("planWriterRef"),
    personalBudget: yesNo("personalBudget"),
    residential: null,
    requestDate: day("requestDate"),
    decisionToAssessDate: day("decisionToAssessDate"),
    decisionToIssueDate: day("decisionToIssueDate"),
    finalDate: day("finalDate"),
    week20Exempt: yesNo("week20Exempt"),
    reviewMeetingDate: day("reviewMeetingDate"),
    reviewDecision: code("reviewDecision", lists.REVIEW_DECISIONS),
    reviewDecisionDate: day("reviewDecisionDate"),
    reviewDraftDate: day("reviewDraftDate"),
    phaseTransferDue: day("phaseTransferDue"),
    phaseTransferFinal: day("phaseTransferFinal"),
    adviceHealthRequested: day("adviceHealthRequested"),
    adviceHealthReceived: day("adviceHealthReceived"),
    adviceCareRequested: day("adviceCareRequested"),
    adviceCareReceived: day("adviceCareReceived"),
    adviceEpRequested: day("adviceEpRequested"),
    adviceEpReceived: day("adviceEpReceived"),
    complaint: yesNo("complaint"),
    tribunal: yesNo("tribunal"),
  };
  noteOrder(row, record, planDate, referenceDate);
  if (!row.usable() || !pseudonym || !legalRegime || !planType || !planDate) return null;
  return { pseudonym, caseRef, legalRegime, planType, planDate, ...record };
}

function readReference(row: RowReader): string | null {
  const text = row.text("caseref");
  if (text === "") {
    row.note("left_out", "value_missing", "caseref", "Empty, and needed for every case", "Give each case a reference");
    return null;
  }
  const fault = referenceFault(text) ?? (row.namesPerson(text) ? "The reference holds a name of the same row" : null);
  if (!fault) return text;
  row.hide("caseref");
  const action = "Use a reference that says nothing about the child, such as C-0417";
  row.note("left_out", "reference_identifies", "caseref", fault, action);
  return null;
}

function required<T extends string>(row: RowReader, column: string, list: CodeList<T>): T | null {
  const value = row.code(bare(column), list, "left_out");
  if (value === null && row.usable()) {
    row.note("left_out", "value_missing", bare(column), "Empty, and needed for every case", list.use);
  }
  return value;
}

const BIRTH_DATE = ["dateofbirth", "dob", "birthdate", "personbirthdate"];

function readBirthMonth(row: RowReader): string | null {
  const stated = row.month("birthmonth");
  const column = BIRTH_DATE.find((one) => row.text(one) !== "");
  return stated ?? (column ? (row.day(column)?.slice(0, 7) ?? null) : null);
}

const LONGEST_WORDS = 100;

/** Words that the area chooses (team, locality): kept as they are, unless they hold something that identifies a person. */
function readWords(row: RowReader, column: string): string | null {
  const text = row.text(column);
  if (text === "") return null;
  if (saysNotKnown(text)) {
    row.note("read_as", "read_as", column, "Not a value", "Leave the cell empty if it is not known", "not known");
    return null;
  }
  const found = text.length > LONGEST_WORDS ? "text" : identifiersIn(text)[0];
  if (!found) return text;
  row.hide(column);
  const problem =
    found === "text"
      ? `Longer than ${LONGEST_WORDS} characters, so it is not kept`
      : `Holds what looks like ${withArticle(found)}, so it is not kept`;
  row.note("check", "words_not_kept", column, problem, "Use a short name or code of the team or area");
  return null;
}

function readUrn(row: RowReader): string | null {
  const text = withoutEmptyFraction(row.text(bare("setting_urn")).replace(/\s/g, ""));
  if (text === "" || /^\d{6}$/.test(text)) return text || null;
  row.note(
    "check",
    "not_a_urn",
    bare("setting_urn"),
    "Not a URN: it has six digits",
    "Correct the number, or leave it empty",
  );
  return null;
}

/** The UPN or ULN where the file has one, so that a flat file and a return speak of the same child; else the case reference. */
function identityIn(row: RowReader, caseRef: string): string {
  const upn = UPN.find((column) => row.text(column) !== "");
  const uln = ULN.find((column) => row.text(column) !== "");
  const person = { upn: row.text(upn ?? ""), uln: row.text(uln ?? ""), surname: "", forename: "", birthDate: null };
  const instead = "The case is matched by the next of UPN, ULN or case_ref. Check the number";
  if (upn && !isUpn(person.upn)) row.note("check", "not_a_upn", upn, "Not a UPN", instead);
  if (uln && !isUln(person.uln)) row.note("check", "not_a_uln", uln, "Not a ULN", instead);
  return identityOf(person) ?? `ref:${caseRef.toUpperCase()}`;
}

const UPN = ["upn", "uniquepupilnumber"];
const ULN = ["uln", "uniquelearnernumber"];

type Dates = Pick<
  CaseRecord,
  | "requestDate"
  | "decisionToAssessDate"
  | "decisionToIssueDate"
  | "finalDate"
  | "reviewMeetingDate"
  | "reviewDecisionDate"
  | "adviceHealthRequested"
  | "adviceHealthReceived"
  | "adviceCareRequested"
  | "adviceCareReceived"
  | "adviceEpRequested"
  | "adviceEpReceived"
>;

/** Which date cannot come before which, with the words for the earlier one. */
const ORDER: [keyof Dates, keyof Dates, string][] = [
  ["requestDate", "decisionToAssessDate", "the request date"],
  ["requestDate", "decisionToIssueDate", "the request date"],
  ["reviewMeetingDate", "reviewDecisionDate", "the review meeting"],
  ["adviceHealthRequested", "adviceHealthReceived", "the date it was asked for"],
  ["adviceCareRequested", "adviceCareReceived", "the date it was asked for"],
  ["adviceEpRequested", "adviceEpReceived", "the date it was asked for"],
];

/** A final date before the request leaves the row out, because every timeliness figure stands on these two; other slips are marked. */
function noteOrder(row: RowReader, dates: Dates, planDate: Day | null, referenceDate: Day): void {
  const { requestDate, finalDate } = dates;
  if (requestDate && finalDate && finalDate < requestDate) {
    const problem = `Before the request date, ${dayWords(requestDate)}`;
    row.note("left_out", "final_before_request", bare("final_date"), problem, "Check both dates");
  }
  for (const [earlier, later, name] of ORDER) {
    const [from, to] = [dates[earlier], dates[later]];
    if (!from || !to || to >= from) continue;
    row.note(
      "check",
      "dates_out_of_order",
      bare(COLUMNS[later]),
      `Before ${name}, ${dayWords(from)}`,
      "Check both dates",
    );
  }
  if (planDate && planDate > referenceDate) {
    const problem = `After the reference date, ${dayWords(referenceDate)}`;
    row.note("check", "after_reference_date", bare("plan_date"), problem, "Check the date");
  }
}

type Seen = { refs: Map<string, CaseRead>; children: Map<string, CaseRead> };

function noteRepeated(row: RowReader, record: CaseRecord, seen: Seen): void {
  const sameRef = seen.refs.get((record.caseRef as string).toUpperCase());
  const sameChild = seen.children.get(record.pseudonym);
  if (sameRef) {
    const difference = sameRef.record.planDate === record.planDate ? "" : " with another plan date";
    row.note(
      "left_out",
      "reference_repeated",
      "caseref",
      `Also on row ${sameRef.row}${difference}`,
      "Keep one row for each plan",
    );
  } else if (sameChild) {
    const problem = `The same child is on row ${sameChild.row} with another reference`;
    row.note("left_out", "same_child_twice", "caseref", problem, "Keep the row of the plan in force");
  }
}
