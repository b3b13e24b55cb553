import { asc, avg, count, eq, inArray, max, sum } from "drizzle-orm";
import { expect, it } from "vitest";
import { isReference, isUnique } from "#db/engine/errors.ts";
import { describeEngines } from "../engines.ts";
import { sample } from "./sample/schema.ts";

describeEngines(sample, (_name, open) => {
  it("gives back every kind of value as it was stored", async () => {
    const engine = await open();
    const { shelves, books } = engine.tables;
    const cover = new Uint8Array([0, 255, 128, 7]).subarray(1);
    const book = {
      id: "b1",
      shelfId: "s1",
      title: "Llyfr Ŵy, 100% “plan” – 'EHC'; \\ ∞ 📘",
      pages: 9_007_199_254_740_991,
      weight: 0.1 + 0.2,
      notes: { b: 1, a: ["x", "y"] },
      cover,
      boughtAt: new Date("2026-03-29T01:30:00.123Z"),
    };
    const stored = await engine.transaction(async (tx) => {
      await tx.insert(shelves).values({ id: "s1", name: "History", openedOn: "2024-02-29" });
      return tx.insert(books).values(book).returning();
    });
    const [read] = await engine.db.select().from(books);
    expect(read).toEqual({ ...book, cover: Buffer.from(cover) });
    expect(stored).toEqual([read]);
    expect(JSON.stringify(read?.notes)).toBe('{"b":1,"a":["x","y"]}');
    const [shelf] = await engine.db.select().from(shelves);
    expect(shelf).toEqual({
      id: "s1",
      name: "History",
      kind: "open",
      openedOn: "2024-02-29",
      isPublic: false,
      createdAt: null,
    });
  });

  it("reads a long document once, and shares it with nobody who could change it", async () => {
    const engine = await open();
    const { shelves, books } = engine.tables;
    const of = (word: string) => ({ b: 1, a: Array.from({ length: 400 }, (_, i) => `${word}-${i}`) });
    const read = async () => (await engine.db.select().from(books))[0]?.notes;
    await engine.transaction(async (tx) => {
      await tx.insert(shelves).values({ id: "s", name: "s" });
      await tx.insert(books).values({ id: "b", shelfId: "s", title: "-", notes: of("old") });
    });
    const first = await read();
    expect(first).toEqual(of("old"));
    expect(await read()).toBe(first);
    expect(() => first?.a.pop()).toThrow(TypeError);
    expect(() => Object.assign(first ?? {}, { b: 2 })).toThrow(TypeError);
    await engine.transaction((tx) => tx.update(books).set({ notes: of("new") }));
    expect(await read()).toEqual(of("new"));
  });

  it("asks again and again what it has asked in many other ways meanwhile", async () => {
    const engine = await open();
    const { shelves } = engine.tables;
    const ids = Array.from({ length: 700 }, (_, i) => `s${i}`);
    await engine.transaction((tx) => tx.insert(shelves).values(ids.map((id) => ({ id, name: id }))));
    const found = async (some: string[]) =>
      (await engine.db.select({ id: shelves.id }).from(shelves).where(inArray(shelves.id, some))).length;
    for (const n of [1, 2, 700, 699]) expect(await found(ids.slice(0, n))).toBe(n);
    for (let n = 1; n < 350; n++) expect(await found(ids.slice(0, n))).toBe(n);
    for (const n of [700, 1, 350]) expect(await found(ids.slice(0, n))).toBe(n);
    await engine.transaction((tx) => tx.update(shelves).set({ name: "new" }).where(eq(shelves.id, "s0")));
    const rows = await engine.db.select().from(shelves).where(eq(shelves.id, "s0"));
    expect(rows).toMatchObject([{ id: "s0", name: "new" }]);
  });

  it("keeps what is missing apart from zero, false and empty", async () => {
    const engine = await open();
    const { shelves, books } = engine.tables;
    await engine.transaction(async (tx) => {
      await tx.insert(shelves).values({ id: "s", name: "s", isPublic: true });
      await tx.insert(books).values([
        { id: "empty", shelfId: "s", title: "", pages: 0, weight: 0, cover: new Uint8Array() },
        { id: "missing", shelfId: "s", title: "-" },
      ]);
    });
    const rows = await engine.db.select().from(books).orderBy(asc(books.id));
    expect(rows[0]).toMatchObject({ title: "", pages: 0, weight: 0, notes: null, boughtAt: null });
    expect(rows[0]?.cover).toHaveLength(0);
    expect(rows[1]).toMatchObject({ pages: null, weight: null, notes: null, cover: null, boughtAt: null });
  });

  it("sorts text by its characters' codes, so that both engines give one order", async () => {
    const engine = await open();
    const { shelves } = engine.tables;
    const names = ["b", "B", "a", "Ŵ", "_", "10", "9", "é", "z"];
    await engine.transaction((tx) => tx.insert(shelves).values(names.map((name) => ({ id: name, name }))));
    const rows = await engine.db.select().from(shelves).orderBy(asc(shelves.name));
    expect(rows.map((row) => row.name)).toEqual(["10", "9", "B", "_", "a", "b", "z", "é", "Ŵ"]);
  });

  it("counts, adds, averages and compares times alike", async () => {
    const engine = await open();
    const { entries, shelves, books } = engine.tables;
    const times = ["2026-01-01T00:00:00.001Z", "2026-01-01T00:00:00.003Z"].map((text) => new Date(text));
    await engine.transaction(async (tx) => {
      await tx.insert(entries).values(times.map((at) => ({ at, text: "-" })));
      await tx.insert(shelves).values({ id: "s", name: "s" });
      await tx.insert(books).values([1, 2].map((pages) => ({ id: `${pages}`, shelfId: "s", title: "-", pages })));
    });
    expect(await engine.db.select({ n: count(), last: max(entries.at) }).from(entries)).toEqual([
      { n: 2, last: times[1] },
    ]);
    const [numbers] = await engine.db.select({ total: sum(books.pages), mean: avg(books.pages) }).from(books);
    expect([Number(numbers?.total), Number(numbers?.mean)]).toEqual([3, 1.5]);
    const [none] = await engine.db
      .select({ n: count(), last: max(entries.at) })
      .from(entries)
      .where(eq(entries.text, "?"));
    expect(none).toEqual({ n: 0, last: null });
  });

  it("numbers rows in the order of their insertion", async () => {
    const engine = await open();
    const { entries } = engine.tables;
    for (const text of ["first", "second", "third"]) {
      await engine.transaction((tx) => tx.insert(entries).values({ text, at: new Date(0) }));
    }
    const rows = await engine.db.select().from(entries).orderBy(asc(entries.seq));
    expect(rows.map(({ seq, text }) => [seq, text])).toEqual([
      [1, "first"],
      [2, "second"],
      [3, "third"],
    ]);
  });

  it("refuses to delete a row that another refers to, and one that refers to nothing", async () => {
    const engine = await open();
    const { shelves, books } = engine.tables;
    await engine.transaction(async (tx) => {
      await tx.insert(shelves).values({ id: "s", name: "s" });
      await tx.insert(books).values({ id: "b", shelfId: "s", title: "b" });
    });
    const removal = engine.transaction((tx) => tx.delete(shelves).where(eq(shelves.id, "s")));
    await expect(removal).rejects.toSatisfy(isReference);
    const stray = engine.transaction((tx) => tx.insert(books).values({ id: "c", shelfId: "none", title: "c" }));
    await expect(stray).rejects.toSatisfy(isReference);
    expect(await engine.db.select({ id: books.id }).from(books)).toEqual([{ id: "b" }]);
  });

  it("tells a repeated key, a repeated unique value and a failed check apart", async () => {
    const engine = await open();
    const { shelves, loans, books } = engine.tables;
    await engine.transaction(async (tx) => {
      await tx.insert(shelves).values({ id: "s", name: "History" });
      await tx.insert(books).values({ id: "b", shelfId: "s", title: "b" });
      await tx.insert(loans).values({ bookId: "b", readerName: "Ann" });
    });
    const sameId = engine.transaction((tx) => tx.insert(shelves).values({ id: "s", name: "Other" }));
    await expect(sameId).rejects.toSatisfy(isUnique);
    const sameName = engine.transaction((tx) => tx.insert(shelves).values({ id: "t", name: "History" }));
    await expect(sameName).rejects.toSatisfy(isUnique);
    const samePair = engine.transaction((tx) => tx.insert(loans).values({ bookId: "b", readerName: "Ann" }));
    await expect(samePair).rejects.toSatisfy(isUnique);
    const nameless = engine.transaction((tx) => tx.insert(shelves).values({ id: "u", name: "" }));
    await expect(nameless).rejects.toSatisfy((error) => !isUnique(error));
    // The unique name counts among open shelves only.
    await engine.transaction((tx) => tx.insert(shelves).values({ id: "v", name: "History", kind: "locked" }));
  });

  it("inserts or updates in one statement, and joins with missing rows as null", async () => {
    const engine = await open();
    const { shelves, books } = engine.tables;
    const put = (name: string) =>
      engine.transaction((tx) =>
        tx
          .insert(shelves)
          .values({ id: "s", name })
          .onConflictDoUpdate({ target: shelves.id, set: { name } })
          .returning({ name: shelves.name }),
      );
    await put("one");
    expect(await put("two")).toEqual([{ name: "two" }]);
    const rows = await engine.db.select().from(shelves).leftJoin(books, eq(books.shelfId, shelves.id));
    expect(rows.map((row) => [row.shelves.name, row.books])).toEqual([["two", null]]);
  });

  it("answers a query with a named part", async () => {
    const engine = await open();
    const { shelves } = engine.tables;
    await engine.transaction((tx) => tx.insert(shelves).values({ id: "s", name: "s" }));
    const named = engine.db.$with("named").as(engine.db.select({ id: shelves.id }).from(shelves));
    expect(await engine.db.with(named).select().from(named)).toEqual([{ id: "s" }]);
  });
});
