import { shuffle } from "../sampling/draw.ts";
import type { Agency } from "../vocabulary.ts";

/** Who audits what: how many auditors each plan gets, and which, by rule and seed alone. */

export type PanelRule = {
  /** Plans that everybody scores, so that all auditors can be held against each other. */
  anchors: number;
  /** Plans that two agencies score; counts where the others get one. */
  double: number;
  /** Auditors of different agencies for each of the other plans. */
  others: 1 | 2 | 3;
};

/** What a lead chose when the panel was made, kept with the cycle: what is missing later is filled by the same rule. */
export type PanelChoice = {
  rule: PanelRule;
  /** Who audits in this cycle, with the most audits each can take; null where nobody said. */
  auditors: { id: string; capacity: number | null }[];
  /** References of the plans that became anchors, so that they stay it when what is missing is filled later. */
  anchorPlans?: string[];
};

/** How many auditors a plan is to have; "everybody" for an anchor. */
export type Places = number | "everybody";

/** At least ten plans, or a fifth of them, are scored by two agencies: fewer say nothing about agreement. */
export const doubleFor = (plans: number): number => Math.min(plans, Math.max(LEAST_DOUBLE, Math.ceil(plans / 5)));

const LEAST_DOUBLE = 10;

/**
 * What to tell a lead whose auditors' agreement will rest on too few plans; null where ten, or all of fewer, have two agencies.
 *
 * @param scoredTwice how many of the plans have auditors of two agencies or more
 */
export function doubleWarning(plans: number, scoredTwice: number): string | null {
  if (plans === 0 || scoredTwice >= Math.min(plans, LEAST_DOUBLE)) return null;
  if (scoredTwice === 0)
    return "No plan has auditors of two agencies, so whether auditors agree cannot be measured in this cycle.";
  const have = `Only ${scoredTwice} of ${plans} plans ${scoredTwice === 1 ? "has" : "have"} auditors of two agencies.`;
  return `${have} Fewer than ten say little about whether auditors agree.`;
}

/**
 * The plans that everybody is to score: those that are it already, then by hash order, those first in which the fewest auditors
 * have a conflict, for each of these would be missing beside the others.
 *
 * @param conflicts how many auditors must not score each plan; a plan that is not in it has none
 */
export function anchorsFor(
  count: number,
  seed: string,
  planIds: readonly string[],
  conflicts: ReadonlyMap<string, number> = new Map(),
  already: readonly string[] = [],
): string[] {
  const kept = already.filter((id) => planIds.includes(id));
  const order = inOrder(seed, planIds).filter((id) => !kept.includes(id));
  order.sort((a, b) => (conflicts.get(a) ?? 0) - (conflicts.get(b) ?? 0));
  return [...kept, ...order].slice(0, count);
}

/** The plan to propose as an anchor, one in which nobody has a conflict; null where there is none, or too few auditors for it to add anything. */
export function proposedAnchor(
  seed: string,
  planIds: readonly string[],
  auditors: number,
  conflicts: ReadonlyMap<string, number>,
): string | null {
  const [first] = auditors > 2 ? anchorsFor(1, seed, planIds, conflicts) : [];
  return first !== undefined && !conflicts.get(first) ? first : null;
}

/** What each plan is to have. Which plans are scored twice follows from the seed alone. */
export function placesFor(
  rule: PanelRule,
  seed: string,
  planIds: readonly string[],
  anchors: readonly string[] = anchorsFor(rule.anchors, seed, planIds),
): Map<string, Places> {
  const others = inOrder(seed, planIds).filter((id) => !anchors.includes(id));
  const places = (at: number): Places => (rule.others === 1 && at < rule.double ? 2 : rule.others);
  return new Map<string, Places>([
    ...anchors.map((id): [string, Places] => [id, "everybody"]),
    ...others.map((id, at): [string, Places] => [id, places(at)]),
  ]);
}

const inOrder = (seed: string, planIds: readonly string[]): string[] => shuffle(`${seed}/places`, planIds);

export type PlanToAssign = {
  id: string;
  places: Places;
  /** Who scores the plan already. */
  has: { auditorId: string; agency: Agency }[];
};
export type AvailableAuditor = {
  id: string;
  agency: Agency;
  /** Audits the auditor has in this cycle already. */
  load: number;
  /** The most audits that the auditor can take in this cycle; null where nobody said. */
  capacity: number | null;
  /** Plans that this auditor must not score, with the reason. */
  conflicts: { planId: string; because: string }[];
};

export type Assignment = { planId: string; auditorId: string; agency: Agency };
export type Unassigned = { planId: string; missing: number; because: string };

/**
 * Gives each plan the auditors it lacks, from different agencies, as evenly as conflicts and capacities allow; an anchor
 * gets everybody who may. Plans are taken in an order that follows from the seed alone, anchors first; each place goes to
 * the auditor with the fewest audits so far, and among equals to the one whose id sorts first, so the same input gives the
 * same panel. A place that is left over is filled by moving others along where that can be done: a plan lacks an auditor
 * only where no arrangement would give it one.
 */
export function assignPanel(
  seed: string,
  plans: PlanToAssign[],
  auditors: AvailableAuditor[],
): { assignments: Assignment[]; unassigned: Unassigned[] } {
  const load = new Map(auditors.map((a) => [a.id, a.load]));
  const assignments: Assignment[] = [];
  const unassigned: Unassigned[] = [];
  const give = (planId: string, { id, agency }: AvailableAuditor) => {
    load.set(id, (load.get(id) ?? 0) + 1);
    assignments.push({ planId, auditorId: id, agency });
  };
  const mayTake = (plan: PlanToAssign, a: AvailableAuditor) =>
    !plan.has.some((h) => h.auditorId === a.id) && !a.conflicts.some((c) => c.planId === plan.id);
  const hasRoom = (a: AvailableAuditor) => a.capacity === null || (load.get(a.id) ?? 0) < a.capacity;
  const order = shuffle(
    `${seed}/panel`,
    plans.map((p) => p.id),
  ).map((id) => plans.find((p) => p.id === id) as PlanToAssign);

  for (const plan of order.filter((p) => p.places === "everybody")) {
    const able = auditors.filter((a) => mayTake(plan, a));
    for (const auditor of able.filter(hasRoom)) give(plan.id, auditor);
    const full = able.filter((a) => !assignments.some((x) => x.planId === plan.id && x.auditorId === a.id)).length;
    if (full > 0)
      unassigned.push({ planId: plan.id, missing: full, because: "Auditors have as many audits as they can take." });
  }
  const shared = order.filter((p): p is PlanToAssign & { places: number } => p.places !== "everybody");
  const onPlan = (plan: PlanToAssign) => assignments.filter((a) => a.planId === plan.id);
  const agenciesOn = (plan: PlanToAssign) => new Set([...plan.has, ...onPlan(plan)].map((h) => h.agency));
  const lacking = (plan: PlanToAssign & { places: number }) => plan.places - plan.has.length - onPlan(plan).length;
  const ableTo = (plan: PlanToAssign) => {
    const taken = agenciesOn(plan);
    const own = new Set(onPlan(plan).map((a) => a.auditorId));
    return auditors
      .filter((a) => !taken.has(a.agency) && !own.has(a.id) && mayTake(plan, a))
      .sort((a, b) => (load.get(a.id) ?? 0) - (load.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
  };

  /** Finds one more auditor for a plan, if need be by freeing one whose other plan finds another in turn. */
  const find = (plan: PlanToAssign, asked: Set<string>): boolean => {
    const able = ableTo(plan).filter((a) => !asked.has(a.id));
    const free = able.find(hasRoom);
    if (free) {
      give(plan.id, free);
      return true;
    }
    for (const auditor of able) {
      if (asked.has(auditor.id)) continue;
      asked.add(auditor.id);
      for (const other of shared) {
        const held = assignments.findIndex((a) => a.planId === other.id && a.auditorId === auditor.id);
        if (held < 0) continue;
        const [kept] = assignments.splice(held, 1) as [Assignment];
        load.set(auditor.id, (load.get(auditor.id) ?? 0) - 1);
        // While the other plan looks for somebody, this place is spoken for.
        give(plan.id, auditor);
        if (find(other, asked)) return true;
        assignments.splice(
          assignments.findIndex((a) => a.planId === plan.id && a.auditorId === auditor.id),
          1,
        );
        assignments.splice(held, 0, kept);
      }
    }
    return false;
  };

  for (const plan of shared) {
    while (lacking(plan) > 0) {
      const next = ableTo(plan).find(hasRoom);
      if (!next) break;
      give(plan.id, next);
    }
  }
  for (const plan of shared) {
    while (lacking(plan) > 0 && find(plan, new Set()));
    const missing = lacking(plan);
    if (missing <= 0) continue;
    const because = ableTo(plan).length
      ? "Auditors have as many audits as they can take."
      : "No auditor of another agency without a conflict is left.";
    unassigned.push({ planId: plan.id, missing, because });
  }
  return { assignments, unassigned };
}

/**
 * As `assignPanel`; where the rubric gives the parent carer forum a part of the criteria only, its auditors come on top of the
 * places of a plan, one a plan and everybody at an anchor: they must not stand in for an agency that scores all of it.
 */
export function assignWithForum(
  seed: string,
  plans: PlanToAssign[],
  auditors: AvailableAuditor[],
  forumOnTop: boolean,
): { assignments: Assignment[]; unassigned: Unassigned[] } {
  if (!forumOnTop) return assignPanel(seed, plans, auditors);
  const ofForum = ({ agency }: { agency: Agency }) => agency === "forum";
  const others = plans.map((p) => ({ ...p, has: p.has.filter((h) => !ofForum(h)) }));
  const panel = assignPanel(
    seed,
    others,
    auditors.filter((a) => !ofForum(a)),
  );
  const places = (p: PlanToAssign): Places => (p.places === "everybody" ? p.places : 1);
  const onTop = assignPanel(
    `${seed}/forum`,
    plans.map((p) => ({ ...p, places: places(p), has: p.has.filter(ofForum) })),
    auditors.filter(ofForum),
  );
  // A plan that is not open to the forum lacks nobody.
  return { assignments: [...panel.assignments, ...onTop.assignments], unassigned: panel.unassigned };
}

/**
 * Gives each plan one auditor more, in place of one who left: another of the forum where the rubric gives the forum a part of
 * the criteria only and a forum auditor left, and nobody of the forum in place of an agency that scores all of it.
 *
 * @param leaving the agency that each plan loses an auditor of
 */
export function assignInPlace(
  seed: string,
  plans: (Omit<PlanToAssign, "places"> & { leaving: Agency })[],
  auditors: AvailableAuditor[],
  forumOnTop: boolean,
): Assignment[] {
  const ofForum = ({ agency }: { agency: Agency }) => forumOnTop && agency === "forum";
  const part = (forum: boolean) =>
    assignPanel(
      seed,
      plans
        .filter(({ leaving }) => ofForum({ agency: leaving }) === forum)
        .map((p) => ({ ...p, places: p.has.length + 1 })),
      auditors.filter((a) => ofForum(a) === forum),
    ).assignments;
  return [...part(false), ...part(true)];
}
