/**
 * `npm run trail:verify`: walks the whole trail and says whether anybody rewrote it. Ends with 1 when the chain is broken.
 * With `-- --anchor <file or text>`, as often as wanted, the chain is also held against anchors that were kept outside.
 */
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Anchor, anchorsIn } from "#audits/trail/anchors.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { openExisting } from "../app/server/existing.ts";
import { readSettings } from "../app/server/settings.ts";

function anchorsGiven(): Anchor[] {
  const { values } = parseArgs({ options: { anchor: { type: "string", multiple: true } } });
  return (values.anchor ?? []).flatMap((given) => {
    const anchors = anchorsIn(existsSync(given) ? readFileSync(given, "utf8") : given);
    if (anchors.length === 0) throw new Error(`There is no anchor in "${given}": a line begins with EHC-TRAIL-ANCHOR.`);
    return anchors;
  });
}

try {
  const anchors = anchorsGiven();
  const store = await openExisting(readSettings(process.env), { readOnly: true });
  const { events, fault, head } = await verifyTrail(store.db, { anchors });
  await store.close();
  if (fault) {
    console.error(`The chain is broken at event ${fault.position} (${fault.why}). ${fault.sentence}`);
    process.exitCode = 1;
  } else {
    const held = anchors.length
      ? `, and ${anchors.length === 1 ? "the anchor fits" : `all ${anchors.length} anchors fit`}`
      : "";
    console.log(`${events} events, chain unbroken${held}. Last checksum: ${head}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
