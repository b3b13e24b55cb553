import { and, eq } from "drizzle-orm";
import { problemInReason } from "#audits/panel/reason.ts";
import { asDocument } from "#audits/rubric/edit/json.ts";
import { startDraftIn, titleOf } from "./rubric-drafts.ts";
import { type Db, newId, one, type Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

type By = { id: string; name: string };
const event = eventOn("rubric_draft");

export type ImportProblem = { where: string; sentence: string; stops: boolean };

/** Keeps what was read of an upload until its owner has looked at it. No draft is made yet. */
export async function stageRubric(
  store: Store,
  by: By,
  read: { file: string; document: unknown; problems: ImportProblem[] },
  at: Date,
): Promise<string> {
  const id = newId("rim");
  await store.transaction((tx) =>
    tx.insert(tx.tables.rubricImports).values({ id, status: "preview", startedBy: by.id, startedAt: at, ...read }),
  );
  return id;
}

/** One's own upload, or null. */
export async function stagedRubric(db: Db, by: By, id: string) {
  const { rubricImports } = db.tables;
  const [row] = await db
    .select()
    .from(rubricImports)
    .where(and(eq(rubricImports.id, id), eq(rubricImports.startedBy, by.id)));
  return row ?? null;
}

/** Makes a draft of one's own upload, once. @returns the draft's id */
export async function keepStagedRubric(store: Store, by: By, id: string, key: string, at: Date): Promise<string> {
  return store.transaction(async (tx) => {
    const { rubricImports } = tx.tables;
    const staged = await stagedRubric(tx, by, id);
    const document = asDocument(staged?.document);
    const draftId = await startDraftIn(
      tx,
      by,
      { key, document: { ...document, key }, basedOn: null, from: "from a file" },
      at,
    );
    one(
      await tx
        .update(rubricImports)
        .set({ status: "kept", draftId, document: null })
        .where(and(eq(rubricImports.id, id), eq(rubricImports.startedBy, by.id), eq(rubricImports.status, "preview")))
        .returning(),
    );
    const sentence = `${by.name} imported ${titleOf(document)}${fileWords(staged?.file ?? "")}.`;
    await record(tx, event(by, "rubric.imported", draftId, sentence), at);
    return draftId;
  });
}

/** A file's name may say who a child is: it goes into the trail only where it does not look as if it did. */
const fileWords = (file: string) => (file && problemInReason(file, null, 120) === null ? ` from the file ${file}` : "");

/** Puts one's own upload away. */
export async function cancelStagedRubric(store: Store, by: By, id: string): Promise<void> {
  await store.transaction(async (tx) => {
    const { rubricImports } = tx.tables;
    one(
      await tx
        .update(rubricImports)
        .set({ status: "cancelled", document: null })
        .where(and(eq(rubricImports.id, id), eq(rubricImports.startedBy, by.id), eq(rubricImports.status, "preview")))
        .returning(),
    );
  });
}
