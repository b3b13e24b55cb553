import { createHash } from "node:crypto";
import { and, asc, eq, isNotNull, ne } from "drizzle-orm";
import type { Answer } from "#audits/panel/answer.ts";
import { indexedText } from "#audits/search/words.ts";
import { tellingWords } from "#audits/themes/suggest.ts";
import { prepared, type Slots } from "./engine/prepared.ts";
import { isAnyOf } from "./engine/sql.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, type Store, type Tx } from "./store.ts";
import { type Learnt, learn } from "./theme-words.ts";

/**
 * `findings` and `finding_codes` follow what auditors and panels write, in the same transaction: whoever writes an answer or a
 * settlement calls this room, and whoever removes evidence as well.
 */

export type FindingRow = Tables["findings"]["$inferSelect"];
export const PANEL = "panel";

type Audit = Pick<Tables["audits"]["$inferSelect"], "id" | "cycleId" | "sampledCaseId" | "auditorId" | "agency">;
/** The case of an audit and the seed of its cycle. */
type Place = { reference: string; seed: string };
type Found = Pick<Answer, "criterion" | "quotes" | "finding"> & { savedAt: Date };

/** The place of a finding in the order in which findings are picked for a second coder: hashed, so that nobody chooses. */
export function lotOf(seed: string, auditId: string, criterion: string): number {
  const hash = createHash("sha256").update(`${seed}/second-coder/${auditId}/${criterion}`, "utf8").digest();
  return hash.readUInt32BE(0) % 10_000;
}

function rowOf(audit: Audit, { reference, seed }: Place, { criterion, quotes, finding, savedAt }: Found) {
  const words = finding?.words.trim() ?? "";
  const stems = indexedText([words, ...quotes.map((q) => q.words)]);
  if (!stems) return null;
  const toCode = finding !== null && words !== "";
  return {
    source: audit.id,
    sampledCaseId: audit.sampledCaseId,
    cycleId: audit.cycleId,
    criterion,
    reference,
    auditorId: audit.auditorId,
    agency: audit.agency,
    kind: toCode ? finding.kind : null,
    stems,
    savedAt,
    state: toCode ? ("open" as const) : ("none" as const),
    waits: false,
    lot: lotOf(seed, audit.id, criterion),
    firstBy: null,
    secondBy: null,
  };
}

const codesOf = (audit: Audit, { criterion, finding }: Found) =>
  [...new Set(finding?.themes)].map((code, i) => ({
    auditId: audit.id,
    criterion,
    code,
    place: i + 1,
    cycleId: audit.cycleId,
    sampledCaseId: audit.sampledCaseId,
    byCoder: false,
  }));

type At = Pick<FindingRow, "sampledCaseId" | "source" | "criterion">;
const isAt = ({ findings }: Tables, { sampledCaseId, source, criterion }: At) =>
  and(eq(findings.sampledCaseId, sampledCaseId), eq(findings.source, source), eq(findings.criterion, criterion));

const findingAt = prepared((db: Db, at: Slots<At>) => db.select().from(db.tables.findings).where(isAt(db.tables, at)));

/**
 * Keeps what an auditor found on one criterion, as the answer now says it. A finding that was coded, and says something else
 * since its plan's sign-off was taken back, is open again.
 */
export async function keepFinding(tx: Tx, audit: Audit, place: Place, found: Found): Promise<void> {
  const { findings, findingCodes } = tx.tables;
  const row = rowOf(audit, place, found);
  const at = { sampledCaseId: audit.sampledCaseId, source: audit.id, criterion: found.criterion };
  const [before] = await findingAt(tx, at);
  // Codes stand beside a finding only, and most saves have none before and none after.
  if (!before && !row) return;
  if (before?.firstBy) {
    if (row?.stems === before.stems && row.kind === before.kind) return;
    await dropCodings(tx, audit, found);
  }
  if (row) {
    const target = [findings.sampledCaseId, findings.source, findings.criterion];
    await tx.insert(findings).values(row).onConflictDoUpdate({ target, set: row });
  } else await tx.delete(findings).where(isAt(tx.tables, at));
  await tx
    .delete(findingCodes)
    .where(and(eq(findingCodes.auditId, audit.id), eq(findingCodes.criterion, found.criterion)));
  const codes = codesOf(audit, found);
  if (codes.length) await tx.insert(findingCodes).values(codes);
}

/** Takes back every coding of a finding, as versions of their own: the words that it was about are no longer there. */
async function dropCodings(tx: Tx, audit: Audit, { criterion, savedAt }: Found): Promise<void> {
  const { codings } = tx.tables;
  const held = (await learntOf(tx, [audit.id])).get(`${audit.id} ${criterion}`);
  if (held) await learn(tx, [held], -1);
  const rows = await tx
    .select()
    .from(codings)
    .where(and(eq(codings.auditId, audit.id), eq(codings.criterion, criterion)))
    .orderBy(asc(codings.version));
  for (const { id: _, ...last } of new Map(rows.map((row) => [row.part, row])).values())
    if (last.themes)
      await tx.insert(codings).values({
        ...last,
        version: last.version + 1,
        themes: null,
        line: "",
        suggested: [],
        batch: newId("bat"),
        takesBack: true,
        codedBy: audit.auditorId,
        codedAt: savedAt,
      });
}

/** Keeps the finding that a panel wrote, so that it is found; it is coded with the auditors' findings that it stands on. */
export async function keepPanelFinding(
  tx: Tx,
  plan: { id: string; cycleId: string; reference: string },
  { criterion, finding, settledAt }: { criterion: string; finding: string; settledAt: Date },
): Promise<void> {
  const { findings } = tx.tables;
  const stems = indexedText([finding]);
  const row = {
    source: PANEL,
    sampledCaseId: plan.id,
    cycleId: plan.cycleId,
    criterion,
    reference: plan.reference,
    stems,
    savedAt: settledAt,
    state: "none" as const,
    waits: false,
    lot: 0,
  };
  const target = [findings.sampledCaseId, findings.source, findings.criterion];
  if (stems) await tx.insert(findings).values(row).onConflictDoUpdate({ target, set: row });
  else
    await tx
      .delete(findings)
      .where(and(eq(findings.sampledCaseId, plan.id), eq(findings.source, PANEL), eq(findings.criterion, criterion)));
}

const SLICE = 300;
async function inSlices<T>(rows: T[], work: (slice: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += SLICE) await work(rows.slice(start, start + SLICE));
}

/**
 * Makes the rows of every cycle that has none, from its answers and settlements: for a database from before there was an
 * index, and for what was written to the tables directly. A cycle at a time, each whole or not at all.
 */
export async function indexCycles(store: Store): Promise<void> {
  const { cycles } = store.tables;
  const all = await store.db.select({ id: cycles.id, seed: cycles.seed }).from(cycles).where(eq(cycles.kind, "audit"));
  for (const { id, seed } of inOrder(all, (cycle) => cycle.id))
    if (!(await isIndexed(store.db, id))) await store.transaction((tx) => indexCycle(tx, id, seed));
}

/** Sorted here and not by the database, whose engines order letters differently: every copy numbers its findings alike. */
function inOrder<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const keyed = rows.map((row) => [keyOf(row), row] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
}

async function isIndexed(db: Db, cycleId: string): Promise<boolean> {
  const { findings } = db.tables;
  return (await db.select({ id: findings.id }).from(findings).where(eq(findings.cycleId, cycleId)).limit(1)).length > 0;
}

async function indexCycle(tx: Tx, cycleId: string, seed: string): Promise<void> {
  const { answers, audits, sampledCases, settlements, findings, findingCodes } = tx.tables;
  const written = await tx
    .select({ audit: audits, answer: answers, snapshot: sampledCases.snapshot })
    .from(answers)
    .innerJoin(audits, eq(audits.id, answers.auditId))
    .innerJoin(sampledCases, eq(sampledCases.id, audits.sampledCaseId))
    .where(eq(audits.cycleId, cycleId));
  const ordered = inOrder(written, ({ answer }) => `${answer.auditId} ${answer.criterion}`);
  const rows = ordered.flatMap(({ audit, answer, snapshot }) => {
    const row = rowOf(audit, { reference: snapshot.reference, seed }, answer);
    return row ? [row] : [];
  });
  await inSlices(rows, (slice) => tx.insert(findings).values(slice).onConflictDoNothing());
  const codes = ordered.flatMap(({ audit, answer }) => codesOf(audit, answer));
  await inSlices(codes, (slice) => tx.insert(findingCodes).values(slice).onConflictDoNothing());
  const settled = await tx
    .select({ settlement: settlements, snapshot: sampledCases.snapshot })
    .from(settlements)
    .innerJoin(sampledCases, eq(sampledCases.id, settlements.sampledCaseId))
    .where(eq(sampledCases.cycleId, cycleId));
  const last = inOrder(settled, ({ settlement: { version, criterion }, snapshot }) =>
    [String(version).padStart(6, "0"), snapshot.reference, criterion].join(" "),
  );
  for (const { settlement, snapshot } of last)
    await keepPanelFinding(tx, { id: settlement.sampledCaseId, cycleId, reference: snapshot.reference }, settlement);
}

/** The holding coding of each of these findings, as the counts know it, by audit and criterion. */
export async function learntOf(db: Db, auditIds: readonly string[]): Promise<Map<string, Learnt>> {
  const { codings, findings } = db.tables;
  const rows = await db
    .select({ coding: codings, stems: findings.stems })
    .from(codings)
    .innerJoin(findings, and(eq(findings.source, codings.auditId), eq(findings.criterion, codings.criterion)))
    .where(and(isAnyOf(codings.auditId, [...auditIds]), ne(codings.part, "second")))
    .orderBy(asc(codings.id));
  const parts = { first: new Map<string, Learnt | null>(), settled: new Map<string, Learnt | null>() };
  for (const { coding, stems } of rows) {
    if (coding.part === "second") continue;
    const learnt = coding.themes && { words: tellingWords(stems, coding.criterion), codes: coding.themes };
    parts[coding.part].set(`${coding.auditId} ${coding.criterion}`, learnt);
  }
  const held = new Map<string, Learnt>();
  for (const [key, first] of parts.first) {
    const holds = parts.settled.get(key) ?? first;
    if (holds) held.set(key, holds);
  }
  return held;
}

/** Takes plans out of the index, with their codings and with what suggestions learnt from them. */
export async function removeFindings(tx: Tx, sampledIds: string[], auditIds: string[]): Promise<void> {
  const { findings, findingCodes, codings } = tx.tables;
  await learn(tx, [...(await learntOf(tx, auditIds)).values()], -1);
  await tx.delete(codings).where(isAnyOf(codings.auditId, auditIds));
  await tx.delete(findingCodes).where(isAnyOf(findingCodes.auditId, auditIds));
  await tx.delete(findings).where(isAnyOf(findings.sampledCaseId, sampledIds));
}

/** The themes that hold for the findings of a cycle, in order, by audit and criterion; of those alone that stand in the index. */
export async function themesHeld(db: Db, cycleId: string): Promise<Map<string, string[]>> {
  const { findings, findingCodes } = db.tables;
  const held = new Map<string, string[]>();
  const rows = await db
    .select({ auditId: findings.source, criterion: findings.criterion })
    .from(findings)
    .where(and(eq(findings.cycleId, cycleId), isNotNull(findings.kind)));
  for (const { auditId, criterion } of rows) held.set(`${auditId} ${criterion}`, []);
  const codes = await db
    .select({ auditId: findingCodes.auditId, criterion: findingCodes.criterion, code: findingCodes.code })
    .from(findingCodes)
    .where(eq(findingCodes.cycleId, cycleId))
    .orderBy(asc(findingCodes.place));
  for (const { auditId, criterion, code } of codes) held.get(`${auditId} ${criterion}`)?.push(code);
  return held;
}
