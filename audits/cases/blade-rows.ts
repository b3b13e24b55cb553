import { type BladeSet, idColumn, identifyingColumns, type Module, SHAPES } from "./blade.ts";
import type { Day } from "./case.ts";
import { withoutEmptyFraction } from "./cells.ts";
import * as lists from "./code-lists.ts";
import { identityOf, isUln, isUpn } from "./identity.ts";
import type { Decision, ImportProblem, RequestSource } from "./reading.ts";
import { noteRaggedRows, RowReader } from "./row-reader.ts";
import { cellOf } from "./table.ts";

type Linked = { id: string; parent: string; row: RowReader };

/** `identity` and `birthDate` live only while the files are read. */
export type PersonRow = Linked & { identity: string; birthDate: Day | null; sex: "F" | "M" | null };
export type RequestRow = Linked & {
  receivedDate: Day | null;
  source: RequestSource | null;
  outcome: Decision | null;
  outcomeDate: Day | null;
  tribunal: boolean | null;
};
export type AssessmentRow = Linked & {
  outcome: Decision | null;
  outcomeDate: Day | null;
  week20: boolean | null;
  tribunal: boolean | null;
};
export type PlanRow = Linked & {
  startDate: Day | null;
  ceaseDate: Day | null;
  residential: boolean | null;
  personalBudget: boolean | null;
};
export type ActivePlanRow = Linked & {
  transferredIn: boolean;
  reviewMeetingDate: Day | null;
  reviewDecision: "amend" | "maintain" | "cease" | null;
  reviewDecisionDate: Day | null;
  reviewDraftDate: Day | null;
  phaseTransferDue: Day | null;
  phaseTransferFinal: Day | null;
  residential: boolean | null;
};
export type PlacementRow = Linked & {
  urn: string;
  setting: (typeof lists.SENSETTING_CODES)["codes"][number] | null;
  rank: "1" | "2" | null;
  entryDate: Day | null;
  leavingDate: Day | null;
  inUnit: boolean | null;
  residential: boolean | null;
};
export type NeedRow = Linked & { need: (typeof lists.NEED_CODES)["codes"][number] | null; rank: "1" | "2" | null };

/** Rows of one table by id, and the parents of rows that were left out by their id, so that what hangs on them is not called an orphan. */
type Rows<T> = { kept: Map<string, T>; refused: Map<string, string> };

export type BladeRows = {
  persons: Rows<PersonRow>;
  requests: Rows<RequestRow>;
  assessments: Rows<AssessmentRow>;
  plans: Rows<PlanRow>;
  activePlans: Rows<ActivePlanRow>;
  placements: Rows<PlacementRow>;
  needs: Rows<NeedRow>;
  /** Identity by id of the person row, also of rows that were left out. */
  identities: Map<string, string>;
};

/** Reads every row of the set and links it to its parent. Faults go to `problems`. */
export function readBladeRows(set: BladeSet, problems: ImportProblem[]): BladeRows {
  const table = <T extends Linked>(
    module: Module,
    parents: Rows<unknown> | null,
    read: (row: RowReader, link: Linked) => T,
  ): Rows<T> => readModule(set, module, parents, problems, read);

  const sen2 = table("sen2", null, (_, link) => link);
  const byIdentity = new Map<string, PersonRow>();
  const identities = new Map<string, string>();
  const persons = table("person", sen2, (row, link) => {
    const person = readPerson(row, link);
    identities.set(person.id, person.identity);
    if (row.usable()) noteSameIdentity(person, byIdentity);
    return person;
  });
  const requests = table("requests", persons, readRequest);
  const assessments = table("assessment", requests, readAssessment);
  const plans = table("namedplan", assessments, readPlan);
  const activePlans = table("activeplans", requests, readActivePlan);
  // Nothing of a case comes from plandetail; reading it reports its orphans.
  table("plandetail", plans, (_, link) => link);
  const placements = table("placementdetail", activePlans, readPlacement);
  const needs = table("senneed", activePlans, (row, link) => ({
    ...link,
    need: row.code("sentype", lists.NEED_CODES),
    rank: row.code("sentyperank", lists.RANK_CODES),
  }));
  return { persons, requests, assessments, plans, activePlans, placements, needs, identities };
}

function readModule<T extends Linked>(
  set: BladeSet,
  module: Module,
  parents: Rows<unknown> | null,
  problems: ImportProblem[],
  read: (row: RowReader, link: Linked) => T,
): Rows<T> {
  const rows: Rows<T> = { kept: new Map(), refused: new Map() };
  const table = set.get(module);
  if (!table) return rows;
  noteRaggedRows(table, problems);

  const own = idColumn(module);
  const parentModule = SHAPES[module].parent;
  // Ids are numbers of the source system, so they are not shown either.
  const identifying = identifyingColumns(module).add(own);
  if (parentModule) identifying.add(idColumn(parentModule));
  for (const raw of table.rows) {
    const id = withoutEmptyFraction(cellOf(table, raw, own));
    const parent = parentModule ? withoutEmptyFraction(cellOf(table, raw, idColumn(parentModule))) : "";
    const row = new RowReader(table, raw, problems, identifying);

    const earlier = rows.kept.get(id);
    if (id === "") row.note("left_out", "id_missing", own, "The row has no id", "Export the table again");
    else if (earlier) {
      row.note("left_out", "id_repeated", own, `Same id as row ${earlier.row.number}`, "Keep one of the two rows");
      continue;
    } else if (parents && parentModule && !parents.kept.has(parent)) {
      noteLostParent(row, module, parentModule, parents.refused.has(parent));
      rows.refused.set(id, parent);
      continue;
    }

    const value = read(row, { id, parent, row });
    if (row.usable()) rows.kept.set(id, value);
    else rows.refused.set(id, parent);
  }
  return rows;
}

/** What hangs on a row that is left out goes with it without a word, except an active plan, because there a case is lost. */
function noteLostParent(row: RowReader, module: Module, parentModule: Module, isRefused: boolean): void {
  const column = idColumn(parentModule);
  if (!isRefused) {
    const action = "Export all tables of the return together";
    row.note("left_out", "orphan_row", column, `No row of the ${parentModule} table has this id`, action);
  } else if (module === "activeplans") {
    const action = `Correct that row of the ${parentModule} table, or the one above it`;
    row.note("left_out", "parent_left_out", column, `The ${parentModule} row it belongs to is left out`, action);
  }
}

function readPerson(row: RowReader, link: Linked): PersonRow {
  const birthDate = row.day("personbirthdate");
  const [upn, uln] = [row.text("upn"), row.text("uniquelearnernumber")];
  const identity = identityOf({ upn, uln, surname: row.text("surname"), forename: row.text("forename"), birthDate });
  const instead = "The child is matched by the next of UPN, ULN, or name with date of birth. Check the number";
  if (upn !== "" && !isUpn(upn)) row.note("check", "not_a_upn", "upn", "Not a UPN", instead);
  if (uln !== "" && !isUln(uln)) row.note("check", "not_a_uln", "uniquelearnernumber", "Not a ULN", instead);
  if (identity === null && row.usable()) {
    const problem = "No UPN, ULN, or full name with date of birth, so the child cannot be told from others";
    row.note("left_out", "identity_missing", null, problem, "Add one of the three");
  }
  if (birthDate === null && row.usable()) {
    row.note(
      "check",
      "birth_date_missing",
      "personbirthdate",
      "No date of birth, so no year group",
      "Add the date of birth",
    );
  }
  return { ...link, identity: identity ?? "", birthDate, sex: readSex(row) };
}

/** Two rows with one identity are one child, unless their dates of birth differ: then one number is wrong. */
function noteSameIdentity(person: PersonRow, byIdentity: Map<string, PersonRow>): void {
  const earlier = byIdentity.get(person.identity);
  if (!earlier) {
    byIdentity.set(person.identity, person);
  } else if (!person.birthDate || !earlier.birthDate || person.birthDate === earlier.birthDate) {
    const problem = `Same child as row ${earlier.row.number}: both are read as one child`;
    person.row.note("check", "same_child_twice", null, problem, "Merge the two records in the case system");
  } else {
    const problem = `Same UPN or ULN as row ${earlier.row.number}, with another date of birth`;
    person.row.note(
      "left_out",
      "identity_of_another_child",
      null,
      problem,
      "Correct the number of one of the two children",
    );
  }
}

function readSex(row: RowReader): PersonRow["sex"] {
  const column = row.text("sex") === "" ? "gendercurrent" : "sex";
  return row.code(column, lists.SEX_CODES);
}

function readRequest(row: RowReader, link: Linked): RequestRow {
  return {
    ...link,
    receivedDate: row.day("receiveddate"),
    source: lists.sourceOf(row.code("requestsource", lists.SOURCE_CODES)),
    outcome: row.code("requestoutcome", lists.DECISION_CODES),
    outcomeDate: row.day("requestoutcomedate"),
    tribunal: row.yesNo("requesttribunal"),
  };
}

function readAssessment(row: RowReader, link: Linked): AssessmentRow {
  return {
    ...link,
    outcome: row.code("assessmentoutcome", lists.DECISION_CODES),
    outcomeDate: row.day("assessmentoutcomedate"),
    week20: row.yesNo("week20"),
    tribunal: anyYes([row.yesNo("assessmenttribunal"), row.yesNo("othertribunal")]),
  };
}

function readPlan(row: RowReader, link: Linked): PlanRow {
  return {
    ...link,
    startDate: row.day("startdate"),
    ceaseDate: row.day("ceasedate"),
    residential: isResidential(row, "planres"),
    personalBudget: row.yesNo("pb"),
  };
}

function readActivePlan(row: RowReader, link: Linked): ActivePlanRow {
  return {
    ...link,
    transferredIn: row.text("transferla") !== "",
    reviewMeetingDate: row.day("reviewmeeting"),
    reviewDecision: lists.reviewDecisionOf(row.code("reviewoutcome", lists.REVIEW_CODES)),
    reviewDecisionDate: row.day("lastreview"),
    reviewDraftDate: row.day("reviewdraft"),
    phaseTransferDue: row.day("phasetransferduedate"),
    phaseTransferFinal: row.day("phasetransferfinaldate"),
    residential: isResidential(row, "res"),
  };
}

function readPlacement(row: RowReader, link: Linked): PlacementRow {
  const urn = withoutEmptyFraction(row.text("urn").replace(/\s/g, ""));
  if (urn !== "" && !/^\d{6}$/.test(urn)) {
    row.note("check", "not_a_urn", "urn", "Not a URN: it has six digits", "Correct the number, or leave it empty");
  }
  return {
    ...link,
    urn: /^\d{6}$/.test(urn) ? urn : "",
    setting: row.code("sensetting", lists.SENSETTING_CODES),
    rank: row.code("placementrank", lists.RANK_CODES),
    entryDate: row.day("entrydate"),
    leavingDate: row.day("leavingdate"),
    inUnit: anyYes([row.yesNo("senunitindicator"), row.yesNo("resourcedprovisionindicator")]),
    residential: isResidential(row, "res"),
  };
}

/** The codes say how many weeks a year; an empty cell does not say that the place is by day. */
function isResidential(row: RowReader, column: string): boolean | null {
  return row.code(column, lists.RESIDENTIAL_CODES) === null ? null : true;
}

/** Yes where one is yes, no where all that are known are no, null where none is known. */
export function anyYes(answers: (boolean | null)[]): boolean | null {
  const known = answers.filter((answer) => answer !== null);
  return known.length === 0 ? null : known.includes(true);
}
