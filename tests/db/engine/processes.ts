/** What a test asks another process to do: `node processes.ts <JSON>`. It prints one line of JSON when it has done it. */
import { eq } from "drizzle-orm";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { sample } from "./sample/schema.ts";

/** Which database, by its address or its file. */
type Database = { url?: string; file?: string };
export type Task = Database &
  ({ do: "migrate"; folder: string } | { do: "add pages"; times: number } | { do: "write and hang" });

const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function run(task: Task): Promise<void> {
  if (task.do === "migrate") {
    say(await migrateDatabase({ ...task, guards: sample.guards, now: new Date() }));
    return;
  }
  const engine = await openDatabase(sample.defineSchema, task);
  const { books, shelves } = engine.tables;
  if (task.do === "add pages") {
    for (let i = 0; i < task.times; i++) {
      await engine.transaction(async (tx) => {
        const [book] = await tx.select({ pages: books.pages }).from(books).where(eq(books.id, "b"));
        await new Promise((resolve) => setTimeout(resolve, 2));
        await tx
          .update(books)
          .set({ pages: (book?.pages ?? 0) + 1 })
          .where(eq(books.id, "b"));
      });
    }
    await engine.close();
    say("done");
    return;
  }
  await engine.transaction((tx) => tx.insert(shelves).values({ id: "acknowledged", name: "acknowledged" }));
  void engine.transaction(async (tx) => {
    await tx.insert(shelves).values({ id: "unfinished", name: "unfinished" });
    say("acknowledged");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
}

if (process.argv[2]) await run(JSON.parse(process.argv[2]) as Task);
