import { and, asc, desc, eq, gt, or } from "drizzle-orm";
import type { Anchor } from "#audits/trail/anchors.ts";
import { CHAIN_START } from "#audits/trail/events.ts";
import { tokenOf } from "#audits/trail/names.ts";
import { contains } from "./engine/sql.ts";
import type { Db } from "./store.ts";
import { dayOf } from "#audits/dates.ts";
import { hashOf } from "./trail.ts";
import { commitmentTo, type NameRow } from "./trail-names.ts";

/** What does not fit, and where: the first link that is broken. */
export type Fault = {
  position: number;
  /** gap: a number is missing; order: not chained to the one before; hash: reworded; name: a name changed; anchor: rewritten as a whole; tail: the end is cut off. */
  why: "gap" | "order" | "hash" | "name" | "anchor" | "tail";
  sentence: string;
};

export type Verified = {
  /** Events that fit, from the first on. */
  events: number;
  head: string;
  fault: Fault | null;
  /** The position of the fault. */
  brokenAt: number | null;
};

const PAGE = 2000;

/**
 * Walks the chain, and says what is the first that does not fit.
 *
 * @param from where an earlier walk ended; from the first event unless given
 * @param anchors lines that somebody kept outside; those that the database keeps are always checked
 */
export async function verifyTrail(
  db: Db,
  { from, anchors = [] }: { from?: { events: number; head: string }; anchors?: readonly Anchor[] } = {},
): Promise<Verified> {
  const { trail, trailNames, anchors: kept } = db.tables;
  const names = await db.select().from(trailNames);
  const wrongName = await faultInNames(db, names);
  const commitments = new Map(names.map((n) => [n.id, n.commitment]));
  let events = from?.events ?? 0;
  let previous = from?.head ?? CHAIN_START;
  const ended = (fault: Fault | null): Verified => {
    const first = [wrongName, fault].filter((f) => f !== null).sort((a, b) => a.position - b.position)[0] ?? null;
    return { events, head: previous, fault: first, brokenAt: first?.position ?? null };
  };
  const hashes = new Map<number, string>();
  const wanted = new Set([...anchors, ...(await db.select().from(kept))].map((a) => a.position));
  for (;;) {
    const rows = await db
      .select()
      .from(trail)
      .where(gt(trail.position, events))
      .orderBy(asc(trail.position))
      .limit(PAGE);
    for (const row of rows) {
      const position = events + 1;
      if (row.position !== position) return ended(fault(position, "gap", `Event ${position} is missing.`));
      if (row.previousHash !== previous)
        return ended(fault(position, "order", `Event ${position} does not follow the event before it.`));
      const hash = hashOf(row, previous, commitments);
      if (hash === null)
        return ended(fault(position, "name", `A name that stands in event ${position} is no longer kept.`));
      if (hash !== row.hash)
        return ended(fault(position, "hash", `What event ${position} says is not what was recorded.`));
      if (wanted.has(position)) hashes.set(position, row.hash);
      events = position;
      previous = row.hash;
    }
    if (rows.length < PAGE) break;
    // Others are served between two pages of the chain.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const own = (await db.select().from(kept)).filter((a) => a.position > (from?.events ?? 0));
  for (const anchor of [...anchors, ...own].sort((a, b) => a.position - b.position)) {
    const wrong = await faultOfAnchor(db, anchor, hashes.get(anchor.position), events);
    if (wrong) return ended(wrong);
  }
  return ended(null);
}

const fault = (position: number, why: Fault["why"], sentence: string): Fault => ({ position, why, sentence });

/** Compares one anchor with the chain; null when it fits. */
async function faultOfAnchor(
  db: Db,
  anchor: Anchor,
  walked: string | undefined,
  events: number,
): Promise<Fault | null> {
  const { trail } = db.tables;
  const { day, position } = anchor;
  const [row] = await db.select().from(trail).where(eq(trail.position, position));
  if (!row)
    return fault(
      events + 1,
      "tail",
      `The anchor of ${day} names event ${position}, but the trail ends at event ${events}: its end was cut off.`,
    );
  if ((walked ?? row.hash) !== anchor.hash)
    return fault(
      position,
      "anchor",
      `Event ${position} is not the one that the anchor of ${day} names: the trail was rewritten.`,
    );
  if (dayOf(row.at) !== day)
    return fault(position, "anchor", `Event ${position} is not of ${day}, as its anchor says.`);
  return null;
}

/** Every name against its commitment; a name may be empty only where the trail says that it was removed. */
async function faultInNames(db: Db, names: NameRow[]): Promise<Fault | null> {
  const { trail } = db.tables;
  const removed = new Set(
    (await db.select({ id: trail.subjectId }).from(trail).where(eq(trail.kind, "name.removed"))).map((r) => r.id),
  );
  const wrong = names.filter(({ id, personId, name, salt, commitment }) =>
    name === null || salt === null
      ? !removed.has(personId)
      : commitmentTo({ id: personId, name }, id, salt) !== commitment,
  );
  const faults: Fault[] = [];
  for (const { id, name } of wrong) {
    const token = tokenOf(id);
    const [first] = await db
      .select({ position: trail.position })
      .from(trail)
      .where(or(eq(trail.actorName, token), contains(trail.sentence, token)))
      .orderBy(asc(trail.position))
      .limit(1);
    const what = name === null ? "was emptied though nobody removed it" : "is not the name of that time";
    if (first) faults.push(fault(first.position, "name", `A name that stands in event ${first.position} ${what}.`));
  }
  return faults.sort((a, b) => a.position - b.position)[0] ?? null;
}

// ---- Anchors ----------------------------------------------------------------------------------------------------------

/** The anchors of past days, newest first. */
export async function anchorsOf(db: Db): Promise<Anchor[]> {
  const { anchors } = db.tables;
  return db.select().from(anchors).orderBy(desc(anchors.day));
}

/** The last event as an anchor, for who wants to keep one before the day is over; null while the trail is empty. */
export async function anchorNow(db: Db): Promise<Anchor | null> {
  const { trail } = db.tables;
  const [last] = await db.select().from(trail).orderBy(desc(trail.position)).limit(1);
  return last ? { day: dayOf(last.at), position: last.position, hash: last.hash } : null;
}

// ---- The check that a page shows -----------------------------------------------------------------------------------------

/** Who looks at the page after this time has the whole chain walked again. */
export const WHOLE_EVERY_MINUTES = 60;

export type Checked = Verified & {
  /** When the chain was last walked from its first event. */
  wholeAt: Date;
};

const checks = new WeakMap<Db, Promise<Checked>>();

/**
 * The state of the chain, as cheaply as can be: events since the last look are checked, the whole chain once an hour and
 * with `whole`. What was found broken is looked at wholly again each time.
 */
export function checkedTrail(db: Db, now: Date, whole = false): Promise<Checked> {
  const earlier = checks.get(db);
  const next = (async (): Promise<Checked> => {
    const before = await earlier?.catch(() => undefined);
    const stale = !before || now.getTime() - before.wholeAt.getTime() > WHOLE_EVERY_MINUTES * 60_000;
    if (whole || stale || before.fault || !(await stillThere(db, before)))
      return { ...(await verifyTrail(db)), wholeAt: now };
    return { ...(await verifyTrail(db, { from: before })), wholeAt: before.wholeAt };
  })();
  checks.set(db, next);
  return next;
}

/** Whether the event at which the last look ended is still the same. */
async function stillThere(db: Db, { events, head }: Checked): Promise<boolean> {
  if (events === 0) return true;
  const { trail } = db.tables;
  const rows = await db
    .select({ position: trail.position })
    .from(trail)
    .where(and(eq(trail.position, events), eq(trail.hash, head)));
  return rows.length === 1;
}
