import { randomBytes } from "node:crypto";
import { and, asc, desc, eq, inArray, isNull, ne } from "drizzle-orm";
import type { CycleFacts, Step } from "#audits/panel/life.ts";
import { mayDraw, mayMove, RESULTS_OUT } from "#audits/panel/life.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import { type FrameCase, filterWords } from "#audits/panel/sample-frame.ts";
import { planSample, type SampleDesign, stratumOf } from "#audits/panel/sample-plan.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { LimitsMode } from "#audits/rubric/grade-plan.ts";
import { dayWords } from "#audits/dates.ts";
import type { Verdict } from "#audits/measures/verdict.ts";
import { DRAW_METHOD, type StratifiedDraw, stratifiedSample } from "#audits/sampling/draw.ts";
import { CENSUS_METHOD, CHOSEN_METHOD, drawRecord } from "#audits/sampling/record.ts";
import { CYCLE_STATUS_LABELS, type CycleStatus } from "#audits/vocabulary.ts";
import { frameOf } from "./sample-frame.ts";
import type { CaseSnapshot, Tables } from "./schema.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

export type Cycle = Tables["cycles"]["$inferSelect"];
type SampledRow = Tables["sampledCases"]["$inferSelect"];
/** A plan of a sample, which is always that of a case; a calibration's made-up plans are of none. */
export type SampledCase = SampledRow & { caseId: string };
export const isOfCase = (row: SampledRow): row is SampledCase => row.caseId !== null;

export type NewCycle = {
  title: string;
  question: string;
  rubricId: string;
  codebookId: string;
  shortForm: boolean;
  modules: string[];
  limitsMode: LimitsMode;
  periodFrom: string;
  periodTo: string;
  scoringOpens: string;
  scoringDue: string;
  moderationOn: string | null;
};

/** Opens a cycle. Its seed is fixed here, before any list of cases is read for it. */
export async function openCycle(store: Store, by: Actor, input: NewCycle, at: Date, seed?: string): Promise<string> {
  const id = newId("cyc");
  return store.transaction(async (tx) => {
    await tx.insert(tx.tables.cycles).values({
      id,
      ...input,
      status: "sampling",
      seed: seed ?? randomBytes(8).toString("hex"),
      seedFixedAt: at,
      openedBy: by.id,
      openedAt: at,
      version: 1,
    });
    await record(tx, event(by, "cycle.opened", id, `${by.name} opened the cycle ${input.title}.`), at);
    return id;
  });
}

const event = eventOn("cycle");

/** Every cycle of audits that was not withdrawn, newest first, with how far it is. */
export async function cyclesOf(db: Db): Promise<{ cycle: Cycle; facts: CycleFacts }[]> {
  const { cycles } = db.tables;
  const rows = await db
    .select()
    .from(cycles)
    .where(and(ne(cycles.status, "withdrawn"), eq(cycles.kind, "audit")))
    .orderBy(desc(cycles.scoringOpens));
  return Promise.all(rows.map(async (cycle) => ({ cycle, facts: await factsOf(db, cycle) })));
}

/** The cycles whose results are out, newest first. */
export async function cyclesOut(db: Db): Promise<Cycle[]> {
  const { cycles } = db.tables;
  return db
    .select()
    .from(cycles)
    .where(and(inArray(cycles.status, RESULTS_OUT), eq(cycles.kind, "audit")))
    .orderBy(desc(cycles.scoringOpens));
}

/** One cycle of audits, or null: a calibration has a door of its own (calibrations.ts). */
export async function cycleOf(db: Db, id: string): Promise<Cycle | null> {
  const { cycles } = db.tables;
  const [row] = await db
    .select()
    .from(cycles)
    .where(and(eq(cycles.id, id), eq(cycles.kind, "audit")));
  return row ?? null;
}

/** How far a cycle is, in numbers. */
export async function factsOf(db: Db, cycle: Pick<Cycle, "id" | "status">): Promise<CycleFacts> {
  const { audits, moderations } = db.tables;
  const sample = await sampleOf(db, cycle.id);
  const ids = sample.map((s) => s.id);
  const rows = ids.length
    ? await db
        .select({ sampledCaseId: audits.sampledCaseId, status: audits.status })
        .from(audits)
        .where(and(eq(audits.cycleId, cycle.id), ne(audits.status, "withdrawn")))
    : [];
  const signed = ids.length ? await db.select().from(moderations).where(inArray(moderations.sampledCaseId, ids)) : [];
  const current = rows.filter((r) => ids.includes(r.sampledCaseId));
  const byPlan = Map.groupBy(current, (r) => r.sampledCaseId);
  return {
    status: cycle.status,
    sampled: sample.length,
    assigned: byPlan.size,
    audits: current.length,
    submitted: current.filter((r) => r.status === "submitted").length,
    readyForModeration: [...byPlan.values()].filter((list) => list.every((r) => r.status === "submitted")).length,
    signedOff: signed.filter((m) => m.signedOffAt !== null).length,
  };
}

/** Moves a cycle one step. @returns why not, when it may not; a cycle that somebody else moved meanwhile stays as it is. */
export async function moveCycle(store: Store, by: Actor, id: string, to: CycleStatus, at: Date): Promise<Step> {
  return store.transaction(async (tx) => {
    const { cycles, cycleReopenings } = tx.tables;
    const cycle = await cycleOf(tx, id);
    if (!cycle) return { ok: false, sentence: "This cycle does not exist." } as const;
    const verdict = mayMove(await factsOf(tx, cycle), to);
    if (!verdict.ok) return verdict;
    one(
      await tx
        .update(cycles)
        .set({ status: to, version: cycle.version + 1, closedAt: to === "closed" ? at : null })
        .where(and(eq(cycles.id, id), eq(cycles.version, cycle.version)))
        .returning(),
    );
    // Results are out again, so the reopening is over.
    if (RESULTS_OUT.includes(to))
      await tx
        .update(cycleReopenings)
        .set({ endedAt: at })
        .where(and(eq(cycleReopenings.cycleId, id), isNull(cycleReopenings.endedAt)));
    await record(
      tx,
      event(
        by,
        "cycle.moved",
        id,
        `${by.name} moved the cycle ${cycle.title} to ${CYCLE_STATUS_LABELS[to].toLowerCase()}.`,
      ),
      at,
    );
    return verdict;
  });
}

/** The draws of a cycle, first to last. */
export async function drawsOf(db: Db, cycleId: string) {
  const { draws, people } = db.tables;
  return db
    .select({ draw: draws, by: people.name })
    .from(draws)
    .innerJoin(people, eq(people.id, draws.drawnBy))
    .where(eq(draws.cycleId, cycleId))
    .orderBy(asc(draws.number));
}

/** Draws the sample by the cycle's seed and keeps it with its record. Drawing again needs a reason and leaves the earlier draw to be seen. */
export async function drawSample(
  store: Store,
  by: Actor,
  cycleId: string,
  design: SampleDesign,
  reason: string,
  at: Date,
): Promise<Step> {
  return store.transaction(async (tx): Promise<Step> => {
    const { draws, sampledCases, audits } = tx.tables;
    const cycle = await cycleOf(tx, cycleId);
    if (!cycle) return { ok: false, sentence: "This cycle does not exist." };
    const open = mayDraw(cycle.status);
    if (!open.ok) return open;
    const earlier = await tx.select().from(draws).where(eq(draws.cycleId, cycleId));
    const started = await tx.select({ id: audits.id }).from(audits).where(eq(audits.cycleId, cycleId)).limit(1);
    if (started.length)
      return { ok: false, sentence: "Auditors are assigned to this sample already, so it cannot be drawn again." };
    const problem = problemInReason(reason, earlier.length ? "Enter why the sample is drawn again." : null);
    if (problem) return { ok: false, sentence: problem };

    const planned = planSample(await frameOf(tx), design, at.toISOString().slice(0, 10));
    if (!planned.ok) return { ok: false, sentence: planned.sentence };
    const { frame, excluded, strata, size } = planned.plan;
    const drawn = drawFrom(cycle.seed, frame, design, size);
    if (drawn.value === null) return { ok: false, sentence: drawn.message };

    const drawId = newId("drw");
    const grouped = design.kind === "random" && design.stratifyBy !== null;
    const kept = drawRecord(
      frame.map((c) => c.reference),
      size,
      {
        seed: cycle.seed,
        seedFixedAt: cycle.seedFixedAt.toISOString(),
        strata: grouped ? strata.map((s) => ({ label: s.label, plans: s.frame, places: s.planned })) : null,
        drawnAt: at.toISOString(),
        drawnBy: by.name,
        exclusions: excluded,
        drawNumber: earlier.length + 1,
        question: filterWords(design.filter, dayWords),
        ...(design.kind === "chosen" && {
          chosen: design.chosen.map((c) => ({ id: c.reference, reason: c.reason })),
        }),
      },
      METHODS[design.kind],
    );
    await tx
      .update(draws)
      .set({ replacedAt: at })
      .where(and(eq(draws.cycleId, cycleId), isNull(draws.replacedAt)));
    await tx.insert(draws).values({
      id: drawId,
      cycleId,
      number: earlier.length + 1,
      record: kept,
      design,
      reason: reason.trim(),
      drawnBy: by.id,
      drawnAt: at,
    });
    const snapshots = await snapshotsOf(
      tx,
      frame.map((c) => c.reference),
    );
    for (const stratum of Object.keys(drawn.value.sample)) {
      const order = [...(drawn.value.sample[stratum] ?? []), ...(drawn.value.reserves[stratum] ?? [])];
      const inSample = drawn.value.sample[stratum]?.length ?? 0;
      for (let start = 0; start < order.length; start += 50) {
        await tx.insert(sampledCases).values(
          order.slice(start, start + 50).map((reference, i) => {
            const found = snapshots.get(reference) as { id: string; snapshot: CaseSnapshot };
            return {
              id: newId("smp"),
              cycleId,
              drawId,
              caseId: found.id,
              stratum,
              position: start + i + 1,
              standing: start + i < inSample ? ("sample" as const) : ("reserve" as const),
              snapshot: found.snapshot,
            };
          }),
        );
      }
    }
    const again = earlier.length ? ` again, because: ${reason.trim()}` : "";
    await record(
      tx,
      event(
        by,
        "sample.drawn",
        cycleId,
        `${by.name} ${design.kind === "chosen" ? "chose" : "drew"} ${size} of ${frame.length} plans for ${cycle.title}${again}.`,
      ),
      at,
    );
    return { ok: true };
  });
}

const METHODS = { random: DRAW_METHOD, chosen: CHOSEN_METHOD, census: CENSUS_METHOD } as const;

/** Who is in and in which order, by the kind of the sample. A chosen sample and a census have no reserves. */
function drawFrom(
  seed: string,
  frame: FrameCase[],
  design: SampleDesign,
  size: number,
): Verdict<Pick<StratifiedDraw, "sample" | "reserves">> {
  const wanted = new Set(design.chosen.map((c) => c.reference));
  const taken = design.kind === "chosen" ? frame.filter((c) => wanted.has(c.reference)) : frame;
  const units = taken.map((c) => ({ id: c.reference, stratum: stratumOf(c, design) }));
  const minimum = design.kind === "random" && design.stratifyBy ? design.minimum : 0;
  return stratifiedSample(seed, units, size, minimum);
}

async function snapshotsOf(tx: Tx, references: string[]): Promise<Map<string, { id: string; snapshot: CaseSnapshot }>> {
  const { cases } = tx.tables;
  const wanted = new Set(references);
  const rows = (await tx.select().from(cases)).filter((c) => wanted.has(c.reference));
  return new Map(
    rows.map((c) => [
      c.reference,
      {
        id: c.id,
        snapshot: {
          reference: c.reference,
          phase: c.phase,
          yearGroup: c.yearGroup,
          birthMonth: c.birthMonth,
          primaryNeed: c.primaryNeed,
          settingType: c.settingType,
          planType: c.planType,
          planDate: c.planDate,
          locality: c.locality,
          sendTeam: c.sendTeam,
          planWriterRef: c.planWriterRef,
          lookedAfter: c.lookedAfter,
          cinCp: c.cinCp,
          personalBudget: c.personalBudget,
          eotas: c.eotas,
          homeEducated: c.homeEducated,
          residential: c.residential,
          legalRegime: c.legalRegime,
        },
      },
    ]),
  );
}

/** The plans of the draw that holds, reserves not counted, by reference. */
export async function sampleOf(db: Db, cycleId: string): Promise<SampledCase[]> {
  const { sampledCases, draws } = db.tables;
  const rows = await db
    .select({ sampled: sampledCases })
    .from(sampledCases)
    .innerJoin(draws, eq(draws.id, sampledCases.drawId))
    .where(and(eq(sampledCases.cycleId, cycleId), eq(sampledCases.standing, "sample"), isNull(draws.replacedAt)));
  const ofCases = rows.map((r) => r.sampled).filter(isOfCase);
  return ofCases.sort((a, b) => (a.snapshot.reference < b.snapshot.reference ? -1 : 1));
}

/**
 * Moves the day on which audits are due, for the cycle and for every audit that is not submitted.
 * @param today nobody is given a day that is over
 */
export async function moveDueDate(
  store: Store,
  by: Actor,
  cycleId: string,
  to: string,
  reason: string,
  today: string,
  at: Date,
): Promise<Step> {
  const problem = problemInReason(reason, "Enter why the day moves");
  if (problem) return { ok: false, sentence: problem };
  return store.transaction(async (tx): Promise<Step> => {
    const { cycles, audits } = tx.tables;
    const cycle = await cycleOf(tx, cycleId);
    if (cycle?.status !== "sampling" && cycle?.status !== "scoring")
      return { ok: false, sentence: "Scoring has closed, so the day stays as it is" };
    if (to < today || to < cycle.scoringOpens)
      return { ok: false, sentence: "The day must not be over, and not be before scoring opens" };
    if (to === cycle.scoringDue) return { ok: false, sentence: "Audits are due on this day already" };
    one(
      await tx
        .update(cycles)
        .set({ scoringDue: to, version: cycle.version + 1 })
        .where(and(eq(cycles.id, cycleId), eq(cycles.version, cycle.version)))
        .returning(),
    );
    await tx
      .update(audits)
      .set({ dueOn: to })
      .where(and(eq(audits.cycleId, cycleId), inArray(audits.status, ["assigned", "in_progress"])));
    const sentence = `${by.name} moved the day on which audits of ${cycle.title} are due from ${dayWords(cycle.scoringDue)} to ${dayWords(to)}: ${reason.trim()}`;
    await record(tx, event(by, "cycle.due_moved", cycleId, sentence), at);
    return { ok: true };
  });
}
