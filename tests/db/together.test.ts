import { expect, it } from "vitest";
import { isUnique } from "#db/engine/errors.ts";
import { together, type Tx } from "#db/store.ts";
import { forEachEngine } from "./engines.ts";

const add = async (tx: Tx, id: string) => {
  await tx.insert(tx.tables.organisations).values({ id, name: id, agency: "education" });
  return id;
};

forEachEngine((_name, open) => {
  const idsOf = async (store: Awaited<ReturnType<typeof open>>) =>
    (await store.db.select().from(store.tables.organisations)).map(({ id }) => id).sort();

  it("gives what each part gave, in their order", async () => {
    const store = await open();
    const given = await store.transaction((tx) => together(add(tx, "a"), false, add(tx, "b")));
    expect(given).toEqual(["a", false, "b"]);
    expect(await idsOf(store)).toEqual(["a", "b"]);
  });

  it("ends when all parts have ended, throws what failed first, and undoes all of it", async () => {
    const store = await open();
    await store.transaction((tx) => add(tx, "a"));
    let ended = 0;
    const longer = async (tx: Tx) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await add(tx, "c").finally(() => ended++);
    };
    const failing = store.transaction(async (tx) => {
      await together(add(tx, "b"), add(tx, "a"), longer(tx)).finally(() => expect(ended).toBe(1));
    });
    await expect(failing).rejects.toSatisfy(isUnique);
    expect(await idsOf(store)).toEqual(["a"]);
    await store.transaction((tx) => together(add(tx, "b"), add(tx, "c")));
    expect(await idsOf(store)).toEqual(["a", "b", "c"]);
  });
});
