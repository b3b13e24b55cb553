import { describe, expect, it } from "vitest";
import { UNKNOWN_CASE } from "#audits/cases/case.ts";
import { referenceFor } from "#audits/calibration/anchor.ts";
import {
  againstReference,
  countsOf,
  countsSentence,
  FEWEST_IN_PATTERN,
  patternOf,
} from "#audits/calibration/compare.ts";
import { SHIPPED_ANCHORS } from "#audits/calibration/library/shipped.ts";
import { identifiersIn } from "#audits/panel/identifiers.ts";
import { sheetFor } from "#audits/rubric/applies.ts";
import { criterionOf, levelAt } from "#audits/rubric/document.ts";
import { gradeModule } from "#audits/rubric/grade-plan.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import type { Score } from "#audits/scoring/consensus.ts";

const full = SHIPPED_RUBRICS.find((r) => r.key === "ehc-plan-full")!;
const short = SHIPPED_RUBRICS.find((r) => r.key === "ehc-plan-short")!;
type Anchor = (typeof SHIPPED_ANCHORS)[number];

/** What the sheet asks about an anchor plan, with the age on the day of the plan. */
function askedOf({ snapshot }: Anchor) {
  const [year = 0, month = 0] = snapshot.birthMonth.split("-").map(Number);
  const [thisYear = 0, thisMonth = 0] = snapshot.planDate.split("-").map(Number);
  const about = {
    ...UNKNOWN_CASE,
    yearGroup: snapshot.yearGroup,
    ageYears: thisYear - year - (thisMonth < month ? 1 : 0),
    phase: snapshot.phase,
    need: snapshot.primaryNeed,
    hasPersonalBudget: snapshot.personalBudget,
    lookedAfter: snapshot.lookedAfter,
    cinCp: snapshot.cinCp,
  };
  return sheetFor(full, [full.mainModule], false, "all", about).asked;
}
const referenceScores = (anchor: Anchor) =>
  new Map(askedOf(anchor).map((c): [string, Score] => [c.key, referenceFor(anchor, full, full, c)?.score ?? null]));

describe("the made-up plans that ship", () => {
  it("are a strong, a middling and a weak one, in early years, post-16 and secondary", () => {
    const graded = SHIPPED_ANCHORS.map((a) => {
      const module = gradeModule(full, full.mainModule, askedOf(a), referenceScores(a), "applied");
      return [a.reference, a.snapshot.phase, module.rawGrade, module.grade];
    });
    expect(graded).toEqual([
      ["Anchor A", "early_years", "outstanding", "outstanding"],
      ["Anchor B", "post_16", "requires_improvement", "requires_improvement"],
      ["Anchor C", "secondary", "inadequate", "inadequate"],
    ]);
  });

  for (const anchor of SHIPPED_ANCHORS)
    describe(anchor.reference, () => {
      it("has a reference level with a reason on exactly what the full sheet asks of it", () => {
        expect(Object.keys(anchor.levels).sort()).toEqual(
          askedOf(anchor)
            .map((c) => c.key)
            .sort(),
        );
        for (const [key, { level, because }] of Object.entries(anchor.levels)) {
          const criterion = criterionOf(full, key);
          expect(because.length, key).toBeGreaterThan(30);
          if (level === "NA") expect(criterion.notApplicable.allowed, key).toBe(true);
          else expect(Object.keys(criterion.descriptors), key).toContain(level);
        }
      });

      it("is whole, from the cover over sections A to K, and names no number that tells who anybody is", () => {
        expect(anchor.sections.map((s) => s.key)).toEqual([
          "cover",
          ...["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"],
        ]);
        const words = JSON.stringify(anchor.sections);
        expect(identifiersIn(words)).toEqual([]);
        expect(words.split(/\s+/).length).toBeGreaterThan(700);
        expect(words).toContain("(made up)");
        for (const { blocks } of anchor.sections)
          for (const b of blocks)
            if (b.kind === "table") expect(b.rows.every((row) => row.length === b.head.length)).toBe(true);
      });
    });
});

describe("a reference level", () => {
  const anchor = SHIPPED_ANCHORS[0]!;
  const vc1 = criterionOf(full, "VC1");
  it("holds for another rubric while the words of the criterion are the same, and not once they differ", () => {
    expect(referenceFor(anchor, full, short, criterionOf(short, "VC1"))?.score).toBe(3);
    const changed = { ...vc1, descriptors: { ...vc1.descriptors, good: "Something else." } };
    expect(referenceFor(anchor, full, full, changed)).toBeNull();
    expect(referenceFor(anchor, full, full, { ...vc1, question: "Another question?" })).toBeNull();
    expect(referenceFor({ levels: {} }, full, full, vc1)).toBeNull();
  });
});

describe("an auditor's answers beside the reference", () => {
  const anchor = SHIPPED_ANCHORS[1]!;
  const keys = ["VC1", "OF1", "HS4", "EP2", "PA1"];
  const asked = keys.map((k) => criterionOf(full, k));
  // The reference says Good, Requires improvement, Inadequate, Requires improvement, Good.
  const sheet = (...scores: Score[]) =>
    againstReference(
      { written: full, rubric: full },
      anchor,
      asked,
      new Map(keys.map((k, i) => [k, scores[i] ?? null])),
    );

  it("lie higher, lower, the same, or are no level where the reference is one", () => {
    const lines = sheet(3, 1, 1, 0, "CT");
    expect(lines.map((l) => [l.standing, l.difference])).toEqual([
      ["higher", 1],
      ["same", 0],
      ["higher", 1],
      ["lower", -1],
      ["other", null],
    ]);
    expect(countsOf(lines)).toEqual({ compared: 5, same: 1, higher: 2, lower: 1, other: 1 });
    expect(countsSentence(lines)).toBe(
      "Of 5 answers, 1 are the reference’s, 2 higher and 1 lower, and 1 stand against “does not apply” or “cannot tell”.",
    );
  });

  it("make a pattern of three auditors or more, what was read most differently first, and of fewer none", () => {
    const sheets = [sheet(2, 2, 0, 1, 2), sheet(2, 2, 0, 2, 2), sheet(2, 1, 0, 1, 2)];
    expect(patternOf(full, sheets.slice(0, FEWEST_IN_PATTERN - 1))).toBeNull();
    const pattern = patternOf(full, sheets)!;
    expect(pattern.map((p) => p.criterion.key)).toEqual(["OF1", "EP2", "VC1", "HS4", "PA1"]);
    expect(pattern[0]).toMatchObject({ auditors: 3, same: 1, higher: 2, lower: 0, other: 0 });
    expect(pattern[0]?.given.map((g) => [g.label, g.count, g.isReference])).toEqual([
      ["Good", 2, false],
      ["Requires improvement", 1, true],
    ]);
    expect(pattern[0]?.given[0]?.descriptor).toBe(criterionOf(full, "OF1").descriptors.good);
    expect(levelAt(full, asked[1]!, 2)?.label).toBe("Good");
    expect(JSON.stringify(pattern)).not.toContain("per_");
  });
});
