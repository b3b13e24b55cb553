import { and, asc, desc, eq, gt, isNull } from "drizzle-orm";
import { applyChanges, type Change, changesBetween, inverse, undoState } from "#audits/rubric/edit/changes.ts";
import type { Json } from "#audits/rubric/edit/json.ts";
import { nextVersion, type VersionStep } from "#audits/rubric/edit/next-version.ts";
import { codebookProblems } from "#audits/themes/check.ts";
import type { Codebook } from "#audits/themes/codebook.ts";
import { type CodebookStep, changeTheme, type Dispute, type ThemeFields } from "#audits/themes/edit.ts";
import { publishCodebookIn } from "./rubrics.ts";
import { codebookVersions } from "./codebooks.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

type By = { id: string; name: string };
type Row = Tables["codebookDrafts"]["$inferSelect"];
/** A draft at work, with the name of whoever changed it last and the version that it continues. */
export type CodebookDraft = Row & { editor: string; base: Codebook };

const event = eventOn("codebook_draft");
const GONE = "This draft is not there any more: it was published or put away.";

/** The draft at work; null when there is none, or when the one of this id is none any more. */
export async function codebookDraft(db: Db, id?: string): Promise<CodebookDraft | null> {
  const { codebookDrafts: drafts, codebooks, people } = db.tables;
  const atWork = and(isNull(drafts.publishedAs), isNull(drafts.deletedAt));
  const [row] = await db
    .select({ draft: drafts, editor: people.name, base: codebooks.document })
    .from(drafts)
    .innerJoin(people, eq(people.id, drafts.editedBy))
    .innerJoin(codebooks, eq(codebooks.id, drafts.basedOn))
    .where(id === undefined ? atWork : and(eq(drafts.id, id), atWork));
  return row ? { ...row.draft, editor: row.editor, base: row.base } : null;
}

/** Starts a draft from the latest published version, or leads to the one that is at work: there is never more than one. */
export async function startCodebookDraft(store: Store, by: By, at: Date): Promise<string> {
  return store.transaction(async (tx) => {
    const there = await codebookDraft(tx);
    if (there) return there.id;
    const [latest] = await codebookVersions(tx);
    if (!latest) throw new Error("No codebook is published");
    const id = newId("cbd");
    const whose = { startedBy: by.id, startedAt: at, editedBy: by.id, editedAt: at };
    await tx
      .insert(tx.tables.codebookDrafts)
      .values({ id, document: latest.document, basedOn: latest.id, version: 1, ...whose });
    const sentence = `${by.name} started a draft of the codebook, from version ${latest.version}.`;
    await record(tx, event(by, "codebook.draft_started", id, sentence), at);
    return id;
  });
}

/** Puts a draft away. Its steps stay on record; a new one starts from what is published. */
export async function dropCodebookDraft(store: Store, by: By, id: string, seen: number, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { codebookDrafts: drafts } = tx.tables;
    one(
      await tx
        .update(drafts)
        .set({ deletedAt: at })
        .where(and(eq(drafts.id, id), eq(drafts.version, seen), isNull(drafts.publishedAs), isNull(drafts.deletedAt)))
        .returning(),
    );
    await record(tx, event(by, "codebook.draft_deleted", id, `${by.name} put a draft of the codebook away.`), at);
  });
}

// ---- Steps ------------------------------------------------------------------------------------------------------------

type Next = { book: Codebook; sentence: string; kind: "edit" | "undo" | "redo"; of: number | null; changes?: Change[] };

/** Writes the next version of a draft that was read at `draft.version`. @throws NothingChanged when it was changed meanwhile */
async function keepStep(tx: Tx, by: By, draft: Row, next: Next, at: Date): Promise<void> {
  const { codebookDrafts: drafts, codebookDraftSteps: steps } = tx.tables;
  const version = draft.version + 1;
  one(
    await tx
      .update(drafts)
      .set({ document: next.book, version, editedBy: by.id, editedAt: at })
      .where(
        and(
          eq(drafts.id, draft.id),
          eq(drafts.version, draft.version),
          isNull(drafts.publishedAs),
          isNull(drafts.deletedAt),
        ),
      )
      .returning(),
  );
  const { kind, of, sentence } = next;
  const changes = next.changes ?? changesBetween(draft.document, next.book);
  await tx.insert(steps).values({ draftId: draft.id, version, kind, of, sentence, changes, madeBy: by.id, madeAt: at });
}

export type StepDone = { ok: true; at: string | null; sentence: string } | { ok: false; sentence: string };

/** Does what a button or form asks, on the draft as it stands. A step that changes nothing leaves none. */
export async function stepCodebook(
  store: Store,
  by: By,
  draftId: string,
  step: (book: Codebook, base: Codebook) => CodebookStep,
  at: Date,
): Promise<StepDone> {
  return store.transaction(async (tx): Promise<StepDone> => {
    const draft = await codebookDraft(tx, draftId);
    if (!draft) return { ok: false, sentence: GONE };
    const done = step(draft.document, draft.base);
    if (!done.ok) return done;
    const changes = changesBetween(draft.document, done.book);
    if (changes.length) await keepStep(tx, by, draft, { ...done, kind: "edit", of: null, changes }, at);
    return { ok: true, at: done.at, sentence: done.sentence };
  });
}

/** The draft as it was at an earlier version of it. */
async function bookAt(db: Db, draft: Row, version: number): Promise<Codebook> {
  const { codebookDraftSteps: steps } = db.tables;
  const later = await db
    .select({ changes: steps.changes })
    .from(steps)
    .where(and(eq(steps.draftId, draft.id), gt(steps.version, version)))
    .orderBy(desc(steps.version));
  const back = later.reduce<Json>((book, step) => applyChanges(book, inverse(step.changes)), draft.document as Json);
  return back as Codebook;
}

export type SavedTheme =
  | { ok: true; changed: string[] }
  | { ok: false; why: "gone"; sentence: string }
  | { ok: false; why: "clash"; by: string; version: number; disputes: Dispute[] };

/**
 * Puts what one person typed of an entry into the draft, field by field; nothing of another person is overwritten unseen.
 *
 * @param seen the version of the draft that the page was drawn from
 */
export async function saveTheme(
  store: Store,
  by: By,
  draftId: string,
  { code, fields, seen, keep }: { code: string; fields: ThemeFields; seen: number; keep: "mine" | "theirs" | null },
  at: Date,
): Promise<SavedTheme> {
  return store.transaction(async (tx): Promise<SavedTheme> => {
    const draft = await codebookDraft(tx, draftId);
    if (!draft) return { ok: false, why: "gone", sentence: GONE };
    const found = await bookAt(tx, draft, Math.min(seen, draft.version));
    const saved = changeTheme(found, draft.document, code, fields, keep);
    if (!saved.ok && "sentence" in saved) return { ok: false, why: "gone", sentence: saved.sentence };
    if (!saved.ok)
      return { ok: false, why: "clash", by: draft.editor, version: draft.version, disputes: saved.disputes };
    if (saved.changed.length === 0) return { ok: true, changed: [] };
    const { changed } = saved;
    const what = changed.length > 2 ? `${changed[0]} and ${changed.length - 1} more fields` : changed.join(" and ");
    const step = { book: saved.book, sentence: `changed ${what} of ${code}`, kind: "edit" as const, of: null };
    await keepStep(tx, by, draft, step, at);
    return { ok: true, changed };
  });
}

/** The latest steps, newest first, and what the next undo and redo would do; null where there is nothing. */
export async function codebookSteps(db: Db, draftId: string, most: number) {
  const { codebookDraftSteps: steps, people } = db.tables;
  const rows = await db
    .select({
      version: steps.version,
      kind: steps.kind,
      of: steps.of,
      sentence: steps.sentence,
      by: people.name,
      at: steps.madeAt,
    })
    .from(steps)
    .innerJoin(people, eq(people.id, steps.madeBy))
    .where(eq(steps.draftId, draftId))
    .orderBy(asc(steps.version));
  const state = undoState(rows);
  const words = (version: number | null) => {
    const row = rows.find((r) => r.version === version);
    return row ? `${row.by} ${row.sentence}` : null;
  };
  return { latest: rows.toReversed().slice(0, most), undo: words(state.undo), redo: words(state.redo) };
}

/** Takes back the last edit, or makes the last that was taken back again. @param seen the draft's version on the person's page */
export async function undoCodebook(
  store: Store,
  by: By,
  draftId: string,
  kind: "undo" | "redo",
  seen: number,
  at: Date,
): Promise<StepDone> {
  return store.transaction(async (tx): Promise<StepDone> => {
    const draft = await codebookDraft(tx, draftId);
    if (!draft) return { ok: false, sentence: GONE };
    const { codebookDraftSteps: steps } = tx.tables;
    const rows = await tx.select().from(steps).where(eq(steps.draftId, draftId)).orderBy(asc(steps.version));
    if (rows.some((step) => step.version > seen && step.madeBy !== by.id))
      return { ok: false, sentence: "The draft was changed since you opened this page. Look again before you undo." };
    const of = undoState(rows)[kind];
    const row = rows.find((r) => r.version === of);
    if (!row)
      return { ok: false, sentence: kind === "undo" ? "There is nothing to undo." : "There is nothing to make again." };
    const changes = kind === "undo" ? inverse(row.changes) : row.changes;
    const sentence = kind === "undo" ? `took back: ${row.sentence}` : `made again: ${row.sentence}`;
    const book = applyChanges(draft.document as Json, changes) as Codebook;
    await keepStep(tx, by, draft, { book, sentence, kind, of, changes }, at);
    return { ok: true, at: null, sentence };
  });
}

// ---- Publishing -------------------------------------------------------------------------------------------------------

export type CodebookPublished = { ok: true; codebookId: string; version: string } | { ok: false; sentence: string };

/** Publishes a draft as the next version, which never changes again. New cycles take it; one that is under way is asked. */
export async function publishCodebookDraft(
  store: Store,
  by: By,
  draftId: string,
  { seen, step }: { seen: number; step: VersionStep },
  at: Date,
): Promise<CodebookPublished> {
  return store.transaction(async (tx): Promise<CodebookPublished> => {
    const draft = await codebookDraft(tx, draftId);
    if (!draft) return { ok: false, sentence: GONE };
    if (draft.version !== seen)
      return {
        ok: false,
        sentence: "The draft was changed since you opened this page. Read what changed, then publish.",
      };
    const [latest] = await codebookVersions(tx);
    if (!latest || latest.id !== draft.basedOn)
      return { ok: false, sentence: "Another version was published meanwhile. Start a new draft from it." };
    const [problem] = codebookProblems(draft.document, draft.base).filter((p) => p.stops);
    if (problem) return { ok: false, sentence: `${problem.code ? `${problem.code}: ` : ""}${problem.sentence}` };
    const version = nextVersion(latest.version, step);
    const codebookId = await publishCodebookIn(tx, by, { ...draft.document, key: latest.key, version }, at);
    const { codebookDrafts: drafts } = tx.tables;
    one(
      await tx
        .update(drafts)
        .set({ publishedAs: codebookId })
        .where(
          and(eq(drafts.id, draftId), eq(drafts.version, seen), isNull(drafts.publishedAs), isNull(drafts.deletedAt)),
        )
        .returning(),
    );
    return { ok: true, codebookId, version };
  });
}
