import { and, asc, desc, eq, gt, isNotNull, isNull, ne } from "drizzle-orm";
import { applyChanges, type Change, changesBetween, inverse, undoState } from "#audits/rubric/edit/changes.ts";
import type { Values } from "#audits/rubric/edit/field-makers.ts";
import { asDocument, type Json, textOf } from "#audits/rubric/edit/json.ts";
import { type Dispute, mergePart, stepWords, valuesOf } from "#audits/rubric/edit/merge.ts";
import type { Operation } from "#audits/rubric/edit/operations.ts";
import type { Part } from "#audits/rubric/edit/parts.ts";
import type { Tables } from "./schema.ts";
import { type Db, newId, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

type Row = Tables["rubricDrafts"]["$inferSelect"];
/** A draft with its document as an object, and the name of whoever changed it last. */
export type Draft = Omit<Row, "document"> & { document: Json; editor: string };

type By = { id: string; name: string };

const event = eventOn("rubric_draft");
export const titleOf = (document: unknown) => textOf(asDocument(document).title) || "a rubric without a title";
const GONE = { ok: false, why: "gone" } as const;

/** Starts a draft from a document. @returns its id */
export async function startDraft(
  store: Store,
  by: By,
  start: { key: string; document: unknown; basedOn: string | null; from: string },
  at: Date,
): Promise<string> {
  return store.transaction((tx) => startDraftIn(tx, by, start, at));
}

/** The same, within a transaction that changes other things as well. */
export async function startDraftIn(
  tx: Tx,
  by: By,
  { key, document, basedOn, from }: { key: string; document: unknown; basedOn: string | null; from: string },
  at: Date,
): Promise<string> {
  const id = newId("drf");
  const whose = { startedBy: by.id, startedAt: at, editedBy: by.id, editedAt: at };
  const kept = asDocument(document);
  await tx.insert(tx.tables.rubricDrafts).values({ id, key, document: kept, basedOn, version: 1, ...whose });
  await record(
    tx,
    event(by, "rubric.draft_started", id, `${by.name} started a draft of ${titleOf(kept)}, ${from}.`),
    at,
  );
  return id;
}

/** Drafts at work, the last changed first; with `deleted`, those in the bin. */
export async function draftsOf(db: Db, deleted = false): Promise<Draft[]> {
  const { rubricDrafts, people } = db.tables;
  const rows = await db
    .select({ draft: rubricDrafts, editor: people.name })
    .from(rubricDrafts)
    .innerJoin(people, eq(people.id, rubricDrafts.editedBy))
    .where(isNull(rubricDrafts.publishedAs))
    .orderBy(desc(rubricDrafts.editedAt));
  return rows.filter(({ draft }) => (draft.deletedAt !== null) === deleted).map(asDraft);
}

const asDraft = ({ draft, editor }: { draft: Row; editor: string }): Draft => ({
  ...draft,
  document: asDocument(draft.document),
  editor,
});

/** A draft at work, or null: a deleted one has to be brought back first, and a published one is no draft any more. */
export async function draftOf(db: Db, id: string): Promise<Draft | null> {
  const found = await anyDraftOf(db, id);
  return found && found.deletedAt === null && found.publishedAs === null ? found : null;
}

/** A draft in whatever state. */
export async function anyDraftOf(db: Db, id: string): Promise<Draft | null> {
  const { rubricDrafts, people } = db.tables;
  const [row] = await db
    .select({ draft: rubricDrafts, editor: people.name })
    .from(rubricDrafts)
    .innerJoin(people, eq(people.id, rubricDrafts.editedBy))
    .where(eq(rubricDrafts.id, id));
  return row ? asDraft(row) : null;
}

// ---- Steps ------------------------------------------------------------------------------------------------------------

export type DraftStep = { version: number; sentence: string; by: string; at: Date };

/** The latest steps, newest first. */
export async function latestSteps(db: Db, draftId: string, most: number): Promise<DraftStep[]> {
  const { rubricDraftSteps: steps, people } = db.tables;
  return db
    .select({ version: steps.version, sentence: steps.sentence, by: people.name, at: steps.madeAt })
    .from(steps)
    .innerJoin(people, eq(people.id, steps.madeBy))
    .where(eq(steps.draftId, draftId))
    .orderBy(desc(steps.version))
    .limit(most);
}

/** What the next undo takes back and the next redo makes again, in words; null when there is nothing. */
export async function undoable(db: Db, draftId: string): Promise<{ undo: string | null; redo: string | null }> {
  const { rubricDraftSteps: steps, people } = db.tables;
  const rows = await db
    .select({
      version: steps.version,
      kind: steps.kind,
      of: steps.of,
      sentence: steps.sentence,
      by: people.name,
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
  return { undo: words(state.undo), redo: words(state.redo) };
}

/** The document as it was at an earlier version of the draft. */
export async function documentAt(db: Db, draft: Draft, version: number): Promise<Json> {
  const { rubricDraftSteps: steps } = db.tables;
  const later = await db
    .select({ changes: steps.changes })
    .from(steps)
    .where(and(eq(steps.draftId, draft.id), gt(steps.version, version)))
    .orderBy(desc(steps.version));
  return later.reduce((document, step) => applyChanges(document, inverse(step.changes)), draft.document);
}

type StepKind = { kind: "edit" | "undo" | "redo"; of: number | null };

/** Writes the next version of a draft that was read at `draft.version`. @throws NothingChanged when it was changed meanwhile */
async function keepStep(
  tx: Tx,
  by: By,
  draft: Draft,
  next: { document: Json; changes: Change[]; sentence: string } & StepKind,
  at: Date,
): Promise<number> {
  const { rubricDrafts, rubricDraftSteps } = tx.tables;
  const version = draft.version + 1;
  one(
    await tx
      .update(rubricDrafts)
      .set({ document: next.document, version, editedBy: by.id, editedAt: at })
      .where(
        and(
          eq(rubricDrafts.id, draft.id),
          eq(rubricDrafts.version, draft.version),
          isNull(rubricDrafts.deletedAt),
          isNull(rubricDrafts.publishedAs),
        ),
      )
      .returning(),
  );
  const { kind, of, sentence, changes } = next;
  await tx
    .insert(rubricDraftSteps)
    .values({ draftId: draft.id, version, kind, of, sentence, changes, madeBy: by.id, madeAt: at });
  return version;
}

export type SavePart = {
  part: Part;
  values: Values;
  /** The version that the person's page was drawn from. */
  basedOn: number;
  /** Set once the person has seen both texts, and the version at which they saw the other's. */
  choice: { keep: "mine" | "theirs"; seen: number } | null;
};
export type SavedPart =
  | {
      ok: true;
      /** What the page goes on from: it stays where others changed fields that the page does not show. */
      version: number;
      changed: string[];
      theirs: string[];
      savedAt: Date;
    }
  | { ok: false; why: "gone" }
  | { ok: false; why: "clash"; version: number; by: string; at: Date; disputes: Dispute[] };

/** Puts what one person sent of one part into the draft, field by field. Nothing of another person is overwritten unseen. */
export async function savePart(store: Store, by: By, draftId: string, save: SavePart, at: Date): Promise<SavedPart> {
  return store.transaction(async (tx): Promise<SavedPart> => {
    const draft = await draftOf(tx, draftId);
    if (!draft || !valuesOf(draft.document, save.part)) return GONE;
    const found = await documentAt(tx, draft, Math.min(save.basedOn, draft.version));
    // A choice holds for what the person saw; what was changed since is in dispute again.
    const seen = save.choice ? await documentAt(tx, draft, Math.min(save.choice.seen, draft.version)) : null;
    const unseen =
      seen !== null &&
      JSON.stringify(valuesOf(seen, save.part)) !== JSON.stringify(valuesOf(draft.document, save.part));
    const keep = save.choice && !unseen ? save.choice.keep : null;
    const merged = mergePart(found, draft.document, save.part, save.values, keep);
    if (!merged.ok)
      return {
        ok: false,
        why: "clash",
        version: draft.version,
        by: draft.editor,
        at: draft.editedAt,
        disputes: merged.disputes,
      };
    const { document, changed, theirs } = merged;
    if (changed.length === 0)
      return {
        ok: true,
        version: theirs.length ? save.basedOn : draft.version,
        changed,
        theirs,
        savedAt: draft.editedAt,
      };
    const version = await keepStep(
      tx,
      by,
      draft,
      {
        document,
        changes: changesBetween(draft.document, document),
        sentence: stepWords(save.part, document, changed),
        kind: "edit",
        of: null,
      },
      at,
    );
    return { ok: true, version: theirs.length ? save.basedOn : version, changed, theirs, savedAt: at };
  });
}

export type DraftStepResult = { ok: true; ref: string; sentence: string } | { ok: false; why: "gone" | string };

/** Does what a button asks (add, move, duplicate, remove), on the draft as it stands. */
export async function changeDraft(
  store: Store,
  by: By,
  draftId: string,
  operation: (document: Json) => Operation,
  at: Date,
): Promise<DraftStepResult> {
  return store.transaction(async (tx): Promise<DraftStepResult> => {
    const draft = await draftOf(tx, draftId);
    if (!draft) return GONE;
    const done = operation(draft.document);
    if (!done.ok) return { ok: false, why: done.sentence };
    const { document, ref, sentence } = done;
    const changes = changesBetween(draft.document, document);
    if (changes.length) await keepStep(tx, by, draft, { document, changes, sentence, kind: "edit", of: null }, at);
    return { ok: true, ref, sentence };
  });
}

/**
 * Takes the last step back, or makes again what was taken back last.
 * @param seen the version that the person saw: what somebody did since is not undone unseen
 */
export async function undoDraft(
  store: Store,
  by: By,
  draftId: string,
  kind: "undo" | "redo",
  seen: number,
  at: Date,
): Promise<DraftStepResult> {
  return store.transaction(async (tx): Promise<DraftStepResult> => {
    const draft = await draftOf(tx, draftId);
    if (!draft) return GONE;
    const { rubricDraftSteps: steps } = tx.tables;
    const rows = await tx
      .select({ version: steps.version, kind: steps.kind, of: steps.of, madeBy: steps.madeBy })
      .from(steps)
      .where(eq(steps.draftId, draftId))
      .orderBy(asc(steps.version));
    if (rows.some((step) => step.version > seen && step.madeBy !== by.id))
      return { ok: false, why: "The draft was changed since you opened this page. Look again before you undo." };
    const of = undoState(rows)[kind];
    if (of === null) return { ok: false, why: kind === "undo" ? "Nothing to undo." : "Nothing to make again." };
    const [row] = await tx
      .select()
      .from(steps)
      .where(and(eq(steps.draftId, draftId), eq(steps.version, of)));
    if (!row) return GONE;
    const changes = kind === "undo" ? inverse(row.changes) : row.changes;
    const sentence = kind === "undo" ? `took back: ${row.sentence}` : `made again: ${row.sentence}`;
    await keepStep(tx, by, draft, { document: applyChanges(draft.document, changes), changes, sentence, kind, of }, at);
    return { ok: true, ref: "", sentence };
  });
}

// ---- Who has it open --------------------------------------------------------------------------------------------------

/** Notes that somebody has the draft open. Not evidence, so it leaves no event. */
export async function noteVisit(store: Store, by: By, draftId: string, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { rubricDraftVisits: visits } = tx.tables;
    await tx
      .insert(visits)
      .values({ draftId, personId: by.id, seenAt: at })
      .onConflictDoUpdate({ target: [visits.draftId, visits.personId], set: { seenAt: at } });
  });
}

const OPEN_MINUTES = 5;

/** Who else has the draft open now, with the time of their last change of it. */
export async function othersAt(
  db: Db,
  draftId: string,
  personId: string,
  now: Date,
): Promise<{ name: string; lastChange: Date | null }[]> {
  const { rubricDraftVisits: visits, rubricDraftSteps: steps, people } = db.tables;
  const open = await db
    .select({ id: people.id, name: people.name })
    .from(visits)
    .innerJoin(people, eq(people.id, visits.personId))
    .where(
      and(
        eq(visits.draftId, draftId),
        ne(visits.personId, personId),
        gt(visits.seenAt, new Date(now.getTime() - OPEN_MINUTES * 60_000)),
      ),
    )
    .orderBy(asc(people.name));
  return Promise.all(
    open.map(async ({ id, name }) => {
      const [last] = await db
        .select({ at: steps.madeAt })
        .from(steps)
        .where(and(eq(steps.draftId, draftId), eq(steps.madeBy, id)))
        .orderBy(desc(steps.version))
        .limit(1);
      return { name, lastChange: last?.at ?? null };
    }),
  );
}

// ---- The bin ----------------------------------------------------------------------------------------------------------

/** Puts a draft into the bin, or brings it back with everything that was in it. */
export async function binDraft(store: Store, by: By, draftId: string, into: boolean, at: Date): Promise<void> {
  await store.transaction(async (tx) => {
    const { rubricDrafts } = tx.tables;
    const draft = await anyDraftOf(tx, draftId);
    one(
      await tx
        .update(rubricDrafts)
        .set({ deletedAt: into ? at : null })
        .where(
          and(
            eq(rubricDrafts.id, draftId),
            isNull(rubricDrafts.publishedAs),
            into ? isNull(rubricDrafts.deletedAt) : isNotNull(rubricDrafts.deletedAt),
          ),
        )
        .returning(),
    );
    const words = into ? "deleted the draft of" : "brought back the draft of";
    const kind = into ? "rubric.draft_deleted" : "rubric.draft_restored";
    await record(tx, event(by, kind, draftId, `${by.name} ${words} ${titleOf(draft?.document)}.`), at);
  });
}
