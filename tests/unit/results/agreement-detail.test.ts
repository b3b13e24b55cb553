import { expect, it } from "vitest";
import { agreementDetail, agreementSource } from "#audits/results/agreement-detail.ts";
import type { CycleEvidence } from "#audits/results/evidence.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import { type SmallPlan, scored, smallCycle, times } from "./small-cycle.ts";

const both = (one: Score[], other: Score[]): SmallPlan => ({
  sheets: [
    { agency: "education", levels: one },
    { agency: "health", levels: other },
  ],
});
const SAME = both([2, 2, 2, 2], [2, 2, 2, 2]);
const APART = both([2, 2, 2, 2], [1, 2, 3, 2]);

it("says in words why there is no figure, and gives none", () => {
  const single = agreementDetail(smallCycle(times(12, scored(2, 2, 2, 2))));
  expect(single).toMatchObject({ plans: 12, double: 0 });
  expect(single.overall).toMatchObject({
    ac2: { value: null, why: "No case was scored by two auditors; agreement cannot be measured." },
    words: ["No case was scored by two auditors; agreement cannot be measured."],
  });
  const few = agreementDetail(smallCycle([...times(8, SAME), APART]));
  expect(few.overall.ac2).toEqual({
    value: null,
    why: "Too few cases to judge consistency: 9, and it takes 10.",
  });
  // Every score is the same: alpha and kappa have no value, AC2 has one, and nobody reads it as certainty.
  const alike = agreementDetail(smallCycle(times(12, SAME))).criteria[0]!;
  expect(alike.alpha).toMatchObject({ value: null, why: expect.stringMatching(/^All scores were the same/) });
  expect(alike.kappa).toMatchObject({ value: null, why: expect.stringMatching(/^All scores were the same/) });
  expect(alike.ac2).toMatchObject({ value: 1, interval: null, why: expect.stringContaining("at least 75% of cases") });
});

it("tells two who looked and gave no level from a case that one auditor scored", () => {
  const detail = agreementDetail(smallCycle(times(12, both([2, 2, "CT", 2], [2, 2, 1, 2]))));
  expect(detail.criteria[2]?.words[0]).toBe(
    "No case got a level from two auditors; agreement on the level cannot be measured.",
  );
  expect(detail.criteria[2]?.applies.same).toEqual({ n: 12, of: 12 });
});

it("counts nothing of a plan of which an audit is still out", () => {
  const evidence = smallCycle([...times(10, SAME), APART]);
  const waiting = evidence.plans.map((plan, at) => (at === 10 ? { ...plan, assigned: 3 } : plan));
  const detail = agreementDetail({ ...evidence, plans: waiting });
  expect(detail).toMatchObject({ plans: 10, double: 10, waiting: 1 });
  expect(detail.overall.exact).toEqual({ n: 40, of: 40 });
});

it("is another source as soon as anything that the figures rest on is another, and only then", () => {
  const evidence = smallCycle([...times(10, SAME), APART]);
  const source = agreementSource(evidence);
  const changed = (edit: (copy: CycleEvidence) => void): string => {
    const copy = structuredClone(evidence);
    edit(copy);
    return agreementSource(copy);
  };
  const answer = (copy: CycleEvidence) => copy.plans[3]!.audits[1]!.answers[2]!;
  expect(changed((c) => Object.assign(answer(c), { note: "another note" }))).toBe(source);
  const others = [
    changed((c) => Object.assign(answer(c), { score: 0 })),
    changed((c) => Object.assign(c.plans[3]!.audits[1]!, { auditorId: "per_other" })),
    changed((c) => Object.assign(c.plans[3]!, { assigned: 3 })),
    changed((c) => Object.assign(c.rubric.document.criteria[0]!, { title: "Another title" })),
    changed((c) => Object.assign(c.cycle, { id: "cyc_2" })),
    changed((c) => void c.plans.pop()),
  ];
  expect(new Set([source, ...others]).size).toBe(others.length + 1);
});
