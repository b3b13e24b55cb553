import { shuffle } from "../sampling/draw.ts";
import type { Agency } from "../vocabulary.ts";

/** `has`: the agencies that score the plan already. */
export type PlanToAssign = { id: string; has: Agency[] };
export type AvailableAuditor = {
  id: string;
  agency: Agency;
  /** Audits the auditor has in this cycle already. */
  load: number;
  /** Plans that this auditor must not score, with the reason: wrote, approved or advised on the plan, or knows the family. */
  conflicts: { planId: string; because: string }[];
};

export type Assignment = { planId: string; auditorId: string; agency: Agency };
export type Unassigned = { planId: string; missing: number; because: string };

/**
 * Gives each plan `perPlan` auditors from different agencies, as evenly as the conflicts allow. Plans are taken in an order
 * that follows from the seed alone; each place goes to the auditor with the fewest audits so far, and among equals to the
 * one whose id sorts first, so the same input gives the same panel.
 */
export function assignPanel(
  seed: string,
  plans: PlanToAssign[],
  auditors: AvailableAuditor[],
  perPlan: number,
): { assignments: Assignment[]; unassigned: Unassigned[] } {
  const load = new Map(auditors.map((a) => [a.id, a.load]));
  const assignments: Assignment[] = [];
  const unassigned: Unassigned[] = [];
  for (const planId of shuffle(
    `${seed}/panel`,
    plans.map((p) => p.id),
  )) {
    const taken = new Set<Agency>(plans.find((p) => p.id === planId)?.has);
    for (let place = taken.size; place < perPlan; place++) {
      const next = auditors
        .filter((a) => !taken.has(a.agency) && !a.conflicts.some((c) => c.planId === planId))
        .sort((a, b) => (load.get(a.id) ?? 0) - (load.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1))[0];
      if (!next) {
        const missing = perPlan - place;
        unassigned.push({ planId, missing, because: "No auditor of another agency without a conflict is left." });
        break;
      }
      taken.add(next.agency);
      load.set(next.id, (load.get(next.id) ?? 0) + 1);
      assignments.push({ planId, auditorId: next.id, agency: next.agency });
    }
  }
  return { assignments, unassigned };
}
