import { describe, expect, it } from "vitest";
import type { CaseRecord } from "#audits/cases/case.ts";
import { previewImport } from "#audits/cases/preview.ts";
import { groupProblems, outcomeOf, rowsInWords } from "#audits/cases/problems.ts";
import type { ExistingCase, ImportReading } from "#audits/cases/reading.ts";
import { addNewPlan, filesOf, flatFile, oneChild, read } from "./small-return.ts";

const twoChildren = () => addNewPlan(oneChild(), "2", "2025-04-20", "2025-08-01");
const kept = (records: CaseRecord[]): ExistingCase[] =>
  records.map((record, index) => ({ id: `case-${index + 1}`, record }));
/** What the store has after keeping a reading on top of what it had. */
function afterKeeping(reading: ImportReading, before: ExistingCase[] = []): ExistingCase[] {
  const preview = previewImport(reading, before);
  const changed = new Map(preview.changed.map(({ id, record }) => [id, record]));
  return [
    ...before.map(({ id, record }) => ({ id, record: changed.get(id) ?? record })),
    ...kept(preview.added).map((one, index) => ({ ...one, id: `case-${before.length + index + 1}` })),
  ];
}

describe("keeping an import", () => {
  it("adds what is new", () => {
    const preview = previewImport(read(filesOf(twoChildren())), []);
    expect(preview.added).toHaveLength(2);
    expect(preview.counts).toEqual({ candidates: 2, ready: 2, toCheck: 0, readAs: 0, leftOut: 0 });
  });

  it("a second time changes nothing, in cases and in journeys", () => {
    const reading = read(filesOf(twoChildren()));
    // The store gives back JSON, so what is compared has been through it.
    const stored = JSON.parse(JSON.stringify(reading)) as ImportReading;
    const preview = previewImport(read(filesOf(twoChildren())), afterKeeping(stored), stored.journeys);
    expect(preview).toMatchObject({ added: [], changed: [], notInFile: [], refused: [] });
    expect(preview.unchanged).toEqual(["case-1", "case-2"]);
    expect(preview.journeys).toEqual({ added: [], changed: [], unchanged: 2, gone: [] });
  });

  it("tells each change in words, old and new", () => {
    const before = afterKeeping(read(filesOf(oneChild())));
    const tables = oneChild();
    Object.assign(tables.activeplans[0] as object, {
      reviewoutcome: "M",
      lastreview: "2025-03-28",
      reviewdraft: "2025-04-01",
    });
    Object.assign(tables.namedplan[0] as object, { pb: "0" });
    const [change] = previewImport(read(filesOf(tables)), before).changed;
    expect(change?.changes).toEqual([
      { field: "planType", label: "Plan type", from: "Amended after review", to: "Maintained after review" },
      { field: "personalBudget", label: "Personal budget", from: "yes", to: "no" },
      { field: "reviewDecision", label: "Review decision", from: "Amend", to: "Maintain" },
      { field: "reviewDecisionDate", label: "Review decision date", from: "20 March 2025", to: "28 March 2025" },
      { field: "reviewDraftDate", label: "Draft amended plan", from: "not known", to: "1 April 2025" },
    ]);
    expect(change?.record).toMatchObject({ personalBudget: false, reviewDecision: "maintain" });
  });

  it("leaves a kept case that is not in the file, and names it", () => {
    const before = afterKeeping(read(filesOf(twoChildren())));
    const preview = previewImport(read(filesOf(oneChild())), before);
    expect(preview.notInFile).toEqual(["case-2"]);
    expect(preview.unchanged).toEqual(["case-1"]);
  });

  it("a kept case whose row is left out for a fault is refused, not called gone", () => {
    const before = afterKeeping(read(filesOf(twoChildren())));
    const tables = twoChildren();
    Object.assign(tables.namedplan[1] as object, { startdate: "31/11/2025" });
    const preview = previewImport(read(filesOf(tables)), before);
    expect(preview).toMatchObject({ refused: ["case-2"], notInFile: [], counts: { candidates: 2, leftOut: 1 } });
  });

  it("a kept case whose plan has ceased is not in the file any more", () => {
    const before = afterKeeping(read(filesOf(twoChildren())));
    const tables = twoChildren();
    Object.assign(tables.namedplan[1] as object, { ceasedate: "2025-12-20" });
    expect(previewImport(read(filesOf(tables)), before)).toMatchObject({ refused: [], notInFile: ["case-2"] });
  });
});

describe("two sources for one case", () => {
  const supplement = (columns: string, values: string) =>
    read([
      flatFile(
        `upn,case_ref,legal_regime,plan_type,plan_date,${columns}`,
        `H801200112345,C-0417,cfa_2014,amended,20/03/2023,${values}`,
      ),
    ]);

  it("a flat file fills what a return does not have, and the next return does not blank it", () => {
    const fromReturn = afterKeeping(read(filesOf(oneChild())));
    const preview = previewImport(supplement("locality,looked_after,setting_type", "Coast,no,special"), fromReturn);
    expect(preview.added).toEqual([]);
    expect(preview.changed[0]?.changes.map(({ field }) => field)).toEqual([
      "caseRef",
      "settingType",
      "locality",
      "lookedAfter",
    ]);
    expect(preview.changed[0]?.record).toMatchObject({
      primaryNeed: "ASD",
      requestDate: "2022-11-01",
      locality: "Coast",
      lookedAfter: false,
    });

    const both = afterKeeping(supplement("locality,looked_after,setting_type", "Coast,no,special"), fromReturn);
    expect(previewImport(read(filesOf(oneChild())), both)).toMatchObject({
      added: [],
      changed: [],
      unchanged: ["case-1"],
    });
  });

  it("an empty cell under a column that the file has overwrites; a column that it lacks does not", () => {
    const before = afterKeeping(supplement("locality,looked_after", "Coast,no"));
    const [change] = previewImport(supplement("locality", ""), before).changed;
    expect(change?.changes).toEqual([{ field: "locality", label: "Locality", from: "Coast", to: "not known" }]);
    expect(change?.record.lookedAfter).toBe(false);
  });

  it("the kind of setting is kept while the return names the same school, and not for another school", () => {
    const before = afterKeeping(supplement("setting_type", "special"), afterKeeping(read(filesOf(oneChild()))));
    const tables = oneChild();
    Object.assign(tables.placementdetail[0] as object, { urn: "100002" });
    const [change] = previewImport(read(filesOf(tables)), before).changed;
    expect(change?.record).toMatchObject({ settingUrn: "100002", settingType: null });
  });

  it("a reference that belongs to another child is left out", () => {
    const before = afterKeeping(supplement("locality", "Coast"));
    const other = read([flatFile("case_ref,legal_regime,plan_type,plan_date", "c-0417,cfa_2014,new,01/02/2025")]);
    const preview = previewImport(other, before);
    expect(preview.added).toEqual([]);
    expect(preview.counts).toMatchObject({ candidates: 1, leftOut: 1 });
    expect(preview.problems).toMatchObject([{ code: "reference_of_another_case", severity: "left_out", row: 2 }]);
  });
});

describe("journeys", () => {
  it("of the same return that are no longer in it are gone; those of other years and those a flat file does not know stay", () => {
    const journeys = read(filesOf(twoChildren())).journeys;
    const older = { ...(journeys[0] as (typeof journeys)[number]), key: "2025/x", returnYear: 2025 };
    const preview = previewImport(read(filesOf(oneChild())), [], [...journeys, older]);
    expect(preview.journeys).toMatchObject({ added: [], changed: [], unchanged: 1, gone: [journeys[1]?.key] });
    const flat = read([flatFile("case_ref,legal_regime,plan_type,plan_date", "C-1,cfa_2014,new,01/02/2025")]);
    expect(previewImport(flat, [], journeys).journeys).toEqual({ added: [], changed: [], unchanged: 0, gone: [] });
  });

  it("that say something else now are changed", () => {
    const before = read(filesOf(twoChildren())).journeys;
    const tables = twoChildren();
    Object.assign(tables.namedplan[1] as object, { ceasedate: "2026-02-01" });
    expect(previewImport(read(filesOf(tables)), [], before).journeys.changed).toMatchObject([
      { ceaseDate: "2026-02-01" },
    ]);
  });
});

describe("what you will be able to say", () => {
  it("counts by phase, need and plan type in fixed order, with those not known last", () => {
    const tables = twoChildren();
    tables.senneed.pop();
    const { figures } = previewImport(read(filesOf(tables)), []);
    expect(figures.byPhase).toEqual([
      { label: "Early years", cases: 0 },
      { label: "Primary", cases: 2 },
      { label: "Secondary", cases: 0 },
      { label: "Post-16", cases: 0 },
    ]);
    expect(figures.byNeed.at(-1)).toEqual({ label: "Not known", cases: 1 });
    expect(figures.timeliness[0]).toMatchObject({ numerator: 1, denominator: 1 });
  });

  it("says what is missing, and for how many", () => {
    const { sayings } = previewImport(read(filesOf(twoChildren())), []);
    expect(sayings).toContain("Timeliness can be counted for 2 of 2 cases.");
    expect(sayings).toContain(
      "Looked-after status is missing in all cases, so coverage of that group will read ‘not known’.",
    );
    const flat = read([
      flatFile("case_ref,legal_regime,plan_type,plan_date,looked_after", "C-1,cfa_2014,new,01/02/2025,yes"),
    ]);
    expect(previewImport(flat, []).sayings[0]).toBe(
      "Timeliness can be counted for 0 of 1 cases. In 1 the request date is empty.",
    );
  });

  it("a file that carries no dates of requests says nothing of timeliness, even for cases that have them", () => {
    const before = afterKeeping(read(filesOf(oneChild())));
    const flat = read([
      flatFile("upn,case_ref,legal_regime,plan_type,plan_date", "H801200112345,C-1,cfa_2014,amended,20/03/2023"),
    ]);
    expect(previewImport(flat, before).figures.timeliness).toEqual([]);
  });
});

describe("problems in lines", () => {
  it("rows that have the same problem are one line, near rows as a run", () => {
    expect(rowsInWords([402, 407, 611])).toBe("402, 407, 611");
    expect(rowsInWords([701, 702, 703, 704])).toBe("701 to 704");
    expect(rowsInWords([1204])).toBe("1,204");
    expect(rowsInWords([5, 6])).toBe("5, 6");
    expect(rowsInWords([])).toBe("whole file");
    expect(rowsInWords(Array.from({ length: 30 }, (_, index) => index * 3))).toMatch(/^0, 3, .*33 and 18 more$/);
  });

  it("are in the order of the rows, with what was done", () => {
    const rows = [
      "C-1,cfa_2014,ammended,2024-01-01",
      "C-2,cfa_2014,new,31/11/2025",
      "C-3,cfa_2014,ammended,2024-01-01",
    ];
    const { problems } = read([flatFile("case_ref,legal_regime,plan_type,plan_date", ...rows)]);
    expect(groupProblems(problems).map((group) => [group.rows, group.count, outcomeOf(group)])).toEqual([
      ["2, 4", 2, "Read as amended"],
      ["3", 1, "Left out"],
    ]);
  });
});
