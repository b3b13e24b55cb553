import { describe, expect, it } from "vitest";
import { consensus, type Score } from "#audits/scoring/consensus.ts";

describe("the score of a criterion before moderation", () => {
  it.each<[string, Score[], Score, boolean]>([
    ["takes the middle of three", [2, 3, 2], 2, false],
    ["takes the lower middle of two", [2, 1], 1, false],
    ["takes the lower middle of four", [0, 1, 2, 3], 1, true],
    ["asks for moderation from a range of two on", [1, 3, 3], 3, true],
    ["asks for moderation where NA stands against a level", ["NA", 2, 2], 2, true],
    ["asks for moderation where cannot tell stands against a level", ["CT", 2], 2, true],
    ["takes a single level as it is", [3], 3, false],
    ["does not read a missing answer as a difference", [2, null], 2, false],
    ["is NA when all say so", ["NA", "NA", null], "NA", false],
    ["is cannot tell when all say so", ["CT", "CT"], "CT", false],
    ["is cannot tell, to be moderated, when the others say NA", ["CT", "NA"], "CT", true],
    ["is missing when nobody answered", [null, null], null, false],
    ["is missing when nobody was asked", [], null, false],
    ["keeps a level of 0 apart from a missing one", [0, null], 0, false],
  ])("%s", (_, scores, score, moderate) => {
    expect(consensus(scores)).toEqual({ score, moderate });
  });
});
