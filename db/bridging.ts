import { randomBytes } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import type { Step } from "#audits/panel/life.ts";
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { type Bridge, bridge, type BridgedCase } from "#audits/rubric/bridging.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { stratifiedSample } from "#audits/sampling/draw.ts";
import { drawRecord } from "#audits/sampling/record.ts";
import type { PlanResult } from "#audits/panel/result.ts";
import { attributesOf } from "./audits.ts";
import { type Cycle, cycleOf, type SampledCase, sampleOf } from "./cycles.ts";
import { rubricsForCycles } from "./rubric-approvals.ts";
import { rubricOf } from "./rubrics.ts";
import { type Db, newId, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

export type NewBridging = {
  rubricId: string;
  /** References chosen by hand; where there are none, this many are drawn. */
  chosen: string[];
  size: number;
  scoringOpens: string;
  scoringDue: string;
};

/** Plans of a cycle that were signed off: what a bridging set can be made of. */
export async function bridgeable(db: Db, cycleId: string): Promise<SampledCase[]> {
  const signed = await resultsOf(db, cycleId);
  return (await sampleOf(db, cycleId)).filter((s) => signed.has(s.id));
}

async function resultsOf(db: Db, cycleId: string): Promise<Map<string, PlanResult>> {
  const { moderations, sampledCases } = db.tables;
  const rows = await db
    .select({ id: moderations.sampledCaseId, result: moderations.result, at: moderations.signedOffAt })
    .from(moderations)
    .innerJoin(sampledCases, eq(sampledCases.id, moderations.sampledCaseId))
    .where(eq(sampledCases.cycleId, cycleId));
  return new Map(rows.flatMap((r) => (r.at ? [[r.id, r.result as PlanResult] as const] : [])));
}

/**
 * Makes a bridging set: an ordinary cycle on another version of the rubric, over plans of an earlier cycle as they were when
 * they were drawn. Auditors score them as any other plan, and see nothing of the first scores.
 * @returns the id of the new cycle
 */
export async function makeBridging(
  store: Store,
  by: Actor,
  earlierId: string,
  input: NewBridging,
  at: Date,
): Promise<(Step & { ok: true; cycleId: string }) | (Step & { ok: false })> {
  return store.transaction(async (tx) => {
    const earlier = await cycleOf(tx, earlierId);
    const before = earlier && (await rubricOf(tx, earlier.rubricId));
    if (!earlier || !before) return { ok: false, sentence: "This cycle does not exist." } as const;
    const chosen = (await rubricsForCycles(tx)).find(({ rubric }) => rubric.id === input.rubricId);
    if (!chosen || chosen.rubric.key !== before.key || chosen.rubric.id === before.id)
      return { ok: false, sentence: "Choose another version of the rubric of this cycle." } as const;
    if (chosen.why) return { ok: false, sentence: `This version cannot be used. ${chosen.why}` } as const;
    const plans = await bridgeable(tx, earlierId);
    const byReference = new Map(plans.map((p) => [p.snapshot.reference, p]));
    const references = [...byReference.keys()];
    if (input.chosen.some((reference) => !byReference.has(reference)))
      return { ok: false, sentence: "Choose plans that are signed off in this cycle." } as const;
    const size = input.chosen.length || input.size;
    if (!Number.isInteger(size) || size < 1 || size > references.length)
      return { ok: false, sentence: `Choose between 1 and ${references.length} plans.` } as const;

    const id = newId("cyc");
    const seed = randomBytes(8).toString("hex");
    const title = `Bridging ${before.version} to ${chosen.rubric.version}: ${earlier.title}`.slice(0, 100);
    const { cycles, bridgingSets, draws, sampledCases } = tx.tables;
    const modules = new Set(chosen.rubric.document.modules.map((m) => m.key));
    await tx.insert(cycles).values({
      id,
      title,
      question: `How far does version ${chosen.rubric.version} of the rubric move results?`,
      status: "sampling",
      rubricId: chosen.rubric.id,
      codebookId: earlier.codebookId,
      shortForm: earlier.shortForm,
      modules: [
        chosen.rubric.document.mainModule,
        ...earlier.modules.filter((m) => modules.has(m) && m !== chosen.rubric.document.mainModule),
      ],
      limitsMode: earlier.limitsMode,
      periodFrom: earlier.periodFrom,
      periodTo: earlier.periodTo,
      scoringOpens: input.scoringOpens,
      scoringDue: input.scoringDue,
      moderationOn: null,
      seed,
      seedFixedAt: at,
      openedBy: by.id,
      openedAt: at,
      version: 1,
    });
    await tx.insert(bridgingSets).values({ cycleId: id, earlierCycleId: earlierId, madeBy: by.id, madeAt: at });
    const drawn = input.chosen.length ? input.chosen : drawnOf(seed, references, size);
    const drawId = newId("drw");
    await tx.insert(draws).values({
      id: drawId,
      cycleId: id,
      number: 1,
      record: drawRecord(references, drawn.length, {
        seed,
        seedFixedAt: at.toISOString(),
        strata: null,
        drawnAt: at.toISOString(),
        drawnBy: by.name,
        exclusions: [],
        drawNumber: 1,
      }),
      design: {
        ...PLAIN_DESIGN,
        kind: input.chosen.length ? "chosen" : "random",
        size: drawn.length,
        chosen: input.chosen.map((reference) => ({ reference, reason: "For the bridging set." })),
      },
      reason: input.chosen.length ? "Chosen by hand for a bridging set." : "",
      drawnBy: by.id,
      drawnAt: at,
    });
    for (const [i, reference] of drawn.entries()) {
      const plan = byReference.get(reference);
      if (plan)
        await tx.insert(sampledCases).values({
          id: newId("smp"),
          cycleId: id,
          drawId,
          caseId: plan.caseId,
          stratum: "All plans",
          position: i + 1,
          standing: "sample",
          snapshot: plan.snapshot,
        });
    }
    const sentence = `${by.name} made a bridging set of ${drawn.length} plans of ${earlier.title}, to be scored under version ${chosen.rubric.version}.`;
    await record(tx, eventOn("cycle")(by, "cycle.opened", id, sentence), at);
    return { ok: true, cycleId: id } as const;
  });
}

function drawnOf(seed: string, references: string[], size: number): string[] {
  const drawn = stratifiedSample(
    seed,
    references.map((id) => ({ id, stratum: "All plans" })),
    size,
    0,
  );
  return drawn.value?.sample["All plans"] ?? [];
}

export type BridgingSet = { cycle: Cycle; earlier: Cycle; bridge: Bridge | null };

/** The bridging sets of a cycle's plans, each with what it says so far. */
export async function bridgingSetsOf(db: Db, earlierId: string): Promise<BridgingSet[]> {
  return setsWhere(db, (row) => row.earlierCycleId === earlierId);
}

/** The earlier cycle of a bridging set, or null for an ordinary cycle. */
export async function bridgedFrom(db: Db, cycleId: string): Promise<Cycle | null> {
  const { bridgingSets } = db.tables;
  const [row] = await db.select().from(bridgingSets).where(eq(bridgingSets.cycleId, cycleId));
  return row ? cycleOf(db, row.earlierCycleId) : null;
}

/**
 * The estimates of all bridging sets of one rubric, over the plans of all sets of a pair of versions. Each pair is told in
 * both directions, because plans of a later cycle can be scored again under the version before as well.
 */
export async function bridgesOf(db: Db, rubricKey: string): Promise<Bridge[]> {
  const pairs = new Map<string, { before: RubricDocument; after: RubricDocument; cases: BridgedCase[] }>();
  const add = (before: RubricDocument, after: RubricDocument, cases: BridgedCase[]) => {
    const name = `${before.version} ${after.version}`;
    const pair = pairs.get(name) ?? { before, after, cases: [] };
    pair.cases.push(...cases);
    pairs.set(name, pair);
  };
  for (const { cycleId, earlierCycleId } of await db.select().from(db.tables.bridgingSets)) {
    const found = await casesOf(db, cycleId, earlierCycleId);
    if (!found || found.after.key !== rubricKey) continue;
    const { before, after, cases } = found;
    add(before, after, cases);
    const back = cases.map((one) => ({ ...one, before: one.after, after: one.before }));
    add(after, before, back);
  }
  return [...pairs.values()].map(({ before, after, cases }) => bridge(before, after, cases));
}

async function setsWhere(
  db: Db,
  wanted: (row: { cycleId: string; earlierCycleId: string }) => boolean,
): Promise<BridgingSet[]> {
  const { bridgingSets } = db.tables;
  const rows = (await db.select().from(bridgingSets).orderBy(asc(bridgingSets.madeAt))).filter(wanted);
  const sets: BridgingSet[] = [];
  for (const row of rows) {
    const [cycle, earlier] = [await cycleOf(db, row.cycleId), await cycleOf(db, row.earlierCycleId)];
    const found = await casesOf(db, row.cycleId, row.earlierCycleId);
    if (cycle && earlier)
      sets.push({
        cycle,
        earlier,
        bridge: found?.cases.length ? bridge(found.before, found.after, found.cases) : null,
      });
  }
  return sets;
}

/** The plans that are signed off under both versions, with both panels' levels, and the two versions as they were asked. */
async function casesOf(db: Db, cycleId: string, earlierId: string) {
  const [cycle, earlier] = [await cycleOf(db, cycleId), await cycleOf(db, earlierId)];
  const [after, before] = [
    cycle && (await rubricOf(db, cycle.rubricId)),
    earlier && (await rubricOf(db, earlier.rubricId)),
  ];
  if (!cycle || !earlier || !before || !after) return null;
  const [now, was] = [await resultsOf(db, cycleId), await resultsOf(db, earlierId)];
  const first = new Map((await sampleOf(db, earlierId)).map((s) => [s.caseId, s]));
  const cases = (await sampleOf(db, cycleId)).flatMap((plan): BridgedCase[] => {
    const old = first.get(plan.caseId);
    const [one, other] = [old && was.get(old.id), now.get(plan.id)];
    if (!one || !other) return [];
    return [
      {
        reference: plan.snapshot.reference,
        about: attributesOf(plan.snapshot, cycle.periodTo),
        before: one.scores,
        after: other.scores,
      },
    ];
  });
  return { before: asAsked(before.document, earlier), after: asAsked(after.document, cycle), cases };
}

/** A short form asks only its own criteria, so only those are graded. */
const asAsked = (rubric: RubricDocument, { shortForm }: Cycle): RubricDocument =>
  shortForm ? { ...rubric, criteria: rubric.criteria.filter((c) => c.shortForm) } : rubric;
