import { describe, expect, it } from "vitest";
import { codebookProblems } from "#audits/themes/check.ts";
import { type Codebook, offeredThemes, themeOf, themeTree } from "#audits/themes/codebook.ts";
import {
  addTheme,
  bringBackTheme,
  changeTheme,
  type CodebookStep,
  fieldsOfTheme,
  mergeThemes,
  moveTheme,
  removeTheme,
  retireTheme,
  splitTheme,
} from "#audits/themes/edit.ts";
import { codebookCsv, codebookJson, readCodebook } from "#audits/themes/exchange.ts";
import { SHIPPED_CODEBOOK } from "#audits/themes/library/shipped.ts";
import { carried, compareCodebooks, proposedStep, standingOf } from "#audits/themes/lineage.ts";
import { book, theme } from "./book.ts";

const done = (step: CodebookStep): Codebook => {
  if (!step.ok) throw new Error(step.sentence);
  return step.book;
};
const refused = (step: CodebookStep) => (step.ok ? "" : step.sentence);
const stops = (b: Codebook, published: Codebook | null = null) =>
  codebookProblems(b, published)
    .filter((p) => p.stops)
    .map((p) => p.sentence);
const three = book(theme("EP-ONE"), theme("EP-TWO"), theme("EP-THREE"));

describe("the codebook that ships", () => {
  it("can be published as it is", () => {
    expect(stops(SHIPPED_CODEBOOK)).toEqual([]);
    expect(offeredThemes(SHIPPED_CODEBOOK)).toHaveLength(35);
  });
});

describe("merging", () => {
  it("counts the findings of both under one, also after a second merge", () => {
    const once = done(mergeThemes(three, ["EP-ONE"], "EP-TWO", "The panel could not tell them apart"));
    const twice = done(mergeThemes(once, ["EP-TWO"], "EP-THREE", "Nor these"));
    expect(standingOf(twice, "EP-ONE")).toEqual({ kind: "counts", code: "EP-THREE" });
    expect(carried(twice, ["EP-ONE", "EP-TWO", "EP-THREE"])).toEqual({ codes: ["EP-THREE"], waits: false });
    expect(offeredThemes(twice).map((t) => t.code)).toEqual(["EP-THREE"]);
    expect(stops(twice, three)).toEqual([]);
  });

  it("says what may be compared and what may not", () => {
    const after = done(mergeThemes(three, ["EP-ONE"], "EP-TWO", "Alike"));
    const [one, two, last] = compareCodebooks(three, after);
    expect([one?.comparable, two?.comparable, last?.comparable]).toEqual(["no", "yes", "yes"]);
    expect(one?.sentences).toEqual(["Merged into Name of EP-TWO: its findings count there."]);
    expect(two?.sentences).toEqual(["Takes in Name of EP-ONE: earlier findings of both are counted together."]);
    expect(proposedStep(three, after).step).toBe("major");
  });

  it("is refused across kinds, into itself, and into what is ended", () => {
    const mixed = book(theme("EP-ONE"), theme("EP-GOOD", { polarity: "strength" }));
    expect(refused(mergeThemes(mixed, ["EP-ONE"], "EP-GOOD", ""))).toContain("cannot be merged");
    expect(refused(mergeThemes(three, ["EP-ONE"], "EP-ONE", ""))).not.toBe("");
    const retired = done(retireTheme(three, "EP-TWO", ""));
    expect(refused(mergeThemes(retired, ["EP-ONE"], "EP-TWO", ""))).not.toBe("");
  });

  it("moves what stood under the theme to the one that takes it in", () => {
    const deep = book(theme("EP-ONE"), theme("EP-TWO"), theme("EP-CHILD", { under: "EP-ONE" }));
    expect(themeOf(done(mergeThemes(deep, ["EP-ONE"], "EP-TWO", "")), "EP-CHILD")?.under).toBe("EP-TWO");
    expect(refused(mergeThemes(deep, ["EP-ONE"], "EP-CHILD", ""))).toContain("Move it first");
  });
});

describe("splitting", () => {
  const parts = [
    { code: "EP-HOURS", name: "No hours" },
    { code: "EP-GROUP", name: "No group size" },
  ];

  it("makes the findings of the old theme wait, where they are to be coded again", () => {
    const after = done(splitTheme(three, "EP-ONE", parts, "again", "Two things"));
    expect(carried(after, ["EP-ONE", "EP-TWO"])).toEqual({ codes: ["EP-TWO"], waits: true });
    expect(standingOf(after, "EP-ONE")).toEqual({ kind: "waits", into: ["EP-HOURS", "EP-GROUP"] });
    const rows = Object.fromEntries(compareCodebooks(three, after).map((r) => [r.code, r.comparable]));
    expect(rows).toEqual({ "EP-ONE": "no", "EP-HOURS": "no", "EP-GROUP": "no", "EP-TWO": "yes", "EP-THREE": "yes" });
    expect(stops(after, three)).toEqual([]);
  });

  it("leaves them with the broader theme, where they are to stay", () => {
    const after = done(splitTheme(three, "EP-ONE", parts, "stay", "Two things"));
    expect(carried(after, ["EP-ONE"])).toEqual({ codes: ["EP-ONE"], waits: false });
    expect(themeTree(offeredThemes(after)).map(({ theme: t, depth }) => [t.code, depth])).toEqual([
      ["EP-ONE", 0],
      ["EP-HOURS", 1],
      ["EP-GROUP", 1],
      ["EP-TWO", 0],
      ["EP-THREE", 0],
    ]);
    expect(compareCodebooks(three, after).find((r) => r.code === "EP-ONE")?.comparable).toBe("care");
  });

  it("needs two parts with codes that nothing has", () => {
    expect(refused(splitTheme(three, "EP-ONE", parts.slice(1), "again", ""))).toContain("at least two");
    expect(refused(splitTheme(three, "EP-ONE", [parts[0]!, { code: "EP-TWO", name: "x" }], "again", ""))).toContain(
      "EP-TWO",
    );
    expect(refused(splitTheme(three, "EP-ONE", [parts[0]!, { code: "lower", name: "x" }], "again", ""))).toContain(
      "no code",
    );
  });
});

describe("retiring, bringing back and removing", () => {
  it("keeps a retired theme known, and offers it no more", () => {
    const after = done(retireTheme(three, "EP-ONE", "Nobody used it"));
    expect(offeredThemes(after).map((t) => t.code)).toEqual(["EP-TWO", "EP-THREE"]);
    expect(standingOf(after, "EP-ONE")).toEqual({ kind: "counts", code: "EP-ONE" });
    expect(done(bringBackTheme(after, "EP-ONE"))).toEqual(three);
  });

  it("removes only what was never published, and a draft without it does not publish", () => {
    const more = done(addTheme(three, "EP-NEW", fieldsOfTheme(theme("EP-NEW"))));
    expect(done(removeTheme(more, three, "EP-NEW"))).toEqual(three);
    expect(refused(removeTheme(more, three, "EP-ONE"))).toContain("Retire it");
    expect(stops({ ...three, themes: three.themes.slice(1) }, three)).toEqual([
      "EP-ONE was published and is missing. Retire it instead, so that its findings stay known",
    ]);
  });
});

describe("an entry that two people change", () => {
  const typed = { ...fieldsOfTheme(three.themes[0]!), definition: "Mine" };
  it("keeps both changes where they are in different fields", () => {
    const theirs = { ...three, themes: three.themes.map((t, i) => (i === 0 ? { ...t, include: "Theirs" } : t)) };
    const merged = changeTheme(three, theirs, "EP-ONE", typed, null);
    expect(merged.ok && themeOf(merged.book, "EP-ONE")).toMatchObject({ definition: "Mine", include: "Theirs" });
  });
  it("asks where both changed one field, and does what is chosen", () => {
    const theirs = { ...three, themes: three.themes.map((t, i) => (i === 0 ? { ...t, definition: "Theirs" } : t)) };
    expect(changeTheme(three, theirs, "EP-ONE", typed, null)).toEqual({
      ok: false,
      disputes: [{ name: "definition", label: "the definition", mine: "Mine", theirs: "Theirs" }],
    });
    const kept = changeTheme(three, theirs, "EP-ONE", typed, "mine");
    expect(kept.ok && themeOf(kept.book, "EP-ONE")?.definition).toBe("Mine");
    const left = changeTheme(three, theirs, "EP-ONE", typed, "theirs");
    expect(left).toMatchObject({ ok: true, changed: [] });
  });
});

describe("order and hierarchy", () => {
  it("moves a theme past its neighbour of the same place, and not past the edge", () => {
    expect(done(moveTheme(three, "EP-TWO", -1)).themes.map((t) => t.code)).toEqual(["EP-TWO", "EP-ONE", "EP-THREE"]);
    expect(refused(moveTheme(three, "EP-ONE", -1))).toContain("edge");
  });
  it("stops a theme that stands under itself, under another kind or under nothing", () => {
    const ring = book(theme("EP-ONE", { under: "EP-TWO" }), theme("EP-TWO", { under: "EP-ONE" }));
    expect(stops(ring)).toEqual(["A theme cannot stand under itself", "A theme cannot stand under itself"]);
    expect(themeTree(ring.themes)).toHaveLength(2);
    expect(stops(book(theme("EP-ONE", { under: "EP-NONE" })))).toEqual(["EP-NONE is not in the codebook"]);
  });
  it("stops two themes of one code or name, and an entry without a definition", () => {
    expect(stops(book(theme("EP-ONE"), theme("EP-ONE", { name: "Other" })))).toEqual([
      "Two themes have the code EP-ONE",
    ]);
    expect(stops(book(theme("EP-ONE", { name: "A" }), theme("EP-TWO", { name: "A", definition: " " })))).toEqual([
      "EP-TWO has the same name",
      "EP-ONE has the same name",
      "Say what it means, in a sentence",
    ]);
  });
});

describe("files", () => {
  const rich = done(
    splitTheme(
      SHIPPED_CODEBOOK,
      "EP-VAGUE",
      [
        { code: "EP-HOURS", name: "No hours" },
        { code: "EP-WHO", name: "Nobody named" },
      ],
      "again",
      'Two; things, "really"',
    ),
  );
  const bytes = (text: string) => new TextEncoder().encode(text);
  it("bring back what went out, as JSON and as CSV", () => {
    expect(readCodebook("book.json", bytes(codebookJson(rich)))).toMatchObject({ ok: true, themes: rich.themes });
    expect(readCodebook("book.csv", bytes(codebookCsv(rich)))).toMatchObject({ ok: true, themes: rich.themes });
  });
  it("are refused whole, with the row and what to mend", () => {
    const csv = "code,kind,name,definition\nEP-VAGUE,bad,Name,Text\nnope,strength,Name,Text\n";
    expect(readCodebook("book.csv", bytes(csv))).toEqual({
      ok: false,
      sentences: [
        "Row 2: write improvement or strength in the column kind",
        "Row 3: “nope” is no code. Write one such as EP-VAGUE",
      ],
    });
    const json = JSON.stringify({ ...rich, themes: [{ ...rich.themes[0], polarity: "maybe" }] });
    const read = readCodebook("book.json", bytes(json));
    expect(read.ok ? "" : read.sentences[0]).toContain("Theme VC-ABSENT, polarity");
    expect(readCodebook("book.json", bytes("{"))).toMatchObject({ ok: false });
    expect(readCodebook("book.json", bytes('{"format":"ehc-codebook/9"}'))).toMatchObject({
      ok: false,
      sentences: ["The file has the format ehc-codebook/9, which this version cannot read. It reads ehc-codebook/1"],
    });
    expect(readCodebook("book.csv", bytes("a,b\n1,2"))).toMatchObject({ ok: false });
  });
});
