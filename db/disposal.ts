import { and, eq, lte, or } from "drizzle-orm";
import { dayOf } from "#audits/dates.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { Disposable } from "#audits/retention/schedule.ts";
import { formerName } from "#audits/trail/names.ts";
import type { SampleDesign } from "#audits/panel/sample-plan.ts";
import type { DrawRecord } from "#audits/sampling/record.ts";
import type { CycleFigures } from "#audits/results/figures.ts";
import { isAnyOf } from "./engine/sql.ts";
import { freezeFigures, withoutPlans } from "./figures.ts";
import { removeFindings } from "./findings.ts";
import { dropPlanResults } from "./plan-results.ts";
import { type Counts, type Due, dueForDisposal, REMOVED_DOMAIN, removedPseudonym } from "./retention.ts";
import type { Tables } from "./schema.ts";
import { newId, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";
import { numberKept } from "./trail-names.ts";

export type RunResult =
  | { ok: true; id: string; counts: Counts; compacted: boolean }
  | { ok: false; why: "changed" | "nothing"; sentence: string };

/**
 * Removes what is due, as the person saw it, in one transaction: deletes or empties, keeps a report without content, and
 * leaves an event. The database's guards give way to what the run lists and to nothing else. Afterwards the file is
 * compacted, so that the bytes are gone as well.
 *
 * @param seen of the preview that the person looked at: refused when what is due or held has changed since
 */
export async function runDisposal(store: Store, by: Actor, seen: string, at: Date): Promise<RunResult> {
  const result = await store.transaction(async (tx): Promise<RunResult> => {
    const due = await dueForDisposal(tx, at);
    if (due.seen !== seen)
      return { ok: false, why: "changed", sentence: "What is due has changed since you looked. Check the list again." };
    if (due.kinds.every((k) => k.due.length === 0))
      return { ok: false, why: "nothing", sentence: "Nothing is due, so nothing was removed." };
    const { disposals, disposalItems } = tx.tables;
    const id = newId("dsp");
    await tx.insert(disposals).values({ id, runBy: by.id, startedAt: at, periods: due.periods, counts: {} });
    const items = due.kinds.flatMap(({ kind, due: list }) =>
      list.map((item) => ({ disposalId: id, kind, subjectId: item.id })),
    );
    await inSlices(items, 300, (slice) => tx.insert(disposalItems).values(slice));
    const counts: Counts = {};
    for (const kind of due.kinds) {
      const ids = kind.due.map((d) => d.id);
      if (ids.length) await REMOVE[kind.kind](tx, ids, by, at);
      if (ids.length || kind.held.length) counts[kind.kind] = { removed: ids.length, held: kind.held.length };
    }
    await tx.update(disposals).set({ finishedAt: at, counts }).where(eq(disposals.id, id));
    await record(tx, eventOn("disposal")(by, "disposal.run", id, sentenceOf(by.name, due)), at);
    return { ok: true, id, counts, compacted: false };
  });
  return result.ok ? { ...result, compacted: await store.compact() } : result;
}

const NOUNS: Record<Disposable, string> = {
  plan: "plans’ evidence",
  identity: "links to a child",
  caseload: "plans that left the caseload",
  concern: "urgent concerns",
  name: "names",
  import: "undecided imports",
  session: "ended sessions and codes",
};

function sentenceOf(name: string, { kinds }: Due): string {
  const said = kinds.filter((k) => k.due.length).map((k) => `${NOUNS[k.kind]}: ${k.due.length}`);
  return `${name} removed what had been kept long enough: ${said.join(", ")}.`;
}

const REMOVE: Record<Disposable, (tx: Tx, ids: string[], by: Actor, at: Date) => Promise<void>> = {
  async plan(tx, ids, _by, at) {
    const { sampledCases, audits, answers, answerHistory, moderations, settlements, draws } = tx.tables;
    const { meetingPlans, earlierSignOffs, cycleReopenings, panelViews, calibrationPlans } = tx.tables;
    const { feedbackPacks, feedbackReplies, feedbackDisputes, corrections, forumClearances, familyExperiences } =
      tx.tables;
    const plans = await tx.select().from(sampledCases).where(isAnyOf(sampledCases.id, ids));
    const cycleIds = [...new Set(plans.map((p) => p.cycleId))];
    await freezeFigures(tx, cycleIds, dayOf(at), at);
    const sheets = await tx.select({ id: audits.id }).from(audits).where(isAnyOf(audits.sampledCaseId, ids));
    const auditIds = sheets.map((a) => a.id);
    await removeFindings(tx, ids, auditIds);
    await tx.delete(answerHistory).where(isAnyOf(answerHistory.auditId, auditIds));
    await tx.delete(answers).where(isAnyOf(answers.auditId, auditIds));
    await tx.delete(audits).where(isAnyOf(audits.id, auditIds));
    const packs = await tx
      .select({ id: feedbackPacks.id })
      .from(feedbackPacks)
      .where(isAnyOf(feedbackPacks.sampledCaseId, ids));
    const packIds = packs.map((p) => p.id);
    await tx.delete(corrections).where(isAnyOf(corrections.sampledCaseId, ids));
    await tx.delete(feedbackDisputes).where(isAnyOf(feedbackDisputes.packId, packIds));
    await tx.delete(feedbackReplies).where(isAnyOf(feedbackReplies.packId, packIds));
    await tx.delete(feedbackPacks).where(isAnyOf(feedbackPacks.id, packIds));
    await tx.delete(forumClearances).where(isAnyOf(forumClearances.sampledCaseId, ids));
    await tx.delete(familyExperiences).where(isAnyOf(familyExperiences.sampledCaseId, ids));
    await tx.delete(settlements).where(isAnyOf(settlements.sampledCaseId, ids));
    await tx.delete(panelViews).where(isAnyOf(panelViews.sampledCaseId, ids));
    await tx.delete(calibrationPlans).where(isAnyOf(calibrationPlans.sampledCaseId, ids));
    await tx.delete(moderations).where(isAnyOf(moderations.sampledCaseId, ids));
    await tx.delete(earlierSignOffs).where(isAnyOf(earlierSignOffs.sampledCaseId, ids));
    await tx.delete(meetingPlans).where(isAnyOf(meetingPlans.sampledCaseId, ids));
    // The figures of before a reopening name single plans, as those of the cycle did.
    for (const row of await tx.select().from(cycleReopenings).where(isAnyOf(cycleReopenings.cycleId, cycleIds))) {
      const kept = withoutPlans(row.figures as CycleFigures);
      await tx.update(cycleReopenings).set({ figures: kept }).where(eq(cycleReopenings.id, row.id));
    }
    // What a room showed of a plan goes with the plan; that something was shown, and its fingerprint, stay.
    const { roomContents, roomEntries } = tx.tables;
    await tx.update(roomContents).set({ content: null, sampledId: null }).where(isAnyOf(roomContents.sampledId, ids));
    await tx
      .update(roomEntries)
      .set({ sampledId: null, standing: "open", words: "", reason: "" })
      .where(isAnyOf(roomEntries.sampledId, ids));
    await dropPlanResults(tx, ids);
    await tx.delete(sampledCases).where(isAnyOf(sampledCases.id, ids));
    // The record of a draw keeps how it was drawn; once no plan of it is left, not which plans were left out.
    for (const draw of await tx.select().from(draws).where(isAnyOf(draws.cycleId, cycleIds))) {
      const left = await tx
        .select({ id: sampledCases.id })
        .from(sampledCases)
        .where(eq(sampledCases.drawId, draw.id))
        .limit(1);
      if (left.length === 0) await tx.update(draws).set(drawWithoutPlans(draw)).where(eq(draws.id, draw.id));
    }
  },

  async identity(tx, ids) {
    const { cases } = tx.tables;
    for (const id of ids)
      await tx
        .update(cases)
        .set({ pseudonym: removedPseudonym(id), caseRef: null, settingUrn: null })
        .where(eq(cases.id, id));
  },

  async caseload(tx, ids) {
    const { cases } = tx.tables;
    await tx.delete(cases).where(and(isAnyOf(cases.id, ids), eq(cases.active, false)));
  },

  async concern(tx, ids) {
    const { concerns } = tx.tables;
    await tx.delete(concerns).where(isAnyOf(concerns.id, ids));
  },

  async name(tx, ids, by, at) {
    const { people, accounts, sessions, trailNames, draws, invitations, secondFactors, recoveryCodes, tickets } =
      tx.tables;
    const { reminders, reminderRefusals } = tx.tables;
    for (const id of ids) {
      const number = await numberKept(tx, id);
      const name = formerName(number);
      await tx.update(trailNames).set({ name: null, salt: null }).where(eq(trailNames.personId, id));
      const [person] = await tx.select({ email: people.email }).from(people).where(eq(people.id, id));
      const toThem = eq(invitations.email, person?.email ?? "");
      await tx.delete(invitations).where(or(eq(invitations.personId, id), toThem));
      for (const table of [secondFactors, recoveryCodes, tickets, reminders, reminderRefusals])
        await tx.delete(table).where(eq(table.personId, id));
      await tx
        .update(people)
        .set({ name, email: `p-${number}${REMOVED_DOMAIN}`, image: null, updatedAt: at })
        .where(eq(people.id, id));
      await tx.delete(sessions).where(eq(sessions.userId, id));
      await tx.delete(accounts).where(eq(accounts.userId, id));
      for (const draw of await tx.select().from(draws).where(eq(draws.drawnBy, id))) {
        const kept: DrawRecord = { ...draw.record, drawnBy: name };
        await tx.update(draws).set({ record: kept }).where(eq(draws.id, draw.id));
      }
      const sentence = `${by.name} removed the name of P-${String(number).padStart(4, "0")}.`;
      await record(tx, eventOn("person")(by, "name.removed", id, sentence), at);
    }
  },

  async import(tx, ids, _by, at) {
    const { imports } = tx.tables;
    await tx
      .update(imports)
      .set({ staged: null, files: [], status: "cancelled", endedAt: at })
      .where(and(isAnyOf(imports.id, ids), eq(imports.status, "preview")));
  },

  async session(tx, ids, _by, at) {
    const { sessions, verifications, tickets, invitations } = tx.tables;
    await tx.delete(sessions).where(and(isAnyOf(sessions.id, ids), lte(sessions.expiresAt, at)));
    for (const table of [verifications, tickets, invitations])
      await tx.delete(table).where(and(isAnyOf(table.id, ids), lte(table.expiresAt, at)));
  },
};

/** How a draw was made, without naming a plan: neither those left out, nor those chosen and why. */
function drawWithoutPlans({ record: kept, design }: Pick<Tables["draws"]["$inferSelect"], "record" | "design">) {
  const unnamed = JSON.stringify({ ...design, chosen: [], leaveOut: { ...design.leaveOut, named: [] } }).replace(
    /\bC-\d{4,}\b/g,
    "a plan",
  );
  return {
    record: { ...kept, exclusions: [], ...(kept.chosen && { chosen: [] }) },
    design: JSON.parse(unnamed) as SampleDesign,
  };
}

async function inSlices<T>(items: T[], size: number, work: (slice: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += size) await work(items.slice(start, start + size));
}
