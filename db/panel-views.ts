import { and, asc, eq, inArray, isNull, ne } from "drizzle-orm";
import { heldToForumLine, meantForForum } from "#audits/panel/forum.ts";
import { type PanelView, problemsInView } from "#audits/panel/views.ts";
import { scoreFromText, textFromScore } from "#audits/panel/result.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { criterionOf } from "#audits/rubric/document.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { isOfCase } from "./cycles.ts";
import { isAnyOf } from "./engine/sql.ts";
import { shutToActor } from "./forum.ts";
import { type Cockpit, cockpitOf } from "./moderations.ts";
import { type Db, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

export type SavedView = {
  criterion: string;
  personId: string;
  name: string;
  view: Score;
  reason: string;
  version: number;
  savedAt: Date;
};

/** Everything that members of the panel wrote of one plan, oldest first. For whoever moderates it, or sits on its panel. */
export async function viewsOn(db: Db, sampledId: string): Promise<SavedView[]> {
  const { panelViews, people } = db.tables;
  const rows = await db
    .select({ row: panelViews, name: people.name })
    .from(panelViews)
    .innerJoin(people, eq(people.id, panelViews.personId))
    .where(eq(panelViews.sampledCaseId, sampledId))
    .orderBy(asc(panelViews.savedAt), asc(people.name));
  return rows.map(({ row, name }) => ({ ...row, name, view: scoreFromText(row.view) }));
}

/** Chairs and quality leads sit on every panel; an auditor on the panels of the plans that the auditor scored. */
const chairs = (who: Actor) => who.memberships.some((m) => m.role === "panel_chair" || m.role === "quality_lead");

export type PanelPlan = {
  cycle: { id: string; title: string; moderationOn: string | null };
  sampledId: string;
  reference: string;
  snapshot: Cockpit["sampled"]["snapshot"];
  /** Criteria that are still to settle, and on how many of them this person has written. */
  open: number;
  written: number;
};

/** The plans on whose panel this person sits, while they are moderated and something is open. Blind plans are not among them. */
export async function panelPlansOf(db: Db, who: Actor): Promise<PanelPlan[]> {
  const { cycles, sampledCases, draws, audits, moderations } = db.tables;
  const rows = await db
    .select({ cycle: cycles, sampled: sampledCases, signedOffAt: moderations.signedOffAt })
    .from(sampledCases)
    .innerJoin(cycles, eq(cycles.id, sampledCases.cycleId))
    .innerJoin(draws, eq(draws.id, sampledCases.drawId))
    .leftJoin(moderations, eq(moderations.sampledCaseId, sampledCases.id))
    .where(
      and(
        eq(cycles.kind, "audit"),
        inArray(cycles.status, ["scoring", "moderation"]),
        eq(sampledCases.standing, "sample"),
        isNull(draws.replacedAt),
      ),
    );
  const mine = new Set(
    (
      await db
        .select({ id: audits.sampledCaseId })
        .from(audits)
        .where(and(eq(audits.auditorId, who.id), ne(audits.status, "withdrawn")))
    ).map((a) => a.id),
  );
  const shut = await shutToActor(
    db,
    who,
    rows.map((r) => r.sampled.id),
  );
  const plans: PanelPlan[] = [];
  for (const { cycle, sampled, signedOffAt } of rows) {
    if (signedOffAt || shut.has(sampled.id) || !isOfCase(sampled) || !(chairs(who) || mine.has(sampled.id))) continue;
    const verdict = await cockpitOf(db, cycle.id, sampled.id);
    if (!verdict.ok) continue;
    const open = openOf(verdict.cockpit, who);
    const views = await viewsOn(db, sampled.id);
    const written = open.filter((key) => views.some((v) => v.criterion === key && v.personId === who.id)).length;
    if (open.length)
      plans.push({
        cycle: { id: cycle.id, title: cycle.title, moderationOn: cycle.moderationOn },
        sampledId: sampled.id,
        reference: sampled.snapshot.reference,
        snapshot: sampled.snapshot,
        open: open.length,
        written,
      });
  }
  return plans.sort((a, b) => (a.reference < b.reference ? -1 : 1));
}

const openOf = (cockpit: Cockpit, who: Actor) =>
  queueFor(cockpit, who)
    .map((q) => q.criterion.key)
    .filter((key) => !cockpit.settled.has(key));

/** What a member of the panel reads of it: the forum's auditors only what the rubric means for them, as on their sheet. */
function queueFor({ moderation, rubric }: Cockpit, who: Actor): Cockpit["moderation"]["queue"] {
  if (!heldToForumLine(who) || chairs(who)) return moderation.queue;
  return moderation.queue.filter(({ criterion }) => meantForForum(criterionOf(rubric, criterion.key)));
}

export type PanelSeat = {
  cockpit: Cockpit;
  /** Own views, and of others' only those on criteria of which this person has written; a chair reads all. */
  views: SavedView[];
  /** How many others have written of each criterion. */
  others: Record<string, number>;
};

/** The plan as a member of its panel sees it: null where it is blind, over, or another panel's. */
export async function panelSeat(db: Db, who: Actor, sampledId: string): Promise<PanelSeat | null> {
  const { sampledCases, audits } = db.tables;
  const [plan] = await db.select().from(sampledCases).where(eq(sampledCases.id, sampledId));
  if (!plan) return null;
  const [own] = await db
    .select({ id: audits.id })
    .from(audits)
    .where(and(eq(audits.sampledCaseId, sampledId), eq(audits.auditorId, who.id), ne(audits.status, "withdrawn")));
  if (!own && !chairs(who)) return null;
  if ((await shutToActor(db, who, [sampledId])).size) return null;
  const verdict = await cockpitOf(db, plan.cycleId, sampledId);
  if (!verdict.ok || verdict.cockpit.row?.signedOffAt) return null;
  const all = await viewsOn(db, sampledId);
  const written = new Set(all.filter((v) => v.personId === who.id).map((v) => v.criterion));
  const others: Record<string, number> = {};
  for (const v of all) if (v.personId !== who.id) others[v.criterion] = (others[v.criterion] ?? 0) + 1;
  const { cockpit } = verdict;
  return {
    cockpit: { ...cockpit, moderation: { ...cockpit.moderation, queue: queueFor(cockpit, who) } },
    views: all.filter((v) => v.personId === who.id || chairs(who) || written.has(v.criterion)),
    others,
  };
}

export type SaveViewResult =
  | { ok: true }
  | { ok: false; why: "gone" }
  | { ok: false; why: "closed"; sentence: string }
  | { ok: false; why: "changed"; theirs: SavedView }
  | { ok: false; why: "problems"; problems: { field: "view" | "reason"; sentence: string }[] };

/**
 * Keeps what a member of the panel thinks of an open criterion; written again, it takes the place of what the same person
 * wrote before.
 *
 * @param basedOn the version that the person saw, 0 where nothing was written
 */
export async function saveView(
  store: Store,
  by: Actor,
  sampledId: string,
  given: PanelView & { criterion: string },
  basedOn: number,
  at: Date,
): Promise<SaveViewResult> {
  return store.transaction(async (tx): Promise<SaveViewResult> => {
    const seat = await panelSeat(tx, by, sampledId);
    const item = seat?.cockpit.moderation.queue.find((q) => q.criterion.key === given.criterion);
    if (!seat || !item) return { ok: false, why: "gone" };
    const { cockpit } = seat;
    if (cockpit.settled.has(given.criterion))
      return {
        ok: false,
        why: "closed",
        sentence: `${given.criterion} is settled meanwhile. Tell the chair if you object.`,
      };
    const problems = problemsInView(cockpit.rubric, item, given);
    if (problems.length) return { ok: false, why: "problems", problems };
    const before = seat.views.find((v) => v.personId === by.id && v.criterion === given.criterion);
    const reason = given.reason.trim();
    if (before?.view === given.view && before.reason === reason) return { ok: true };
    if (before && before.version !== basedOn) return { ok: false, why: "changed", theirs: before };
    const { panelViews } = tx.tables;
    const values = { view: textFromScore(given.view) ?? "", reason, savedAt: at };
    const own = { sampledCaseId: sampledId, criterion: given.criterion, personId: by.id };
    if (before)
      one(
        await tx
          .update(panelViews)
          .set({ ...values, version: before.version + 1 })
          .where(
            and(
              eq(panelViews.sampledCaseId, sampledId),
              eq(panelViews.criterion, given.criterion),
              eq(panelViews.personId, by.id),
              eq(panelViews.version, before.version),
            ),
          )
          .returning(),
      );
    else await tx.insert(panelViews).values({ ...own, ...values, version: 1 });
    const sentence = `${by.name} wrote a view on ${given.criterion} of ${cockpit.sampled.snapshot.reference} for the panel.`;
    await record(tx, eventOn("sampled_case")(by, "panel.view_saved", sampledId, sentence), at);
    return { ok: true };
  });
}

/** On how many criteria members of the panel have written, by plan: for the list of moderation. */
export async function viewsWritten(db: Db, sampledIds: string[]): Promise<Map<string, number>> {
  const { panelViews } = db.tables;
  const rows = await db
    .select({ plan: panelViews.sampledCaseId, criterion: panelViews.criterion })
    .from(panelViews)
    .where(isAnyOf(panelViews.sampledCaseId, sampledIds));
  const byPlan = Map.groupBy(rows, (r) => r.plan);
  return new Map([...byPlan].map(([plan, list]) => [plan, new Set(list.map((r) => r.criterion)).size]));
}
