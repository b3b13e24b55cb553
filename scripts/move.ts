/**
 * `npm run move -- --from data/audit.sqlite --to postgres://…` and the other way: copies an area to an empty database of
 * either engine, row for row, with the server stopped, and compares every table by its rows and their checksum.
 */
import { parseArgs } from "node:util";
import { moveArea, nameOf, type Place } from "#db/copies.ts";

const { values } = parseArgs({ options: { from: { type: "string" }, to: { type: "string" } } });
const placeOf = (text: string): Place => (/^[a-z]+:\/\//i.test(text) ? { url: text } : { file: text });

try {
  const { from, to } = values;
  if (!from || !to)
    throw new Error(
      "Say from where to where: npm run move -- --from data/audit.sqlite --to postgres://user:password@localhost:5432/ehc",
    );
  const { contents, rows, events, head } = await moveArea(placeOf(from), placeOf(to), new Date());
  const wide = Math.max(...contents.map(({ table }) => table.length));
  for (const { table, rows: n, sha256 } of contents)
    if (n > 0) console.log(`  ${table.padEnd(wide)}  ${String(n).padStart(8)}  ${sha256.slice(0, 16)}  same`);
  console.log(`${nameOf(placeOf(to))} holds the same ${rows} rows as ${nameOf(placeOf(from))}, which is as it was.`);
  console.log(`${events} events, chain unbroken. Last checksum: ${head}`);
  console.log(
    "Now set DATABASE_URL, or take it out, and start the server. The folder of DATA_DIR with the area's keys stays the same.",
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
