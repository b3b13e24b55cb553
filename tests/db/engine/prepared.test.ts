import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Reader, Writer } from "#db/engine/engine.ts";
import { isUnique } from "#db/engine/errors.ts";
import { prepared, type Slots } from "#db/engine/prepared.ts";
import { describeEngines } from "../engines.ts";
import { type defineSample, sample } from "./sample/schema.ts";

type Sample = ReturnType<typeof defineSample>;
type Db = Reader<Sample>;
type Tx = Writer<Sample>;
type Book = {
  id: string;
  title: string;
  pages: number | null;
  notes: { b: number; a: string[] } | null;
  cover: Uint8Array;
  boughtAt: Date | null;
};

let written = 0;
const addShelf = prepared((tx: Tx, { id }: Slots<{ id: string }>) => {
  written++;
  return tx.insert(tx.tables.shelves).values({ id, name: id, isPublic: true });
});
const addBook = prepared((tx: Tx, { id, title, pages, notes, cover, boughtAt }: Slots<Book>) =>
  tx
    .insert(tx.tables.books)
    .values({ id, shelfId: "s", title, pages, notes, cover, boughtAt })
    .onConflictDoUpdate({ target: tx.tables.books.id, set: { title, notes, boughtAt } }),
);
const rename = prepared((tx: Tx, { id, title }: Slots<{ id: string; title: string }>) =>
  tx.update(tx.tables.books).set({ title }).where(eq(tx.tables.books.id, id)).returning(),
);
const remove = prepared((tx: Tx, { id }: Slots<{ id: string }>) =>
  tx.delete(tx.tables.books).where(eq(tx.tables.books.id, id)),
);
const booksOf = prepared((db: Db, { shelf }: Slots<{ shelf: string }>) => {
  const { books, shelves } = db.tables;
  return db
    .select({ shelf: shelves, book: books })
    .from(shelves)
    .leftJoin(books, eq(books.shelfId, shelves.id))
    .where(eq(shelves.id, shelf))
    .orderBy(asc(books.id));
});
const boughtAfter = prepared((db: Db, { moment }: Slots<{ moment: Date }>) => {
  const { books } = db.tables;
  return db
    .select({ id: books.id })
    .from(books)
    .where(and(gt(books.boughtAt, sql.param(moment, books.boughtAt))));
});

const BOUGHT = new Date("2026-11-22T09:00:00.123Z");
const book = {
  id: "b",
  title: "One",
  pages: 3,
  notes: { b: 1, a: ["“x”"] },
  cover: new Uint8Array([0, 255]),
  boughtAt: BOUGHT,
};
const titles = async (db: Db) => (await booksOf(db, { shelf: "s" })).map((row) => row.book?.title ?? null);

describeEngines(sample, (_name, open) => {
  it("writes and reads each kind of value as a query does that is not prepared", async () => {
    const engine = await open();
    await engine.transaction(async (tx) => {
      await addShelf(tx, { id: "s" });
      await addBook(tx, book);
      await addBook(tx, { ...book, id: "c", pages: null, notes: null, boughtAt: null });
    });
    const { books, shelves } = engine.tables;
    const plain = await engine.db
      .select({ shelf: shelves, book: books })
      .from(shelves)
      .leftJoin(books, eq(books.shelfId, shelves.id))
      .orderBy(asc(books.id));
    const rows = await booksOf(engine.db, { shelf: "s" });
    expect(rows).toEqual(plain);
    expect(rows[0]).toMatchObject({
      shelf: { isPublic: true, kind: "open" },
      book: { notes: book.notes, boughtAt: BOUGHT },
    });
    expect(new Uint8Array(rows[0]?.book?.cover ?? [])).toEqual(book.cover);
    expect(rows[1]?.book).toMatchObject({ pages: null, notes: null, boughtAt: null, weight: null });
    const without = { notes: isNull(books.notes), moment: isNull(books.boughtAt) };
    expect(await engine.db.select({ id: books.id }).from(books).where(without.notes)).toEqual([{ id: "c" }]);
    expect(await engine.db.select({ id: books.id }).from(books).where(without.moment)).toEqual([{ id: "c" }]);
    expect(await boughtAfter(engine.db, { moment: new Date(BOUGHT.getTime() - 1) })).toEqual([{ id: "b" }]);
    expect(await boughtAfter(engine.db, { moment: BOUGHT })).toEqual([]);
    await engine.transaction(async (tx) => {
      expect(await rename(tx, { id: "b", title: "Two" })).toMatchObject([{ id: "b", title: "Two", boughtAt: BOUGHT }]);
      expect(await rename(tx, { id: "none", title: "Two" })).toEqual([]);
      await remove(tx, { id: "c" });
      await addBook(tx, { ...book, title: "Three" });
      expect(await titles(tx)).toEqual(["Three"]);
    });
    expect(await titles(engine.db)).toEqual(["Three"]);
  });

  it("gives null for the side of a join that is missing", async () => {
    const engine = await open();
    await engine.transaction((tx) => addShelf(tx, { id: "s" }));
    expect(await booksOf(engine.db, { shelf: "s" })).toMatchObject([{ shelf: { id: "s" }, book: null }]);
  });

  it("writes its text once for each opened database, whoever asks", async () => {
    const [one, other] = [await open(), await open()];
    written = 0;
    for (const engine of [one, other, one])
      await engine.transaction(async (tx) => {
        await addShelf(tx, { id: `${engine === one} ${written} ${Math.random()}` });
        await addShelf(tx, { id: `${engine === one} ${written} ${Math.random()}` });
      });
    expect(written).toBe(2);
    const { shelves } = one.tables;
    expect(await one.db.select().from(shelves)).toHaveLength(4);
    expect(await other.db.select().from(other.tables.shelves)).toHaveLength(2);
  });

  it("is asked with the same slots each time", async () => {
    const engine = await open();
    await engine.transaction((tx) => addShelf(tx, { id: "s" }));
    const more = engine.transaction((tx) => addShelf(tx, { id: "t", name: "T" } as { id: string }));
    await expect(more).rejects.toThrow("This query is asked with 1 values.");
    expect(await titles(engine.db)).toEqual([null]);
  });

  it("belongs to the transaction whose handle it is asked with: undone with it, and refused after it", async () => {
    const engine = await open();
    let kept: Tx | undefined;
    const undone = engine.transaction(async (tx) => {
      kept = tx;
      await addShelf(tx, { id: "a" });
      await addShelf(tx, { id: "a" }).catch(() => {});
    });
    await expect(undone).rejects.toThrow("A statement of this transaction failed, so all of it was undone.");
    await expect(undone).rejects.toSatisfy(isUnique);
    await engine.transaction(async (tx) => {
      await addShelf(tx, { id: "s" });
      await expect(addShelf(kept as Tx, { id: "late" })).rejects.toSatisfy((error: Error) =>
        `${error.message} ${(error.cause as Error | undefined)?.message}`.includes("after its transaction had ended"),
      );
      await expect(titles(engine.db)).rejects.toThrow("Inside a transaction only its own handle may be used");
      expect(await titles(tx)).toEqual([null]);
    });
    expect(await engine.db.select({ id: engine.tables.shelves.id }).from(engine.tables.shelves)).toEqual([{ id: "s" }]);
  });

  it("reads a snapshot with the snapshot's handle, and writes with no reader's", async () => {
    const engine = await open();
    await engine.transaction((tx) => addShelf(tx, { id: "s" }));
    await engine.snapshot(async (then) => {
      expect(await titles(then)).toEqual([null]);
      await engine.transaction((tx) => addBook(tx, book));
      expect(await titles(then)).toEqual([null]);
      expect(await titles(engine.db)).toEqual(["One"]);
    });
    await expect(remove(engine.db as Tx, { id: "b" })).rejects.toSatisfy((error: Error) =>
      /readonly|read-only/.test(`${error.message} ${(error.cause as Error | undefined)?.message}`),
    );
    expect(await titles(engine.db)).toEqual(["One"]);
  });
});
