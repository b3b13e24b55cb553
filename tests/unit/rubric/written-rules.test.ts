import { describe, expect, it } from "vitest";
import { fieldsOf } from "#audits/rubric/edit/fields.ts";
import { asDocument, type Json, thingsIn } from "#audits/rubric/edit/json.ts";
import { valuesOf } from "#audits/rubric/edit/merge.ts";
import type { Part } from "#audits/rubric/edit/parts.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { rubricProblems } from "#audits/rubric/problems.ts";
import { FOUR, madeCriterion, madeDocument } from "./made-up.ts";

const A1: Part = { kind: "criterion", ref: "A1" };
const GRADES: Part = { kind: "grades", ref: "" };
const made = (more: Record<string, unknown> = {}): Json =>
  asDocument(madeDocument({ scales: [FOUR], criteria: [madeCriterion("A1", "A", more), madeCriterion("B1", "B")] }));

/** The document after this text was typed into a field of a part. */
function typed(document: Json, part: Part, name: string, text: string): Json {
  const field = fieldsOf(document, part).find((one) => one.name === name);
  if (!field) throw new Error(`There is no field ${name}`);
  return field.set(document, [text]);
}
const ruleOf = (document: Json) => thingsIn(document, "criteria")[0]?.appliesWhen;
const stopping = (document: Json) => rubricProblems(document).filter((p) => p.stops);

describe("rules over a case that are joined", () => {
  it("are written a line each, and read back as they stand", () => {
    const either = typed(made(), A1, "ruleAny", "yearGroupMin=9\nneed=ASD | HI; lookedAfter=yes");
    const both = typed(either, A1, "ruleNot", "planType=new");
    expect(ruleOf(both)).toEqual({
      any: [{ yearGroupMin: 9 }, { need: ["ASD", "HI"], lookedAfter: true }],
      not: { planType: ["new"] },
    });
    expect(stopping(both)).toEqual([]);
    expect(valuesOf(both, A1)).toMatchObject({
      ruleAny: ["yearGroupMin=9\nneed=ASD | HI; lookedAfter=yes"],
      ruleNot: ["planType=new"],
    });
    expect(ruleOf(typed(typed(both, A1, "ruleAny", ""), A1, "ruleNot", " "))).toBeNull();
  });

  it("that are joined deeper come through the form unchanged", () => {
    const rule = { any: [{ all: [{ yearGroupMin: 9 }, { not: { need: ["HI"] } }] }, { ageMin: 16 }], yearGroupMax: 14 };
    const document = made({ appliesWhen: rule });
    const values = valuesOf(document, A1) ?? {};
    const sent = fieldsOf(document, A1).reduce((d, field) => field.set(d, values[field.name] ?? []), document);
    expect(ruleOf(sent)).toEqual(rule);
  });

  it("stay as typed, and stop publishing with their place, where they cannot be read", () => {
    const wrong = typed(made(), A1, "ruleAny", "yearGroupMin=9\nfrom Year 9");
    expect(valuesOf(wrong, A1)?.ruleAny).toEqual(["yearGroupMin=9\nfrom Year 9"]);
    expect(stopping(wrong).map((p) => p.where)).toContainEqual(expect.stringMatching(/^Criterion A1, when it applies/));
    const unknown = typed(made(), A1, "ruleNot", "shoeSize=4");
    expect(stopping(unknown)[0]?.sentence).toContain("shoeSize");
  });
});

describe("rules over counts of levels", () => {
  it("are written a line each in the row of a grade", () => {
    const document = typed(
      made(),
      GRADES,
      "row.k_outstanding.when",
      "levels=inadequate; atMost=0\nlevels=outstanding; atLeastPercent=50; domains=A",
    );
    expect(thingsIn(document, "grades")[0]?.when).toEqual([
      { levels: ["inadequate"], atMost: 0 },
      { levels: ["outstanding"], atLeastPercent: 50, domains: ["A"] },
    ]);
    expect(valuesOf(document, GRADES)?.["row.k_outstanding.when"]).toEqual([
      "levels=inadequate; atMost=0\nlevels=outstanding; atLeastPercent=50; domains=A",
    ]);
    expect("when" in (thingsIn(typed(document, GRADES, "row.k_outstanding.when", ""), "grades")[0] ?? {})).toBe(false);
    expect(stopping(typed(made(), GRADES, "row.k_good.when", "at most two"))).not.toEqual([]);
  });
});

it("every rule of the rubrics that ship comes through the form unchanged", () => {
  for (const rubric of SHIPPED_RUBRICS) {
    const document = asDocument(rubric);
    const parts: Part[] = [GRADES, ...rubric.criteria.map((c): Part => ({ kind: "criterion", ref: c.key }))];
    for (const part of parts) {
      const values = valuesOf(document, part) ?? {};
      for (const field of fieldsOf(document, part).filter((f) => /^rule|\.when$/.test(f.name)))
        expect(field.set(document, values[field.name] ?? [])).toEqual(document);
    }
  }
});
