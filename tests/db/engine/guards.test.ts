import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { isGuarded, isReference } from "#db/engine/errors.ts";
import { describeEngines } from "../engines.ts";
import { sample } from "./sample/schema.ts";

describeEngines(sample, (_name, open) => {
  it("keeps every row of an append-only table, and says why", async () => {
    const engine = await open();
    const { entries } = engine.tables;
    await engine.transaction((tx) => tx.insert(entries).values({ text: "as it was", at: new Date(0) }));
    const change = engine.transaction((tx) => tx.update(entries).set({ text: "as I wish" }));
    await expect(change).rejects.toSatisfy(isGuarded);
    await expect(change.catch((error) => `${error.message} ${error.cause?.message}`)).resolves.toContain(
      "An entry isn't changed: it is evidence.",
    );
    await expect(engine.transaction((tx) => tx.delete(entries))).rejects.toSatisfy(isGuarded);
    const replacing = engine.transaction((tx) =>
      tx
        .insert(entries)
        .values({ seq: 1, text: "as I wish", at: new Date(0) })
        .onConflictDoUpdate({ target: entries.seq, set: { text: "as I wish" } }),
    );
    await expect(replacing).rejects.toSatisfy(isGuarded);
    expect(await engine.db.select({ text: entries.text }).from(entries)).toEqual([{ text: "as it was" }]);
  });

  it("keeps the rows that its condition names, and lets the others change", async () => {
    const engine = await open();
    const { shelves, books } = engine.tables;
    await engine.transaction(async (tx) => {
      await tx.insert(shelves).values([
        { id: "a", name: "a" },
        { id: "b", name: "b", kind: "locked" },
      ]);
      await tx.insert(books).values({ id: "x", shelfId: "a", title: "x" });
    });
    await engine.transaction((tx) => tx.update(shelves).set({ name: "c" }).where(eq(shelves.id, "a")));
    const locked = engine.transaction((tx) => tx.update(shelves).set({ name: "c" }).where(eq(shelves.id, "b")));
    await expect(locked).rejects.toSatisfy(isGuarded);
    await engine.transaction((tx) => tx.update(books).set({ title: "y" }));
    await expect(engine.transaction((tx) => tx.update(books).set({ shelfId: "b" }))).rejects.toSatisfy(isGuarded);
  });

  it("is told apart from a reference that restricts", async () => {
    const engine = await open();
    const { shelves, books } = engine.tables;
    await engine.transaction(async (tx) => {
      await tx.insert(shelves).values({ id: "a", name: "a" });
      await tx.insert(books).values({ id: "x", shelfId: "a", title: "x" });
    });
    const removal = engine.transaction((tx) => tx.delete(shelves));
    await expect(removal).rejects.toSatisfy((error) => isReference(error) && !isGuarded(error));
  });
});
