import { sql } from "drizzle-orm";
import type { Guard } from "#db/engine/guards.ts";
import type { Kit } from "#db/engine/kit.ts";

/**
 * A small schema with each kind of column, of the tests' own, so that the engine is tested apart from the product.
 * Its migrations are as drizzle-kit writes them.
 */
export const defineSample = (k: Kit) => {
  const shelves = k.table(
    "shelves",
    {
      id: k.id(),
      name: k.text().notNull(),
      kind: k.oneOf(["open", "locked"]).notNull().default("open"),
      openedOn: k.day(),
      isPublic: k.bool().notNull().default(false),
      createdAt: k.time(),
    },
    (t) => [
      k.uniqueIndex("one_open_shelf_per_name").on(t.name).where(sql`${t.kind} = 'open'`),
      k.check("shelf_has_a_name", sql`length(${t.name}) > 0`),
    ],
  );
  const books = k.table(
    "books",
    {
      id: k.id(),
      shelfId: k.ref(() => shelves.id).notNull(),
      title: k.text().notNull(),
      pages: k.int(),
      weight: k.real(),
      notes: k.json<{ b: number; a: string[] }>(),
      cover: k.bytes(),
      boughtAt: k.time(),
    },
    (t) => [k.index("books_by_shelf").on(t.shelfId, t.boughtAt)],
  );
  const loans = k.table(
    "loans",
    {
      bookId: k.ref(() => books.id).notNull(),
      readerName: k.text().notNull(),
      dueOn: k.day(),
    },
    (t) => [k.primaryKey({ columns: [t.bookId, t.readerName] })],
  );
  const entries = k.table("entries", { seq: k.serial(), text: k.text().notNull(), at: k.time().notNull() });
  return { shelves, books, loans, entries };
};

/** Entries are append-only; a locked shelf keeps its row; a book keeps its shelf. */
const sampleGuards: Guard[] = [
  { table: "entries", refuses: ["update", "delete"], reason: "An entry isn't changed: it is evidence." },
  { table: "shelves", refuses: ["update", "delete"], when: "old.kind = 'locked'", reason: "The shelf is locked." },
  { table: "books", refuses: ["update"], when: "old.shelf_id <> new.shelf_id", reason: "A book stays on its shelf." },
];

export const sample = {
  defineSchema: defineSample,
  folder: new URL("migrations", import.meta.url).pathname,
  guards: sampleGuards,
};
