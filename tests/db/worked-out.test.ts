import { expect, it } from "vitest";
import { workedOutOnce } from "#db/worked-out.ts";

it("does slow work once for each input, and again when any of it is another", () => {
  const done: string[] = [];
  const work = workedOutOnce(2, JSON.stringify, (words: string[]) => {
    done.push(words.join(""));
    return words.length ? { words } : undefined;
  });
  expect(work(["a"])).toBe(work(["a"]));
  expect(work(["b"])).toEqual({ words: ["b"] });
  expect([work([]), work([])]).toEqual([undefined, undefined]);
  expect(done).toEqual(["a", "b", ""]);
  // The one asked for longest ago went when the third came.
  work(["a"]);
  expect(done).toEqual(["a", "b", "", "a"]);
});
