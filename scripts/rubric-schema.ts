import { writeFileSync } from "node:fs";
import { rubricJsonSchema } from "#audits/rubric/json-schema.ts";

/** Writes the published JSON Schema of the rubric format; run it when `audits/rubric/schema.ts` changes. */
writeFileSync("public/rubric-format.schema.json", `${JSON.stringify(rubricJsonSchema(), null, 2)}\n`);
