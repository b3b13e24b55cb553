import { and, eq, isNull } from "drizzle-orm";
import { rubricProblems } from "#audits/rubric/problems.ts";
import { rubricDocument } from "#audits/rubric/schema.ts";
import { draftOf } from "./rubric-drafts.ts";
import { publishRubricIn, versionsOf } from "./rubrics.ts";
import { type Db, one, type Store } from "./store.ts";

type By = { id: string; name: string };

export type PublishResult = { ok: true; rubricId: string } | { ok: false; sentence: string };

/**
 * Publishes a draft as the next version of its rubric. The draft is then done; its steps stay.
 * @param seen the version of the draft that the person confirmed
 */
export async function publishDraft(
  store: Store,
  by: By,
  draftId: string,
  how: { seen: number; version: string; agreedBy: string; agreedOn: string },
  at: Date,
): Promise<PublishResult> {
  return store.transaction(async (tx): Promise<PublishResult> => {
    const draft = await draftOf(tx, draftId);
    if (!draft) return { ok: false, sentence: "This draft is not there any more." };
    if (draft.version !== how.seen)
      return {
        ok: false,
        sentence: "The draft was changed since you opened this page. Read what changed, then publish.",
      };
    const whole = { ...draft.document, key: draft.key, version: how.version };
    const [stopping] = rubricProblems(whole).filter((problem) => problem.stops);
    if (stopping) return { ok: false, sentence: `${stopping.where}: ${stopping.sentence}` };
    const read = rubricDocument.safeParse(whole);
    if (!read.success) return { ok: false, sentence: "The draft is not complete yet." };
    if ((await versionsOf(tx, draft.key)).some((r) => r.version === how.version))
      return { ok: false, sentence: `Version ${how.version} of this rubric is published already.` };
    const publication = { basedOn: draft.basedOn, agreedBy: how.agreedBy, agreedOn: how.agreedOn };
    const rubricId = await publishRubricIn(tx, by, read.data, publication, at);
    const { rubricDrafts } = tx.tables;
    one(
      await tx
        .update(rubricDrafts)
        .set({ publishedAs: rubricId })
        .where(
          and(
            eq(rubricDrafts.id, draftId),
            eq(rubricDrafts.version, how.seen),
            isNull(rubricDrafts.deletedAt),
            isNull(rubricDrafts.publishedAs),
          ),
        )
        .returning(),
    );
    return { ok: true, rubricId };
  });
}

/** A key that no rubric and no draft has yet, made from the words of a title. */
export async function freeRubricKey(db: Db, title: string): Promise<string> {
  const { rubrics, rubricDrafts } = db.tables;
  const taken = new Set([
    ...(await db.select({ key: rubrics.key }).from(rubrics)).map((r) => r.key),
    ...(await db.select({ key: rubricDrafts.key }).from(rubricDrafts)).map((r) => r.key),
  ]);
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 48);
  const base = words || "rubric";
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(key)) return key;
  }
}
