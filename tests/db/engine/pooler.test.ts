import { type AddressInfo, connect, createServer } from "node:net";
import { count, sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import type { Writer } from "#db/engine/engine.ts";
import { openDatabase } from "#db/engine/open.ts";
import { prepared, type Slots } from "#db/engine/prepared.ts";
import { newDatabase } from "./places.ts";
import { defineSample } from "./sample/schema.ts";

type Tx = Writer<ReturnType<typeof defineSample>>;

const said = prepared((tx: Tx, { words }: Slots<{ words: string }>) =>
  tx.select({ words: sql<string>`${words}::text` }).from(sql`(select 1) as one`),
);

/** Asks twice, and says how many statements the server remembers of this connection by a name. */
const remembered = async (url: string) => {
  const engine = await openDatabase(defineSample, { url });
  onTestFinished(() => engine.close());
  return engine.transaction(async (tx) => {
    for (const words of ["one", "two"]) expect(await said(tx, { words })).toEqual([{ words }]);
    const [row] = await tx.select({ n: count() }).from(sql`pg_prepared_statements`);
    return row?.n;
  });
};

/** A way to the server that gives, as a pooler does, a number of its own for the process behind it. */
async function throughPooler(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const pooler = createServer((client) => {
    const behind = connect(Number(port), hostname);
    client.pipe(behind);
    behind.on("data", (bytes) => {
      // The message BackendKeyData: K, its length of twelve, the number of the process, the key.
      const at = bytes.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
      if (at >= 0) bytes.writeInt32BE(1, at + 5);
      client.write(bytes);
    });
    for (const [one, other] of [[client, behind] as const, [behind, client] as const])
      one.on("close", () => other.destroy()).on("error", () => other.destroy());
  });
  await new Promise<void>((resolve) => pooler.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void pooler.close());
  const way = new URL(url);
  way.port = String((pooler.address() as AddressInfo).port);
  way.hostname = "127.0.0.1";
  return way.href;
}

it("has the server remember prepared queries by a name on a direct connection, and never through a pooler", async () => {
  const { url = "" } = await newDatabase("postgres");
  expect(await remembered(url)).toBe(1);
  expect(await remembered(await throughPooler(url))).toBe(0);
});
