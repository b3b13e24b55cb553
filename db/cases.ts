import { and, asc, count, desc, eq } from "drizzle-orm";
import type { CaseRecord } from "#audits/cases/case.ts";
import { previewImport } from "#audits/cases/preview.ts";
import type { CaseChange, ExistingCase, ImportPreview, ImportReading, RequestJourney } from "#audits/cases/reading.ts";
import type { Step } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { isAnyOf } from "./engine/sql.ts";
import type { ImportSummary, Tables } from "./schema.ts";
import { isHeld, lease } from "./leases.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

export type CaseRow = Tables["cases"]["$inferSelect"];
export type ImportRow = Tables["imports"]["$inferSelect"];

/** Cases, a page of `size`, by reference, with how many there are. */
export async function casesOf(
  db: Db,
  page: number,
  size: number,
): Promise<{ cases: CaseRow[]; total: number; active: number }> {
  const { cases } = db.tables;
  const [{ total } = { total: 0 }] = await db.select({ total: count() }).from(cases);
  const [{ active } = { active: 0 }] = await db.select({ active: count() }).from(cases).where(eq(cases.active, true));
  const rows = await db
    .select()
    .from(cases)
    .orderBy(asc(cases.reference))
    .limit(size)
    .offset((page - 1) * size);
  return { cases: rows, total, active };
}

/** What is kept of every case, as an import compares it. */
export async function existingCases(db: Db): Promise<ExistingCase[]> {
  return (await db.select().from(db.tables.cases)).map((row) => ({ id: row.id, record: recordOf(row) }));
}

function recordOf(row: CaseRow): CaseRecord {
  const { id, reference, active, firstImportId, lastImportId, version, ...kept } = row;
  return kept;
}

/** What people call these cases, by id. */
export async function referencesOf(db: Db, ids: string[]): Promise<Map<string, string>> {
  const { cases } = db.tables;
  const rows = await db.select({ id: cases.id, reference: cases.reference }).from(cases).where(isAnyOf(cases.id, ids));
  return new Map(rows.map((row) => [row.id, row.reference]));
}

/** Every journey that is kept. */
export async function existingJourneys(db: Db): Promise<RequestJourney[]> {
  return (await db.select().from(db.tables.journeys)).map((row) => row.journey);
}

// ---- Imports ----------------------------------------------------------------------------------------------------------

/** All imports, newest first. */
export async function importsOf(db: Db) {
  const { imports, people } = db.tables;
  return db
    .select({
      id: imports.id,
      status: imports.status,
      files: imports.files,
      summary: imports.summary,
      startedAt: imports.startedAt,
      endedAt: imports.endedAt,
      by: people.name,
    })
    .from(imports)
    .leftJoin(people, eq(people.id, imports.startedBy))
    .orderBy(desc(imports.startedAt))
    .limit(100);
}

/** One import, with the name of the person who uploaded it. */
export async function importOf(db: Db, id: string): Promise<(ImportRow & { by: string | null }) | null> {
  const { imports, people } = db.tables;
  const [row] = await db
    .select({ import: imports, by: people.name })
    .from(imports)
    .leftJoin(people, eq(people.id, imports.startedBy))
    .where(eq(imports.id, id));
  return row ? { ...row.import, by: row.by } : null;
}

/** Imports whose reading ended with the server that read them: their files are nowhere any more. */
export async function importsLeft(store: Store, at: Date) {
  const { imports } = store.tables;
  const reading = await store.db.select().from(imports).where(eq(imports.status, "reading"));
  if (reading.length === 0) return [];
  return store.transaction(async (tx) => {
    const left: typeof reading = [];
    for (const row of reading) if (!(await isHeld(tx, row.id, at))) left.push(row);
    return left;
  });
}

const event = eventOn("import");

/** Notes that files were sent and are being read, by this holder. No content is kept yet. */
export async function beginImport(store: Store, by: Actor, files: string[], at: Date, holder: string): Promise<string> {
  const id = newId("imp");
  return store.transaction(async (tx) => {
    await lease(tx, id, holder, at);
    await tx.insert(tx.tables.imports).values({ id, status: "reading", files, startedBy: by.id, startedAt: at });
    return id;
  });
}

/** Keeps what was read, identifiers already gone, until the person decides; or the sentences that say why it cannot be read. */
export async function endReading(
  store: Store,
  by: Actor,
  id: string,
  read: { ok: true; reading: ImportReading } | { ok: false; sentences: string[] },
  at: Date,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { imports, leases } = tx.tables;
    await tx.delete(leases).where(eq(leases.id, id));
    const values = read.ok
      ? { status: "preview" as const, staged: JSON.stringify(read.reading), referenceDate: read.reading.referenceDate }
      : { status: "refused" as const, refusal: read.sentences.join("\n"), endedAt: at };
    one(
      await tx
        .update(imports)
        .set(values)
        .where(and(eq(imports.id, id), eq(imports.startedBy, by.id), eq(imports.status, "reading")))
        .returning({ id: imports.id }),
    );
    if (read.ok)
      await record(
        tx,
        event(
          by,
          "import.previewed",
          id,
          `${by.name} looked at an import of ${read.reading.cases.length === 1 ? "1 case" : `${read.reading.cases.length} cases`}.`,
        ),
        at,
      );
  });
}

/**
 * What keeping the import would do now, compared with what the area keeps at this moment. Null when it is not in preview.
 * `keptBefore` tells one state of the cases from another: it is how many imports were kept before this one.
 */
export async function previewOf(
  db: Db,
  id: string,
): Promise<{ reading: ImportReading; preview: ImportPreview; keptBefore: number } | null> {
  const row = await importOf(db, id);
  if (row?.status !== "preview" || !row.staged) return null;
  const reading = JSON.parse(row.staged) as ImportReading;
  const preview = previewImport(reading, await existingCases(db), await existingJourneys(db));
  const { imports } = db.tables;
  const [kept] = await db.select({ imports: count() }).from(imports).where(eq(imports.status, "kept"));
  return { reading, preview, keptBefore: kept?.imports ?? 0 };
}

/**
 * Keeps an import: every row of the preview, or nothing.
 * @param seen `keptBefore` of the preview that the person looked at: refused when another import was kept since. Without it,
 *   whatever the preview says now is kept.
 */
export async function keepImport(store: Store, by: Actor, id: string, at: Date, seen?: number): Promise<Step> {
  return store.transaction(async (tx): Promise<Step> => {
    const found = await previewOf(tx, id);
    if (!found) return { ok: false, sentence: "This import was kept or cancelled already." };
    if (seen !== undefined && seen !== found.keptBefore)
      return { ok: false, sentence: "Another import was kept meanwhile. Check the numbers again." };
    const { reading, preview } = found;
    const { cases, imports } = tx.tables;

    const [{ kept } = { kept: 0 }] = await tx.select({ kept: count() }).from(cases);
    // New references follow the order of the pseudonyms, which says nothing about the order of the file.
    const fresh = [...preview.added].sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1));
    await inSlices(fresh, 15, (slice, start) =>
      tx.insert(cases).values(
        slice.map((added, i) => ({
          id: newId("cas"),
          ...added,
          reference: `C-${String(kept + start + i + 1).padStart(4, "0")}`,
          active: true,
          firstImportId: id,
          lastImportId: id,
          version: 1,
        })),
      ),
    );
    const versions = new Map(
      (await tx.select({ id: cases.id, version: cases.version }).from(cases)).map((c) => [c.id, c.version]),
    );
    for (const change of preview.changed) {
      const version = versions.get(change.id) ?? 0;
      one(
        await tx
          .update(cases)
          .set({ ...changedFields(change), active: true, lastImportId: id, version: version + 1 })
          .where(and(eq(cases.id, change.id), eq(cases.version, version)))
          .returning({ id: cases.id }),
      );
    }
    await setActive(tx, preview.unchanged, true);
    // A return is the whole caseload: a plan that is no longer in it cannot be drawn. A flat file may be a part.
    if (reading.format === "sen2") await setActive(tx, preview.notInFile, false);
    await keepJourneys(tx, preview, id);

    const summary: ImportSummary = {
      source: reading.format,
      added: preview.added.length,
      changed: preview.changed.length,
      unchanged: preview.unchanged.length,
      leftOut: preview.counts.leftOut,
      gone: preview.notInFile.length,
      droppedColumns: [...new Set(reading.dropped.map((d) => d.column))],
    };
    one(
      await tx
        .update(imports)
        .set({ status: "kept", staged: null, summary, endedAt: at })
        .where(and(eq(imports.id, id), eq(imports.status, "preview")))
        .returning({ id: imports.id }),
    );
    const sentence = `${by.name} kept an import: ${summary.added} cases added, ${summary.changed} changed, ${summary.unchanged} as before.`;
    await record(tx, event(by, "import.kept", id, sentence), at);
    return { ok: true };
  });
}

/** Only what changes is written: a return of twenty thousand cases stays well below the time limit of a transaction. */
function changedFields({ changes, record }: CaseChange): Partial<CaseRecord> {
  return Object.fromEntries(changes.map(({ field }) => [field, record[field]]));
}

async function setActive(tx: Tx, ids: string[], active: boolean): Promise<void> {
  const { cases } = tx.tables;
  await inSlices(ids, 500, (slice) =>
    tx
      .update(cases)
      .set({ active })
      .where(and(isAnyOf(cases.id, slice), eq(cases.active, !active))),
  );
}

async function keepJourneys(tx: Tx, preview: ImportPreview, importId: string): Promise<void> {
  const { journeys } = tx.tables;
  await inSlices(preview.journeys.added, 100, (slice) =>
    tx
      .insert(journeys)
      .values(slice.map((journey) => ({ id: newId("jny"), key: journey.key, journey, lastImportId: importId }))),
  );
  for (const journey of preview.journeys.changed)
    await tx.update(journeys).set({ journey, lastImportId: importId }).where(eq(journeys.key, journey.key));
  await inSlices(preview.journeys.gone, 500, (slice) => tx.delete(journeys).where(isAnyOf(journeys.key, slice)));
}

async function inSlices<T>(
  items: T[],
  size: number,
  work: (slice: T[], start: number) => PromiseLike<unknown>,
): Promise<void> {
  for (let start = 0; start < items.length; start += size) await work(items.slice(start, start + size), start);
}

/** Cancels an import that is in preview; what was staged is emptied. */
export async function cancelImport(store: Store, by: Actor, id: string, at: Date): Promise<Step> {
  return store.transaction(async (tx): Promise<Step> => {
    const { imports } = tx.tables;
    const rows = await tx
      .update(imports)
      .set({ status: "cancelled", staged: null, endedAt: at })
      .where(and(eq(imports.id, id), eq(imports.status, "preview")))
      .returning({ id: imports.id });
    if (rows.length === 0) return { ok: false, sentence: "This import was kept or cancelled already." };
    await record(tx, event(by, "import.cancelled", id, `${by.name} cancelled an import. Nothing of it is kept.`), at);
    return { ok: true };
  });
}
