import { join } from "node:path";
import { count, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Reader, Writer } from "#db/engine/engine.ts";
import { isUnique } from "#db/engine/errors.ts";
import { describeEngines } from "../engines.ts";
import { newFolder } from "./places.ts";
import { type defineSample, sample } from "./sample/schema.ts";

type Sample = ReturnType<typeof defineSample>;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const addShelf = (tx: Writer<Sample>, id: string) => tx.insert(tx.tables.shelves).values({ id, name: id });

async function shelfIds(db: Reader<Sample>): Promise<string[]> {
  const rows = await db.select({ id: db.tables.shelves.id }).from(db.tables.shelves).orderBy(db.tables.shelves.id);
  return rows.map(({ id }) => id);
}

describeEngines(sample, (name, open) => {
  it("loses no update among 50 transactions asked for at once", async () => {
    const engine = await open();
    const { books, shelves } = engine.tables;
    await engine.transaction(async (tx) => {
      await tx.insert(shelves).values({ id: "s", name: "s" });
      await tx.insert(books).values({ id: "b", shelfId: "s", title: "-", pages: 0 });
    });
    const addPage = () =>
      engine.transaction(async (tx) => {
        const [book] = await tx.select({ pages: books.pages }).from(books);
        await pause(1);
        await tx.update(books).set({ pages: (book?.pages ?? 0) + 1 });
      });
    await Promise.all(Array.from({ length: 50 }, addPage));
    expect(await engine.db.select({ pages: books.pages }).from(books)).toEqual([{ pages: 50 }]);
  });

  it("undoes everything when the work throws, and goes on with the next", async () => {
    const engine = await open();
    const failing = engine.transaction(async (tx) => {
      await addShelf(tx, "a");
      throw new Error("changed my mind");
    });
    const next = engine.transaction((tx) => addShelf(tx, "b"));
    await expect(failing).rejects.toThrow("changed my mind");
    await next;
    expect(await shelfIds(engine.db)).toEqual(["b"]);
  });

  it("undoes everything when a statement failed, even if the work goes on", async () => {
    const engine = await open();
    const work = engine.transaction(async (tx) => {
      await addShelf(tx, "a");
      await addShelf(tx, "a").catch(() => {});
      return "done";
    });
    await expect(work).rejects.toThrow("A statement of this transaction failed, so all of it was undone.");
    await expect(work).rejects.toSatisfy(isUnique);
    expect(await shelfIds(engine.db)).toEqual([]);
  });

  it("undoes everything when a statement failed that the work did not wait for", async () => {
    const engine = await open();
    const work = engine.transaction(async (tx) => {
      await addShelf(tx, "a");
      void addShelf(tx, "a").catch(() => {});
    });
    await expect(work).rejects.toThrow("A statement of this transaction failed, so all of it was undone.");
    await engine.transaction((tx) => addShelf(tx, "b"));
    expect(await shelfIds(engine.db)).toEqual(["b"]);
  });

  it("shows others nothing before it commits, and its own work at once", async () => {
    const engine = await open();
    const wrote = Promise.withResolvers<void>();
    const looked = Promise.withResolvers<void>();
    const writing = engine.transaction(async (tx) => {
      await addShelf(tx, "a");
      expect(await shelfIds(tx)).toEqual(["a"]);
      wrote.resolve();
      await looked.promise;
    });
    await wrote.promise;
    expect(await shelfIds(engine.db)).toEqual([]);
    looked.resolve();
    await writing;
    expect(await shelfIds(engine.db)).toEqual(["a"]);
  });

  it("refuses another transaction, the reading handle and a backup inside a transaction", async () => {
    const engine = await open();
    const nested = engine.transaction(() => engine.transaction((tx) => addShelf(tx, "a")));
    const sentence = "Inside a transaction only its own handle may be used";
    await expect(nested).rejects.toThrow(sentence);
    const reading = engine.transaction(() => shelfIds(engine.db));
    await expect(reading).rejects.toThrow(sentence);
    const backup = engine.transaction(() => engine.backup(join(newFolder(), "copy")));
    await expect(backup).rejects.toThrow(sentence);
  });

  it("refuses a statement that comes after its transaction has ended", async () => {
    const engine = await open();
    let kept: Writer<Sample> | undefined;
    await engine.transaction(async (tx) => {
      kept = tx;
    });
    const late = async () => addShelf(kept as Writer<Sample>, "late");
    await expect(late()).rejects.toSatisfy((error: Error) =>
      `${error.message} ${(error.cause as Error | undefined)?.message}`.includes("after its transaction had ended"),
    );
    expect(await shelfIds(engine.db)).toEqual([]);
  });

  it("does not write what the work never awaited after it returned", async () => {
    const engine = await open();
    let stray: Promise<unknown> | undefined;
    await engine.transaction(async (tx) => {
      await addShelf(tx, "a");
      stray = pause(5).then(() => addShelf(tx, "stray"));
      stray.catch(() => {});
    });
    await expect(stray).rejects.toThrow();
    expect(await shelfIds(engine.db)).toEqual(["a"]);
  });

  it("refuses a statement that comes after its transaction has ended, also while the next one is open", async () => {
    const engine = await open();
    const opened = Promise.withResolvers<void>();
    const said: Promise<unknown>[] = [];
    let built: PromiseLike<unknown> | undefined;
    let kept: Writer<Sample> | undefined;
    await engine.transaction(async (tx) => {
      kept = tx;
      built = addShelf(tx, "built");
      said.push(opened.promise.then(() => addShelf(tx, "stray")));
    });
    await engine.transaction(async (tx) => {
      await addShelf(tx, "next");
      opened.resolve();
      said.push((async () => addShelf(kept as Writer<Sample>, "late"))(), (async () => built)());
      for (const one of await Promise.allSettled(said)) {
        expect(one.status).toBe("rejected");
        const { message, cause } = (one as PromiseRejectedResult).reason as Error;
        expect(`${message} ${(cause as Error | undefined)?.message}`).toContain("after its transaction had ended");
      }
      expect(said).toHaveLength(3);
    });
    expect(await shelfIds(engine.db)).toEqual(["next"]);
  });

  it("gives up on work that never ends, and lets the next one write", async () => {
    const engine = await open({ timeLimit: 100 });
    const stuck = engine.transaction(async (tx) => {
      await addShelf(tx, "stuck");
      await new Promise(() => {});
    });
    const next = engine.transaction((tx) => addShelf(tx, "next"));
    await expect(stuck).rejects.toThrow("The change took longer than 0.1 seconds and was undone.");
    await next;
    expect(await shelfIds(engine.db)).toEqual(["next"]);
  });

  it("has a reading handle that cannot write, even past the types", async () => {
    const engine = await open();
    const { shelves } = engine.tables;
    // @ts-expect-error: by its type it has no such method either.
    expect(engine.db.insert).toBeUndefined();
    expect(Object.keys(engine.db).sort()).toEqual(["$with", "select", "selectDistinct", "tables", "with"]);
    const named = engine.db.$with("named").as(engine.db.select().from(shelves));
    const withWrites = engine.db.with(named) as unknown as Writer<Sample>;
    const writing = async () => withWrites.insert(shelves).values({ id: "a", name: "a" });
    await expect(writing()).rejects.toSatisfy((error: Error) =>
      /readonly|read-only/.test(`${error.message} ${(error.cause as Error | undefined)?.message}`),
    );
    await expect(async () => withWrites.delete(shelves).where(eq(shelves.id, "a"))).rejects.toThrow();
  });

  it("finishes what was asked for before it closes, and refuses what comes after", async () => {
    const engine = await open();
    const asked = engine.transaction((tx) => addShelf(tx, "a").returning());
    const closing = engine.close();
    await expect(engine.transaction((tx) => addShelf(tx, "b"))).rejects.toThrow("The database is closed.");
    expect(await asked).toHaveLength(1);
    await closing;
    expect(await engine.health()).toMatchObject({ ok: false });
  });

  it("is healthy while it is open, and counts what it holds", async () => {
    const engine = await open();
    expect(engine.kind).toBe(name);
    expect(await engine.health()).toEqual({ ok: true });
    expect(await engine.db.select({ n: count() }).from(engine.tables.shelves)).toEqual([{ n: 0 }]);
  });
});
