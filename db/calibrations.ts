import { randomBytes } from "node:crypto";
import { and, asc, desc, eq, inArray, ne } from "drizzle-orm";
import type { AnchorPlan } from "#audits/calibration/anchor.ts";
import { referenceFor } from "#audits/calibration/anchor.ts";
import { SHIPPED_ANCHORS } from "#audits/calibration/library/shipped.ts";
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import { dayOf } from "#audits/dates.ts";
import type { Actor } from "#audits/people/permissions.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { CHOSEN_METHOD, drawRecord } from "#audits/sampling/record.ts";
import { auditorsWithConflicts } from "./assignments.ts";
import { answersOf, ownSheet, type AuditRow, type SavedAnswer, sheetOfPlan } from "./audits.ts";
import type { Cycle } from "./cycles.ts";
import { currentCodebook, publishedRubrics } from "./rubrics.ts";
import { rubricsForCycles } from "./rubric-approvals.ts";
import type { CaseSnapshot } from "./schema.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/**
 * Calibration rounds: auditors score made-up plans on the ordinary sheet. A round is a cycle of its own kind, so that the
 * sheet, its saving and its blindness are the same, and no query of cycles, samples, results, feedback or reports finds it.
 */

export type NewRound = {
  title: string;
  rubricId: string;
  shortForm: boolean;
  /** Keys of anchor plans. */
  anchors: string[];
  auditorIds: string[];
  dueOn: string;
};

export type OpenResult =
  | { ok: true; id: string; given: number; skipped: number }
  | { ok: false; field: keyof NewRound; sentence: string };

const SOME = { anchors: "Choose one made-up plan or more", auditorIds: "Choose who takes part" } as const;

/**
 * Opens a round: every chosen auditor gets every chosen plan, but for those whom the plan has been given before, because who
 * has seen the reference levels cannot score it blind.
 */
export async function openCalibration(
  store: Store,
  by: Actor,
  input: NewRound,
  at: Date,
  seed = randomBytes(8).toString("hex"),
): Promise<OpenResult> {
  const no = (field: keyof NewRound, sentence: string): OpenResult => ({ ok: false, field, sentence });
  return store.transaction(async (tx): Promise<OpenResult> => {
    const usable = (await rubricsForCalibration(tx)).find((r) => r.id === input.rubricId);
    if (!usable) return no("rubricId", "Choose a rubric that the made-up plans have reference levels for");
    const anchors = SHIPPED_ANCHORS.filter((a) => input.anchors.includes(a.key));
    if (anchors.length === 0) return no("anchors", SOME.anchors);
    const auditors = (await calibrators(tx, at)).filter((a) => input.auditorIds.includes(a.id));
    if (auditors.length === 0) return no("auditorIds", SOME.auditorIds);
    const seen = await anchorsSeen(tx);
    const pairs = anchors.flatMap((anchor) => auditors.map((auditor) => ({ anchor, auditor })));
    const given = pairs.filter(({ anchor, auditor }) => !seen.get(anchor.key)?.has(auditor.id));
    if (given.length === 0)
      return no("anchors", "Everybody chosen has had these plans before. Choose other plans, or other people");

    const id = newId("cyc");
    const drawId = newId("drw");
    const days = anchors.map((a) => a.snapshot.planDate).sort();
    const { cycles, draws, sampledCases, calibrationPlans } = tx.tables;
    await tx.insert(cycles).values({
      id,
      kind: "calibration",
      title: input.title.trim(),
      question: "Do we read the levels alike?",
      status: "scoring",
      rubricId: usable.id,
      codebookId: (await currentCodebook(tx)).id,
      shortForm: input.shortForm,
      modules: [usable.document.mainModule],
      limitsMode: "applied",
      // Ages are as on the day of the plan, so that the same criteria are asked whenever a round is opened.
      periodFrom: days[0] as string,
      periodTo: days.at(-1) as string,
      scoringOpens: dayOf(at),
      scoringDue: input.dueOn,
      moderationOn: null,
      seed,
      seedFixedAt: at,
      openedBy: by.id,
      openedAt: at,
      version: 1,
    });
    const references = anchors.map((a) => a.reference);
    const details = { seed, seedFixedAt: at.toISOString(), strata: null, drawnAt: at.toISOString(), drawnBy: by.name };
    const chosen = references.map((reference) => ({ reference, reason: "Made up, for a calibration." }));
    await tx.insert(draws).values({
      id: drawId,
      cycleId: id,
      number: 1,
      record: drawRecord(
        references,
        references.length,
        {
          ...details,
          exclusions: [],
          drawNumber: 1,
          chosen: chosen.map((c) => ({ id: c.reference, reason: c.reason })),
        },
        CHOSEN_METHOD,
      ),
      design: { ...PLAIN_DESIGN, kind: "chosen", size: references.length, chosen },
      reason: "",
      drawnBy: by.id,
      drawnAt: at,
    });
    const said = `${by.name} opened the calibration ${input.title.trim()} on ${references.join(", ")}, which are made up, for ${auditors.length} auditors.`;
    await record(tx, eventOn("cycle")(by, "calibration.opened", id, said), at);
    for (const [i, anchor] of anchors.entries()) {
      const sampledCaseId = newId("smp");
      await tx.insert(sampledCases).values({
        id: sampledCaseId,
        cycleId: id,
        drawId,
        caseId: null,
        stratum: "Made up",
        position: i + 1,
        standing: "sample",
        snapshot: snapshotOf(anchor),
      });
      await tx.insert(calibrationPlans).values({ sampledCaseId, anchor: anchor.key, plan: anchor });
      for (const { auditor } of given.filter((g) => g.anchor === anchor))
        await give(
          tx,
          by,
          { cycleId: id, sampledCaseId, dueOn: input.dueOn, reference: anchor.reference },
          auditor,
          at,
        );
    }
    return { ok: true, id, given: given.length, skipped: pairs.length - given.length };
  });
}

type Auditor = Awaited<ReturnType<typeof calibrators>>[number];

async function give(
  tx: Tx,
  by: Actor,
  to: { cycleId: string; sampledCaseId: string; dueOn: string; reference: string },
  auditor: Auditor,
  at: Date,
): Promise<void> {
  const { reference, ...place } = to;
  const id = newId("aud");
  await tx.insert(tx.tables.audits).values({
    id,
    ...place,
    auditorId: auditor.id,
    agency: auditor.agency,
    status: "assigned",
    assignedAt: at,
    version: 1,
  });
  const sentence = `${by.name} gave ${reference}, which is made up, to ${auditor.name}.`;
  await record(tx, eventOn("audit")(by, "audit.assigned", id, sentence, [auditor]), at);
}

const snapshotOf = ({ reference, snapshot }: AnchorPlan): CaseSnapshot => ({
  reference,
  locality: null,
  sendTeam: null,
  planWriterRef: null,
  eotas: false,
  homeEducated: false,
  residential: false,
  legalRegime: "cfa_2014",
  ...snapshot,
});

/** People who may score now, by name. */
export async function calibrators(db: Db | Tx, now: Date) {
  return (await auditorsWithConflicts(db, "", [], now)).map(({ id, name, agency }) => ({ id, name, agency }));
}

/** Who has been given each anchor plan, in whichever round, and did not hand it back. */
export async function anchorsSeen(db: Db | Tx): Promise<Map<string, Set<string>>> {
  const { audits, calibrationPlans } = db.tables;
  const rows = await db
    .select({ anchor: calibrationPlans.anchor, auditorId: audits.auditorId })
    .from(audits)
    .innerJoin(calibrationPlans, eq(calibrationPlans.sampledCaseId, audits.sampledCaseId))
    .where(ne(audits.status, "withdrawn"));
  return new Map(
    [...Map.groupBy(rows, (r) => r.anchor)].map(([anchor, own]) => [anchor, new Set(own.map((r) => r.auditorId))]),
  );
}

/** Rubrics in use for which every made-up plan has reference levels, with how many criteria have one. */
export async function rubricsForCalibration(db: Db | Tx) {
  const usable = (await rubricsForCycles(db)).filter(({ why }) => why === null).map(({ rubric }) => rubric);
  const written = await writtenFor(db);
  return usable.flatMap((rubric) => {
    const known = rubric.document.criteria.filter((c) =>
      SHIPPED_ANCHORS.every((anchor) => {
        const own = written(anchor);
        return own && (!anchor.levels[c.key] || referenceFor(anchor, own, rubric.document, c));
      }),
    );
    const levels = known.filter((c) => SHIPPED_ANCHORS.some((anchor) => anchor.levels[c.key])).length;
    return levels > 0 ? [{ ...rubric, withReference: levels }] : [];
  });
}

/** Finds the rubric that an anchor was written for: the version as it was published, which never changes. */
async function writtenFor(db: Db | Tx): Promise<(anchor: AnchorPlan) => RubricDocument | null> {
  const rubrics = await publishedRubrics(db);
  return ({ rubric: { key, version } }) =>
    rubrics.find((r) => r.key === key && r.version === version)?.document ?? null;
}

export type Round = {
  cycle: Cycle;
  rubric: RubricDocument;
  plans: { sampledId: string; anchor: AnchorPlan; written: RubricDocument }[];
  /** Every audit that was not handed back; answers of those that are submitted alone. */
  audits: { audit: AuditRow; name: string; asked: Criteria; answers: SavedAnswer[] }[];
};
type Criteria = ReturnType<typeof sheetOfPlan>["asked"];

/** Every round, newest first, with how far it is. */
export async function roundsOf(db: Db) {
  const { cycles, audits } = db.tables;
  const rounds = await db.select().from(cycles).where(eq(cycles.kind, "calibration")).orderBy(desc(cycles.openedAt));
  const rows = rounds.length
    ? await db
        .select({ cycleId: audits.cycleId, status: audits.status })
        .from(audits)
        .where(
          and(
            inArray(
              audits.cycleId,
              rounds.map((r) => r.id),
            ),
            ne(audits.status, "withdrawn"),
          ),
        )
    : [];
  return rounds.map((cycle) => {
    const own = rows.filter((r) => r.cycleId === cycle.id);
    return { cycle, audits: own.length, submitted: own.filter((r) => r.status === "submitted").length };
  });
}

/** One round with its plans, and the answers that are in; null when there is no such round, or its evidence is gone. */
export async function roundOf(db: Db, id: string): Promise<Round | null> {
  const { cycles, rubrics, sampledCases, calibrationPlans, audits, people } = db.tables;
  const [head] = await db
    .select({ cycle: cycles, rubric: rubrics.document })
    .from(cycles)
    .innerJoin(rubrics, eq(rubrics.id, cycles.rubricId))
    .where(and(eq(cycles.id, id), eq(cycles.kind, "calibration")));
  if (!head) return null;
  const written = await writtenFor(db);
  const rows = await db
    .select({ sampled: sampledCases, plan: calibrationPlans.plan })
    .from(sampledCases)
    .innerJoin(calibrationPlans, eq(calibrationPlans.sampledCaseId, sampledCases.id))
    .where(eq(sampledCases.cycleId, id))
    .orderBy(asc(sampledCases.position));
  const given = await db
    .select({ audit: audits, name: people.name })
    .from(audits)
    .innerJoin(people, eq(people.id, audits.auditorId))
    .where(and(eq(audits.cycleId, id), ne(audits.status, "withdrawn")))
    .orderBy(asc(people.name));
  const answers = await answersOf(
    db,
    given.filter((g) => g.audit.status === "submitted").map((g) => g.audit.id),
  );
  return {
    ...head,
    plans: rows.map(({ sampled, plan }) => ({
      sampledId: sampled.id,
      anchor: plan,
      written: written(plan) ?? head.rubric,
    })),
    audits: given.flatMap(({ audit, name }) => {
      const row = rows.find((r) => r.sampled.id === audit.sampledCaseId);
      if (!row) return [];
      const { asked } = sheetOfPlan(head.rubric, head.cycle, row.sampled, audit.agency);
      return [{ audit, name, asked, answers: answers.filter((a) => a.auditId === audit.id) }];
    }),
  };
}

/** Ends a round: what is not submitted stays unsubmitted, and the pattern can be read. */
export async function closeCalibration(store: Store, by: Actor, id: string, at: Date): Promise<boolean> {
  return store.transaction(async (tx) => {
    const { cycles } = tx.tables;
    const [round] = await tx
      .select()
      .from(cycles)
      .where(and(eq(cycles.id, id), eq(cycles.kind, "calibration")));
    if (round?.status !== "scoring") return false;
    one(
      await tx
        .update(cycles)
        .set({ status: "closed", closedAt: at, version: round.version + 1 })
        .where(and(eq(cycles.id, id), eq(cycles.version, round.version), eq(cycles.kind, "calibration")))
        .returning(),
    );
    const sentence = `${by.name} closed the calibration ${round.title}.`;
    await record(tx, eventOn("cycle")(by, "calibration.closed", id, sentence), at);
    return true;
  });
}

/** The made-up plan of one's own audit with all that is needed to compare it; null where it is another's, or of a case. */
export async function ownAnchor(db: Db, auditId: string, auditorId: string) {
  const sheet = await ownSheet(db, auditId, auditorId);
  if (sheet?.cycle.kind !== "calibration" || sheet.audit.status === "withdrawn") return null;
  const { calibrationPlans } = db.tables;
  const [row] = await db.select().from(calibrationPlans).where(eq(calibrationPlans.sampledCaseId, sheet.sampled.id));
  if (!row) return null;
  const written = (await writtenFor(db))(row.plan) ?? sheet.rubric;
  return { sheet, anchor: row.plan, written };
}

/** The calibration audits that a person has submitted, newest first. */
export async function ownRounds(db: Db, auditorId: string) {
  const { audits, cycles, calibrationPlans, sampledCases } = db.tables;
  const rows = await db
    .select({ auditId: audits.id, title: cycles.title, snapshot: sampledCases.snapshot })
    .from(audits)
    .innerJoin(cycles, eq(cycles.id, audits.cycleId))
    .innerJoin(sampledCases, eq(sampledCases.id, audits.sampledCaseId))
    .innerJoin(calibrationPlans, eq(calibrationPlans.sampledCaseId, audits.sampledCaseId))
    .where(and(eq(audits.auditorId, auditorId), eq(audits.status, "submitted")))
    .orderBy(desc(audits.submittedAt));
  return rows.map(({ auditId, title, snapshot }) => ({ auditId, title, reference: snapshot.reference }));
}
