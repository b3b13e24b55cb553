import { describe, expect, it } from "vitest";
import { readEntry } from "#audits/actions/entries.ts";
import {
  ACTION_STATUSES,
  dueState,
  isOverdue,
  marksOf,
  mayMoveAction,
  needsReason,
  nextOf,
} from "#audits/actions/life.ts";
import {
  type ActionMeasure,
  measureFromText,
  measureText,
  type NamedMeasure,
  type Reading,
} from "#audits/actions/measure.ts";
import { readPromise, type TypedPromise } from "#audits/actions/promise.ts";
import { readPeriodCount, readSource } from "#audits/actions/sources.ts";

describe("the life of an action", () => {
  it("is done only with evidence, and closed only when tested", () => {
    expect(mayMoveAction({ status: "in_progress", evidence: 0, tested: false }, "done").ok).toBe(false);
    expect(mayMoveAction({ status: "in_progress", evidence: 1, tested: false }, "done").ok).toBe(true);
    expect(mayMoveAction({ status: "done", evidence: 1, tested: false }, "closed").ok).toBe(false);
    expect(mayMoveAction({ status: "done", evidence: 1, tested: true }, "closed").ok).toBe(true);
  });
  it("cannot skip being agreed, and comes back only with a reason", () => {
    expect(mayMoveAction({ status: "proposed", evidence: 3, tested: false }, "done").ok).toBe(false);
    for (const from of ACTION_STATUSES)
      for (const to of nextOf({ status: from }))
        if (ACTION_STATUSES.indexOf(to) < ACTION_STATUSES.indexOf(from)) expect(needsReason(from, to)).toBe(true);
  });
  it("bears two marks: how far the work is, and whether it worked", () => {
    expect(marksOf("done", null).map((m) => m.words)).toEqual(["Done", "Not tested yet"]);
    expect(marksOf("done", "effective").map((m) => m.words)).toEqual(["Done", "Effective"]);
    expect(marksOf("closed", "not_effective").map((m) => m.words)).toEqual(["Closed", "Not effective"]);
    expect(marksOf("agreed", null)).toHaveLength(1);
  });
  it("is overdue only while something is still to be done", () => {
    expect(isOverdue("agreed", "2026-11-21", "2026-11-22")).toBe(true);
    expect(isOverdue("agreed", "2026-11-22", "2026-11-22")).toBe(false);
    expect(isOverdue("done", "2026-11-21", "2026-11-22")).toBe(false);
    expect(dueState("in_progress", "2026-11-20", "2026-11-22")).toBe("2 days late");
  });
});

const measure: NamedMeasure = {
  measure: { kind: "criterion", key: "EP2", atLeast: "good" },
  title: "EP2 good or better",
  words: "share",
  fault: "EP2 was not good or better",
  better: "higher",
};
const baseline = { count: 11, n: 38, interval: null, open: true, of: {} } as unknown as Reading;
const typed: TypedPromise = {
  title: "Write provision that a school could staff",
  steps: "A template",
  ownerId: "per_1",
  withWhom: "",
  services: ["health", "nonsense"],
  target: "50",
  dueOn: "2027-03-31",
  next: "",
};
const promise = (change: Partial<TypedPromise>, of = measure) =>
  readPromise({ ...typed, ...change }, { measure: of, baseline, owners: ["per_1"], from: "2026-11-22" });
const fieldsOf = (read: ReturnType<typeof promise>) => (read.ok ? [] : read.errors.map((e) => e.field));

describe("what an action needs to be opened", () => {
  it("takes a whole promise, and only services that there are", () => {
    expect(promise({})).toMatchObject({ ok: true, promise: { target: 50, services: ["health"] } });
  });
  it("refuses one without title, steps, owner, target or date, each with a sentence", () => {
    const nothing = { title: "", steps: "", ownerId: "", target: "", dueOn: null };
    expect(fieldsOf(promise(nothing))).toEqual(["title", "steps", "ownerId", "target", "dueOn"]);
  });
  it("refuses a target that the baseline has reached already, whichever way is better", () => {
    expect(fieldsOf(promise({ target: "28" }))).toEqual(["target"]);
    expect(fieldsOf(promise({ target: "30" }))).toEqual([]);
    expect(fieldsOf(promise({ target: "30" }, { ...measure, better: "lower" }))).toEqual(["target"]);
    expect(fieldsOf(promise({ target: "101" }))).toEqual(["target"]);
  });
  it("refuses a date that is past or further than anybody can see, and somebody who cannot answer for it", () => {
    expect(fieldsOf(promise({ dueOn: "2026-11-21" }))).toEqual(["dueOn"]);
    expect(fieldsOf(promise({ dueOn: "2031-01-01" }))).toEqual(["dueOn"]);
    expect(fieldsOf(promise({ ownerId: "per_2" }))).toEqual(["ownerId"]);
  });
  it("keeps identifiers out of its words", () => {
    expect(fieldsOf(promise({ steps: "Call the mother on 01632 960117" }))).toEqual(["steps"]);
    expect(fieldsOf(promise({ title: "As for 943 476 5919" }))).toEqual(["title"]);
  });
});

describe("what people add to an action", () => {
  const entry = { kind: "evidence" as const, words: "Template in use", link: "", agency: "", response: "" };
  it("takes a link only to a page of the web", () => {
    expect(readEntry({ ...entry, link: "https://intranet.example.org/template" }, []).ok).toBe(true);
    for (const link of ["javascript:alert(1)", "http://example.org", "https://user:word@example.org", "file.docx"])
      expect(readEntry({ ...entry, link }, []).ok, link).toBe(false);
  });
  it("takes a response only for a service of the writer's own", () => {
    const response = { ...entry, kind: "response" as const, response: "partly" };
    expect(readEntry({ ...response, agency: "social_care" }, ["health"])).toMatchObject({
      entry: { agency: "health" },
    });
    expect(readEntry({ ...response, agency: "education" }, ["health", "social_care"]).ok).toBe(false);
    expect(readEntry(response, []).ok).toBe(false);
  });
});

describe("complaints and tribunal themes", () => {
  it("are themes and counts for a time that is over, without a case", () => {
    const source = { kind: "tribunal", title: "Section F", words: "", theme: "EP-VAGUE" };
    expect(readSource(source, ["EP-VAGUE"]).ok).toBe(true);
    expect(readSource({ ...source, theme: "ZZ" }, ["EP-VAGUE"]).ok).toBe(false);
    expect(readSource({ ...source, title: "LS1 4AP" }, ["EP-VAGUE"]).ok).toBe(false);
    const count = { from: "2026-07-01", to: "2026-09-30", count: "6", of: "14" };
    const about = { today: "2026-11-22", unit: "appeals" };
    expect(readPeriodCount(count, about)).toMatchObject({ ok: true, count: { count: 6, of: 14 } });
    for (const wrong of [{ count: "15" }, { count: "a" }, { to: "2026-06-01" }, { to: "2026-12-31" }, { from: null }])
      expect(readPeriodCount({ ...count, ...wrong }, about).ok, JSON.stringify(wrong)).toBe(false);
  });
});

it("carries every measure in an address and back", () => {
  const all: ActionMeasure[] = [
    measure.measure,
    { kind: "domain", key: "OF", atLeast: "good" },
    { kind: "grade", atLeast: "good" },
    { kind: "theme", code: "EP-VAGUE" },
    { kind: "timeliness", code: "plan_20_weeks" },
  ];
  for (const one of all) expect(measureFromText(measureText(one))).toEqual(one);
  for (const wrong of ["", "criterion", "criterion:EP2", "other:x", "grade:"])
    expect(measureFromText(wrong)).toBeNull();
});
