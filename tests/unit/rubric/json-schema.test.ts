import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rubricJsonSchema } from "#audits/rubric/json-schema.ts";

describe("the published JSON Schema", () => {
  const published = JSON.parse(readFileSync("public/rubric-format.schema.json", "utf8"));
  it("is the form that the product checks (if not: node scripts/rubric-schema.ts)", () => {
    expect(published).toEqual(rubricJsonSchema());
  });
  it("asks for what a document cannot do without, and for nothing that has a default", () => {
    expect(published.required).toEqual([
      "format",
      "key",
      "version",
      "title",
      "about",
      "legalRegime",
      "validFrom",
      "sections",
      "scales",
      "grades",
      "goodFrom",
      "modules",
      "mainModule",
      "domains",
      "criteria",
    ]);
    expect(published.properties.criteria.items.required).toEqual(["key", "domain", "title", "question", "scale"]);
    expect(published.additionalProperties).toBe(false);
  });
});
