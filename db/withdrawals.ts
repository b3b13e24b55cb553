import { and, eq } from "drizzle-orm";
import { assignInPlace } from "#audits/panel/assign.ts";
import type { Step } from "#audits/panel/life.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { WITHDRAWAL_LABELS, type Withdrawal } from "#audits/vocabulary.ts";
import { auditorsWithConflicts, barred, forumOnTop, giveAudit } from "./assignments.ts";
import { type AssignedAudit, type AuditRow, auditsOf } from "./audits.ts";
import { type Cycle, sampleOf } from "./cycles.ts";
import { type Db, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** Audits that end before they are submitted. What was written stays with them, is not counted, and is shown to nobody else. */

const event = eventOn("audit");
const isOpen = ({ audit }: AssignedAudit) => audit.status === "assigned" || audit.status === "in_progress";
const no = (sentence: string) => ({ ok: false as const, sentence });
const SCORING_CLOSED = "Scoring has closed, so the audits stay as they are.";

async function end(tx: Tx, audit: AuditRow, because: Withdrawal, at: Date): Promise<void> {
  const { audits } = tx.tables;
  one(
    await tx
      .update(audits)
      .set({ status: "withdrawn", withdrawnAt: at, withdrawnBecause: because, version: audit.version + 1 })
      .where(and(eq(audits.id, audit.id), eq(audits.version, audit.version), eq(audits.status, audit.status)))
      .returning(),
  );
}

/**
 * The quality lead ends an audit that nobody waits for any longer, so that scoring can close. Its plan keeps at least one
 * audit: without any it could not be moderated.
 */
export async function withdrawAudit(
  store: Store,
  by: Actor,
  cycle: Cycle,
  auditId: string,
  reason: string,
  at: Date,
): Promise<Step> {
  const problem = problemInReason(reason, "Enter why nobody waits for this audit");
  if (problem) return no(problem);
  if (cycle.status !== "scoring") return no(SCORING_CLOSED);
  return store.transaction(async (tx): Promise<Step> => {
    const existing = await auditsOf(tx, cycle.id);
    const leaving = existing.find((e) => e.audit.id === auditId);
    if (!leaving || !isOpen(leaving)) return no("Only an audit that is not submitted can be withdrawn.");
    const plan = (await sampleOf(tx, cycle.id)).find((s) => s.id === leaving.audit.sampledCaseId);
    const others = existing.filter(
      ({ audit }) => audit.sampledCaseId === plan?.id && audit.id !== auditId && audit.status !== "withdrawn",
    );
    if (!plan || others.length === 0)
      return no("This is the only audit of the plan. Give it to somebody else, or take the plan out of the sample.");
    await end(tx, leaving.audit, "not_waited_for", at);
    const former = { id: leaving.audit.auditorId, name: leaving.auditorName };
    const sentence = `${by.name} went on without the audit of ${plan.snapshot.reference} by ${former.name}: ${reason.trim()}`;
    await record(tx, event(by, "audit.withdrawn", auditId, sentence, [former]), at);
    return { ok: true };
  });
}

export type Released = { ok: true; given: number; lacking: number } | { ok: false; sentence: string };

/**
 * For an auditor who cannot go on: takes every audit of theirs that is not submitted, and gives its plan to another auditor
 * of this cycle, of an agency that the plan lacks, who begins from nothing. Submitted audits stay.
 *
 * @returns how many plans went to somebody, and how many still lack an auditor
 */
export async function releaseAuditor(
  store: Store,
  by: Actor,
  cycle: Cycle,
  auditorId: string,
  reason: string,
  at: Date,
): Promise<Released> {
  const problem = problemInReason(reason, "Enter why the auditor does not go on");
  if (problem) return no(problem);
  if (cycle.status !== "sampling" && cycle.status !== "scoring") return no(SCORING_CLOSED);
  return store.transaction(async (tx): Promise<Released> => {
    const before = await auditsOf(tx, cycle.id);
    const leaving = before.filter((e) => e.audit.auditorId === auditorId && isOpen(e));
    const [first] = leaving;
    if (!first) return no("This auditor has no audit that is not submitted.");
    const sample = await sampleOf(tx, cycle.id);
    const referenceOf = (planId: string) => sample.find((s) => s.id === planId)?.snapshot.reference ?? "";
    const former = { id: auditorId, name: first.auditorName };
    for (const { audit } of leaving) {
      await end(tx, audit, "given_on", at);
      const sentence = `${by.name} took ${referenceOf(audit.sampledCaseId)} from ${former.name}: ${reason.trim()}`;
      await record(tx, event(by, "audit.withdrawn", audit.id, sentence, [former]), at);
    }
    const now = await auditsOf(tx, cycle.id);
    const live = now.filter((e) => e.audit.status !== "withdrawn");
    const takesPart = new Set(live.map((e) => e.audit.auditorId));
    const auditors = (await auditorsWithConflicts(tx, cycle.id, sample, at))
      .filter((a) => takesPart.has(a.id) && a.id !== auditorId)
      .map((a) => ({
        ...a,
        capacity: cycle.panel?.auditors.find((c) => c.id === a.id)?.capacity ?? null,
        load: live.filter((e) => e.audit.auditorId === a.id).length,
        conflicts: barred(a, now),
      }));
    const plans = sample
      .filter((s) => leaving.some((e) => e.audit.sampledCaseId === s.id))
      .map((s) => {
        const has = live.filter((e) => e.audit.sampledCaseId === s.id).map(({ audit }) => audit);
        return { id: s.id, has, leaving: first.audit.agency };
      });
    const assignments = assignInPlace(cycle.seed, plans, auditors, await forumOnTop(tx, cycle));
    for (const { planId, auditorId: to } of assignments) {
      const auditor = auditors.find((a) => a.id === to);
      if (auditor) await giveAudit(tx, by, cycle, { planId, reference: referenceOf(planId) }, auditor, at);
    }
    return { ok: true, given: assignments.length, lacking: plans.length - assignments.length };
  });
}

/** One's own audits that ended before they were submitted, in cycles that score, latest first: what became of each. */
export async function ownWithdrawn(db: Db, auditorId: string) {
  const { audits, cycles, sampledCases } = db.tables;
  const rows = await db
    .select({ audit: audits, plan: sampledCases })
    .from(audits)
    .innerJoin(cycles, eq(cycles.id, audits.cycleId))
    .innerJoin(sampledCases, eq(sampledCases.id, audits.sampledCaseId))
    .where(and(eq(audits.auditorId, auditorId), eq(audits.status, "withdrawn"), eq(cycles.status, "scoring")));
  return rows
    .sort((a, b) => Number(b.audit.withdrawnAt) - Number(a.audit.withdrawnAt))
    .map(({ audit, plan }) => ({
      id: audit.id,
      reference: plan.snapshot.reference,
      at: audit.withdrawnAt,
      begun: audit.startedAt !== null,
      because: audit.withdrawnBecause ? WITHDRAWAL_LABELS[audit.withdrawnBecause] : "It was withdrawn",
    }));
}
