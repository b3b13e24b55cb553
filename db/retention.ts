import { createHash } from "node:crypto";
import { and, desc, eq, inArray, isNotNull, lte, max, ne } from "drizzle-orm";
import { addDays } from "#audits/cases/days.ts";
import { dayOf, startOfDay } from "#audits/dates.ts";
import {
  DISPOSABLE,
  type Disposable,
  dueBefore,
  type PeriodKey,
  type RetentionPeriods,
} from "#audits/retention/schedule.ts";
import { tokenOf } from "#audits/trail/names.ts";
import { contains, isAnyOf } from "./engine/sql.ts";
import { holdsInForce } from "./holds.ts";
import { settingOf } from "./settings.ts";
import type { Db } from "./store.ts";

/** One thing whose period is over: a plan of a sample, a case, a concern, a person, an import or a session. */
export type DueItem = {
  id: string;
  /** What it is called, without its content; "" for what nobody calls anything. */
  words: string;
  /** What it belongs to, for plans the cycle. */
  group: string;
  /** The day from which its period ran. */
  since: string;
};
export type KindDue = { kind: Disposable; due: DueItem[]; held: (DueItem & { because: string })[] };

/** What a run would remove now, and what a hold keeps back. */
export type Due = {
  periods: RetentionPeriods;
  kinds: KindDue[];
  /** Tells one preview from another: a run removes only what the person saw. */
  seen: string;
};

type Candidate = DueItem & { caseId?: string; caseReference?: string; cycleIds?: string[] };
type Until = (key: PeriodKey) => Date;

/** Works out what is due at a moment, by the periods of the area. */
export async function dueForDisposal(db: Db, at: Date): Promise<Due> {
  const { value: periods } = await settingOf(db, "retention");
  // The whole of the last day counts, so that a preview and a run on one day agree.
  const until: Until = (key) => startOfDay(addDays(dueBefore(periods, key, dayOf(at)), 1));
  const holds = await holdsInForce(db);
  const kinds: KindDue[] = [];
  for (const kind of DISPOSABLE) {
    const result: KindDue = { kind, due: [], held: [] };
    for (const { caseId, caseReference, cycleIds, ...item } of await CANDIDATES[kind](db, until)) {
      const because = holds.because({ caseId, caseReference, cycleIds });
      if (because) result.held.push({ ...item, because });
      else result.due.push(item);
    }
    kinds.push(result);
  }
  const told = kinds.map(({ kind, due, held }) => [kind, due.map((d) => d.id).sort(), held.map((h) => h.id).sort()]);
  const seen = createHash("sha256")
    .update(JSON.stringify([periods, told]))
    .digest("hex");
  return { periods, kinds, seen };
}

const CANDIDATES: Record<Disposable, (db: Db, until: Until) => Promise<Candidate[]>> = {
  async plan(db, until) {
    const { cycles, sampledCases } = db.tables;
    const ended = (await db.select().from(cycles)).flatMap((cycle) => {
      // A withdrawn cycle has no end of its own: it counts from when it was opened.
      const at = cycle.status === "closed" ? cycle.closedAt : cycle.status === "withdrawn" ? cycle.openedAt : null;
      return at && at < until("evidenceMonths") ? [{ cycle, at }] : [];
    });
    if (ended.length === 0) return [];
    const ids = ended.map(({ cycle }) => cycle.id);
    const rows = await db.select().from(sampledCases).where(inArray(sampledCases.cycleId, ids));
    return rows
      .map((row): Candidate => {
        const { cycle, at } = ended.find((e) => e.cycle.id === row.cycleId)!;
        const words = row.snapshot.reference + (row.standing === "reserve" ? " (on the list, not audited)" : "");
        return {
          id: row.id,
          words,
          group: cycle.title,
          since: dayOf(at),
          caseId: row.caseId ?? undefined,
          cycleIds: [cycle.id],
        };
      })
      .sort((a, b) => (a.group + a.words < b.group + b.words ? -1 : 1));
  },

  async identity(db, until) {
    const { cases, cycles, sampledCases } = db.tables;
    const left = (await db.select().from(cases).where(eq(cases.active, false))).filter(
      (c) => !isRemovedPseudonym(c.pseudonym) || c.caseRef !== null,
    );
    const rows = await db
      .select({ caseId: sampledCases.caseId, cycle: cycles })
      .from(sampledCases)
      .innerJoin(cycles, eq(cycles.id, sampledCases.cycleId))
      .where(
        and(
          ne(sampledCases.standing, "reserve"),
          isAnyOf(
            sampledCases.caseId,
            left.map((c) => c.id),
          ),
        ),
      );
    const byCase = Map.groupBy(rows, (r) => r.caseId);
    return left.flatMap((one): Candidate[] => {
      const own = byCase.get(one.id)?.map((r) => r.cycle) ?? [];
      const ends = own.map((c) => (c.status === "closed" ? c.closedAt : c.status === "withdrawn" ? c.openedAt : null));
      const last = ends.every((e) => e !== null) ? ends.sort((a, b) => Number(b) - Number(a))[0] : null;
      if (!last || last >= until("identityMonths")) return [];
      const cycleIds = own.map((c) => c.id);
      return [{ id: one.id, words: one.reference, group: "", since: dayOf(last), caseId: one.id, cycleIds }];
    });
  },

  async caseload(db, until) {
    const { cases, imports, sampledCases } = db.tables;
    const rows = await db
      .select({ one: cases, endedAt: imports.endedAt, startedAt: imports.startedAt })
      .from(cases)
      .innerJoin(imports, eq(imports.id, cases.lastImportId))
      .where(eq(cases.active, false));
    const sampled = new Set((await db.select({ id: sampledCases.caseId }).from(sampledCases)).map((r) => r.id));
    return rows.flatMap(({ one, endedAt, startedAt }): Candidate[] => {
      const at = endedAt ?? startedAt;
      if (sampled.has(one.id) || at >= until("caseloadMonths")) return [];
      return [{ id: one.id, words: one.reference, group: "", since: dayOf(at), caseId: one.id }];
    });
  },

  async concern(db, until) {
    const { concerns } = db.tables;
    const rows = await db
      .select()
      .from(concerns)
      .where(lte(concerns.raisedAt, until("concernMonths")));
    return rows.map((c) => ({
      id: c.id,
      words: c.reference,
      group: "",
      since: dayOf(c.raisedAt),
      caseReference: c.caseReference,
    }));
  },

  async name(db, until) {
    const { people, memberships } = db.tables;
    const everybody = await db.select().from(people);
    const roles = Map.groupBy(await db.select().from(memberships), (m) => m.personId);
    const leavers = everybody.flatMap((person): Candidate[] => {
      if (person.email.endsWith(REMOVED_DOMAIN)) return [];
      const own = roles.get(person.id) ?? [];
      if (own.some((m) => m.endsAt === null)) return [];
      const left = own.reduce((last, m) => (m.endsAt && m.endsAt > last ? m.endsAt : last), person.createdAt);
      if (left >= until("nameMonths")) return [];
      return [{ id: person.id, words: person.name, group: "", since: dayOf(left) }];
    });
    const known = new Set(everybody.map((person) => person.id));
    return [...leavers, ...(await namedOnlyInTrail(db, known, until("nameMonths")))];
  },

  async import(db, until) {
    const { imports } = db.tables;
    const rows = await db
      .select()
      .from(imports)
      .where(and(isNotNull(imports.staged), lte(imports.startedAt, until("importDays"))));
    const waiting = rows.filter((r) => r.status === "preview");
    return waiting.map((r) => ({ id: r.id, words: r.files.join(", "), group: "", since: dayOf(r.startedAt) }));
  },

  async session(db, until) {
    const { sessions, verifications, tickets, invitations } = db.tables;
    const ended = until("sessionDays");
    const rows = [
      ...(await db.select().from(sessions).where(lte(sessions.expiresAt, ended))),
      ...(await db.select().from(verifications).where(lte(verifications.expiresAt, ended))),
      ...(await db.select().from(tickets).where(lte(tickets.expiresAt, ended))),
      // Accepted, withdrawn or run out: once the link is dead, the row is only an address.
      ...(await db.select().from(invitations).where(lte(invitations.expiresAt, ended))),
    ];
    return rows.map((r) => ({ id: r.id, words: "", group: "", since: dayOf(r.expiresAt) }));
  },
};

/** Whoever was invited and never came is named nowhere but in the trail: the period runs from the last event that names them. */
async function namedOnlyInTrail(db: Db, known: ReadonlySet<string>, until: Date): Promise<Candidate[]> {
  const { trail, trailNames } = db.tables;
  const rows = await db.select().from(trailNames).where(isNotNull(trailNames.name));
  const strangers = rows.filter((row) => !known.has(row.personId));
  const found: Candidate[] = [];
  for (const row of strangers) {
    const [last] = await db
      .select({ at: max(trail.at) })
      .from(trail)
      .where(contains(trail.sentence, tokenOf(row.id)));
    if (last?.at && last.at < until && !found.some((f) => f.id === row.personId))
      found.push({ id: row.personId, words: row.name ?? "", group: "", since: dayOf(last.at) });
  }
  return found;
}

/** The address of a person whose name was removed ends so; nobody can be written to at it. */
export const REMOVED_DOMAIN = "@removed.invalid";
/** What stands in place of the code of a case whose link was removed: unique, and the hash of nothing. */
export const removedPseudonym = (caseId: string): string => `removed:${caseId}`;
const isRemovedPseudonym = (pseudonym: string) => pseudonym.startsWith("removed:");

/** The runs so far, newest first: what kind, how many, by which periods, by whom and when; never content. */
export async function disposalsOf(db: Db) {
  const { disposals, people } = db.tables;
  const rows = await db
    .select({ disposal: disposals, by: people.name })
    .from(disposals)
    .innerJoin(people, eq(people.id, disposals.runBy))
    .orderBy(desc(disposals.startedAt))
    .limit(100);
  return rows.map(({ disposal, by }) => ({
    id: disposal.id,
    at: disposal.startedAt,
    by,
    periods: disposal.periods as RetentionPeriods,
    counts: disposal.counts as Counts,
  }));
}

/** Of each kind how many were removed and how many a hold kept. */
export type Counts = Partial<Record<Disposable, { removed: number; held: number }>>;
