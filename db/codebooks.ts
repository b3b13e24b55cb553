import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Codebook } from "#audits/themes/codebook.ts";
import { sameThemes } from "#audits/themes/coding.ts";
import { carried } from "#audits/themes/lineage.ts";
import { codebookOf } from "./rubrics.ts";
import type { Tables } from "./schema.ts";
import { type Db, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";
import { whileUnchanged } from "./unchanged.ts";

type By = { id: string; name: string };
export type PublishedCodebook = Tables["codebooks"]["$inferSelect"];

/** Every published version, the latest first. */
export const codebookVersions = (db: Db): Promise<readonly PublishedCodebook[]> =>
  whileUnchanged(db, "codebook versions", async () => {
    const { codebooks } = db.tables;
    return db.select().from(codebooks).orderBy(desc(codebooks.publishedAt), desc(codebooks.id));
  });

/** One published version; null when there is none of this id. */
export async function publishedCodebook(db: Db, id: string): Promise<PublishedCodebook | null> {
  const { codebooks } = db.tables;
  return (await db.select().from(codebooks).where(eq(codebooks.id, id)))[0] ?? null;
}

/** The cycles and the version that each counts by, the latest first; withdrawn ones are left out. */
export async function cyclesByCodebook(db: Db) {
  const { cycles } = db.tables;
  const rows = await db
    .select({
      id: cycles.id,
      title: cycles.title,
      status: cycles.status,
      codebookId: cycles.codebookId,
      scoringOpens: cycles.scoringOpens,
    })
    .from(cycles)
    .orderBy(desc(cycles.scoringOpens));
  return rows.filter((c) => c.status !== "withdrawn");
}

/** Records that a version left as a file. */
export async function recordCodebookExport(
  store: Store,
  by: By,
  book: { id: string; document: Codebook },
  as: string,
  at: Date,
): Promise<void> {
  const sentence = `${by.name} downloaded ${book.document.title}, version ${book.document.version}, as ${as}.`;
  await store.transaction((tx) => record(tx, eventOn("codebook")(by, "codebook.exported", book.id, sentence), at));
}

/**
 * Lets a cycle that is not closed go on with another published version of the codebook. Codes count as that version says; a
 * finding whose theme was split waits to be coded again. @throws NothingChanged when somebody changed the cycle meanwhile
 */
export async function takeCodebook(
  store: Store,
  by: By,
  cycle: { id: string; title: string; codebookId: string },
  codebookId: string,
  at: Date,
): Promise<{ waits: number }> {
  return store.transaction(async (tx) => {
    const { cycles, findings, findingCodes } = tx.tables;
    const { document: book } = await codebookOf(tx, codebookId);
    one(
      await tx
        .update(cycles)
        .set({ codebookId, version: sql`${cycles.version} + 1` })
        .where(
          and(
            eq(cycles.id, cycle.id),
            eq(cycles.codebookId, cycle.codebookId),
            inArray(cycles.status, ["draft", "sampling", "scoring", "moderation", "feedback"]),
          ),
        )
        .returning(),
    );
    const rows = await tx
      .select()
      .from(findingCodes)
      .where(eq(findingCodes.cycleId, cycle.id))
      .orderBy(asc(findingCodes.place));
    const waits: { auditId: string; criterion: string }[] = [];
    for (const [, own] of Map.groupBy(rows, (r) => `${r.auditId} ${r.criterion}`)) {
      const [head] = own;
      if (!head) continue;
      const codes = own.map((r) => r.code);
      const next = carried(book, codes);
      if (next.waits && head.byCoder) waits.push(head);
      if (!next.waits && sameThemes(codes, next.codes)) continue;
      const { auditId, criterion, cycleId, sampledCaseId, byCoder } = head;
      await tx
        .delete(findingCodes)
        .where(and(eq(findingCodes.auditId, auditId), eq(findingCodes.criterion, criterion)));
      const kept = next.codes.map((code, i) => ({
        auditId,
        criterion,
        code,
        place: i + 1,
        cycleId,
        sampledCaseId,
        byCoder,
      }));
      if (kept.length) await tx.insert(findingCodes).values(kept);
    }
    for (const { auditId, criterion } of waits)
      await tx
        .update(findings)
        .set({ state: "open", waits: true })
        .where(and(eq(findings.source, auditId), eq(findings.criterion, criterion), eq(findings.cycleId, cycle.id)));
    await record(
      tx,
      eventOn("cycle")(
        by,
        "cycle.codebook_changed",
        cycle.id,
        `${by.name} let ${cycle.title} go on with version ${book.version} of the codebook.`,
      ),
      at,
    );
    return { waits: waits.length };
  });
}
