import { MODULES } from "#audits/cases/blade.ts";
import { addDays } from "#audits/cases/days.ts";
import { type Generator, generatorFromSeed } from "#audits/sampling/generator.ts";
import { pick } from "./chance.ts";
import { type Child, demoChildren, person, RETURN_YEAR, REFERENCE_DATE } from "./return-children.ts";
import { add, COLUMNS, csvOf, type DemoFile, type Line, type Tables } from "./return-tables.ts";

/** What else the return tells of 2025, beside the active plans. */
export const OTHER_REQUESTS = { refusedAssessment: 40, refusedPlan: 18, awaiting: 30, withdrawn: 5, ceasedPlans: 45 };

/**
 * The nine tables of the SEN2 return of Northshire, a demonstration area: 731 children with an active plan on 15 January 2026,
 * and what a real return has besides: historical requests, plans from other areas, ceased plans, refusals, requests still
 * open, one child with two active plans, one plan with two first needs. The same text on every call.
 */
export function demoReturn(): DemoFile[] {
  const random = generatorFromSeed("Northshire return 2026, other requests");
  const tables = Object.fromEntries(MODULES.map((module) => [module, []])) as unknown as Tables;
  add(tables, "sen2", null, {
    collection: "SEN2",
    year: RETURN_YEAR,
    referencedate: REFERENCE_DATE,
    sourcelevel: "L",
    softwarecode: "Demonstration",
    release: "1.3",
    serialno: 1,
    datetime: "2026-01-20",
    lea: 999,
    dmo: "Dr Ffion Llŵyd",
    dco: "Paweł Zieliński",
    dsco: "Grace Okafor",
  });

  const { active, ceased } = demoChildren();
  const withTwoPlans = active.find(({ plan, place }) => plan.type === "new" && place !== null);
  // Of two first needs the one that comes first in the list of codes is kept, so the totals by need stand.
  const withTwoFirstNeeds = active.find(({ need, secondaryNeed }) => need === "MLD" && secondaryNeed === "SEMH");
  for (const child of active) {
    const personId = addPerson(tables, child);
    addActivePlan(tables, addRequest(tables, personId, child), child, child === withTwoFirstNeeds ? 1 : 2);
    if (child === withTwoPlans) addSecondPlan(tables, personId, child);
  }
  for (const child of ceased) addRequest(tables, addPerson(tables, child), child);
  addCeasedPlans(tables, random);
  addRequestsWithoutPlan(tables, random);
  return MODULES.map((module) => ({
    name: `Blade-Export_20-01-2026_${module}.csv`,
    text: csvOf(COLUMNS[module], tables[module]),
  }));
}

function addPerson(tables: Tables, child: Omit<Child, "plan">): number {
  return add(tables, "person", 1_001, {
    surname: child.surname,
    forename: child.forename,
    personbirthdate: child.birthDate,
    sex: child.sex,
    ethnicity: "",
    postcode: child.postcode,
    upn: child.upn,
    uniquelearnernumber: child.uln,
    upnunknown: child.upn || child.uln ? "" : "UN9",
  });
}

/** The request of a plan, its assessment and the plan. @returns the id of the request */
function addRequest(tables: Tables, personId: number, { plan, place, number }: Child): number {
  const request = add(tables, "requests", personId, {
    receiveddate: plan.received,
    requestsource: [1, 2, 2, 2, 1, 3, 4, 2][number % 8] as number,
    requestoutcomedate: plan.decided,
    requestoutcome: plan.requestOutcome,
    requesttribunal: 0,
  });
  const assessment = add(tables, "assessment", request, {
    assessmentoutcome: "Y",
    assessmentoutcomedate: plan.issueDecided,
    assessmenttribunal: number % 60 === 0 ? 1 : 0,
    week20: plan.exempt ? 1 : 0,
  });
  const named = add(tables, "namedplan", assessment, {
    startdate: plan.issued,
    pb: number % 14 === 0 ? 1 : 0,
    planres: number % 90 === 0 ? "A" : "",
    ceasedate: plan.ceased,
    ceasereason: plan.ceaseReason,
  });
  if (place) add(tables, "plandetail", named, { ...placeColumns(place), placementrank: 1 });
  return request;
}

function addActivePlan(tables: Tables, request: number, child: Child, rankOfSecondNeed = 2): void {
  const { review, fromArea, issued } = child.plan;
  const active = add(tables, "activeplans", request, {
    transferla: fromArea,
    reviewmeeting: review?.meeting ?? "",
    reviewoutcome: review?.outcome ?? "",
    lastreview: review?.decided ?? "",
    reviewdraft: review?.draft ?? "",
    phasetransferduedate: PHASE_TRANSFER[child.yearGroup] ?? "",
    phasetransferfinaldate: PHASE_TRANSFER[child.yearGroup] && child.number % 6 === 0 ? "2026-01-12" : "",
  });
  if (child.place) {
    const entered = addDays(issued, child.number % 40);
    const entrydate = entered > REFERENCE_DATE ? issued : entered;
    add(tables, "placementdetail", active, { ...placeColumns(child.place), placementrank: 1, entrydate });
  }
  add(tables, "senneed", active, { sentype: child.need, sentyperank: 1 });
  if (child.secondaryNeed) {
    add(tables, "senneed", active, { sentype: child.secondaryNeed, sentyperank: rankOfSecondNeed });
  }
}

/** Children who change phase in 2026, by year group, and the day by which the plan is to say where. */
const PHASE_TRANSFER: Record<number, string> = { [-1]: "2026-02-15", 6: "2026-02-15", 11: "2026-03-31" };

function placeColumns(place: NonNullable<Child["place"]>): Line {
  if (typeof place === "string") return { sensetting: place };
  return { urn: place.urn, senunitindicator: place.type === "unit" ? 1 : 0, resourcedprovisionindicator: 0 };
}

/** An older plan that nobody closed, beside the one in force: the counting rules keep the one with an open placement. */
function addSecondPlan(tables: Tables, personId: number, child: Child): void {
  const older = {
    ...child,
    place: null,
    secondaryNeed: null,
    plan: {
      ...child.plan,
      type: "existing" as const,
      received: "2024-01-15",
      requestOutcome: "H" as const,
      decided: "2024-02-20",
      issueDecided: "2024-05-10",
      issued: "2024-06-03",
      exempt: false,
    },
  };
  addActivePlan(tables, addRequest(tables, personId, older), older);
}

/** Plans that ended in 2025. Three are still listed as active, as happens; the counting rules leave them out. */
function addCeasedPlans(tables: Tables, random: Generator): void {
  for (let index = 0; index < OTHER_REQUESTS.ceasedPlans; index++) {
    const issued = addDays("2017-01-10", random.below(2_000));
    const received = addDays(issued, -(110 + random.below(100)));
    const child: Child = {
      ...person(800 + index, "post_16", "MLD", random),
      plan: {
        type: "existing",
        received,
        requestOutcome: "H",
        decided: addDays(received, 30),
        issueDecided: addDays(issued, -15),
        issued,
        exempt: false,
        ceased: addDays("2025-01-20", random.below(340)),
        ceaseReason: String(1 + random.below(9)),
        fromArea: "",
        review: null,
      },
    };
    const request = addRequest(tables, addPerson(tables, child), child);
    if (index < 3) addActivePlan(tables, request, { ...child, place: null });
  }
}

/** Requests of 2025 that have led to no plan: refused at one of the two decisions, withdrawn, or still open. */
function addRequestsWithoutPlan(tables: Tables, random: Generator): void {
  const { refusedAssessment, refusedPlan, awaiting, withdrawn } = OTHER_REQUESTS;
  let number = 850;
  const request = (receiveddate: string, requestoutcome: string, requestoutcomedate: string) =>
    add(
      tables,
      "requests",
      addPerson(tables, person(number++, pick(random, ["primary", "secondary"]), "SEMH", random)),
      {
        receiveddate,
        requestsource: 1 + random.below(2),
        requestoutcome,
        requestoutcomedate,
        requesttribunal: 0,
      },
    );
  for (let index = 0; index < refusedAssessment; index++) {
    const received = addDays("2025-01-06", random.below(270));
    request(received, "N", addDays(received, index % 6 === 0 ? 45 + random.below(20) : 24 + random.below(19)));
  }
  for (let index = 0; index < refusedPlan; index++) {
    const received = addDays("2025-01-06", random.below(200));
    const id = request(received, "Y", addDays(received, 30 + random.below(10)));
    const ended = addDays(received, index % 3 === 0 ? 113 + random.below(30) : 90 + random.below(23));
    add(tables, "assessment", id, {
      assessmentoutcome: "N",
      assessmentoutcomedate: ended,
      assessmenttribunal: index % 9 === 0 ? 1 : 0,
      week20: 0,
    });
  }
  for (let index = 0; index < awaiting; index++) request(addDays("2025-11-24", random.below(50)), "A", "");
  for (let index = 0; index < withdrawn; index++) {
    const received = addDays("2025-03-03", random.below(200));
    request(received, "W", addDays(received, 20));
  }
}
