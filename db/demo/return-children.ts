import { addDays } from "#audits/cases/days.ts";
import { daysBetween } from "#audits/dates.ts";
import { allocate } from "#audits/sampling/allocate.ts";
import { type Generator, generatorFromSeed } from "#audits/sampling/generator.ts";
import type { Need, Phase, PlanType } from "#audits/vocabulary.ts";
import { pick } from "./chance.ts";
import { FORENAMES, LOCALITIES, SETTINGS, type Setting, SURNAMES } from "./return-names.ts";

export const REFERENCE_DATE = "2026-01-15";
export const RETURN_YEAR = 2026;

/** Active plans of Northshire by phase. */
export const PLANS_BY_PHASE: Record<Phase, number> = { early_years: 14, primary: 245, secondary: 266, post_16: 206 };
const ACTIVE_PLANS = 731;

/** Pupils with SEN by primary need in percent, Dorset SEND strategy 2018 to 2021, table 2; as printed they add up to 101. */
const NEED_SHARES = { ASD: 28, SEMH: 12, MLD: 18, PMLD: 2, SLD: 8, SPLD: 3, PD: 12, SENSORY: 3, SLCN: 12, OTH: 3 };
/** The table does not divide sensory impairment; this division is assumed. */
const SENSORY_SHARES = { HI: 11, VI: 8, MSI: 3 };

/** Plans issued in 2025 and how many of them within 140 days: 46 of 100, near the 46.4% of England in 2024. */
export const NEW_PLANS = { issued: 100, inTime: 46, overAYear: 7, exempt: 9, exemptInTime: 1, ceasedSince: 4 };
const TRANSFERRED = 19;

type Review = { meeting: string; outcome: "A" | "M" | "C" | ""; decided: string; draft: string };

type Plan = {
  type: PlanType;
  received: string;
  requestOutcome: "Y" | "H";
  decided: string;
  issueDecided: string;
  issued: string;
  exempt: boolean;
  ceased: string;
  ceaseReason: string;
  fromArea: string;
  review: Review | null;
};

export type Child = {
  number: number;
  surname: string;
  forename: string;
  birthDate: string;
  sex: "F" | "M";
  upn: string;
  uln: string;
  postcode: string;
  locality: (typeof LOCALITIES)[number];
  phase: Phase;
  yearGroup: number;
  need: Need;
  secondaryNeed: Need | null;
  /** A setting with a URN, or a code of the return for a place without one, or none. */
  place: Setting | "OLA" | "EHE" | "OPA" | "NEET" | "OTH" | null;
  plan: Plan;
};

/** Needs of the caseload, largest remainders to the number of plans. */
export function plansByNeed(): Record<Need, number> {
  const { SENSORY = 0, ...others } = shares(NEED_SHARES, ACTIVE_PLANS);
  return { ...others, ...shares(SENSORY_SHARES, SENSORY), DS: 0 } as Record<Need, number>;
}

function shares(parts: Record<string, number>, total: number): Record<string, number> {
  // `allocate` shares out at most as many places as there are; a thousandfold keeps the proportions and lifts that ceiling.
  const sizes = Object.fromEntries(Object.entries(parts).map(([label, part]) => [label, part * 1000]));
  const shared = allocate(sizes, total, 0);
  if (shared.value === null) throw new Error(shared.message);
  return shared.value;
}

/** The children with an active plan, in an order that says nothing, and those whose new plan has ceased since. The same on every call. */
export function demoChildren(): { active: Child[]; ceased: Child[] } {
  const random = generatorFromSeed("Northshire return 2026");
  const needs = shuffled(repeat(plansByNeed()), random);
  const phases = shuffled(repeat(PLANS_BY_PHASE), random);
  const plans = newPlans(random);
  const ceasedSince = plans.splice(0, NEW_PLANS.ceasedSince);
  const withNewPlan = plans.length;
  const active = phases.map((phase, index) => {
    const child = person(index + 1, phase, needs[index] as Need, random);
    if (index < withNewPlan) return { ...child, plan: plans[index] as Plan };
    return { ...child, plan: olderPlan(child, index < withNewPlan + TRANSFERRED, random) };
  });
  const ceased = ceasedSince.map((plan, index) => {
    const child = person(ACTIVE_PLANS + index + 1, "post_16", "SEMH", random);
    return { ...child, plan: { ...plan, ceased: "2025-11-28", ceaseReason: index === 0 ? "5" : "6" } };
  });
  return { active: shuffled(active, random), ceased };
}

/** A person who is known to the service, without a plan. */
export function person(number: number, phase: Phase, need: Need, random: Generator): Omit<Child, "plan"> {
  const yearGroup = yearGroupIn(phase, random);
  const born = addDays(`${2025 - (yearGroup + 4) - 1}-09-01`, random.below(365));
  // Young people who left school before they had a plan may be known by a learner number only, a few by neither.
  const known = phase === "post_16" ? random.below(25) : 25;
  return {
    number,
    surname: pick(random, SURNAMES),
    forename: pick(random, FORENAMES),
    birthDate: born,
    sex: random.below(100) < 73 ? "M" : "F",
    upn: known < 3 ? "" : upn(number, born),
    uln: known === 0 || phase !== "post_16" ? "" : String(8_100_000_000 + number * 37),
    postcode: `NS${1 + random.below(9)} ${1 + random.below(9)}${pick(random, [..."ABDEFGHJLNPQRSTUWXYZ"])}${pick(random, [..."ABDEFGHJLN"])}`,
    locality: pick(random, LOCALITIES),
    phase,
    yearGroup,
    need,
    secondaryNeed: secondaryNeed(need, random),
    place: place(phase, yearGroup, random),
  };
}

function yearGroupIn(phase: Phase, random: Generator): number {
  if (phase === "early_years") return random.below(4) === 0 ? -2 : -1;
  if (phase === "primary") return random.below(7);
  if (phase === "secondary") return 7 + random.below(5);
  // Numbers fall with age: the lower of two draws.
  return 12 + Math.min(random.below(9), random.below(9));
}

/** Twelve digits of area 999, which does not exist, and their check letter (DfE guide to unique pupil numbers). */
function upn(number: number, born: string): string {
  const digits = `999${String(1000 + (number % 40))}${born.slice(2, 4)}${String(number % 1000).padStart(3, "0")}`;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index + 2), 0);
  return `${"ABCDEFGHJKLMNPQRTUVWXYZ"[sum % 23]}${digits}`;
}

const COMMON_SECOND: Need[] = ["SLCN", "SEMH", "ASD", "MLD", "PD"];

function secondaryNeed(need: Need, random: Generator): Need | null {
  const second = pick(random, COMMON_SECOND);
  return random.below(100) < 45 && second !== need ? second : null;
}

function place(phase: Phase, yearGroup: number, random: Generator): Child["place"] {
  const draw = random.below(100);
  if (draw < 2) return "OLA";
  if (draw < 4) return phase === "post_16" ? "NEET" : "EHE";
  if (draw < 5) return phase === "post_16" ? "NEET" : "OPA";
  if (draw < 6) return "OTH";
  if (draw < 8) return null;
  if (yearGroup > 14 && draw < 20) return "NEET";
  const type = draw < 38 ? "special" : null;
  return pick(
    random,
    SETTINGS.filter(
      (one) => one.phases.includes(phase) && (type === null ? one.type !== "special" : one.type === type),
    ),
  );
}

/** The plans of 2025: exactly as many in time, over a year and exempt as `NEW_PLANS` says, spread over the year. */
function newPlans(random: Generator): Plan[] {
  const { issued, inTime, overAYear, exempt, exemptInTime } = NEW_PLANS;
  const plans = Array.from({ length: issued }, (_, index) => {
    const onTime = index < inTime;
    // The first took the 140 days to the last.
    const days =
      index === 0
        ? 140
        : onTime
          ? 96 + random.below(45)
          : index >= issued - overAYear
            ? 366 + random.below(120)
            : 141 + random.below(190);
    const isExempt = onTime ? index < exemptInTime : index < inTime + exempt - exemptInTime;
    return { days, isExempt };
  });
  return shuffled(plans, random).map(({ days, isExempt }, index) => {
    const issuedOn = addDays("2025-01-06", Math.floor(index * 3.5));
    const received = addDays(issuedOn, -days);
    const decided = addDays(received, random.below(100) < 85 ? 21 + random.below(22) : 43 + random.below(30));
    return {
      type: "new",
      received,
      requestOutcome: decided < "2025-01-01" ? "H" : "Y",
      decided,
      issueDecided: addDays(issuedOn, -(10 + random.below(12))),
      issued: issuedOn,
      exempt: isExempt,
      ceased: "",
      ceaseReason: "",
      fromArea: "",
      review: null,
    };
  });
}

/** A plan of an earlier year, under a request that was decided before 2025, or one that came with the child from another area. */
function olderPlan(child: Omit<Child, "plan">, transferred: boolean, random: Generator): Plan {
  const turnedTwo = addDays(child.birthDate, 900);
  const earliest = turnedTwo < "2015-03-01" ? "2015-03-01" : turnedTwo > "2024-06-01" ? "2024-06-01" : turnedTwo;
  const issued = addDays(earliest, random.below(daysBetween(earliest, "2024-12-13")));
  const received = addDays(issued, -(110 + random.below(120)));
  const review = reviewAfter(issued, random);
  return {
    type: transferred ? "transferred" : planTypeAfter(review),
    received,
    requestOutcome: "H",
    decided: addDays(received, 25 + random.below(25)),
    issueDecided: addDays(issued, -(12 + random.below(20))),
    issued,
    exempt: false,
    ceased: "",
    ceaseReason: "",
    fromArea: transferred ? "998" : "",
    review,
  };
}

/** The last review: most in 2025, 44 of 100 decided within four weeks, some not decided yet, some plans without one. */
function reviewAfter(issued: string, random: Generator): Review | null {
  const draw = random.below(100);
  if (draw < 10) return null;
  const inLastYear = addDays("2025-01-08", random.below(280));
  const inYearBefore = addDays("2024-01-10", random.below(320));
  const meeting = draw < 18 && inYearBefore > addDays(issued, 60) ? inYearBefore : inLastYear;
  if (random.below(100) < 9) return { meeting, outcome: "", decided: "", draft: "" };
  const decided = addDays(meeting, random.below(100) < 44 ? 9 + random.below(20) : 29 + random.below(38));
  const which = random.below(100);
  if (which < 52) return { meeting, outcome: "A", decided, draft: addDays(decided, random.below(15)) };
  return { meeting, outcome: which < 96 ? "M" : "C", decided, draft: "" };
}

function planTypeAfter(review: Review | null): PlanType {
  if (!review?.outcome) return "existing";
  return ({ A: "amended", M: "maintained", C: "ceasing" } as const)[review.outcome];
}

function repeat<T extends string>(counts: Record<T, number>): T[] {
  return (Object.keys(counts) as T[]).flatMap((key) => Array<T>(counts[key]).fill(key));
}

/** Fisher and Yates, from the end. */
function shuffled<T>(items: readonly T[], random: Generator): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
