import { NEEDS } from "../vocabulary.ts";
import type {
  ActivePlanRow,
  AssessmentRow,
  BladeRows,
  NeedRow,
  PersonRow,
  PlacementRow,
  PlanRow,
  RequestRow,
} from "./blade-rows.ts";
import type { Day } from "./case.ts";
import type { PseudonymOf } from "./identity.ts";
import type { CaseRead, RequestJourney } from "./reading.ts";
import { type Candidate, type Issued, type Needs, type ReturnYear, recordOf } from "./sen2-record.ts";

/** Cases and journeys of a return. What is set aside is noted on its row, with the rule that set it aside. */
export function countCases(
  rows: BladeRows,
  year: ReturnYear,
  pseudonymOf: PseudonymOf,
): { cases: Omit<CaseRead, "file">[]; leftOut: string[]; journeys: RequestJourney[] } {
  const family = {
    assessmentsOf: byParent(rows.assessments.kept),
    plansOf: byParent(rows.plans.kept),
    activePlansOf: byParent(rows.activePlans.kept),
    placementsOf: byParent(rows.placements.kept),
    needsOf: byParent(rows.needs.kept),
  };
  const pseudonyms = new Map<string, string>();
  const pseudonymFor = (identity: string) => {
    const known = pseudonyms.get(identity) ?? pseudonymOf(identity);
    pseudonyms.set(identity, known);
    return known;
  };

  const byChild = new Map<string, Candidate[]>();
  const inForce = new Set<string>();
  const journeys: Omit<RequestJourney, "key">[] = [];
  for (const request of rows.requests.kept.values()) {
    const person = rows.persons.kept.get(request.parent) as PersonRow;
    const assessments = family.assessmentsOf.get(request.id) ?? [];
    const issued = assessments.flatMap((assessment) =>
      (family.plansOf.get(assessment.id) ?? []).map((plan) => ({ assessment, plan })),
    );
    const active = family.activePlansOf.get(request.id) ?? [];
    const current = currentOf(issued, year.referenceDate);
    const isInForce = current ? !hasCeased(current.plan, year.referenceDate) : active.length > 0;
    if (isInForce) inForce.add(person.identity);
    journeys.push(...journeysOf(request, assessments, issued, current, active, year, pseudonymFor(person.identity)));

    for (const one of active) {
      const plan = planOfCase(one, current, issued, year.referenceDate);
      if (plan === null) continue;
      const placement = firstOpenPlacement(family.placementsOf.get(one.id) ?? [], year.referenceDate);
      const candidate: Candidate = { active: one, request, person, issued: plan, placement };
      byChild.set(person.identity, [...(byChild.get(person.identity) ?? []), candidate]);
    }
  }

  const chosen = [...byChild.values()].map(oneOfChild).sort((a, b) => a.active.row.number - b.active.row.number);
  const cases = chosen.map((candidate) => {
    const { active, request, person, issued } = candidate;
    const ownNeeds = family.needsOf.get(active.id) ?? [];
    const needs = needsOf(candidate, ownNeeds);
    const placements = family.placementsOf.get(active.id) ?? [];
    const itsRows = [person, request, issued.assessment, issued.plan, active, ...placements, ...ownNeeds].map(
      ({ row }) => row,
    );
    return {
      record: recordOf(candidate, needs, year, pseudonymFor(person.identity)),
      row: active.row.number,
      toCheck: itsRows.some((row) => row.has("check")),
      readAs: itsRows.some((row) => row.has("read_as")),
    };
  });
  const leftOut = [...inForce, ...refusedWithPlan(rows)].filter((identity) => !byChild.has(identity));
  return { cases, leftOut: [...new Set(leftOut)].map(pseudonymFor), journeys: withKeys(journeys) };
}

/** Identities of children whose active plan, or the request above it, is left out for a fault. */
function refusedWithPlan({ activePlans, requests, identities }: BladeRows): string[] {
  return [...activePlans.refused.values()].flatMap((request) => {
    const person = requests.kept.get(request)?.parent ?? requests.refused.get(request) ?? "";
    return identities.get(person) || [];
  });
}

function byParent<T extends { parent: string }>(rows: Map<string, T>): Map<string, T[]> {
  return Map.groupBy(rows.values(), (row) => row.parent);
}

const hasCeased = (plan: PlanRow, on: Day) => plan.ceaseDate !== null && plan.ceaseDate <= on;

/** Of the plans under one request, one that has not ceased, the later one; when all have ceased, the last of them. */
function currentOf(issued: Issued[], on: Day): Issued | null {
  const open = issued.filter(({ plan }) => !hasCeased(plan, on));
  const latestFirst = (open.length > 0 ? open : issued).toSorted((a, b) =>
    inOrder((b.plan.startDate ?? "").localeCompare(a.plan.startDate ?? ""), byId(a.plan, b.plan)),
  );
  return latestFirst[0] ?? null;
}

/**
 * The plan of a case is the named plan under the same request, whatever the outcome code of the request. Without a plan, a
 * plan date, or with a plan that ceased on or before the reference date, the row is no case.
 */
function planOfCase(
  active: ActivePlanRow,
  current: Issued | null,
  issued: Issued[],
  on: Day,
): Candidate["issued"] | null {
  const leaveOut = (code: string, problem: string, action: string) =>
    active.row.note("left_out", code, null, problem, action);
  if (!current) {
    leaveOut(
      "plan_missing",
      "No plan was read under the same request, so its date is not known",
      "Add the assessment and the named plan of this request",
    );
    return null;
  }
  const { assessment, plan } = current;
  if (hasCeased(plan, on)) {
    leaveOut(
      "plan_ceased",
      `The plan ceased on or before the reference date (namedplan row ${plan.row.number})`,
      "Nothing to do if the date is right",
    );
    return null;
  }
  if (plan.startDate === null) {
    leaveOut(
      "plan_date_missing",
      `The plan has no date (namedplan row ${plan.row.number})`,
      "Add the date of the plan",
    );
    return null;
  }
  const open = issued.filter((one) => !hasCeased(one.plan, on));
  if (open.length > 1) {
    const problem = `${open.length} plans under the same request have not ceased. The later one is taken, namedplan row ${plan.row.number}`;
    active.row.note("check", "several_plans", null, problem, "Give the others the date on which they ceased");
  }
  return { assessment, plan: { ...plan, startDate: plan.startDate } };
}

/**
 * Of two active plans of one child the case is the one with an open first placement; else, and between equals, the one with
 * the later plan date. Further ties go to the later request, then to the lower id, so that the order of rows never decides.
 */
function oneOfChild(candidates: Candidate[]): Candidate {
  const [kept, ...others] = candidates.toSorted((a, b) =>
    inOrder(
      Number(b.placement !== null) - Number(a.placement !== null),
      b.issued.plan.startDate.localeCompare(a.issued.plan.startDate),
      (b.request.receivedDate ?? "").localeCompare(a.request.receivedDate ?? ""),
      byId(a.active, b.active),
    ),
  ) as [Candidate, ...Candidate[]];
  for (const other of others) {
    const problem = `The child has another active plan, in row ${kept.active.row.number}. That one is kept: ${whyKept(kept, other)}`;
    other.active.row.note(
      "left_out",
      "second_active_plan",
      null,
      problem,
      "Nothing to do if that is the plan in force",
    );
  }
  return kept;
}

function whyKept(kept: Candidate, other: Candidate): string {
  if (kept.placement && !other.placement) return "it has an open placement of rank 1";
  if (kept.issued.plan.startDate > other.issued.plan.startDate) return "its plan date is later";
  return "both are alike, and its request is later or its id is lower";
}

/** The placement of rank 1 that began on or before the day and has not ended on it. */
function firstOpenPlacement(placements: PlacementRow[], on: Day): PlacementRow | null {
  const open = placements.filter(
    ({ entryDate, leavingDate }) =>
      (entryDate === null || entryDate <= on) && (leavingDate === null || leavingDate > on),
  );
  const [first, ...others] = ofRankOne(open, "placementrank").toSorted((a, b) =>
    inOrder((b.entryDate ?? "").localeCompare(a.entryDate ?? ""), placeOf(a).localeCompare(placeOf(b)), byId(a, b)),
  );
  for (const other of first ? others : []) {
    const problem = `Another open placement of the same plan has rank 1, in row ${first?.row.number}. The later one is taken`;
    other.row.note(
      "check",
      "two_first_placements",
      "placementrank",
      problem,
      "Give one of them rank 2, or its leaving date",
    );
  }
  return first ?? null;
}

const placeOf = ({ urn, setting }: PlacementRow) => `${urn}/${setting ?? ""}`;

/** Rows of rank 1. A single row without a rank is read as rank 1. */
function ofRankOne<T extends PlacementRow | NeedRow>(rows: T[], column: string): T[] {
  const first = rows.filter(({ rank }) => rank === "1");
  const [only] = rows;
  if (first.length > 0 || rows.length !== 1 || !only || only.row.text(column) !== "") return first;
  only.row.note("read_as", "rank_missing", column, "No rank, and no other row", "Use rank 1", "rank 1");
  return [only];
}

/** The need of rank 1; where two claim it, the one that comes first in the list of codes. The rest are secondary. */
function needsOf({ active }: Candidate, rows: NeedRow[]): Needs {
  const known = rows.filter(({ need }) => need !== null).toSorted((a, b) => orderOf(a) - orderOf(b));
  const [first, ...others] = ofRankOne(known, "sentyperank");
  if (!first) {
    const action = "Add the primary need, with rank 1";
    active.row.note("check", "need_missing", null, "No need of rank 1 that could be read", action);
  }
  for (const other of others) {
    if (other.need === first?.need) continue;
    const problem = `Another need of the same plan has rank 1, in row ${first?.row.number}. The case has ${first?.need}`;
    other.row.note("check", "two_first_needs", "sentyperank", problem, "Give one of them rank 2");
  }
  const primaryNeed = first?.need ?? null;
  const rest = new Set(known.flatMap(({ need }) => (need && need !== primaryNeed ? [need] : [])));
  return { primaryNeed, secondaryNeeds: [...rest] };
}

const orderOf = ({ need }: NeedRow) => (need ? NEEDS.indexOf(need) : NEEDS.length);

/**
 * The journey of a request: that of its current plan, else of its last assessment. Each further assessment is a journey of its
 * own, which does not tell the decision of the request again; a historical request stays historical in all of them.
 */
function journeysOf(
  request: RequestRow,
  assessments: AssessmentRow[],
  issued: Issued[],
  current: Issued | null,
  active: ActivePlanRow[],
  { returnYear, referenceDate }: ReturnYear,
  pseudonym: string,
): Omit<RequestJourney, "key">[] {
  const lastFirst = assessments.toSorted((a, b) =>
    inOrder((b.outcomeDate ?? "").localeCompare(a.outcomeDate ?? ""), byId(a, b)),
  );
  const main = current?.assessment ?? lastFirst[0];
  const through = (assessment: AssessmentRow | undefined): Omit<RequestJourney, "key"> => {
    const plan = currentOf(
      issued.filter((one) => one.assessment === assessment),
      referenceDate,
    )?.plan;
    return {
      returnYear,
      pseudonym,
      receivedDate: request.receivedDate,
      source: request.source,
      requestOutcome: request.outcome,
      requestOutcomeDate: request.outcomeDate,
      assessmentOutcome: assessment?.outcome ?? null,
      assessmentOutcomeDate: assessment?.outcomeDate ?? null,
      week20Exempt: assessment?.week20 ?? null,
      planDate: plan?.startDate ?? null,
      ceaseDate: plan?.ceaseDate ?? null,
      transferredIn: active.some(({ transferredIn }) => transferredIn),
    };
  };
  const further = lastFirst.filter((assessment) => assessment !== main).map(through);
  const told = request.outcome === "H" ? {} : { requestOutcome: null, requestOutcomeDate: null };
  return [through(main), ...further.map((journey) => ({ ...journey, ...told }))];
}

/** Numbers the requests that one child made on the same day, by what is known of them, not by their place in the file. */
function withKeys(journeys: Omit<RequestJourney, "key">[]): RequestJourney[] {
  const sameDay = Map.groupBy(journeys, (one) => `${one.returnYear}/${one.pseudonym}/${one.receivedDate ?? "no-date"}`);
  return [...sameDay].flatMap(([day, group]) =>
    group
      .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
      .map((one, index) => ({ key: `${day}/${index + 1}`, ...one })),
  );
}

/** The first comparison that is not a tie. */
function inOrder(...comparisons: number[]): number {
  return comparisons.find((one) => one !== 0) ?? 0;
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id.localeCompare(b.id, "en", { numeric: true });
}
