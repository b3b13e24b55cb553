import { describe, expect, it } from "vitest";
import { indexedText } from "#audits/search/words.ts";
import { SHIPPED_CODEBOOK } from "#audits/themes/library/shipped.ts";
import {
  type CodedCounts,
  countedAs,
  type FindingToCode,
  precisionAt3,
  suggestThemes,
  tellingWords,
} from "#audits/themes/suggest.ts";

const finding = (words: string, rest: Partial<FindingToCode> = {}): FindingToCode => ({
  kind: "improvement",
  criterion: "EP4",
  words,
  quotes: [],
  level: null,
  ticked: [],
  ...rest,
});
const wordsOf = (f: FindingToCode) => tellingWords(indexedText([f.words, ...f.quotes]), f.criterion);
const none: CodedCounts = () => 0;
const suggested = (f: FindingToCode, counts = none) => suggestThemes(SHIPPED_CODEBOOK, f, wordsOf(f), counts);

/** Counts as a store would keep them, from findings that people coded. */
function learntFrom(coded: [FindingToCode, string[]][]): CodedCounts {
  const kept = new Map<string, number>();
  for (const [f, codes] of coded)
    for (const { word, code, n } of countedAs(wordsOf(f), codes))
      kept.set(`${word} ${code}`, (kept.get(`${word} ${code}`) ?? 0) + n);
  return (word, code) => kept.get(`${word} ${code}`) ?? 0;
}

describe("suggestions", () => {
  it("come from keywords, whatever their endings, with the words that matched", () => {
    const [first] = suggested(finding("Support in small groups ‘as required’."));
    expect(first).toMatchObject({ code: "EP-VAGUE", because: ["2 keywords stand in it: as required, small group"] });
  });

  it("come from the level of the criterion and from the auditor's tick", () => {
    const level = { label: "Inadequate", themes: ["EP-DILUTED"] };
    const [first, ...rest] = suggested(finding("No words that tell.", { level, ticked: ["EP-DILUTED"] }));
    expect(first?.because).toEqual(["the auditor ticked it", "the criterion is EP4 at Inadequate"]);
    expect(rest).toEqual([]);
  });

  it("come from earlier findings, and say of how many", () => {
    const about = (thing: string, n: number) =>
      Array.from({ length: n }, (_, i) => finding(`The ${thing} is absent, case ${i}.`));
    const counts = learntFrom([
      ...about("physiotherapist", 12).map((f): [FindingToCode, string[]] => [f, ["EP-DILUTED"]]),
      ...about("timetable", 12).map((f): [FindingToCode, string[]] => [f, ["EP-VAGUE"]]),
    ]);
    const [first] = suggested(finding("No physiotherapists are named.", { criterion: "EP9" }), counts);
    expect(first).toMatchObject({
      code: "EP-DILUTED",
      because: ["of 12 earlier findings with “physiotherapists”, 12 were coded to it"],
    });
  });

  it("are only of the finding's kind, and there are none without a reason", () => {
    expect(suggested(finding("Hours are specified and quantified.", { kind: "strength" }))[0]?.code).toBe("EP-STRONG");
    expect(suggested(finding("Zzz."))).toEqual([]);
  });

  it("are the same each time", () => {
    const f = finding("Advice watered down, access to a key adult as required, no baseline.");
    expect(suggested(f)).toEqual(suggested(f));
  });

  it("say when the codebook keeps two of them apart", () => {
    const level = { label: "Inadequate", themes: ["EP-DILUTED", "AD-QUALITY"] };
    const found = suggested(finding("Advice.", { level }));
    expect(found.find((s) => s.code === "EP-DILUTED")?.notWith).toBe("Advice weak or unusable");
  });

  it("forget what is taken away again", () => {
    const words = ["a", "b"];
    const sum = [...countedAs(words, ["X"]), ...countedAs(words, ["X"], -1)];
    expect(sum.reduce((n, one) => n + one.n, 0)).toBe(0);
    expect(countedAs(words, [])).toEqual([]);
  });
});

describe("precision at 3", () => {
  it("looks at the first three alone", () => {
    expect(
      precisionAt3([
        { suggested: ["A", "B", "C", "D"], chosen: ["A", "D"] },
        { suggested: ["A"], chosen: ["A"] },
        { suggested: [], chosen: ["B"] },
      ]),
    ).toEqual({ right: 2, shown: 4, found: 2, chosen: 4 });
  });
});
