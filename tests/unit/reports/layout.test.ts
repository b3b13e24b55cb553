import { describe, expect, it } from "vitest";
import { loadFonts } from "#audits/reports/pdf/core/fonts.ts";
import { startTags } from "#audits/reports/pdf/core/tags.ts";
import { type Block, rowSpans, type TableBlock } from "#audits/reports/blocks.ts";
import { blockPieces } from "#audits/reports/pdf/layout/blocks.ts";
import { fittingParts } from "#audits/reports/pdf/layout/columns.ts";
import { type Page, paginate as onPages, type Piece, piece, stackHeight } from "#audits/reports/pdf/layout/flow.ts";
import { compose, type Line, type Run } from "#audits/reports/pdf/layout/text.ts";
import { themeOf } from "#audits/reports/pdf/layout/theme.ts";
import { sourceSans } from "../../report/fonts.ts";

const fonts = loadFonts(sourceSans);
const composer = (base = 12) => ({ fonts, tags: startTags(), theme: themeOf(base), pageOf: new Map<string, number>() });
const line = (height: number, options = {}) => piece(height, () => {}, options);
const paginate = (pieces: Piece[], height: number) => onPages(pieces, { upright: height, across: height });
const tops = (pages: Page[]) => pages.map((page) => page.placed.map(({ top }) => top));

describe("pages", () => {
  it("fill from the top, without white above their first piece", () => {
    expect(tops(paginate([line(40, { gap: 10 }), line(40, { gap: 10 }), line(40, { gap: 10 })], 100))).toEqual([
      [0, 50],
      [0],
    ]);
  });

  it("never end with a heading", () => {
    const pages = paginate([line(70), line(20, { keep: true, gap: 5 }), line(20, { gap: 5 })], 100);
    expect(pages.map((page) => page.placed.length)).toEqual([1, 2]);
  });

  it("break a chain that no page can hold, rather than lose it", () => {
    const chain = Array.from({ length: 5 }, () => line(40, { keep: true }));
    expect(paginate(chain, 100).map((page) => page.placed.length)).toEqual([2, 2, 1]);
  });

  it("break such a chain before the caption of a figure, and not between the two", () => {
    const figure: Block = {
      kind: "figure",
      id: "figure-1",
      label: "Figure 1",
      caption: "shares",
      chart: { kind: "intervals", of: "share", title: "Shares", what: "good", rows: [] },
      source: "All plans.",
    };
    const pieces = blockPieces([figure], composer());
    expect(pieces.length).toBeGreaterThan(2);
    const before = line(stackHeight(pieces) / 2, { keep: true });
    const pages = paginate([before, ...pieces], stackHeight(pieces) * 1.2);
    expect(pages.map((page) => page.placed.length)).toEqual([1, pieces.length]);
    // What no page holds begins where there is room for its first part, not on a page of its own.
    const after = paginate([line(stackHeight(pieces) / 4), before, ...pieces], stackHeight(pieces) * 1.2);
    expect(after.map((page) => page.placed.length)).toEqual([2, pieces.length]);
  });

  it("begin with the head of the table that goes on", () => {
    const head = { height: 30, paint: () => {} };
    const rows = Array.from({ length: 5 }, () => line(40, { repeat: head }));
    const pages = paginate([line(30, { keep: true }), ...rows], 110);
    expect(pages.map((page) => page.repeat !== null)).toEqual([false, true, true]);
    expect(tops(pages).slice(1)).toEqual([[30, 70], [30]]);
  });

  it("start a chapter on a new page where little of this one is free", () => {
    const chapter = () => line(10, { needs: 50 });
    expect(paginate([line(40), chapter()], 100)).toHaveLength(1);
    expect(paginate([line(60), chapter()], 100)).toHaveLength(2);
  });
});

describe("lines", () => {
  const tags = startTags();
  const run = (text: string): Run => ({ text, tag: tags.root, weight: 400, colour: "#000000" });
  const set = (text: string, width: number) => compose([run(text)], width, 12, { fonts, tags });
  const said = (lines: Line[]) =>
    lines.map((each) =>
      each.parts.map((part) => part.shaped.glyphs.map((g) => String.fromCodePoint(...g.codePoints)).join("")).join(""),
    );

  it("are no wider than they may be and keep every character in order", () => {
    const words =
      "The plan names a teaching assistant for 15 hours a week, trained in Makaton, and reviews it each term.";
    const lines = set(words, 150);
    expect(lines.every((each) => each.width <= 150)).toBe(true);
    expect(said(lines).join("")).toBe(words);
  });

  it("come out even: no line of one word where it can be helped", () => {
    const lines = set("one two three four five six seven eight nine ten eleven twelve", 120);
    const shortest = Math.min(...lines.slice(0, -1).map((each) => each.width));
    expect(shortest).toBeGreaterThan(60);
  });

  it("cut a word that is wider than a line", () => {
    const lines = set("a".repeat(200), 100);
    expect(lines.length).toBeGreaterThan(5);
    expect(said(lines).join("")).toBe("a".repeat(200));
  });

  it("keep the words of a figure together", () => {
    expect(said(set("29\u00a0of\u00a040 plans", 60))).toEqual(["29\u00a0of\u00a040 ", "plans"]);
  });
});

describe("paragraphs", () => {
  it("leave no single line behind at the foot or the head of a page", () => {
    const block: Block = {
      kind: "paragraph",
      role: "body",
      runs: [{ text: "Some words that run on and on. ".repeat(60) }],
    };
    const made = blockPieces([block], composer());
    expect(made.length).toBeGreaterThan(8);
    const { height } = made[0] as { height: number };
    for (const room of [4.5, 5.5, 6.5, 7.5]) {
      const pages = paginate(made, height * room);
      for (const page of pages) expect(page.placed.length).toBeGreaterThan(1);
    }
  });
});

describe("tables", () => {
  const wide: TableBlock = {
    kind: "table",
    id: "table-1",
    label: "Table 1",
    caption: "many levels",
    head: [
      [{ text: "" }, { text: "Levels", span: 8 }, { text: "Good", span: 2 }],
      Array.from({ length: 11 }, (_, i) => ({ text: i === 0 ? "Domain" : `Considerable${i}` })),
    ],
    columns: Array.from({ length: 11 }, (_, i) => ({ numeric: i > 0 })),
    rows: [Array.from({ length: 11 }, (_, i) => [{ text: `cell${i}` }])],
    notes: ["A note."],
  };

  it("whose words fit the page stay one", () => {
    const narrow = {
      ...wide,
      head: [wide.head[1]?.slice(0, 4) ?? []],
      columns: wide.columns.slice(0, 4),
      rows: [wide.rows[0]?.slice(0, 4) ?? []],
    };
    expect(fittingParts(narrow, composer())).toEqual([narrow]);
  });

  it("that are too wide go on in parts, each with the first column, and lose no cell", () => {
    const parts = fittingParts(wide, composer());
    expect(parts.length).toBeGreaterThan(1);
    const cells = parts.flatMap((part) => part.rows.flat().flatMap((cell) => cell.map((run) => run.text)));
    expect(cells.filter((cell) => cell === "cell0")).toHaveLength(parts.length);
    expect(new Set(cells).size).toBe(11);
    for (const part of parts) {
      for (const row of part.head)
        expect(row.reduce((sum, cell) => sum + (cell.span ?? 1), 0)).toBe(part.columns.length);
    }
    expect(parts.map((part) => part.caption)[0]).toBe(`many levels (part 1 of ${parts.length})`);
    expect(parts.flatMap((part) => part.notes)).toEqual(["A note."]);
  });

  it("cut a row that is taller than a page between its lines", () => {
    const tall: TableBlock = {
      ...wide,
      head: [[{ text: "Name" }, { text: "Words" }]],
      columns: [{ numeric: false }, { numeric: false }],
      rows: [[[{ text: "Long" }], [{ text: "word ".repeat(3000) }]]],
      notes: [],
    };
    const own = composer();
    const pages = paginate(blockPieces([tall], own), own.theme.height);
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) {
      for (const { piece: each, top } of page.placed)
        expect(top + each.height).toBeLessThanOrEqual(own.theme.height + 0.01);
    }
  });
});

describe("footnotes", () => {
  const noted = (height: number, id: string, of = 10) =>
    line(height, { notes: [{ id, refersFrom: `${id}-mark`, pieces: [line(of)] }] });

  it("stand at the foot of the page of their words, in order, and take room from its text", () => {
    const pages = paginate([noted(28, "a"), noted(28, "b"), line(28)], 100);
    expect(pages.map(({ placed, foot }) => [placed.length, foot.length])).toEqual([
      [2, 2],
      [1, 0],
    ]);
    expect(pages[0]?.foot.map(({ top }) => Math.round(top + 10))).toEqual([87, 100]);
  });

  it("go to the next page with their words where both do not fit", () => {
    const pages = paginate([line(70), noted(20, "a", 20)], 100);
    expect(pages.map(({ placed, foot }) => [placed.length, foot.length])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });
});

describe("pages across", () => {
  const wide = (columns: number): TableBlock => ({
    kind: "table",
    id: "t",
    label: "Table 1",
    caption: "wide",
    head: [Array.from({ length: columns }, (_, i) => ({ text: `Interminable-${i}` }))],
    columns: Array.from({ length: columns }, () => ({ numeric: false })),
    rows: [Array.from({ length: columns }, () => [{ text: "x" }])],
    notes: [],
  });
  const heading: Block = { kind: "heading", level: 3, id: "h", text: "Wide" };
  const after: Block = { kind: "paragraph", role: "body", runs: [{ text: "After." }] };
  const laid = (blocks: Block[]) => {
    const own = composer();
    return onPages(blockPieces(blocks, own), { upright: own.theme.height, across: themeOf(12, true).height });
  };

  it("hold a table that is too wide for an upright page, whole, with the heading that leads to it", () => {
    const pages = laid([after, heading, wide(7), after]);
    expect(pages.map(({ across }) => across)).toEqual([false, true, false]);
    expect(pages[1]?.placed[0]?.piece.place).toEqual({ id: "h" });
  });

  it("are not taken by a table that fits upright, unless it asks for one", () => {
    expect(laid([after, heading, wide(3), after]).map(({ across }) => across)).toEqual([false]);
    expect(laid([after, { ...wide(3), wide: true }]).map(({ across }) => across)).toEqual([false, true]);
  });
});

describe("merged cells", () => {
  const merged = (first: string, rows: number): TableBlock => ({
    kind: "table",
    id: "t",
    label: "Table 1",
    caption: "merged",
    head: [[{ text: "Group" }, { text: "Row" }, { text: "Number" }]],
    columns: [{ numeric: false }, { numeric: false }, { numeric: true }],
    rows: [
      ...Array.from({ length: rows }, (_, i) => [[{ text: first }], [{ text: `Row ${i}` }], [{ text: "1" }]]),
      [[{ text: "Other" }], [{ text: "Last" }], [{ text: "2" }]],
    ],
    notes: [],
    merged: true,
  });

  it("are counted from the words of the first column", () => {
    expect(rowSpans(merged("A", 3))).toEqual([3, 0, 0, 1]);
    expect(rowSpans({ ...merged("A", 3), merged: false })).toEqual([1, 1, 1, 1]);
  });

  it("keep their rows on one page, and grow where their own words are higher than all of their rows", () => {
    const low = blockPieces([merged("A", 2)], composer());
    const high = blockPieces([merged("word ".repeat(300), 2)], composer());
    expect(stackHeight(high)).toBeGreaterThan(stackHeight(low) * 2);
    expect(high.slice(0, -1).filter(({ keep }) => !keep)).toHaveLength(1);
  });
});
