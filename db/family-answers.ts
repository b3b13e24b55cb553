import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { dayOf } from "#audits/dates.ts";
import type { FamilyPlan } from "#audits/family/differences.ts";
import type { FamiliesAsked } from "#audits/family/report.ts";
import {
  type FamilyAnswers,
  type FamilyConsent,
  type Questionnaire,
  readFamilyAnswers,
} from "#audits/family/questionnaire.ts";
import type { PlanResult } from "#audits/panel/result.ts";
import { type Actor, may } from "#audits/people/permissions.ts";
import { sampleOf } from "./cycles.ts";
import { isAnyOf } from "./engine/sql.ts";
import { callersNow, type FamilyRow, type FamilyState, familyState } from "./family.ts";
import { clearancesOf } from "./forum.ts";
import type { CaseSnapshot } from "./schema.ts";
import { type Db, one, type Store, type Tx } from "./store.ts";
import { hashOfSecret } from "./tickets.ts";
import { eventOn, record } from "./trail.ts";

/** What families answer: by their link without an account, or in a call; and what was said, once the panel has signed off. */

const event = eventOn("sampled_case");
const FAMILY = { id: null, name: "A family" };

// ---- By link: whoever has it, without an account ----------------------------------------------------------------------

export type AskedByLink = { state: FamilyState; questionnaire: Questionnaire; openUntil: string };

/** What a link asks, and whether it can still be answered; null for a secret that was never given out. Looking uses nothing up. */
export async function askedByLink(db: Db | Tx, secret: string, at: Date): Promise<AskedByLink | null> {
  const row = await rowByLink(db, secret);
  return row ? { state: familyState(row, at), questionnaire: row.questionnaire, openUntil: row.openUntil } : null;
}

async function rowByLink(db: Db | Tx, secret: string): Promise<FamilyRow | null> {
  const { familyExperiences: f } = db.tables;
  if (!secret) return null;
  const [row] = await db
    .select()
    .from(f)
    .where(eq(f.tokenHash, hashOfSecret(secret)));
  return row ?? null;
}

export type GivenAnswers = {
  answers: ReadonlyMap<string, string>;
  words: string;
  takePart: boolean;
  mayUseWords: boolean;
};
type AnswerResult =
  | { ok: true }
  | { ok: false; why: "over"; state: FamilyState }
  | { ok: false; why: "gone" }
  | { ok: false; why: "problems"; problems: { field: string; sentence: string }[] };

/** Keeps what a family answered by its link, once: of two that send at the same time, one does. */
export async function answerByLink(store: Store, secret: string, given: GivenAnswers, at: Date): Promise<AnswerResult> {
  return store.transaction(async (tx): Promise<AnswerResult> => {
    const row = await rowByLink(tx, secret);
    if (!row) return { ok: false, why: "gone" };
    const state = familyState(row, at);
    if (state !== "open") return { ok: false, why: "over", state };
    return keepAnswers(tx, row, given, "family", at);
  });
}

async function keepAnswers(
  tx: Tx,
  row: FamilyRow,
  given: GivenAnswers,
  how: FamilyConsent["given"],
  at: Date,
  by: { id: string | null; name: string } = FAMILY,
): Promise<AnswerResult> {
  const consent = { takePart: given.takePart, words: given.mayUseWords, given: how };
  const read = readFamilyAnswers(row.questionnaire, given.answers, given.words, consent);
  if (!read.ok) return { ok: false, why: "problems", problems: read.problems };
  const { familyExperiences: f } = tx.tables;
  const { answers, words }: FamilyAnswers = read.answers;
  const kept = await tx
    .update(f)
    .set({ answers, words, consent: read.consent, answeredAt: at, version: row.version + 1 })
    .where(
      and(
        eq(f.id, row.id),
        eq(f.version, row.version),
        isNull(f.answeredAt),
        isNull(f.declinedAt),
        isNull(f.withdrawnAt),
      ),
    )
    .returning();
  if (kept.length !== 1) return { ok: false, why: "over", state: "answered" };
  const reference = await referenceOf(tx, row);
  const sentence =
    how === "family"
      ? `A family answered the questions about ${reference} by their link.`
      : `${by.name} wrote down what the family of ${reference} said in a call.`;
  await record(tx, event(by, "family.answered", row.sampledCaseId, sentence), at);
  return { ok: true };
}

async function referenceOf(tx: Tx, row: FamilyRow): Promise<string> {
  const { sampledCases } = tx.tables;
  const [plan] = await tx.select().from(sampledCases).where(eq(sampledCases.id, row.sampledCaseId));
  return plan?.snapshot.reference ?? "";
}

// ---- By call ----------------------------------------------------------------------------------------------------------

export type Call = { row: FamilyRow; snapshot: CaseSnapshot; state: FamilyState };

async function callsWhere(db: Db | Tx, caller: Actor, id: string | null, at: Date): Promise<Call[]> {
  const { familyExperiences: f, sampledCases } = db.tables;
  const own = and(eq(f.way, "call"), eq(f.callerId, caller.id));
  const rows = await db
    .select({ row: f, snapshot: sampledCases.snapshot })
    .from(f)
    .innerJoin(sampledCases, eq(sampledCases.id, f.sampledCaseId))
    .where(id === null ? own : and(own, eq(f.id, id)))
    .orderBy(asc(f.openUntil), asc(f.askedAt));
  const calls = rows.map((r) => ({ ...r, state: familyState(r.row, at) }));
  const forum = (await callersNow(db, at)).find((c) => c.id === caller.id)?.forum ?? false;
  if (!forum) return calls;
  const open = await clearancesOf(
    db,
    calls.map((c) => c.row.sampledCaseId),
  );
  // The family's consent to members of the forum may have been taken back since.
  return calls.filter((c) => open.get(c.row.sampledCaseId)?.kind === "consented");
}

/** The calls that this person was asked to make, soonest first. */
export const callsOf = (db: Db, caller: Actor, at: Date): Promise<Call[]> => callsWhere(db, caller, null, at);

/** One call of this person; null for every other. */
export const callOf = async (db: Db | Tx, caller: Actor, id: string, at: Date): Promise<Call | null> =>
  (await callsWhere(db, caller, id, at))[0] ?? null;

/** Keeps what a family said in a call. */
export async function answerByCall(
  store: Store,
  caller: Actor,
  id: string,
  given: GivenAnswers,
  at: Date,
): Promise<AnswerResult> {
  return store.transaction(async (tx): Promise<AnswerResult> => {
    const call = await callOf(tx, caller, id, at);
    if (!call || !may(caller, "family.call", { callerId: call.row.callerId }).ok) return { ok: false, why: "gone" };
    if (call.state !== "open") return { ok: false, why: "over", state: call.state };
    return keepAnswers(tx, call.row, given, "call", at, caller);
  });
}

/** Records that the family would rather not answer. @throws NothingChanged when something was kept meanwhile */
export async function declineCall(store: Store, caller: Actor, id: string, at: Date): Promise<AnswerResult> {
  return store.transaction(async (tx): Promise<AnswerResult> => {
    const call = await callOf(tx, caller, id, at);
    if (!call) return { ok: false, why: "gone" };
    if (call.state !== "open") return { ok: false, why: "over", state: call.state };
    const { familyExperiences: f } = tx.tables;
    one(
      await tx
        .update(f)
        .set({ declinedAt: at, version: call.row.version + 1 })
        .where(and(eq(f.id, id), eq(f.version, call.row.version), eq(f.callerId, caller.id), isNull(f.answeredAt)))
        .returning(),
    );
    const sentence = `${caller.name} recorded that the family of ${call.snapshot.reference} would rather not answer.`;
    await record(tx, event(caller, "family.declined", call.row.sampledCaseId, sentence), at);
    return { ok: true };
  });
}

// ---- What was said ----------------------------------------------------------------------------------------------------

export type FamilySaid = FamilyPlan & { words: string; mayUseWords: boolean; id: string; answeredAt: Date };

/**
 * What families of a cycle's plans said, with the levels as they were signed off. Plans that are not signed off are left out,
 * for whoever is reading may still moderate them: the panel's view comes about without the family's.
 */
export async function familiesHeard(db: Db, cycleId: string): Promise<FamilySaid[]> {
  const { familyExperiences: f, moderations } = db.tables;
  const sample = await sampleOf(db, cycleId);
  const rows = await db
    .select({ row: f, result: moderations.result })
    .from(f)
    .innerJoin(moderations, eq(moderations.sampledCaseId, f.sampledCaseId))
    .where(
      and(
        isAnyOf(
          f.sampledCaseId,
          sample.map((s) => s.id),
        ),
        isNotNull(moderations.signedOffAt),
        isNotNull(f.answeredAt),
        isNull(f.consentEndedAt),
      ),
    );
  return sample.flatMap((sampled) =>
    rows
      .filter(({ row }) => row.sampledCaseId === sampled.id)
      .map(({ row, result }) => ({
        id: row.id,
        planId: sampled.id,
        reference: sampled.snapshot.reference,
        questionnaire: row.questionnaire,
        answers: row.answers ?? {},
        words: row.words ?? "",
        mayUseWords: row.consent?.words ?? false,
        answeredAt: row.answeredAt as Date,
        scores: (result as PlanResult | null)?.scores ?? {},
      })),
  );
}

/** How many families of a cycle's plans were asked, in which ways and when; null where none was. Askings that were taken back count as none. */
export async function familiesAsked(db: Db, cycleId: string): Promise<FamiliesAsked | null> {
  const { familyExperiences: f } = db.tables;
  const sample = await sampleOf(db, cycleId);
  const rows = await db
    .select({ plan: f.sampledCaseId, way: f.way, at: f.askedAt })
    .from(f)
    .where(
      and(
        isAnyOf(
          f.sampledCaseId,
          sample.map((s) => s.id),
        ),
        isNull(f.withdrawnAt),
      ),
    )
    .orderBy(asc(f.askedAt));
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return null;
  return {
    asked: new Set(rows.map(({ plan }) => plan)).size,
    from: dayOf(first.at),
    to: dayOf(last.at),
    ways: [...new Set(rows.map(({ way }) => way))],
  };
}
