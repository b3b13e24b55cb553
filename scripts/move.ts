/**
 * `npm run move -- --from data/audit.sqlite --to postgres://…` and the other way: copies an area to an empty database of
 * either engine, row for row, with the server stopped, and compares every table by its rows and their checksum. The side that
 * is left out is the database of the settings, so that its password is not among what everybody on the machine sees.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { moveArea, nameOf, type Place } from "#db/copies.ts";
import { readSettings } from "../app/server/settings.ts";

const { values } = parseArgs({ options: { from: { type: "string" }, to: { type: "string" } } });

function placeOf(text: string | undefined): Place {
  if (!text) {
    const { DATABASE_URL: url, DATA_DIR } = readSettings(process.env);
    return { url, file: join(DATA_DIR, "audit.sqlite") };
  }
  if (!/^[a-z]+:\/\//i.test(text)) return { file: text };
  if (/^[a-z]+:\/\/[^/@]*:[^/@]+@|[?&]password=/i.test(text))
    throw new Error(
      "Leave the password out of the address: everybody on this machine sees what a command is called with. Set DATABASE_URL, and leave out the side that it names; or put the password in PGPASSWORD or ~/.pgpass.",
    );
  return { url: text };
}

try {
  if (!values.from && !values.to)
    throw new Error(
      "Say from where or to where; the other side is the database of the settings: npm run move -- --from data/audit.sqlite",
    );
  const [from, to] = [placeOf(values.from), placeOf(values.to)];
  const { contents, rows, events, head } = await moveArea(from, to, new Date());
  const wide = Math.max(...contents.map(({ table }) => table.length));
  for (const { table, rows: n, sha256 } of contents)
    if (n > 0) console.log(`  ${table.padEnd(wide)}  ${String(n).padStart(8)}  ${sha256.slice(0, 16)}  same`);
  console.log(`${nameOf(to)} holds the same ${rows} rows as ${nameOf(from)}, which is as it was.`);
  console.log(`${events} events, chain unbroken. Last checksum: ${head}`);
  console.log(
    "Now set DATABASE_URL, or take it out, and start the server. The folder of DATA_DIR with the area's keys stays the same.",
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
