import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges, changesBetween, inverse, undoState } from "#audits/rubric/edit/changes.ts";
import { fieldsOf } from "#audits/rubric/edit/fields.ts";
import type { Json } from "#audits/rubric/edit/json.ts";
import { asDocument, textsIn, thingsIn } from "#audits/rubric/edit/json.ts";
import { mergePart, valuesOf } from "#audits/rubric/edit/merge.ts";
import { nextVersion, proposedStep } from "#audits/rubric/edit/next-version.ts";
import {
  addCriterion,
  addThing,
  changeRows,
  duplicate,
  move,
  type Operation,
  remove,
  rename,
} from "#audits/rubric/edit/operations.ts";
import { isListKind, LISTS, type Part, PART_KINDS, partAt, refsOf } from "#audits/rubric/edit/parts.ts";
import { wholeRubric } from "#audits/rubric/edit/shown.ts";
import { emptyRubric } from "#audits/rubric/edit/skeleton.ts";
import { newWords, wordDiff } from "#audits/rubric/edit/word-diff.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { rubricProblems } from "#audits/rubric/problems.ts";

const full = SHIPPED_RUBRICS.find((r) => r.key === "ehc-plan-full") as (typeof SHIPPED_RUBRICS)[number];
const document = asDocument(full);
const done = (operation: Operation): Json => {
  if (!operation.ok) throw new Error(operation.sentence);
  return operation.document;
};
const keys = (d: Json, list = "criteria") => thingsIn(d, list).map((t) => t.key);
const EP2: Part = { kind: "criterion", ref: "EP2" };
const with_ = (values: Record<string, string[]>) => ({ ...valuesOf(document, EP2), ...values });

describe("steps of a draft", () => {
  it("are taken back exactly, whatever they changed", () => {
    const anyJson = fc.jsonValue({ maxDepth: 4 }).map((value) => asDocument(JSON.parse(JSON.stringify({ value }))));
    fc.assert(
      fc.property(anyJson, anyJson, (before, after) => {
        const changes = changesBetween(before, after);
        expect(applyChanges(before, changes)).toEqual(after);
        expect(applyChanges(after, inverse(changes))).toEqual(before);
      }),
      { numRuns: 1000 },
    );
    // Names that every object inherits are names like any other.
    const named = JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":[1]}');
    expect(applyChanges({}, changesBetween({}, named))).toEqual(named);
    expect(applyChanges(named, changesBetween(named, {}))).toEqual({});
  });

  it("keep only what changed, so that a draft of a long rubric stays small", () => {
    const moved = done(move(document, "criterion", "EP2", 1));
    const text = JSON.stringify(changesBetween(document, moved));
    expect(text.length).toBeLessThan(JSON.stringify(document).length / 5);
  });

  it("are undone one after the other, and a new edit ends what could be made again", () => {
    const steps = [
      { version: 2, kind: "edit", of: null },
      { version: 3, kind: "edit", of: null },
      { version: 4, kind: "undo", of: 3 },
    ] as const;
    expect(undoState([...steps])).toEqual({ undo: 2, redo: 3 });
    expect(undoState([...steps, { version: 5, kind: "undo", of: 2 }])).toEqual({ undo: null, redo: 2 });
    expect(undoState([...steps, { version: 5, kind: "redo", of: 3 }])).toEqual({ undo: 3, redo: null });
    expect(undoState([...steps, { version: 5, kind: "edit", of: null }])).toEqual({ undo: 5, redo: null });
  });
});

describe("buttons of the editor", () => {
  it("add a criterion at the end of its domain, with a free code, that can be published once it is filled in", () => {
    const added = addCriterion(document, "EP");
    expect(added.ok && added.ref).toBe("EP6");
    const inDomain = thingsIn(done(added), "criteria").filter((c) => c.domain === "EP");
    expect(inDomain.at(-1)?.key).toBe("EP6");
    expect(rubricProblems(done(added)).filter((p) => p.stops).length).toBeGreaterThan(0);
  });

  it("move a criterion within its domain, and stop at the edge", () => {
    const order = (d: Json) =>
      thingsIn(d, "criteria")
        .filter((c) => c.domain === "EP")
        .map((c) => c.key);
    expect(order(done(move(document, "criterion", "EP2", -1)))).toEqual(["EP2", "EP1", "EP3", "EP4", "EP5"]);
    expect(move(document, "criterion", "EP1", -1).ok).toBe(false);
  });

  it("copy a criterion under a code of its own, which no limit names", () => {
    const copied = duplicate(document, "criterion", "EP2");
    const key = copied.ok ? copied.ref : "";
    expect(keys(document)).not.toContain(key);
    for (const limit of thingsIn(done(copied), "limits")) expect(textsIn(limit, "criteria")).not.toContain(key);
  });

  it("take a criterion out of every limit with it, so that nothing names what is gone", () => {
    const left = done(remove(document, "criterion", "EP2"));
    expect(keys(left)).not.toContain("EP2");
    expect(JSON.stringify(left.limits)).not.toContain('"EP2"');
    expect(rubricProblems(left).filter((p) => p.stops)).toEqual([]);
  });

  it("take a domain out with its criteria", () => {
    const left = done(remove(document, "domain", "HS"));
    expect(thingsIn(left, "criteria").filter((c) => c.domain === "HS")).toEqual([]);
    expect(JSON.stringify(left.limits)).not.toContain('"HS"');
  });

  it("keep a scale on which criteria are scored", () => {
    expect(remove(document, "scale", "four_grades")).toEqual({ ok: false, sentence: expect.stringContaining("scale") });
  });

  it("change a code wherever it is named", () => {
    const renamed = rename(document, "criterion", "EP2", "EP2a");
    expect(JSON.stringify(renamed)).not.toContain('"EP2"');
    expect(rubricProblems(renamed).filter((p) => p.stops)).toEqual([]);
  });

  it("reach the second of two things with one code, which an import can bring", () => {
    const twice = { ...document, criteria: [...thingsIn(document, "criteria"), { key: "EP2", domain: "EP" }] };
    expect(refsOf(twice, "criterion").filter((ref) => ref.startsWith("EP2"))).toEqual(["EP2", "EP2~2"]);
    expect(thingsIn(done(remove(twice, "criterion", "EP2~2")), "criteria")).toEqual(document.criteria);
  });

  it("add rows with free names, and move and remove them", () => {
    const scale = { holder: "scale", ref: "four_grades" } as const;
    const more = done(changeRows(document, scale, "add", 0));
    expect(thingsIn(thingsIn(more, "scales")[0] ?? {}, "levels")).toHaveLength(5);
    expect(done(changeRows(more, scale, "remove", 4))).toEqual(document);
  });

  it.each(["scale", "domain", "limit", "module"] as const)("add a %s that can be edited at once", (kind) => {
    const added = addThing(document, kind);
    expect(valuesOf(done(added), { kind, ref: added.ok ? added.ref : "" })).not.toBeNull();
  });
});

describe("a form of the editor", () => {
  const parts = PART_KINDS.flatMap((kind): Part[] =>
    isListKind(kind) ? refsOf(document, kind).map((ref) => ({ kind, ref })) : [{ kind, ref: "" }],
  );

  it("changes nothing when it is sent as it was drawn, for every part of every shipped rubric", () => {
    for (const rubric of SHIPPED_RUBRICS) {
      const whole = asDocument(rubric);
      for (const kind of PART_KINDS)
        for (const ref of isListKind(kind) ? refsOf(whole, kind) : [""]) {
          const part: Part = { kind, ref };
          const merged = mergePart(whole, whole, part, valuesOf(whole, part) ?? {}, null);
          expect(merged.ok && merged.changed, `${rubric.key} ${kind} ${ref}`).toEqual([]);
        }
    }
  });

  it("has a name for every field that a browser sends back and the server takes", () => {
    const taken = /^[A-Za-z_][\w-]{0,63}(?:\.[A-Za-z_][\w-]{0,63}|\[\d{1,3}\]){0,6}$/;
    for (const part of parts) for (const { name } of fieldsOf(document, part)) expect(name).toMatch(taken);
  });

  it("keeps a weight that is no number as it was typed, and says what is wrong", () => {
    const merged = mergePart(document, document, EP2, with_({ weight: ["two"] }), null);
    expect(merged.ok && valuesOf(merged.document, EP2)?.weight).toEqual(["two"]);
    const [problem] = merged.ok ? rubricProblems(merged.document).filter((p) => p.stops) : [];
    expect(problem && partAt(merged.ok ? merged.document : {}, problem.at)).toEqual({ part: EP2, field: "weight" });
  });

  it("calls a criterion a hard limit when its lowest level alone limits the plan to the lowest grade", () => {
    const part: Part = { kind: "criterion", ref: "EP3" };
    const values = { ...valuesOf(document, part), limits: ["hard"], limitReason: ["Nobody is named."] };
    const merged = mergePart(document, document, part, values, null);
    const after = merged.ok ? thingsIn(merged.document, "criteria").find((c) => c.key === "EP3") : null;
    expect(after?.limiting).toEqual({ kind: "hard", reason: "Nobody is named." });
    const again = merged.ok
      ? mergePart(merged.document, merged.document, part, { ...values, limits: [] }, null)
      : merged;
    expect(again.ok && thingsIn(again.document, "criteria").find((c) => c.key === "EP3")?.limiting).toBeNull();
  });

  it("keeps a rule over cases that it cannot show", () => {
    const rule = { any: [{ lookedAfter: true }, { cinCp: true }] };
    const whole = {
      ...document,
      criteria: thingsIn(document, "criteria").map((c) => (c.key === "EP2" ? { ...c, appliesWhen: rule } : c)),
    };
    const merged = mergePart(whole, whole, EP2, { ...valuesOf(whole, EP2), yearGroupMin: ["9"] }, null);
    const after = merged.ok ? thingsIn(merged.document, "criteria").find((c) => c.key === "EP2") : null;
    expect(after?.appliesWhen).toEqual({ ...rule, yearGroupMin: 9 });
  });
});

describe("two people on one part", () => {
  const theirs = mergePart(document, document, EP2, with_({ title: ["Theirs"] }), null);
  const now = theirs.ok ? theirs.document : document;

  it("keep both changes when they changed different fields", () => {
    const merged = mergePart(document, now, EP2, with_({ weight: ["4"] }), null);
    expect(merged.ok && [valuesOf(merged.document, EP2)?.title, valuesOf(merged.document, EP2)?.weight]).toEqual([
      ["Theirs"],
      ["4"],
    ]);
    expect(merged.ok && merged.theirs).toEqual(["the title"]);
  });

  it("are asked when they changed the same field to different texts, and nothing is overwritten", () => {
    const merged = mergePart(document, now, EP2, with_({ title: ["Mine"] }), null);
    expect(merged).toEqual({
      ok: false,
      disputes: [{ name: "title", label: "the title", mine: "Mine", theirs: "Theirs" }],
    });
  });

  it("get the text that was chosen", () => {
    for (const [choice, title] of [
      ["mine", "Mine"],
      ["theirs", "Theirs"],
    ] as const) {
      const merged = mergePart(document, now, EP2, with_({ title: ["Mine"] }), choice);
      expect(merged.ok && valuesOf(merged.document, EP2)?.title).toEqual([title]);
    }
  });
});

describe("what is shown of a draft", () => {
  it("marks the words that are new, and those that are gone", () => {
    expect(newWords("All items give type and frequency", "All main items give type, frequency")).toEqual([
      { words: "All", kind: "same" },
      { words: "main", kind: "new" },
      { words: "items give", kind: "same" },
      { words: "type,", kind: "new" },
      { words: "frequency", kind: "same" },
    ]);
    expect(wordDiff("one two", "two").map((r) => r.kind)).toEqual(["gone", "same"]);
  });

  it("can be published from an empty form at once, and says where it is to be filled in", () => {
    const empty = emptyRubric("own", "Our own rubric", "2026-11-22");
    expect(rubricProblems(empty).filter((p) => p.stops)).toEqual([]);
    expect(wholeRubric(asDocument(empty))).toEqual(empty);
  });
});

describe("the number of the next version", () => {
  const edited = (change: (c: (typeof full.criteria)[number]) => Partial<(typeof full.criteria)[number]>) => ({
    ...full,
    criteria: full.criteria.map((c) => (c.key === "EP2" ? { ...c, ...change(c) } : c)),
  });

  it("follows from what stays comparable", () => {
    expect(
      proposedStep(
        full,
        edited(() => ({ lookFor: ["hours"] })),
      ).step,
    ).toBe("patch");
    expect(
      proposedStep(
        full,
        edited((c) => ({ weight: c.weight + 1 })),
      ).step,
    ).toBe("minor");
    expect(
      proposedStep(
        full,
        edited(() => ({ question: "Something else altogether?" })),
      ).step,
    ).toBe("major");
  });

  it("counts on from the last", () => {
    expect([nextVersion("1.4.2", "major"), nextVersion("1.4.2", "minor"), nextVersion("1.4.2", "patch")]).toEqual([
      "2.0.0",
      "1.5.0",
      "1.4.3",
    ]);
  });
});

describe("every list of a rubric", () => {
  it("is reached by the address of each of its things", () => {
    for (const kind of Object.keys(LISTS) as (keyof typeof LISTS)[])
      for (const ref of refsOf(document, kind))
        expect(valuesOf(document, { kind, ref }), `${kind} ${ref}`).not.toBeNull();
  });
});
