import { and, asc, desc, eq, gt, isNull, or } from "drizzle-orm";
import { addDays } from "#audits/cases/days.ts";
import { dayOf } from "#audits/dates.ts";
import type { Step } from "#audits/panel/life.ts";
import { type Actor, membershipWords } from "#audits/people/permissions.ts";
import { sampleOf } from "./cycles.ts";
import { isAnyOf } from "./engine/sql.ts";
import { clearancesOf } from "./forum.ts";
import type { Tables } from "./schema.ts";
import { settingOf } from "./settings.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { newSecret } from "./tickets.ts";
import { eventOn, record } from "./trail.ts";

/**
 * What families say of the plans that are audited: by a link that works once and asks for no account, or in a call that a
 * named person makes. It is kept apart from every level and grade; nothing that grades reads this table.
 */

export type FamilyRow = Tables["familyExperiences"]["$inferSelect"];
export type FamilyState = "open" | "over" | "answered" | "declined" | "withdrawn" | "consent_ended";

const event = eventOn("sampled_case");

/** Where an asking stands at a moment. */
export function familyState(row: FamilyRow, at: Date): FamilyState {
  if (row.consentEndedAt) return "consent_ended";
  if (row.answeredAt) return "answered";
  if (row.declinedAt) return "declined";
  if (row.withdrawnAt) return "withdrawn";
  return row.openUntil < dayOf(at) ? "over" : "open";
}

/** Every plan of a cycle's sample with the askings of its family, newest first; never what was said. */
export async function askingsOfCycle(db: Db, cycleId: string, at: Date) {
  const { familyExperiences: f, people } = db.tables;
  const sample = await sampleOf(db, cycleId);
  const rows = await db
    .select({ row: f, caller: people.name })
    .from(f)
    .leftJoin(people, eq(people.id, f.callerId))
    .where(
      isAnyOf(
        f.sampledCaseId,
        sample.map((s) => s.id),
      ),
    )
    .orderBy(desc(f.askedAt));
  return sample.map((sampled) => ({
    sampled,
    askings: rows
      .filter(({ row }) => row.sampledCaseId === sampled.id)
      .map(({ row, caller }) => ({
        id: row.id,
        way: row.way,
        caller,
        askedAt: row.askedAt,
        openUntil: row.openUntil,
        answeredAt: row.answeredAt,
        version: row.version,
        state: familyState(row, at),
      })),
  }));
}

export type Caller = { id: string; name: string; part: string; forum: boolean };

/** Who can be asked to call a family: people of the forum or the council who audit, chair or lead. */
export async function callersNow(db: Db | Tx, at: Date): Promise<Caller[]> {
  const { people, memberships } = db.tables;
  const rows = await db
    .select({ id: people.id, name: people.name, role: memberships.role, agency: memberships.agency })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(or(isNull(memberships.endsAt), gt(memberships.endsAt, at)))
    .orderBy(asc(people.name));
  return rows
    .filter((r) => r.role === "auditor" || r.role === "panel_chair" || r.role === "quality_lead")
    .filter((r, i, all) => all.findIndex((o) => o.id === r.id) === i)
    .map((r) => ({
      id: r.id,
      name: r.name,
      part: membershipWords(r),
      forum: rows.some((o) => o.id === r.id && o.role === "auditor" && o.agency === "forum"),
    }));
}

type AskResult =
  | { ok: true; id: string /** Of a link, shown once. */; secret: string | null; openUntil: string }
  | { ok: false; field: "plan" | "caller"; sentence: string };

/** Asks the family of one plan, by a link or by a call of the person named. One asking of a plan is open at a time. */
export async function askFamily(
  store: Store,
  by: Actor,
  cycleId: string,
  sampledId: string,
  way: { link: true } | { callerId: string },
  at: Date,
): Promise<AskResult> {
  return store.transaction(async (tx): Promise<AskResult> => {
    const { familyExperiences: f, audits } = tx.tables;
    const sampled = (await sampleOf(tx, cycleId)).find((s) => s.id === sampledId);
    if (!sampled) return { ok: false, field: "plan", sentence: "Choose a plan of this cycle" };
    const before = await tx.select().from(f).where(eq(f.sampledCaseId, sampledId));
    const states = before.map((row) => familyState(row, at));
    if (states.includes("answered"))
      return { ok: false, field: "plan", sentence: "This family has answered. They are asked once" };
    if (states.includes("open"))
      return { ok: false, field: "plan", sentence: "This family is being asked. Withdraw that first to ask anew" };
    const { value: setting } = await settingOf(tx, "family");
    const openUntil = addDays(dayOf(at), setting.openDays);
    const caller = "callerId" in way ? (await callersNow(tx, at)).find((c) => c.id === way.callerId) : null;
    if (caller === undefined) return { ok: false, field: "caller", sentence: "Choose who calls the family" };
    if (caller) {
      const own = await tx
        .select({ id: audits.id })
        .from(audits)
        .where(and(eq(audits.sampledCaseId, sampledId), eq(audits.auditorId, caller.id)));
      if (own.length)
        return { ok: false, field: "caller", sentence: `${caller.name} audits this plan, so somebody else calls` };
      const clearance = (await clearancesOf(tx, [sampledId])).get(sampledId);
      if (caller.forum && clearance?.kind !== "consented")
        return {
          ok: false,
          field: "caller",
          sentence: `${caller.name} is of the forum: the family’s consent to that must be recorded first`,
        };
    }
    const made = caller ? null : newSecret();
    const id = newId("fam");
    await tx.insert(f).values({
      id,
      sampledCaseId: sampledId,
      way: caller ? "call" : "link",
      questionnaire: setting.questionnaire,
      askedBy: by.id,
      askedAt: at,
      callerId: caller?.id ?? null,
      tokenHash: made?.hash ?? null,
      openUntil,
      version: 1,
    });
    const { reference } = sampled.snapshot;
    const sentence = caller
      ? `${by.name} asked ${caller.name} to call the family of ${reference}.`
      : `${by.name} made a link for the family of ${reference}.`;
    await record(tx, event(by, "family.asked", sampledId, sentence, caller ? [caller] : []), at);
    return { ok: true, id, secret: made?.secret ?? null, openUntil };
  });
}

/** Takes an asking back that is not answered: its link stops working. @throws NothingChanged when it changed meanwhile */
export async function withdrawAsking(store: Store, by: Actor, cycleId: string, id: string, at: Date): Promise<Step> {
  return changeAsking(store, by, cycleId, id, at, {
    allowed: (state) => state === "open" || state === "over",
    refused: "This family has answered, or the asking has ended.",
    change: { withdrawnAt: at },
    kind: "family.withdrawn",
    sentence: (reference) => `${by.name} withdrew the asking of the family of ${reference}.`,
  });
}

/** The family takes its consent back: what they said is emptied, and only that they were asked stays. */
export async function endFamilyConsent(store: Store, by: Actor, cycleId: string, id: string, at: Date): Promise<Step> {
  return changeAsking(store, by, cycleId, id, at, {
    allowed: (state) => state === "answered",
    refused: "There is nothing to take back here.",
    change: { answers: null, words: null, consentEndedAt: at },
    kind: "family.consent_ended",
    sentence: (reference) =>
      `${by.name} recorded that the family of ${reference} took its consent back, and emptied what they had said.`,
  });
}

type Change = {
  allowed: (state: FamilyState) => boolean;
  refused: string;
  change: Partial<Tables["familyExperiences"]["$inferInsert"]>;
  kind: "family.withdrawn" | "family.consent_ended";
  sentence: (reference: string) => string;
};

async function changeAsking(
  store: Store,
  by: Actor,
  cycleId: string,
  id: string,
  at: Date,
  { allowed, refused, change, kind, sentence }: Change,
): Promise<Step> {
  return store.transaction(async (tx): Promise<Step> => {
    const { familyExperiences: f, sampledCases } = tx.tables;
    const [found] = await tx
      .select({ row: f, snapshot: sampledCases.snapshot })
      .from(f)
      .innerJoin(sampledCases, eq(sampledCases.id, f.sampledCaseId))
      .where(and(eq(f.id, id), eq(sampledCases.cycleId, cycleId)));
    if (!found || !allowed(familyState(found.row, at))) return { ok: false, sentence: refused };
    one(
      await tx
        .update(f)
        .set({ ...change, version: found.row.version + 1 })
        .where(and(eq(f.id, id), eq(f.version, found.row.version)))
        .returning(),
    );
    await record(tx, event(by, kind, found.row.sampledCaseId, sentence(found.snapshot.reference)), at);
    return { ok: true };
  });
}
