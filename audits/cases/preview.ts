import { NEED_LABELS, NEEDS, PHASE_LABELS, PHASES, PLAN_TYPE_LABELS, PLAN_TYPES } from "../vocabulary.ts";
import type { CaseRecord } from "./case.ts";
import { groupProblems } from "./problems.ts";
import type {
  CaseChange,
  CaseCount,
  CaseRead,
  ExistingCase,
  FieldChange,
  ImportPreview,
  ImportProblem,
  ImportReading,
  RequestJourney,
  TimelinessMeasure,
} from "./reading.ts";
import { timeliness } from "./timeliness.ts";
import { FIELD_LABELS, fieldInWords } from "./words.ts";

/**
 * What keeping a reading would do to the cases that are kept now: which are new, which change and in what, which stay. Reading
 * the same files again changes nothing.
 *
 * An upload speaks only for the fields that it carries. For these, empty in the file overwrites; the others are not touched, so
 * a return does not blank the locality that a flat file gave.
 *
 * @param existing every kept case
 * @param existingJourneys every kept journey, of any return year
 */
export function previewImport(
  reading: ImportReading,
  existing: ExistingCase[],
  existingJourneys: RequestJourney[] = [],
): ImportPreview {
  const kept = new Map(existing.map((one) => [one.record.pseudonym, one]));
  const { accepted, problems: clashes } = withoutClashes(reading, existing);

  const added: CaseRecord[] = [];
  const changed: CaseChange[] = [];
  const unchanged: string[] = [];
  const after: CaseRecord[] = [];
  for (const { record } of accepted) {
    const before = kept.get(record.pseudonym);
    const merged = before ? merge(before.record, record, reading.carries) : record;
    after.push(merged);
    if (!before) {
      added.push(merged);
      continue;
    }
    const changes = changesOf(before.record, merged, reading.carries);
    if (changes.length > 0) changed.push({ id: before.id, record: merged, changes });
    else unchanged.push(before.id);
  }

  const inFile = new Set(accepted.map(({ record }) => record.pseudonym));
  const faulty = new Set([...reading.leftOut, ...reading.cases.map(({ record }) => record.pseudonym)]);
  const others = existing.filter(({ record }) => !inFile.has(record.pseudonym));
  const problems = [...reading.problems, ...clashes];
  const measures = timeliness(reading.journeys, after, reading.period).filter(({ code }) => speaksOf(reading, code));
  return {
    added,
    changed,
    unchanged,
    refused: others.filter(({ record }) => faulty.has(record.pseudonym)).map(({ id }) => id),
    notInFile: others.filter(({ record }) => !faulty.has(record.pseudonym)).map(({ id }) => id),
    journeys: compareJourneys(reading, existingJourneys),
    counts: {
      candidates: reading.candidates,
      ready: accepted.filter(({ toCheck }) => !toCheck).length,
      toCheck: accepted.filter(({ toCheck }) => toCheck).length,
      readAs: accepted.filter(({ readAs }) => readAs).length,
      leftOut: reading.candidates - accepted.length,
    },
    problems,
    groups: groupProblems(problems),
    figures: {
      byPhase: countBy(after, PHASES, PHASE_LABELS, ({ phase }) => phase),
      byNeed: countBy(after, NEEDS, NEED_LABELS, ({ primaryNeed }) => primaryNeed),
      byPlanType: countBy(after, PLAN_TYPES, PLAN_TYPE_LABELS, ({ planType }) => planType),
      timeliness: measures,
    },
    sayings: [...sayingsOf(after), ...measures.map(({ sentence }) => sentence)],
  };
}

/** Fields of a case that a measure is counted from; decisions not to issue a plan are only in a return. */
const COUNTED_FROM: Record<TimelinessMeasure["code"], (keyof CaseRecord)[] | null> = {
  plan_20_weeks: ["requestDate", "finalDate"],
  plan_20_weeks_without_exceptions: ["requestDate", "finalDate", "week20Exempt"],
  decision_6_weeks: ["requestDate", "decisionToAssessDate"],
  refusal_16_weeks: null,
  review_decision_4_weeks: ["reviewMeetingDate", "reviewDecisionDate"],
};

/** A file that adds a few columns to known cases says nothing of timeliness, even if these cases have dates. */
function speaksOf(reading: ImportReading, code: TimelinessMeasure["code"]): boolean {
  const fields = COUNTED_FROM[code];
  return reading.format === "sen2" || (fields?.every((field) => reading.carries.includes(field)) ?? false);
}

/** Leaves out a row whose case reference is already kept for another child. */
function withoutClashes(
  reading: ImportReading,
  existing: ExistingCase[],
): { accepted: CaseRead[]; problems: ImportProblem[] } {
  const owner = new Map(existing.map(({ record }) => [record.caseRef?.toUpperCase(), record.pseudonym]));
  const problems: ImportProblem[] = [];
  const accepted = reading.cases.filter(({ record, file, row }) => {
    const owned = record.caseRef === null ? undefined : owner.get(record.caseRef.toUpperCase());
    if (owned === undefined || owned === record.pseudonym) return true;
    problems.push({
      code: "reference_of_another_case",
      severity: "left_out",
      file,
      row,
      column: "case_ref",
      value: record.caseRef,
      problem: "This reference is already kept for another child, or for the same child matched another way",
      action: "Use another reference, or give the same UPN or ULN as before",
      readAs: null,
    });
    return false;
  });
  return { accepted, problems };
}

function merge(before: CaseRecord, read: CaseRecord, carries: (keyof CaseRecord)[]): CaseRecord {
  const merged = { ...before, ...Object.fromEntries(carries.map((field) => [field, read[field]])) };
  // A return says which setting, not of what kind; the kind that is known stays true while the setting stays the same.
  const sameSetting = read.settingUrn !== null && read.settingUrn === before.settingUrn;
  return read.settingType === null && sameSetting ? { ...merged, settingType: before.settingType } : merged;
}

function changesOf(before: CaseRecord, after: CaseRecord, carries: (keyof CaseRecord)[]): FieldChange[] {
  return carries
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => ({
      field,
      label: FIELD_LABELS[field],
      from: fieldInWords(before, field),
      to: fieldInWords(after, field),
    }));
}

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

/** A flat file has no journeys and speaks of no return year, so it changes none. */
function compareJourneys(reading: ImportReading, existing: RequestJourney[]): ImportPreview["journeys"] {
  const before = new Map(
    existing.filter(({ returnYear }) => returnYear === reading.returnYear).map((journey) => [journey.key, journey]),
  );
  const keys = new Set(reading.journeys.map(({ key }) => key));
  const known = reading.journeys.filter(({ key }) => before.has(key));
  const changed = known.filter((journey) => !isSameJourney(journey, before.get(journey.key) as RequestJourney));
  return {
    added: reading.journeys.filter(({ key }) => !before.has(key)),
    changed,
    unchanged: known.length - changed.length,
    gone: [...before.keys()].filter((key) => !keys.has(key)),
  };
}

function isSameJourney(one: RequestJourney, other: RequestJourney): boolean {
  return (Object.keys(one) as (keyof RequestJourney)[]).every((field) => one[field] === other[field]);
}

function countBy<T extends string>(
  cases: CaseRecord[],
  codes: readonly T[],
  labels: Record<T, string>,
  codeOf: (record: CaseRecord) => T | null,
): CaseCount[] {
  const counted = Map.groupBy(cases, codeOf);
  const known = codes.map((code) => ({ label: labels[code], cases: counted.get(code)?.length ?? 0 }));
  const unknown = counted.get(null)?.length ?? 0;
  return unknown === 0 ? known : [...known, { label: "Not known", cases: unknown }];
}

/** Fields that decide which groups can be sampled and compared. */
const GROUPING: (keyof CaseRecord)[] = [
  "phase",
  "primaryNeed",
  "settingType",
  "locality",
  "lookedAfter",
  "sendTeam",
  "planWriterRef",
];

function sayingsOf(cases: CaseRecord[]): string[] {
  if (cases.length === 0) return ["No case can be kept from this upload."];
  const count = (number: number) => number.toLocaleString("en-GB");
  const timed = cases.filter(({ requestDate, finalDate }) => requestDate && finalDate).length;
  const noRequest = cases.filter(({ requestDate }) => requestDate === null).length;
  const rest = noRequest ? ` In ${count(noRequest)} the request date is empty.` : "";
  const missing = GROUPING.map((field) => {
    const unknown = cases.filter((record) => record[field] === null).length;
    if (unknown === 0) return null;
    const where = unknown === cases.length ? "in all cases" : `in ${count(unknown)} of ${count(cases.length)} cases`;
    return `${FIELD_LABELS[field]} is missing ${where}, so coverage of that group will read ‘not known’.`;
  });
  return [
    `Timeliness can be counted for ${count(timed)} of ${count(cases.length)} cases.${rest}`,
    ...missing.filter((sentence) => sentence !== null),
  ];
}
