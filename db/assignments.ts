import { and, eq, gt, inArray, isNull, or } from "drizzle-orm";
import {
  type AvailableAuditor,
  anchorsFor,
  assignWithForum,
  type PanelChoice,
  type PanelRule,
  type Places,
  placesFor,
  type Unassigned,
} from "#audits/panel/assign.ts";
import { agencyMaySee, forumCriteria, NOT_CLEARED } from "#audits/panel/forum.ts";
import { conflictWith } from "#audits/panel/interests.ts";
import type { Step } from "#audits/panel/life.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { Agency } from "#audits/vocabulary.ts";
import { type AssignedAudit, auditsOf } from "./audits.ts";
import { type Cycle, type SampledCase, sampleOf } from "./cycles.ts";
import { firstAuditorsOf } from "./first-round.ts";
import { clearancesOf } from "./forum.ts";
import { interestsInForce } from "./interests.ts";
import { rubricOf } from "./rubrics.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

const event = eventOn("audit");

export type Auditor = { id: string; name: string; agency: Agency };

/** People who may score now, with the agency they score for and why they must not score each plan of a sample. */
export async function auditorsWithConflicts(
  db: Db | Tx,
  cycleId: string,
  sample: SampledCase[],
  now: Date,
): Promise<(Auditor & { conflicts: { planId: string; because: string }[] })[]> {
  const { people, memberships, cases } = db.tables;
  const roles = await db
    .select({ id: people.id, name: people.name, membership: memberships })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id));
  const scoring = await db
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.role, "auditor"), or(isNull(memberships.endsAt), gt(memberships.endsAt, now))));
  const holds = new Set(scoring.map((m) => m.id));
  const declared = await interestsInForce(db);
  const caseIds = sample.map((s) => s.caseId);
  const rows = caseIds.length
    ? await db.select({ id: cases.id, urn: cases.settingUrn }).from(cases).where(inArray(cases.id, caseIds))
    : [];
  const settings = new Map(rows.map((c) => [c.id, c.urn]));
  const firstRound = await firstAuditorsOf(db, cycleId);
  const marked = await clearancesOf(
    db,
    sample.map((s) => s.id),
  );
  const seen = new Set<string>();
  return roles
    .filter(({ membership, id }) => {
      const first = holds.has(membership.id) && membership.agency !== null && !seen.has(id);
      if (first) seen.add(id);
      return first;
    })
    .map(({ id, name, membership }) => {
      // Who wrote plans once has written them, whether or not the role has ended since.
      const writerRefs = roles.flatMap((r) => (r.id === id && r.membership.writerRef ? [r.membership.writerRef] : []));
      const interests = declared.filter((i) => i.personId === id);
      const conflicts = sample.flatMap((s) => {
        const { reference, planWriterRef } = s.snapshot;
        const plan = { reference, writerRef: planWriterRef, settingUrn: settings.get(s.caseId) ?? null };
        const first = firstRound.get(s.caseId)?.has(id) ? "scored the plan in the first round" : null;
        const agency = membership.agency as Agency;
        const shut = agencyMaySee(agency, marked.get(s.id)?.kind ?? null) ? null : NOT_CLEARED;
        const because = conflictWith(plan, { interests, writerRefs }) ?? first ?? shut;
        return because ? [{ planId: s.id, because }] : [];
      });
      return { id, name, agency: membership.agency as Agency, conflicts };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The same number of auditors for every plan, with no limit for any of them. */
export const samePlaces = (auditorIds: string[], others: PanelRule["others"]): PanelChoice => ({
  rule: { anchors: 0, double: 0, others },
  auditors: auditorIds.map((id) => ({ id, capacity: null })),
});

/**
 * How many auditors have a conflict with each plan, by reference: references are the same in every copy of the data, ids are
 * not. That a plan is not marked for the forum is no conflict.
 */
export function conflictsByPlan(
  sample: SampledCase[],
  auditors: { conflicts: { planId: string; because: string }[] }[],
): Map<string, number> {
  const on = (planId: string) =>
    auditors.filter((a) => a.conflicts.some((c) => c.planId === planId && c.because !== NOT_CLEARED)).length;
  return new Map(sample.map((s) => [s.snapshot.reference, on(s.id)]));
}

/** What each plan of a sample is to have by this rule, the anchors among them by reference. */
function placesOf(cycle: Cycle, sample: SampledCase[], choice: PanelChoice, conflicts: Map<string, number>) {
  const { rule } = choice;
  const references = sample.map((s) => s.snapshot.reference);
  // A panel made before its anchors were kept with it took them by hash order alone.
  const already =
    cycle.panel && (cycle.panel.anchorPlans ?? anchorsFor(cycle.panel.rule.anchors, cycle.seed, references));
  const anchorPlans = anchorsFor(rule.anchors, cycle.seed, references, conflicts, already ?? []);
  const places = placesFor(rule, cycle.seed, references, anchorPlans);
  const byId = new Map(sample.map((s): [string, Places] => [s.id, places.get(s.snapshot.reference) ?? rule.others]));
  return { places: byId, anchorPlans };
}

/** Gives every plan of the sample the auditors that it lacks by the rule, evenly and without conflicts. */
export async function assignAll(
  store: Store,
  by: Actor,
  cycle: Cycle,
  choice: PanelChoice,
  at: Date,
): Promise<{ given: number; unassigned: Unassigned[] }> {
  return store.transaction(async (tx) => {
    const sample = await sampleOf(tx, cycle.id);
    const existing = await auditsOf(tx, cycle.id);
    const everyone = await auditorsWithConflicts(tx, cycle.id, sample, at);
    const live = existing.filter((e) => e.audit.status !== "withdrawn");
    const { places, anchorPlans } = placesOf(cycle, sample, choice, conflictsByPlan(sample, everyone));
    const plans = sample.map((s) => ({
      id: s.id,
      places: places.get(s.id) ?? 1,
      has: live
        .filter((e) => e.audit.sampledCaseId === s.id)
        .map((e) => ({ auditorId: e.audit.auditorId, agency: e.audit.agency })),
    }));
    const auditors = everyone.flatMap((a): AvailableAuditor[] => {
      const chosen = choice.auditors.find((c) => c.id === a.id);
      return chosen
        ? [{ ...a, capacity: chosen.capacity, load: loadOf(a.id, live), conflicts: barred(a, existing) }]
        : [];
    });
    const onTop = await forumOnTop(tx, cycle);
    const { assignments, unassigned } = assignWithForum(cycle.seed, plans, auditors, onTop);
    await tx
      .update(tx.tables.cycles)
      .set({ panel: { ...choice, anchorPlans } })
      .where(eq(tx.tables.cycles.id, cycle.id));
    for (const a of assignments) {
      const reference = sample.find((s) => s.id === a.planId)?.snapshot.reference ?? "";
      const auditor = everyone.find((e) => e.id === a.auditorId) as Auditor;
      await giveAudit(tx, by, cycle, { planId: a.planId, reference }, auditor, at);
    }
    return { given: assignments.length, unassigned };
  });
}

/** Whether the forum's auditors score a part of the criteria only, so that they come on top of the places of a plan. */
export async function forumOnTop(db: Db | Tx, cycle: Cycle): Promise<boolean> {
  const rubric = await rubricOf(db, cycle.rubricId);
  const { all, forum } = rubric ? forumCriteria(rubric.document, cycle) : { all: [], forum: [] };
  return forum.length < all.length;
}

const loadOf = (auditorId: string, live: AssignedAudit[]) => live.filter((e) => e.audit.auditorId === auditorId).length;

/** Conflicts, and plans that the auditor had in this cycle and gave back or lost. */
export const barred = (
  a: { id: string; conflicts: { planId: string; because: string }[] },
  existing: AssignedAudit[],
): { planId: string; because: string }[] => [
  ...a.conflicts,
  ...existing
    .filter((e) => e.audit.auditorId === a.id)
    .map((e) => ({ planId: e.audit.sampledCaseId, because: "had the plan in this cycle already" })),
];

/** Gives one plan to one auditor, within the caller's transaction. */
export async function giveAudit(
  tx: Tx,
  by: Actor,
  cycle: Cycle,
  plan: { planId: string; reference: string },
  auditor: Auditor,
  at: Date,
): Promise<void> {
  const id = newId("aud");
  await tx.insert(tx.tables.audits).values({
    id,
    cycleId: cycle.id,
    sampledCaseId: plan.planId,
    auditorId: auditor.id,
    agency: auditor.agency,
    status: "assigned",
    dueOn: cycle.scoringDue,
    assignedAt: at,
    version: 1,
  });
  const sentence = `${by.name} gave ${plan.reference} to ${auditor.name}.`;
  await record(tx, event(by, "audit.assigned", id, sentence, [auditor]), at);
}

/**
 * Gives the plan of an audit that is not submitted to another auditor. What the first one wrote stays with the withdrawn
 * audit, is not counted, and is not shown to the second.
 */
export async function reassign(
  store: Store,
  by: Actor,
  cycle: Cycle,
  auditId: string,
  toId: string,
  reason: string,
  at: Date,
): Promise<Step> {
  const no = (sentence: string): Step => ({ ok: false, sentence });
  const problem = problemInReason(reason, "Enter why the plan goes to somebody else");
  if (problem) return no(problem);
  if (cycle.status !== "sampling" && cycle.status !== "scoring")
    return no("Scoring has closed, so nobody can be assigned.");
  return store.transaction(async (tx): Promise<Step> => {
    const { audits } = tx.tables;
    const existing = await auditsOf(tx, cycle.id);
    const leaving = existing.find((e) => e.audit.id === auditId);
    if (!leaving || !["assigned", "in_progress"].includes(leaving.audit.status))
      return no("Only an audit that is not submitted can go to somebody else.");
    const sample = await sampleOf(tx, cycle.id);
    const plan = sample.find((s) => s.id === leaving.audit.sampledCaseId);
    const next = (await auditorsWithConflicts(tx, cycle.id, sample, at)).find((a) => a.id === toId);
    if (!plan || !next) return no("Choose an auditor");
    const conflict = barred(next, existing).find((c) => c.planId === plan.id);
    if (conflict) return no(`${next.name} must not score this plan: ${conflict.because}`);
    one(
      await tx
        .update(audits)
        .set({
          status: "withdrawn",
          withdrawnAt: at,
          withdrawnBecause: "given_on",
          version: leaving.audit.version + 1,
        })
        .where(and(eq(audits.id, auditId), eq(audits.version, leaving.audit.version)))
        .returning(),
    );
    const former = { id: leaving.audit.auditorId, name: leaving.auditorName };
    const { reference } = plan.snapshot;
    const sentence = `${by.name} took ${reference} from ${former.name}: ${reason.trim()}`;
    await record(tx, event(by, "audit.withdrawn", auditId, sentence, [former]), at);
    await giveAudit(tx, by, cycle, { planId: plan.id, reference }, next, at);
    return { ok: true };
  });
}

/** The auditor hands a plan back because of a conflict of interest; another auditor can then be given it. What was written stays. */
export async function handBack(store: Store, by: Actor, auditId: string, reason: string, at: Date): Promise<Step> {
  const problem = problemInReason(reason, "Say why you hand the plan back.");
  if (problem) return { ok: false, sentence: problem };
  return store.transaction(async (tx): Promise<Step> => {
    const { audits } = tx.tables;
    const rows = await tx
      .update(audits)
      .set({ status: "withdrawn", withdrawnAt: at, withdrawnBecause: "handed_back" })
      .where(
        and(eq(audits.id, auditId), eq(audits.auditorId, by.id), inArray(audits.status, ["assigned", "in_progress"])),
      )
      .returning();
    if (rows.length !== 1) return { ok: false, sentence: "This audit cannot be handed back any more." };
    await record(tx, event(by, "audit.withdrawn", auditId, `${by.name} handed a plan back: ${reason.trim()}`), at);
    return { ok: true };
  });
}

/** The quality lead gives a submitted audit back, with a reason that the auditor sees. Not once its plan is signed off. */
export async function reopenAudit(
  store: Store,
  by: Actor,
  cycleId: string,
  auditId: string,
  reason: string,
  at: Date,
): Promise<Step> {
  const problem = problemInReason(reason, "Enter why the audit is reopened. The auditor sees it.");
  if (problem) return { ok: false, sentence: problem };
  return store.transaction(async (tx): Promise<Step> => {
    const { audits, cycles, moderations } = tx.tables;
    const [row] = await tx
      .select({ audit: audits, cycle: cycles.status, signedOffAt: moderations.signedOffAt })
      .from(audits)
      .innerJoin(cycles, eq(cycles.id, audits.cycleId))
      .leftJoin(moderations, eq(moderations.sampledCaseId, audits.sampledCaseId))
      .where(and(eq(audits.id, auditId), eq(audits.cycleId, cycleId)));
    if (!row) return { ok: false, sentence: "This audit does not exist." };
    if (row.audit.status !== "submitted") return { ok: false, sentence: "Only a submitted audit can be reopened." };
    if (row.signedOffAt) return { ok: false, sentence: "The plan is signed off, so its audits stay as they are." };
    if (row.cycle !== "scoring")
      return {
        ok: false,
        sentence: "Scoring has closed, so the audit could not be finished. Settle it in moderation.",
      };
    one(
      await tx
        .update(audits)
        .set({
          status: "in_progress",
          submittedAt: null,
          reopenedReason: reason.trim(),
          version: row.audit.version + 1,
        })
        .where(and(eq(audits.id, auditId), eq(audits.version, row.audit.version)))
        .returning(),
    );
    await record(tx, event(by, "audit.reopened", auditId, `${by.name} reopened an audit: ${reason.trim()}`), at);
    return { ok: true };
  });
}
