import { describe, expect, it } from "vitest";
import { allStand, excerpt, hitsIn, searchTerms } from "#audits/search/query.ts";
import { indexedText, stemOf } from "#audits/search/words.ts";

const finds = (typed: string, ...texts: string[]) => allStand(texts, searchTerms(typed) ?? []);
const shown = (typed: string, text: string, longest?: number) =>
  excerpt(text, searchTerms(typed) ?? [], longest)
    .map(({ text: words, hit }) => (hit ? `[${words}]` : words))
    .join("");

describe("a search", () => {
  it("forgives capitals, accents, plurals and endings", () => {
    expect(finds("zoe", "Zoë’s aspirations")).toBe(true);
    expect(finds("aspiration", "Zoë’s Aspirations")).toBe(true);
    expect(finds("child", "The children were asked")).toBe(true);
    expect(finds("children", "a child's view")).toBe(true);
    expect(finds("therapies", "occupational therapy")).toBe(true);
    expect(finds("MAŁGORZATA", "malgorzata")).toBe(true);
    expect(finds("school", "nursery")).toBe(false);
  });

  it("asks for every word, wherever it stands", () => {
    expect(finds("therapist weekly", "weekly sessions", "with a therapist")).toBe(true);
    expect(finds("therapist daily", "weekly sessions with a therapist")).toBe(false);
  });

  it("takes words in quotation marks, or joined by a hyphen, in their order only", () => {
    expect(finds('"small group"', "a small group of pupils")).toBe(true);
    expect(finds('"small group"', "a group, small in size")).toBe(false);
    expect(finds('"small group"', "it is small", "group work")).toBe(false);
    expect(finds("co-produced", "It was co-produced with the family")).toBe(true);
    expect(finds("co-produced", "produced by the co-op")).toBe(false);
  });

  it("takes the beginning of a word before a star", () => {
    expect(finds("therap*", "a therapist")).toBe(true);
    expect(finds("rap*", "a therapist")).toBe(false);
  });

  it("is nothing where no word was typed", () => {
    expect(searchTerms("  ")).toBeNull();
    expect(searchTerms('"" -- !! *')).toBeNull();
    expect(searchTerms("x ".repeat(400))?.length).toBe(12);
  });
});

describe("an excerpt", () => {
  it("marks what was found as it is written, and leaves markup as text", () => {
    expect(shown("therapist", "<b>Therapists</b> visit & go")).toBe("<b>[Therapists]</b> visit & go");
    expect(shown('"small groups"', "in a small group, a small class")).toBe("in a [small group], a small class");
  });

  it("shows the passage with most hits of a long text, cut at words", () => {
    const long = `${"One word after another. ".repeat(40)}Weekly sessions with a therapist.${" And so on.".repeat(40)}`;
    const text = shown("weekly therapist", long, 120);
    expect(text).toContain("[Weekly] sessions with a [therapist]");
    expect(text.startsWith("… ")).toBe(true);
    expect(text.endsWith(" …")).toBe(true);
    expect(text.length).toBeLessThan(140);
  });

  it("of a text without a hit is its beginning", () => {
    expect(shown("nothing", "Plain words")).toBe("Plain words");
    expect(hitsIn("Plain words", [])).toEqual([]);
  });
});

describe("what the word index keeps", () => {
  it("is stems, with a mark between texts that no phrase crosses", () => {
    expect(indexedText(["Small groups", "Therapies’ hours"])).toBe("small group zzqbetween therapi hour");
    expect(indexedText(["", "…"])).toBe("");
  });

  it("keeps figures and words of other alphabets as they are", () => {
    expect([stemOf("20"), stemOf("H1"), stemOf("Ελλάδα"), stemOf("50s")]).toEqual(["20", "h1", "ελλαδα", "50s"]);
  });
});
