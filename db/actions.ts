import { and, asc, eq, max } from "drizzle-orm";
import type { Effect } from "#audits/actions/effect.ts";
import type { Entry } from "#audits/actions/entries.ts";
import { type ActionStatus, mayChangeAction, mayMoveAction, MOVES, needsReason } from "#audits/actions/life.ts";
import type { NamedMeasure, Reading } from "#audits/actions/measure.ts";
import type { Promised } from "#audits/actions/promise.ts";
import type { Step } from "#audits/panel/life.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import { type Actor, may } from "#audits/people/permissions.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

export type ActionRow = Tables["actions"]["$inferSelect"];
export type ActionEntry = Tables["actionEntries"]["$inferSelect"] & { by: string };
export type ActionListed = { action: ActionRow; owner: string; name: string };

/** "A-07" */
export const actionName = (number: number): string => `A-${String(number).padStart(2, "0")}`;

const event = eventOn("action");

// ---- Reading ----------------------------------------------------------------------------------------------------------

/** The actions that this person may see, newest first. */
export async function actionsFor(db: Db, reader: Actor): Promise<ActionListed[]> {
  const { actions, people } = db.tables;
  const rows = await db
    .select({ action: actions, owner: people.name })
    .from(actions)
    .innerJoin(people, eq(people.id, actions.ownerId))
    .orderBy(asc(actions.number));
  return rows
    .filter(({ action }) => may(reader, "actions.view", action).ok)
    .map((row) => ({ ...row, name: actionName(row.action.number) }))
    .reverse();
}

/** One action that this person may see, or null. */
export async function actionFor(db: Db, reader: Actor, id: string): Promise<ActionListed | null> {
  const { actions, people } = db.tables;
  const [row] = await db
    .select({ action: actions, owner: people.name })
    .from(actions)
    .innerJoin(people, eq(people.id, actions.ownerId))
    .where(eq(actions.id, id));
  if (!row || !may(reader, "actions.view", row.action).ok) return null;
  return { ...row, name: actionName(row.action.number) };
}

/** Comments, evidence and responses of an action, first to last. */
export async function entriesOf(db: Db | Tx, actionId: string): Promise<ActionEntry[]> {
  const { actionEntries, people } = db.tables;
  const rows = await db
    .select({ entry: actionEntries, by: people.name })
    .from(actionEntries)
    .innerJoin(people, eq(people.id, actionEntries.writtenBy))
    .where(eq(actionEntries.actionId, actionId))
    .orderBy(asc(actionEntries.writtenAt), asc(actionEntries.id));
  return rows.map(({ entry, by }) => ({ ...entry, by }));
}

/** Everything that was done to an action, first to last. */
export async function actionHistory(db: Db, actionId: string) {
  const { actionVersions, people } = db.tables;
  const rows = await db
    .select({ step: actionVersions, by: people.name })
    .from(actionVersions)
    .innerJoin(people, eq(people.id, actionVersions.madeBy))
    .where(eq(actionVersions.actionId, actionId))
    .orderBy(asc(actionVersions.version));
  return rows.map(({ step, by }) => ({ ...step, by }));
}

// ---- Writing ----------------------------------------------------------------------------------------------------------

export type NewAction = { promise: Promised; measure: NamedMeasure; baseline: Reading; sourceId: string | null };

/** Opens an action, as a proposal. Its measure and baseline stay as they are given here. @returns its id */
export async function openAction(store: Store, by: Actor, given: NewAction, at: Date): Promise<string> {
  const { promise, measure, baseline, sourceId } = given;
  return store.transaction(async (tx) => {
    const { actions } = tx.tables;
    const [{ last } = { last: 0 }] = await tx.select({ last: max(actions.number) }).from(actions);
    const action: ActionRow = {
      id: newId("act"),
      number: (last ?? 0) + 1,
      ...promise,
      measure,
      baseline,
      sourceId,
      status: "proposed",
      doneOn: null,
      testCycleId: null,
      effect: null,
      effectOn: null,
      openedBy: by.id,
      openedAt: at,
      version: 1,
    };
    await tx.insert(actions).values(action);
    await keepVersion(tx, by, action, "opened", "", at);
    await record(
      tx,
      event(by, "action.opened", action.id, `${by.name} opened action ${actionName(action.number)}.`),
      at,
    );
    return action.id;
  });
}

async function keepVersion(
  tx: Tx,
  by: Actor,
  action: ActionRow,
  words: string,
  reason: string,
  at: Date,
): Promise<void> {
  const { title, steps, ownerId, withWhom, services, target, dueOn, next, status, doneOn, testCycleId, effect } =
    action;
  const kept = { title, steps, ownerId, withWhom, services, target, dueOn, next, status, doneOn, testCycleId };
  await tx.insert(tx.tables.actionVersions).values({
    actionId: action.id,
    version: action.version,
    words,
    reason,
    kept: { ...kept, outcome: effect?.outcome ?? null },
    madeBy: by.id,
    madeAt: at,
  });
}

type Change = {
  set: Partial<ActionRow>;
  /** What happened, without who: "marked as done". */
  words: string;
  reason?: string;
  kind: "action.changed" | "action.moved" | "action.tested";
  sentence: string;
};

/**
 * Changes an action for whoever saw it at `version`: the quality lead any, another person only what they own.
 * @throws NothingChanged when somebody was faster
 */
async function change(
  store: Store,
  by: Actor,
  seen: { id: string; version: number },
  decide: (tx: Tx, action: ActionRow) => Promise<Change | { ok: false; sentence: string }>,
  at: Date,
): Promise<Step> {
  return store.transaction(async (tx): Promise<Step> => {
    const { actions } = tx.tables;
    const own = may(by, "actions.open").ok ? undefined : eq(actions.ownerId, by.id);
    const scope = and(eq(actions.id, seen.id), own);
    const [action] = await tx.select().from(actions).where(scope);
    if (!action) return { ok: false, sentence: "This action is not there, or it is not yours to change." };
    const decided = await decide(tx, action);
    if (!("set" in decided)) return decided;
    const changed = one(
      await tx
        .update(actions)
        .set({ ...decided.set, version: seen.version + 1 })
        .where(and(scope, eq(actions.version, seen.version)))
        .returning(),
    );
    await keepVersion(tx, by, changed, decided.words, decided.reason ?? "", at);
    const sentence = `${by.name} ${decided.sentence} ${actionName(action.number)}.`;
    await record(tx, event(by, decided.kind, action.id, sentence), at);
    return { ok: true };
  });
}

/** Changes what was promised. Who saw the words before can read them in the history. */
export const changePromise = (
  store: Store,
  by: Actor,
  seen: { id: string; version: number },
  promise: Promised,
  at: Date,
): Promise<Step> =>
  change(
    store,
    by,
    seen,
    async (_tx, action) => {
      const verdict = mayChangeAction(action);
      if (!verdict.ok) return verdict;
      // A target that is moved after the test would rewrite what the test found.
      if (action.effect && action.target !== promise.target)
        return {
          ok: false,
          sentence: "The effect is recorded against this target. Open a new action for another target.",
        };
      return { set: promise, words: "changed", kind: "action.changed", sentence: "changed action" };
    },
    at,
  );

/** Takes an action on, or back, in its life. @param today the day that stands as the day it was done */
export const moveAction = (
  store: Store,
  by: Actor,
  seen: { id: string; version: number },
  { to, reason, today }: { to: ActionStatus; reason: string; today: string },
  at: Date,
): Promise<Step> =>
  change(
    store,
    by,
    seen,
    async (tx, action) => {
      const evidence = (await entriesOf(tx, action.id)).filter((e) => e.kind === "evidence").length;
      const verdict = mayMoveAction({ status: action.status, evidence, tested: action.effect !== null }, to);
      if (!verdict.ok) return verdict;
      const asked = needsReason(action.status, to) ? "Say why, in a few words" : null;
      const problem = problemInReason(reason, asked);
      if (problem) return { ok: false, sentence: problem };
      const back = action.status === "done" || action.status === "closed" || action.status === "withdrawn";
      // Work that goes on again is tested again.
      const again = back && to !== "closed" ? { doneOn: null, testCycleId: null, effect: null, effectOn: null } : {};
      return {
        set: { status: to, ...again, ...(to === "done" ? { doneOn: today } : {}) },
        words: MOVES[to].past,
        reason: reason.trim(),
        kind: "action.moved",
        sentence: `${MOVES[to].past} action`,
      };
    },
    at,
  );

/** Says which cycle tests the action; null takes the choice back. */
export const chooseTest = (
  store: Store,
  by: Actor,
  seen: { id: string; version: number },
  cycle: { id: string; title: string } | null,
  at: Date,
): Promise<Step> =>
  change(
    store,
    by,
    seen,
    async (_tx, action) => {
      if (action.effect) return { ok: false, sentence: "The effect of this action is recorded already." };
      if (action.status === "withdrawn") return { ok: false, sentence: "A withdrawn action is not tested." };
      return {
        set: { testCycleId: cycle?.id ?? null },
        words: cycle ? `chose ${cycle.title} as the re-audit` : "took the choice of the re-audit back",
        kind: "action.tested",
        sentence: cycle ? `chose ${cycle.title} to test action` : "took back the choice of the cycle that tests action",
      };
    },
    at,
  );

/** Keeps the effect as the results give it now: what becomes of them later changes nothing here. */
export const recordEffect = (
  store: Store,
  by: Actor,
  seen: { id: string; version: number },
  { effect, on }: { effect: Effect; on: string },
  at: Date,
): Promise<Step> =>
  change(
    store,
    by,
    seen,
    async (_tx, action) => {
      if (action.effect) return { ok: false, sentence: "The effect of this action is recorded already." };
      if (action.status !== "done" && action.status !== "closed")
        return { ok: false, sentence: "Mark the action as done first. What is not done cannot have had an effect." };
      return {
        set: { effect, effectOn: on },
        words: "recorded the effect",
        kind: "action.tested",
        sentence: "recorded the effect of action",
      };
    },
    at,
  );

/** Adds a comment, evidence or a response of a service, for whoever may. */
export async function addEntry(
  store: Store,
  by: Actor,
  actionId: string,
  entry: Entry,
  at: Date,
): Promise<string | null> {
  return store.transaction(async (tx) => {
    const { actions, actionEntries } = tx.tables;
    const [action] = await tx.select().from(actions).where(eq(actions.id, actionId));
    if (!action || !may(by, "actions.view", action).ok) return null;
    if (entry.kind === "evidence" && !may(by, "actions.work", action).ok) return null;
    if (entry.kind === "response" && !(entry.agency && mayRespondFor(by, action).includes(entry.agency))) return null;
    const id = newId("ent");
    await tx.insert(actionEntries).values({ id, actionId, ...entry, writtenBy: by.id, writtenAt: at });
    const said = { comment: "commented on", evidence: "added evidence to", response: "responded to" }[entry.kind];
    await record(
      tx,
      event(by, "action.entry", actionId, `${by.name} ${said} action ${actionName(action.number)}.`),
      at,
    );
    return id;
  });
}

/** The services for which this person may respond to an action. */
export const mayRespondFor = (by: Actor, action: Pick<ActionRow, "services">) =>
  by.memberships.flatMap((m) =>
    m.role === "service_manager" && m.agency && action.services.includes(m.agency) ? [m.agency] : [],
  );
