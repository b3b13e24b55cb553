import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareViews, countViews, type FamilyPlan, publishedFamily } from "#audits/family/differences.ts";
import { questionnaire, readFamilyAnswers, readingYears } from "#audits/family/questionnaire.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";

const asked = questionnaire.parse({});
const rubric = SHIPPED_RUBRICS[0]!;

describe("the questions that ship", () => {
  it("are eight and one free text, with a way not to say, each naming a criterion that the full audit has", () => {
    expect(asked.questions).toHaveLength(8);
    expect(asked.options.at(-1)).toMatchObject({ label: "I would rather not say", value: null });
    const keys = rubric.criteria.map((c) => c.key);
    expect(asked.questions.filter((q) => !keys.includes(q.criterion))).toEqual([]);
  });
  it("read at an age of about eleven or younger", () => {
    const text = [asked.opening, asked.freeText, ...asked.questions.flatMap((q) => [q.text, q.hint])].join(" ");
    expect(readingYears(text)).toBeLessThan(6.5);
    expect(readingYears(asked.consent)).toBeLessThan(8);
    expect(
      readingYears("Multidisciplinary practitioners appropriately operationalise aspirational provision."),
    ).toBeGreaterThan(12);
  });
  it("ask for no name", () => {
    expect(JSON.stringify(asked)).not.toMatch(/your name|child’s name|date of birth/i);
  });
});

describe("what a family answers", () => {
  const consent = { takePart: true, words: false, given: "family" as const };
  const read = (given: Record<string, string>, words = "", agreed = consent) =>
    readFamilyAnswers(asked, new Map(Object.entries(given)), words, agreed);
  it("keeps answers to questions that were asked, with the consent in its words", () => {
    expect(read({ asked: "mostly", clear: "nonsense", other: "yes" })).toEqual({
      ok: true,
      answers: { answers: { asked: "mostly" }, words: "" },
      consent: { wording: asked.consent, words: false, wordsWording: asked.wordsConsent, given: "family" },
    });
  });
  it("keeps nothing without consent, nothing empty, and no telephone number", () => {
    const fields = (...of: Parameters<typeof read>) => {
      const result = read(...of);
      return result.ok ? [] : result.problems.map((p) => p.field);
    };
    expect(fields({ asked: "yes" }, "", { ...consent, takePart: false })).toEqual(["consent"]);
    expect(fields({})).toEqual(["q-asked"]);
    expect(fields({ asked: "unsaid" })).toEqual([]);
    expect(fields({}, "Ring me on 01632 960001")).toEqual(["words"]);
  });
});

const plan = (n: number, answers: Record<string, string>, scores: Record<string, number>): FamilyPlan => ({
  planId: `p${n}`,
  reference: `C-000${n}`,
  questionnaire: asked,
  answers,
  scores,
});

describe("where the panel and families differ", () => {
  it("tells which of the two is higher, and leaves out what either did not say", () => {
    const compared = compareViews(rubric, [
      plan(1, { changed: "no", clear: "yes", child_heard: "unsaid" }, { VC4: 3, PN5: 1, VC1: 2 }),
      plan(2, { changed: "mostly", differences: "no" }, { VC4: 2 }),
    ]);
    expect(compared.map((c) => [c.reference, c.criterion, c.panel, c.family, c.view])).toEqual([
      ["C-0001", "VC4", "Outstanding", "No", "panel_only"],
      ["C-0001", "PN5", "Requires improvement", "Yes, fully", "family_only"],
      ["C-0002", "VC4", "Good", "Mostly", "both_good"],
    ]);
    expect(countViews(compared).find((c) => c.key === "changed")).toMatchObject({
      n: 2,
      views: { panel_only: 1, both_good: 1, both_weak: 0, family_only: 0 },
    });
  });
});

describe("what may be published of it", () => {
  const heard = (good: number, weak: number, silent: number) =>
    publishedFamily(
      [...Array(good).fill("yes"), ...Array(weak).fill("no"), ...Array(silent).fill("unsaid")].map((said, i) =>
        plan(i, { changed: said }, {}),
      ),
      5,
    );
  const row = (of: ReturnType<typeof heard>) => of.rows.find((r) => r.key === "changed");
  it("says nothing where fewer than five families were heard", () => {
    expect(heard(2, 2, 0)).toEqual({ heard: null, rows: [] });
    expect(heard(0, 0, 0).heard).toBe(0);
  });
  it("hides a small count, and what would give it away", () => {
    expect(row(heard(10, 8, 6))).toMatchObject({ good: 10, weak: 8, n: 18 });
    expect(row(heard(10, 2, 6))).toMatchObject({ good: null, weak: null, n: null });
    expect(row(heard(10, 0, 6))).toMatchObject({ good: 10, weak: 0, n: 10 });
  });
  it("never lets a count of one to four be worked out from what is shown", () => {
    const counts = fc.nat({ max: 14 });
    fc.assert(
      fc.property(counts, counts, counts, (good, weak, silent) => {
        const shown = heard(good, weak, silent);
        if (shown.heard === null) return;
        const seen = row(shown);
        if (!seen) return;
        // Every split of the families that would look the same: no single small count may be certain.
        const same: number[][] = [];
        for (let g = 0; g <= shown.heard; g++)
          for (let w = 0; g + w <= shown.heard; w++) {
            const other = row(heard(g, w, shown.heard - g - w));
            if (JSON.stringify(other) === JSON.stringify(seen)) same.push([g, w, shown.heard - g - w]);
          }
        [good, weak, silent].forEach((count, i) => {
          if (count < 1 || count > 4) return;
          expect(new Set(same.map((s) => s[i])).size).toBeGreaterThan(1);
        });
      }),
      { numRuns: 60 },
    );
  });
});
