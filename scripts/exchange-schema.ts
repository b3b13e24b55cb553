/** Writes the JSON Schema of the exchange file, from the one description of it that the product reads by. */
import { writeFileSync } from "node:fs";
import { exchangeJsonSchema } from "#audits/exchange/json-schema.ts";

writeFileSync("public/exchange.schema.json", `${JSON.stringify(exchangeJsonSchema(), null, 2)}\n`);
