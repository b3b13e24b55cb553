/** People of two organisations on one cycle, with words in everything they wrote by which a leak is known. */
import { eq } from "drizzle-orm";
import { emptyAnswer } from "#audits/panel/answer.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { Agency, Role } from "#audits/vocabulary.ts";
import { assignAll, samePlaces } from "#db/assignments.ts";
import { ownAudits, ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import { cycleOf } from "#db/cycles.ts";
import { askFamily } from "#db/family.ts";
import { addresseesFor, sendPack } from "#db/feedback-sending.ts";
import { leadPack } from "#db/feedback.ts";
import { cockpitOf, settle, signOff } from "#db/moderations.ts";
import { actorOf, raiseConcern } from "#db/people.ts";
import { askReport } from "#db/reports.ts";
import { addPerson } from "#db/set-up.ts";
import type { Store } from "#db/store.ts";
import { PASSWORD } from "../routes/area.ts";

/** A moment of the past, so that no page says "just now" of it. */
export const THEN = new Date("2026-11-03T09:00:00Z");

type Given = { organisationId: string; role: Role; agency: Agency | null; writerRef?: string | null };
const ICB = "org_icb";
const COUNCIL = "org_council";

/** Beside the people of the small area: the other organisation's, several roles in one person, a role that has ended, none. */
const MORE_PEOPLE: Record<string, [string, Given[]]> = {
  ivy: ["Ivy Stone", [{ organisationId: ICB, role: "auditor", agency: "social_care" }]],
  writer2: ["Will Tarn", [{ organisationId: ICB, role: "plan_writer", agency: null, writerRef: "W-2" }]],
  manager2: ["Max Dell", [{ organisationId: ICB, role: "service_manager", agency: "social_care" }]],
  multi: [
    "Mia Ford",
    [
      { organisationId: ICB, role: "auditor", agency: "forum" },
      { organisationId: COUNCIL, role: "board_member", agency: null },
    ],
  ],
  ended: ["Ed Past", [{ organisationId: COUNCIL, role: "quality_lead", agency: null }]],
  nobody: ["Nora None", []],
};

export const EVERYBODY = [
  "lead",
  "chair",
  "eve",
  "hal",
  "ivy",
  "writer",
  "writer2",
  "manager",
  "manager2",
  "board",
  "data",
  "inspector",
  "admin",
  "multi",
  "ended",
  "nobody",
] as const;
export type Person = (typeof EVERYBODY)[number];

export const actor = async (store: Store, key: string): Promise<Actor> => {
  const found = await actorOf(store.db, `per_${key}`, new Date());
  if (!found) throw new Error(`${key} has no role`);
  return found;
};

/** Adds the other people, and gives every plan a third auditor, of the other organisation. */
export async function plantPeople(store: Store, cycleId: string): Promise<void> {
  await store.transaction((tx) =>
    tx.insert(tx.tables.organisations).values({ id: ICB, name: "Testshire Integrated Care Board", agency: "health" }),
  );
  for (const [key, [name, memberships]] of Object.entries(MORE_PEOPLE)) {
    const person = { id: `per_${key}`, name, email: `${key}@testshire.example`, password: PASSWORD, memberships };
    await addPerson(store, { id: null, name: "Set-up" }, person, THEN);
  }
  const { memberships } = store.tables;
  await store.transaction(async (tx) => {
    await tx.update(memberships).set({ writerRef: "W-1" }).where(eq(memberships.personId, "per_writer"));
    await tx.update(memberships).set({ endsAt: THEN }).where(eq(memberships.personId, "per_ended"));
  });
  const cycle = await cycleOf(store.db, cycleId);
  if (!cycle) throw new Error("The cycle is missing");
  const lead = await actor(store, "lead");
  const { given } = await assignAll(store, lead, cycle, samePlaces(["per_ivy"], 3), THEN);
  if (given !== 3) throw new Error("Ivy was not given every plan");
}

/** The plans of the sample in the order of their references, with the audit that each auditor has of them. */
export async function plansOf(store: Store): Promise<{ id: string; audits: Record<string, string> }[]> {
  const rows = await store.db.select().from(store.tables.audits);
  const sampled = await store.db.select().from(store.tables.sampledCases);
  return sampled
    .filter(({ id }) => rows.some(({ sampledCaseId }) => sampledCaseId === id))
    .sort((a, b) => (a.snapshot.reference < b.snapshot.reference ? -1 : 1))
    .map(({ id }) => ({
      id,
      audits: Object.fromEntries(
        rows.filter((row) => row.sampledCaseId === id).map((row) => [row.auditorId.replace("per_", ""), row.id]),
      ),
    }));
}

type Work = {
  /** A level for each criterion in turn. */
  levels?: number[];
  /** The share of the criteria that is answered, 0 to 1. */
  share?: number;
  submit?: boolean;
  backwards?: boolean;
  /** Written into every quote, note and finding. */
  mark?: string;
};

/** Scores as an auditor does. */
export async function score(store: Store, key: string, auditId: string, work: Work = {}): Promise<void> {
  const { levels = [2], share = 1, submit = false, backwards = false, mark = "" } = work;
  const who = await actor(store, key);
  const sheet = await ownSheet(store.db, auditId, who.id);
  if (!sheet) throw new Error(`${key} has no audit ${auditId}`);
  const asked = sheet.asked.slice(0, Math.round(sheet.asked.length * share));
  for (const [i, { key: criterion }] of (backwards ? asked.toReversed() : asked).entries()) {
    const answer = {
      ...emptyAnswer(criterion),
      score: levels[i % levels.length] ?? 2,
      quotes: [{ section: "F", page: 3, words: `[Child] will have ${mark}quote` }],
      note: mark && `A ${mark}note`,
      finding: mark ? { kind: "improvement" as const, words: `A ${mark}finding`, themes: [] } : null,
    };
    await saveAnswer(store, who, auditId, answer, 0, THEN);
  }
  if (!submit) return;
  const done = await submitAudit(store, who, auditId, THEN);
  if (!done.ok) throw new Error(`${key} could not submit: ${JSON.stringify(done).slice(0, 300)}`);
}

/** Sends the packs of a plan that is signed off, as proposed: to its writer, and to the services whose managers there are. */
export async function sendPacks(store: Store, cycleId: string, plan: string): Promise<void> {
  const lead = await actor(store, "lead");
  for (const receiver of ["plan_writer", "health", "social_care"] as const) {
    const key = { cycleId, sampledId: plan, receiver };
    const pack = await leadPack(store.db, key);
    if (!pack) throw new Error(`No pack is proposed for ${receiver}`);
    const { lines, next } = pack.content;
    const edit = {
      criteria: new Set(lines.filter((l) => receiver === "plan_writer" || !l.shared).map((l) => l.criterion)),
      quotes: new Set(lines.flatMap((l) => l.quotes.map((_, i) => `${l.criterion}.${i}`))),
      words: new Map<string, string>(),
      ask: "Say who does what",
      next,
    };
    const [to] = await addresseesFor(store.db, receiver, pack.sampled.snapshot.planWriterRef, THEN);
    const sent = await sendPack(store, lead, key, edit, to?.value ?? "", 0, THEN);
    if (!sent.ok) throw new Error(JSON.stringify(sent));
  }
}

/** Settles everything of a plan and signs it off; the finding on each criterion names who answers for it. */
export async function moderate(store: Store, cycleId: string, plan: string, mark: string): Promise<void> {
  const chair = await actor(store, "chair");
  const verdict = await cockpitOf(store.db, cycleId, plan);
  if (!verdict.ok) throw new Error("The plan cannot be moderated");
  for (const { criterion } of verdict.cockpit.moderation.queue) {
    const given = {
      criterion: criterion.key,
      agreed: 2,
      reason: `${mark}reason`,
      finding: `${mark}for_${criterion.responsible}_`,
    };
    const result = await settle(store, chair, cycleId, plan, given, [chair.id], THEN);
    if (!result.ok) throw new Error(JSON.stringify(result));
  }
  const signed = await signOff(store, chair, cycleId, plan, [chair.id], THEN);
  if (!signed.ok) throw new Error(signed.sentence);
}

/**
 * Three plans with three auditors each: the first is signed off, the second waits for the panel, of the third one audit is not
 * in yet. Everybody who may has raised a concern; one internal report was asked for.
 */
export async function plantWorld(store: Store, cycleId: string): Promise<void> {
  await plantPeople(store, cycleId);
  const plans = await plansOf(store);
  const refs = ["W-1", "W-2", "W-1"];
  const { sampledCases } = store.tables;
  for (const [i, { id }] of plans.entries()) {
    const [row] = await store.db.select().from(sampledCases).where(eq(sampledCases.id, id));
    if (!row) continue;
    const snapshot = { ...row.snapshot, planWriterRef: refs[i] ?? null };
    await store.transaction((tx) => tx.update(sampledCases).set({ snapshot }).where(eq(sampledCases.id, id)));
  }
  const [first, second, third] = plans;
  if (!first || !second || !third) throw new Error("The sample is too small");
  for (const [n, plan] of plans.entries()) {
    for (const [i, key] of ["eve", "hal", "ivy"].entries()) {
      const open = n === 2 && key === "hal";
      const work = { levels: [1 + (i % 2), 2], mark: `leakzq${key}${n}`, share: open ? 0.5 : 1, submit: !open };
      await score(store, key, plan.audits[key] ?? "", work);
    }
  }
  await moderate(store, cycleId, first.id, "leakzqpanel0");
  await sendPacks(store, cycleId, first.id);
  const call = await askFamily(store, await actor(store, "lead"), cycleId, second.id, { callerId: "per_chair" }, THEN);
  if (!call.ok) throw new Error(call.sentence);
  for (const key of EVERYBODY.filter((one) => one !== "ended" && one !== "nobody"))
    await raiseConcern(
      store,
      await actor(store, key),
      { caseReference: "C-0001", words: `leakzqconcern_${key}_`, told: "no" },
      THEN,
    );
  const report = { view: "internal", title: "leakzqreport" } as never;
  await askReport(
    store,
    await actor(store, "lead"),
    { id: cycleId, title: "Autumn" },
    { data: report, size: "standard" },
    THEN,
  );
}

/** One's own audits, by the person's key. */
export const auditIdsOf = async (store: Store, key: string): Promise<string[]> =>
  (await ownAudits(store.db, `per_${key}`)).map(({ audit }) => audit.id);
