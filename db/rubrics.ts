import { createHash } from "node:crypto";
import { and, asc, desc, eq } from "drizzle-orm";
import type { Actor } from "#audits/people/permissions.ts";
import { canonicalText } from "#audits/rubric/canonical.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import type { Codebook } from "#audits/themes/codebook.ts";
import type { Tables } from "./schema.ts";
import { readOnce } from "./published.ts";
import { type Db, newId, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** SHA-256 of a document's canonical text, as printed in reports. */
export const documentHash = (document: RubricDocument | Codebook) =>
  createHash("sha256").update(canonicalText(document), "utf8").digest("hex");

/** Which version a new one was made from, and who agreed to publish it. */
export type Publication = { basedOn: string | null; agreedBy: string | null; agreedOn: string | null };

/** Publishes a version of a rubric. From then on the database refuses every change to it. @throws when the version exists. */
export async function publishRubric(
  store: Store,
  by: Pick<Actor, "id" | "name">,
  document: RubricDocument,
  at: Date,
): Promise<string> {
  const none = { basedOn: null, agreedBy: null, agreedOn: null };
  return store.transaction((tx) => publishRubricIn(tx, by, document, none, at));
}

/** The same, within a transaction that changes other things as well. */
export async function publishRubricIn(
  tx: Tx,
  by: Pick<Actor, "id" | "name">,
  document: RubricDocument,
  publication: Publication,
  at: Date,
): Promise<string> {
  const id = newId("rub");
  await tx.insert(tx.tables.rubrics).values({
    id,
    key: document.key,
    version: document.version,
    title: document.title,
    status: "published",
    document,
    sha256: documentHash(document),
    publishedAt: at,
    ...publication,
  });
  const agreed = publication.agreedBy ? ` ${publication.agreedBy} agreed to it.` : "";
  const sentence = `${by.name} published ${document.title}, version ${document.version}.${agreed}`;
  await record(tx, eventOn("rubric")(by, "rubric.published", id, sentence), at);
  return id;
}

export type PublishedRubric = Tables["rubrics"]["$inferSelect"];

/** Publishes a version of the codebook. From then on the database refuses every change to it. @throws when the version exists */
export async function publishCodebook(
  store: Store,
  by: Pick<Actor, "id" | "name">,
  document: Codebook,
  at: Date,
): Promise<string> {
  return store.transaction((tx) => publishCodebookIn(tx, by, document, at));
}

/** The same, within a transaction that changes other things as well. */
export async function publishCodebookIn(
  tx: Tx,
  by: Pick<Actor, "id" | "name">,
  document: Codebook,
  at: Date,
): Promise<string> {
  const id = newId("cbk");
  const { key, version, title } = document;
  await tx.insert(tx.tables.codebooks).values({ id, key, version, document, publishedAt: at });
  const sentence = `${by.name} published the codebook ${title}, version ${version}.`;
  await record(tx, eventOn("codebook")(by, "codebook.published", id, sentence), at);
  return id;
}

/** Published rubrics, by title, newest version first. */
export async function publishedRubrics(db: Db) {
  const { rubrics } = db.tables;
  return db
    .select()
    .from(rubrics)
    .where(eq(rubrics.status, "published"))
    .orderBy(asc(rubrics.title), desc(rubrics.publishedAt));
}

/** The published versions of one rubric, the latest published first. */
export async function versionsOf(db: Db, key: string): Promise<PublishedRubric[]> {
  const { rubrics } = db.tables;
  return db
    .select()
    .from(rubrics)
    .where(and(eq(rubrics.key, key), eq(rubrics.status, "published")))
    .orderBy(desc(rubrics.publishedAt), desc(rubrics.version));
}

/** Records that a version left as a file. */
export async function recordExport(
  store: Store,
  by: Pick<Actor, "id" | "name">,
  what: { id: string; title: string; as: string },
  at: Date,
): Promise<void> {
  const sentence = `${by.name} downloaded ${what.title} as ${what.as}.`;
  await store.transaction((tx) => record(tx, eventOn("rubric")(by, "rubric.exported", what.id, sentence), at));
}

/** One published rubric, or null. Read once: nobody may change the row. */
export async function rubricOf(db: Db, id: string): Promise<PublishedRubric | null> {
  const { rubrics } = db.tables;
  return readOnce(db, "rubrics", id, async () => {
    const published = and(eq(rubrics.id, id), eq(rubrics.status, "published"));
    return (await db.select().from(rubrics).where(published))[0] ?? null;
  });
}

/** The version by which a plan of a sample was audited. @throws when there is no such plan */
export async function rubricOfPlan(db: Db, sampledId: string): Promise<PublishedRubric> {
  const { rubrics, cycles, sampledCases } = db.tables;
  const [row] = await db
    .select({ rubric: rubrics })
    .from(sampledCases)
    .innerJoin(cycles, eq(cycles.id, sampledCases.cycleId))
    .innerJoin(rubrics, eq(rubrics.id, cycles.rubricId))
    .where(eq(sampledCases.id, sampledId));
  if (!row) throw new Error("The plan of a pack is missing");
  return row.rubric;
}

/** The codebook published last. @throws when none is, which set-up makes impossible. */
export async function currentCodebook(db: Db) {
  const { codebooks } = db.tables;
  const [row] = await db.select().from(codebooks).orderBy(desc(codebooks.publishedAt)).limit(1);
  if (!row) throw new Error("No codebook is published");
  return row;
}

/** One published codebook. Read once: nobody may change the row. @throws when there is none */
export async function codebookOf(db: Db, id: string) {
  const { codebooks } = db.tables;
  const row = await readOnce(db, "codebooks", id, async () => {
    return (await db.select().from(codebooks).where(eq(codebooks.id, id)))[0] ?? null;
  });
  if (!row) throw new Error(`Codebook ${id} is missing`);
  return row;
}
