import { and, asc, eq, inArray, isNull, ne } from "drizzle-orm";
import { mayModerate } from "#audits/panel/life.ts";
import {
  type Moderation,
  moderationOf,
  type PanelAuditor,
  problemsInSettlement,
  problemsInWords,
  type Settlement,
  type SettlementProblem,
} from "#audits/panel/moderation.ts";
import { overrideOf, overrideSentence } from "#audits/panel/override.ts";
import { type Agreed, type PlanResult, planResult, scoreFromText, textFromScore } from "#audits/panel/result.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { type Criterion, levelsOf, type RubricDocument } from "#audits/rubric/document.ts";
import { AGENCY_LETTERS, AGENCIES } from "#audits/vocabulary.ts";
import { answersOf, type AuditRow, sheetOfPlan } from "./audits.ts";
import { type Cycle, type SampledCase, sampleOf } from "./cycles.ts";
import { isAnyOf } from "./engine/sql.ts";
import { keepPanelFinding } from "./findings.ts";
import { everybody } from "./people.ts";
import { keepPlanResults } from "./plan-results.ts";
import type { Tables } from "./schema.ts";
import { type Db, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

export type ModerationRow = Tables["moderations"]["$inferSelect"];
export type SettlementRow = {
  criterion: string;
  agreed: Agreed;
  reason: string;
  finding: string;
  version: number;
  settledBy: string;
  settledAt: Date;
};

/** Everything that the panel needs for one plan. Only made once every audit of the plan is in. */
export type Cockpit = {
  cycle: Cycle;
  sampled: SampledCase;
  rubric: RubricDocument;
  asked: Criterion[];
  auditors: PanelAuditor[];
  moderation: Moderation;
  settled: Map<string, SettlementRow>;
  row: ModerationRow | null;
  result: PlanResult;
};

export type CockpitVerdict =
  | { ok: true; cockpit: Cockpit }
  | { ok: false; why: "gone" }
  | { ok: false; why: "blind" | "closed"; sentence: string };

/** The plans of a cycle with how far each is, for the list of moderation. Says how many audits are in, never what they say. */
export async function moderationList(db: Db, cycleId: string) {
  const { audits, moderations } = db.tables;
  const sample = await sampleOf(db, cycleId);
  const ids = sample.map((s) => s.id);
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: audits.sampledCaseId, status: audits.status })
    .from(audits)
    .where(and(inArray(audits.sampledCaseId, ids), ne(audits.status, "withdrawn")));
  const signed = await db.select().from(moderations).where(inArray(moderations.sampledCaseId, ids));
  return sample.map((sampled) => {
    const own = rows.filter((r) => r.id === sampled.id);
    const row = signed.find((m) => m.sampledCaseId === sampled.id) ?? null;
    return {
      sampled,
      audits: own.length,
      submitted: own.filter((r) => r.status === "submitted").length,
      started: row !== null,
      signedOffAt: row?.signedOffAt ?? null,
    };
  });
}

/** The cockpit of one plan of a cycle, while blind scoring is over; also after sign-off, to look back. */
export async function cockpitOf(db: Db, cycleId: string, sampledId: string): Promise<CockpitVerdict> {
  const { cycles, rubrics, audits, people, moderations } = db.tables;
  const [head] = await db
    .select({ cycle: cycles, rubric: rubrics.document })
    .from(cycles)
    .innerJoin(rubrics, eq(rubrics.id, cycles.rubricId))
    .where(and(eq(cycles.id, cycleId), eq(cycles.kind, "audit")));
  const sampled = (await sampleOf(db, cycleId)).find((s) => s.id === sampledId);
  if (!head || !sampled) return { ok: false, why: "gone" };
  const rows = await db
    .select({ audit: audits, name: people.name })
    .from(audits)
    .innerJoin(people, eq(people.id, audits.auditorId))
    .where(and(eq(audits.sampledCaseId, sampledId), ne(audits.status, "withdrawn")));
  const [row] = await db.select().from(moderations).where(eq(moderations.sampledCaseId, sampledId));
  if (!row?.signedOffAt) {
    const submitted = rows.filter((r) => r.audit.status === "submitted").length;
    const open = mayModerate(head.cycle.status, { audits: rows.length, submitted, signedOff: false });
    if (!open.ok) return { ok: false, why: submitted < rows.length ? "blind" : "closed", sentence: open.sentence };
  }
  const auditors = await panelOf(db, rows);
  const askedKeys = new Set(auditors.flatMap(({ asked }) => asked.map((c) => c.key)));
  const asked = head.rubric.criteria.filter((c) => askedKeys.has(c.key));
  const moderation = moderationOf(head.rubric, asked, auditors);
  const settled = await settledOf(db, sampledId);
  const agreed = new Map([...settled].map(([key, s]) => [key, s.agreed]));
  // What was signed off is never computed again.
  const result = row?.signedOffAt
    ? (row.result as PlanResult)
    : planResult(head.rubric, head.cycle.modules, asked, moderation, agreed, head.cycle.limitsMode);
  return {
    ok: true,
    cockpit: { ...head, sampled, asked, auditors, moderation, settled, row: row ?? null, result },
  };

  async function panelOf(reader: Db, list: { audit: AuditRow; name: string }[]) {
    const answers = await answersOf(
      reader,
      list.map((r) => r.audit.id),
    );
    const ordered = [...list].sort((a, b) => AGENCIES.indexOf(a.audit.agency) - AGENCIES.indexOf(b.audit.agency));
    return ordered.map(({ audit, name }) => {
      const same = ordered.filter((o) => o.audit.agency === audit.agency);
      const number = same.length > 1 ? String(same.findIndex((o) => o.audit.id === audit.id) + 1) : "";
      return {
        auditorId: audit.auditorId,
        name,
        agency: audit.agency,
        letter: AGENCY_LETTERS[audit.agency] + number,
        answers: answers.filter((a) => a.auditId === audit.id),
        asked: sheetOfPlan(head!.rubric, head!.cycle, sampled!, audit.agency).asked,
      };
    });
  }
}

/** What the panel has settled on one plan, the latest version of each. */
export async function settledOf(db: Db, sampledId: string): Promise<Map<string, SettlementRow>> {
  return (await settledOnPlans(db, [sampledId])).get(sampledId) ?? new Map();
}

/** What the panel has settled on each of these plans, by plan and criterion, the latest version of each. */
export async function settledOnPlans(db: Db, sampledIds: string[]): Promise<Map<string, Map<string, SettlementRow>>> {
  const { settlements } = db.tables;
  const rows = await db
    .select()
    .from(settlements)
    .where(isAnyOf(settlements.sampledCaseId, sampledIds))
    .orderBy(asc(settlements.version));
  const byPlan = new Map<string, Map<string, SettlementRow>>();
  for (const r of rows) {
    const own = byPlan.get(r.sampledCaseId) ?? new Map<string, SettlementRow>();
    own.set(r.criterion, { ...r, agreed: r.agreed === "both" ? ("both" as const) : scoreFromText(r.agreed) });
    byPlan.set(r.sampledCaseId, own);
  }
  return byPlan;
}

const event = eventOn("sampled_case");

export type SettleResult =
  | { ok: true }
  | { ok: false; why: "gone" }
  | { ok: false; why: "closed"; sentence: string }
  /** Somebody else settled it since this person looked. */
  | { ok: false; why: "changed"; theirs: SettlementRow }
  | { ok: false; why: "problems"; problems: SettlementProblem[] };

/** Of the people named as present, those who sit on panels or audited this plan. */
async function panelOnly(db: Db, cockpit: Cockpit, present: string[]): Promise<string[]> {
  const chairs = (await everybody(db)).filter((p) => p.role === "panel_chair" || p.role === "quality_lead");
  const panel = new Set([...chairs.map((p) => p.id), ...cockpit.auditors.map((a) => a.auditorId)]);
  return [...new Set(present)].filter((id) => panel.has(id));
}

/**
 * Keeps what the panel agreed on one criterion, as a new version. Blind scores are not touched. Sent twice, it is kept once.
 *
 * @param basedOn the version that the person saw, 0 where it was not settled yet; without it nothing is compared
 */
export async function settle(
  store: Store,
  by: Actor,
  cycleId: string,
  sampledId: string,
  given: Settlement,
  named: string[],
  at: Date,
  basedOn?: number,
): Promise<SettleResult> {
  return store.transaction(async (tx): Promise<SettleResult> => {
    const verdict = await cockpitOf(tx, cycleId, sampledId);
    if (!verdict.ok)
      return verdict.why === "gone"
        ? { ok: false, why: "gone" }
        : { ok: false, why: "closed", sentence: verdict.sentence };
    const { cockpit } = verdict;
    if (cockpit.row?.signedOffAt) return { ok: false, why: "closed", sentence: "This plan is signed off." };
    const item = cockpit.moderation.queue.find((q) => q.criterion.key === given.criterion);
    if (!item) return { ok: false, why: "gone" };
    const problems: SettlementProblem[] = [...problemsInSettlement(item, given), ...problemsInWords(given)];
    const levels = levelsOf(cockpit.rubric, item.criterion);
    if (typeof given.agreed === "number" && !levels.some((l) => l.value === given.agreed))
      problems.push({ field: "agreed", sentence: `Choose one of the levels of ${given.criterion}` });
    if (problems.length) return { ok: false, why: "problems", problems };

    const before = cockpit.settled.get(given.criterion);
    if (before && basedOn !== undefined && before.version !== basedOn)
      return before.settledBy === by.id && saysTheSame(before, given)
        ? { ok: true }
        : { ok: false, why: "changed", theirs: before };

    const present = await panelOnly(tx, cockpit, named);
    const { moderations, settlements } = tx.tables;
    if (cockpit.row)
      await tx
        .update(moderations)
        .set({ present })
        .where(and(eq(moderations.sampledCaseId, sampledId), isNull(moderations.signedOffAt)));
    else await tx.insert(moderations).values({ sampledCaseId: sampledId, present, version: 1 });
    await tx.insert(settlements).values({
      sampledCaseId: sampledId,
      criterion: given.criterion,
      version: (before?.version ?? 0) + 1,
      agreed: given.agreed === "both" ? "both" : (textFromScore(given.agreed) ?? ""),
      reason: given.reason.trim(),
      finding: given.finding.trim(),
      settledBy: by.id,
      settledAt: at,
    });
    const plan = { id: sampledId, cycleId, reference: cockpit.sampled.snapshot.reference };
    await keepPanelFinding(tx, plan, { criterion: given.criterion, finding: given.finding, settledAt: at });
    await record(
      tx,
      event(
        by,
        "moderation.settled",
        sampledId,
        `${by.name} settled ${given.criterion} of ${cockpit.sampled.snapshot.reference} for the panel.`,
      ),
      at,
    );
    return { ok: true };
  });
}

const saysTheSame = (row: SettlementRow, given: Settlement) =>
  row.agreed === given.agreed && row.reason === given.reason.trim() && row.finding === given.finding.trim();

/** Records, once, that the grade was looked at before everything was settled. */
export async function showGradeEarly(
  store: Store,
  by: Actor,
  sampledId: string,
  reference: string,
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { moderations } = tx.tables;
    const [row] = await tx.select().from(moderations).where(eq(moderations.sampledCaseId, sampledId));
    if (row?.gradeShownAt || row?.signedOffAt) return;
    if (row) await tx.update(moderations).set({ gradeShownAt: at }).where(eq(moderations.sampledCaseId, sampledId));
    else await tx.insert(moderations).values({ sampledCaseId: sampledId, present: [], gradeShownAt: at, version: 1 });
    await record(
      tx,
      event(
        by,
        "moderation.grade_shown",
        sampledId,
        `${by.name} showed the grade of ${reference} before all was settled.`,
      ),
      at,
    );
  });
}

export type SignOffResult =
  | { ok: true }
  /** `field` where something in the form is wrong: the panel's own grade, or its reason. */
  | { ok: false; sentence: string; field?: "grade" | "override-reason" };

/**
 * Signs a plan off: its result is kept as it is from here on. Every criterion of the queue must be settled.
 *
 * @param own the grade that the panel sets beside the derived one, with its reason; "" where it sets none
 */
export async function signOff(
  store: Store,
  by: Actor,
  cycleId: string,
  sampledId: string,
  present: string[],
  at: Date,
  own: { grade: string; reason: string } = { grade: "", reason: "" },
): Promise<SignOffResult> {
  return store.transaction(async (tx): Promise<SignOffResult> => {
    const verdict = await cockpitOf(tx, cycleId, sampledId);
    if (!verdict.ok)
      return { ok: false, sentence: verdict.why === "gone" ? "This plan is not in the cycle." : verdict.sentence };
    const { cockpit } = verdict;
    if (cockpit.row?.signedOffAt) return { ok: false, sentence: "This plan is signed off already." };
    const open = cockpit.moderation.queue.filter((q) => !cockpit.settled.has(q.criterion.key));
    if (open.length)
      return {
        ok: false,
        sentence: `${open.length} of ${cockpit.moderation.queue.length} criteria are still to settle: ${open.map((q) => q.criterion.key).join(", ")}.`,
      };
    const given = overrideOf(cockpit.rubric, cockpit.result, own);
    if (!given.ok) return given;
    const { override } = given;
    const { moderations } = tx.tables;
    const values = {
      present: await panelOnly(tx, cockpit, present),
      signedOffBy: by.id,
      signedOffAt: at,
      result: override ? { ...cockpit.result, override } : cockpit.result,
    };
    if (cockpit.row)
      one(
        await tx
          .update(moderations)
          .set(values)
          .where(and(eq(moderations.sampledCaseId, sampledId), isNull(moderations.signedOffAt)))
          .returning(),
      );
    else await tx.insert(moderations).values({ sampledCaseId: sampledId, version: 1, ...values });
    await keepPlanResults(tx, [{ ...cockpit, result: cockpit.result, at }]);
    const sentence = `${by.name} signed off ${cockpit.sampled.snapshot.reference} for the panel.`;
    await record(tx, event(by, "moderation.signed_off", sampledId, sentence), at);
    if (override) {
      const said = overrideSentence(by.name, cockpit.sampled.snapshot.reference, cockpit.rubric, override);
      await record(tx, event(by, "moderation.overridden", sampledId, said), at);
    }
    return { ok: true };
  });
}
