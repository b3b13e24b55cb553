import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { isGuarded } from "#db/engine/errors.ts";
import { MOST_PUBLISHED } from "#db/published.ts";
import { codebookOf, rubricOf } from "#db/rubrics.ts";
import type { Db, Store, Tx } from "#db/store.ts";
import { whileUnchanged } from "#db/unchanged.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");

const publish = (tx: Tx, id: string, title = id, status: "draft" | "published" = "published") =>
  tx.insert(tx.tables.rubrics).values({
    id,
    title,
    status,
    key: id,
    version: "1",
    document: { title } as never,
    sha256: "",
    publishedAt: AT,
  });
const publishIn = (store: Store, ...of: [string, string?, ("draft" | "published")?]) =>
  store.transaction((tx) => publish(tx, ...of));
const titleOf = async (db: Db, id: string) => (await rubricOf(db, id))?.title ?? null;

forEachEngine((_name, open) => {
  it("reads what is published once, and gives everybody the same row, which nobody can change", async () => {
    const store = await open();
    await publishIn(store, "r");
    const row = await rubricOf(store.db, "r");
    expect(row).toMatchObject({ id: "r", title: "r", document: { title: "r" }, publishedAt: AT });
    expect(await rubricOf(store.db, "r")).toBe(row);
    expect(await store.transaction((tx) => rubricOf(tx, "r"))).toBe(row);
    expect(() => Object.assign(row as object, { title: "other" })).toThrow(TypeError);
    const { rubrics, codebooks } = store.tables;
    const change = store.transaction((tx) => tx.update(rubrics).set({ title: "other" }));
    await expect(change).rejects.toSatisfy(isGuarded);
    const book = { id: "b", key: "b", version: "1", document: {} as never, publishedAt: AT };
    await store.transaction((tx) => tx.insert(codebooks).values(book));
    expect(await codebookOf(store.db, "b")).toMatchObject(book);
    expect(await codebookOf(store.db, "b")).toBe(await codebookOf(store.db, "b"));
    await expect(store.transaction((tx) => tx.delete(codebooks))).rejects.toSatisfy(isGuarded);
  });

  it("asks anew for what was not there, or not published", async () => {
    const store = await open();
    expect(await titleOf(store.db, "r")).toBeNull();
    await publishIn(store, "r");
    expect(await titleOf(store.db, "r")).toBe("r");
    await publishIn(store, "d", "a draft", "draft");
    expect(await titleOf(store.db, "d")).toBeNull();
    const { rubrics } = store.tables;
    await store.transaction((tx) => tx.delete(rubrics).where(eq(rubrics.status, "draft")));
    await publishIn(store, "d", "published");
    expect(await titleOf(store.db, "d")).toBe("published");
    await expect(codebookOf(store.db, "none")).rejects.toThrow("Codebook none is missing");
  });

  it("keeps nothing of a transaction that is undone", async () => {
    const store = await open();
    const undone = store.transaction(async (tx) => {
      await publish(tx, "r", "never");
      expect(await titleOf(tx, "r")).toBe("never");
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await titleOf(store.db, "r")).toBeNull();
    await publishIn(store, "r", "at last");
    expect(await titleOf(store.db, "r")).toBe("at last");
  });

  it("gives each database its own", async () => {
    const [one, other] = [await open(), await open()];
    await publishIn(one, "r", "here");
    await publishIn(other, "r", "there");
    expect(await titleOf(one.db, "r")).toBe("here");
    expect(await titleOf(other.db, "r")).toBe("there");
  });

  it("keeps so many at most, and lets go of what was not asked for the longest", async () => {
    const store = await open();
    const ids = Array.from({ length: MOST_PUBLISHED + 1 }, (_, i) => `r${i}`);
    await store.transaction(async (tx) => {
      for (const id of ids) await publish(tx, id);
    });
    const first = await rubricOf(store.db, "r0");
    const second = await rubricOf(store.db, "r1");
    for (const id of ids.slice(0, -1)) await rubricOf(store.db, id);
    expect(await rubricOf(store.db, "r0")).toBe(first);
    await rubricOf(store.db, ids.at(-1) ?? "");
    expect(await rubricOf(store.db, "r0")).toBe(first);
    expect(await rubricOf(store.db, "r1")).not.toBe(second);
  });

  it("counts as read where something is made of it", async () => {
    const store = await open();
    await publishIn(store, "r");
    await rubricOf(store.db, "r");
    let made = 0;
    const title = () =>
      whileUnchanged(store.db, "title", async () => {
        made++;
        return titleOf(store.db, "r");
      });
    await title();
    await title();
    expect(made).toBe(1);
    await publishIn(store, "another");
    await title();
    expect(made).toBe(2);
  });
});
