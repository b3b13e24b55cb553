import { describe, expect, it } from "vitest";
import { precisionOf } from "#audits/panel/sample-words.ts";
import { changeOf } from "#audits/results/comparison.ts";

describe("what a sample will let an area say", () => {
  it("gives the nearest later counts that are more than chance, by the comparison that results use", () => {
    const { example, change } = precisionOf(40, 1712, [{ planned: 40 }])!;
    expect([example, change]).toEqual([
      { count: 24, of: 40 },
      { up: 33, down: 15 },
    ]);
    const verdict = (later: number) => changeOf(24, 40, later, 40).verdict;
    expect([33, 32, 16, 15].map(verdict)).toEqual(["better", "could_not_tell", "could_not_tell", "worse"]);
  });

  it("says that none could be seen where even all plans would not show it", () => {
    expect(precisionOf(5, 200, [{ planned: 5 }])!.change.up).toBeNull();
  });
});
