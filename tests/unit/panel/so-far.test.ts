import { expect, it } from "vitest";
import type { Agreed } from "#audits/panel/result.ts";
import { agreementSoFar } from "#audits/panel/so-far.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import type { Score } from "#audits/scoring/consensus.ts";

const levels = [1, 2, 3, 4].map((value) => ({ value, key: `l${value}`, label: `Level ${value}`, short: `${value}` }));
const criteria = ["A1", "A2", "A3", "A4", "A5"].map((key) => ({ key, scale: "levels" }));
const rubric = { scales: [{ key: "levels", levels }], criteria } as unknown as RubricDocument;

it("counts criteria with two answers or more, before and after discussion", () => {
  const scores = new Map<string, Score[]>([
    ["A1", [3, 3]],
    ["A2", [3, 2]],
    ["A3", [4, 1]],
    ["A4", [2, "CT"]],
    ["A5", [2]],
  ]);
  const settled = new Map<string, Agreed>([
    ["A2", 3],
    ["A3", "both"],
    ["A4", "CT"],
  ]);
  expect(agreementSoFar(rubric, [{ scores, settled }])).toEqual({ of: 4, same: 1, withinOne: 2, agreed: 3 });
  // What all said alike can be a limit to confirm: where the panel then records both views, nothing is agreed.
  const confirmed = [{ scores: new Map([["A1", [1, 1]]]), settled: new Map<string, Agreed>([["A1", "both"]]) }];
  expect(agreementSoFar(rubric, confirmed)).toEqual({ of: 1, same: 1, withinOne: 1, agreed: 0 });
  expect(agreementSoFar(rubric, [])).toEqual({ of: 0, same: 0, withinOne: 0, agreed: 0 });
});
