import { and, asc, desc, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { contains, isAnyOf, lowerCase, nullsLast } from "#db/engine/sql.ts";
import { describeEngines } from "../engines.ts";
import { sample } from "./sample/schema.ts";

describeEngines(sample, (_name, open) => {
  async function withBooks(titles: string[]) {
    const engine = await open();
    const { shelves, books } = engine.tables;
    await engine.transaction(async (tx) => {
      await tx.insert(shelves).values({ id: "s", name: "s" });
      await tx.insert(books).values(titles.map((title, i) => ({ id: title, shelfId: "s", title, pages: i || null })));
    });
    return { engine, books };
  }

  it("finds words in upper or lower case, also in Welsh", async () => {
    const { engine, books } = await withBooks(["Tŷ Ŵyn", "TŶ BACH", "House", "Straße"]);
    const find = async (words: string) =>
      (await engine.db.select().from(books).where(contains(books.title, words)).orderBy(asc(books.title))).map(
        (b) => b.title,
      );
    expect(await find("tŷ")).toEqual(["TŶ BACH", "Tŷ Ŵyn"]);
    expect(await find("ŵYN")).toEqual(["Tŷ Ŵyn"]);
    expect(await find("STRAß")).toEqual(["Straße"]);
    expect(await find("")).toHaveLength(4);
  });

  it("takes percent signs, underscores and quotes in a search for themselves", async () => {
    const { engine, books } = await withBooks(["50% done", "50 done", "a_b", "aXb", "it's", "back\\slash"]);
    const find = async (words: string) =>
      (await engine.db.select().from(books).where(contains(books.title, words))).map((b) => b.title);
    expect(await find("50%")).toEqual(["50% done"]);
    expect(await find("a_b")).toEqual(["a_b"]);
    expect(await find("'")).toEqual(["it's"]);
    expect(await find("\\")).toEqual(["back\\slash"]);
  });

  it("compares whole text in lower case", async () => {
    const { engine, books } = await withBooks(["Ann@Example.org", "Joanne@example.org"]);
    const rows = await engine.db
      .select()
      .from(books)
      .where(eq(lowerCase(books.title), "ann@example.org"));
    expect(rows.map((row) => row.title)).toEqual(["Ann@Example.org"]);
  });

  it("finds rows by a list of any length, and none by an empty one", async () => {
    const { engine, books } = await withBooks(["a", "b", "c's"]);
    const many = [...Array.from({ length: 70_000 }, (_, i) => `x${i}`), "a", "c's"];
    const find = (ids: string[]) => engine.db.select().from(books).where(isAnyOf(books.id, ids)).orderBy(asc(books.id));
    expect((await find(many)).map((row) => row.id)).toEqual(["a", "c's"]);
    expect(await find([])).toEqual([]);
    const byPages = engine.db
      .select()
      .from(books)
      .where(and(isAnyOf(books.pages, [1, 7]), eq(books.shelfId, "s")));
    expect((await byPages).map((row) => row.id)).toEqual(["b"]);
  });

  it("puts rows without a value last in either direction", async () => {
    const { engine, books } = await withBooks(["none", "one", "two"]);
    const up = await engine.db
      .select()
      .from(books)
      .orderBy(nullsLast(asc(books.pages)));
    expect(up.map((row) => row.pages)).toEqual([1, 2, null]);
    const down = await engine.db
      .select()
      .from(books)
      .orderBy(nullsLast(desc(books.pages)));
    expect(down.map((row) => row.pages)).toEqual([2, 1, null]);
  });
});
