import { describe, expect, it } from "vitest";
import { ENTRIES, entryOf, entryState, NO_CHOICE, questionOf, TRAILS } from "#audits/room/checklist.ts";
import { contentOf, fingerprintOf, wordBlocks } from "#audits/room/content.ts";
import { copyName, copyWords, jsonCopy, tableCopy, tablesOf } from "#audits/room/copies.ts";
import { chain, familyEntry, feedbackEntry } from "#audits/room/entries/change.ts";
import { coverageEntry } from "#audits/room/entries/results.ts";
import { keptFromOpening, problemsInDays, roomState } from "#audits/room/life.ts";
import type { Block, TableBlock } from "#audits/reports/blocks.ts";

const data = ENTRIES.find(({ source }) => source === "data")!;
const words = ENTRIES.find(({ source }) => source === "words")!;
const trail = ENTRIES.find(({ source }) => source === "trail")!;
const at = (day: string, time = "12:00") => new Date(`${day}T${time}:00Z`);

describe("the checklist of an inspection room", () => {
  it("has everything that inspectors ask for, each entry once, with what they look for", () => {
    expect(ENTRIES.map(({ key }) => key)).toEqual([
      "framework",
      "results",
      "rubrics",
      "calendar",
      "agreement",
      "training",
      "reports",
      "actions",
      "feedback",
      "family",
      "coverage",
      "challenge",
      ...Array.from({ length: TRAILS }, (_, i) => `trail-${i + 1}`),
    ]);
    for (const { key, guidance } of ENTRIES) {
      expect(guidance.length, key).toBeGreaterThan(40);
      expect(questionOf(key)).toMatch(/\?$|^Six plans/);
    }
    expect(entryOf("nothing-of-the-kind")).toBeNull();
  });
  it("says how each entry stands", () => {
    expect(entryState(data, NO_CHOICE, null).key).toBe("to_do");
    expect(entryState(data, { ...NO_CHOICE, standing: "taken" }, null)).toEqual({ key: "ready", words: "Ready" });
    expect(entryState(data, NO_CHOICE, "No cycle yet.")).toEqual({
      key: "nothing",
      words: "Nothing there yet: No cycle yet.",
    });
    const out = { ...NO_CHOICE, standing: "left_out" as const, reason: "Not held here." };
    for (const entry of [data, words, trail])
      expect(entryState(entry, out, null).words).toBe("Left out: Not held here.");
    expect(entryState(words, { ...NO_CHOICE, standing: "taken" }, null).key).toBe("to_do");
    expect(entryState(words, { ...NO_CHOICE, standing: "taken", words: "We meet monthly." }, null).key).toBe("ready");
    expect(entryState(trail, NO_CHOICE, null).words).toContain("choose a plan");
    const gone = { ...NO_CHOICE, standing: "taken" as const, sampledId: "smp_1" };
    expect(entryState(trail, gone, "Its evidence was removed.").words).toContain("choose another plan");
    expect(entryState(trail, gone, null).key).toBe("ready");
  });
});

describe("the life of a room", () => {
  const dates = { opensOn: "2026-07-01", closesOn: "2026-07-14", openedAt: at("2026-06-29"), closedAt: null };
  it("waits for its first day, is open to the end of its last in England, and closes by itself", () => {
    expect(roomState({ ...dates, openedAt: null }, at("2026-07-05")).key).toBe("draft");
    expect(roomState(dates, at("2026-06-30")).words).toBe("Opens on 1 July 2026");
    // Summer time: the day begins an hour before it does in universal time.
    expect(roomState(dates, at("2026-06-30", "23:30")).key).toBe("open");
    expect(roomState(dates, at("2026-07-14", "22:59")).key).toBe("open");
    expect(roomState(dates, at("2026-07-14", "23:01")).words).toBe("Closed at the end of 14 July 2026");
    expect(roomState({ ...dates, closedAt: at("2026-07-03") }, at("2026-07-04")).words).toBe("Closed on 3 July 2026");
  });
  it("refuses days that are over, the wrong way round, or a room without an end", () => {
    const fields = (from: string | null, to: string | null) =>
      problemsInDays(from, to, "2026-07-01").map(({ field }) => field);
    expect(fields("2026-07-01", "2026-07-01")).toEqual([]);
    expect(fields("2026-06-30", "2026-07-02")).toEqual(["opensOn-day"]);
    expect(fields("2026-07-05", "2026-07-04")).toEqual(["closesOn-day"]);
    expect(fields("2026-07-01", "2026-09-30")).toEqual([]);
    expect(fields("2026-07-01", "2026-10-01")).toEqual(["closesOn-day"]);
    expect(fields(null, null)).toEqual(["opensOn-day", "closesOn-day"]);
  });
  it("is not opened while something is to do, nothing is ready, or nobody has looked at it", () => {
    const entry = (key: "ready" | "to_do" | "left_out" | "nothing") => ({
      key: "results",
      title: "Results",
      state: { key, words: "" },
    });
    expect(keptFromOpening([entry("ready"), entry("left_out"), entry("nothing")], true)).toEqual([]);
    expect(keptFromOpening([entry("ready"), entry("to_do")], true)).toEqual([
      { entry: "results", sentence: "Results: still to do" },
    ]);
    expect(keptFromOpening([entry("left_out")], true)).toHaveLength(1);
    expect(keptFromOpening([entry("ready")], false)[0]?.sentence).toContain("as the inspector sees it");
  });
});

const table: TableBlock = {
  kind: "table",
  id: "table-1",
  label: "Table 1",
  caption: "plans",
  head: [
    [{ text: "" }, { text: "Plans", span: 2 }],
    [{ text: "Grade" }, { text: "Before" }, { text: "After" }],
  ],
  columns: [{ numeric: false }, { numeric: true }, { numeric: true }],
  rows: [
    [[{ text: "Good" }], [{ text: "22" }], [{ text: "55%", strong: true }, { text: "\u00a0(40 to 69)" }]],
    [[{ text: "=cmd" }], [{ text: "c" }], [{ text: "–" }]],
  ],
  notes: ["c: hidden"],
};

describe("what an entry says, and copies of it", () => {
  const made = { ok: true as const, summary: "22 of 40.", blocks: [table] as Block[] };
  const mark = {
    number: 3,
    person: "David Renshaw",
    role: "inspector, Ofsted",
    room: "Autumn visit",
    at: at("2026-11-22", "14:02"),
  };
  it("has one fingerprint for one content, and another when a figure changes", () => {
    const content = contentOf("results", made, "");
    expect(fingerprintOf(JSON.parse(JSON.stringify(content)))).toBe(fingerprintOf(content));
    const other = contentOf("results", { ...made, summary: "23 of 40." }, "");
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(content));
  });
  it("sets own words as paragraphs and lists, beside what was made under a heading of their own", () => {
    expect(wordBlocks("One\nline.\n\n- a\n- b").map(({ kind }) => kind)).toEqual(["paragraph", "list"]);
    const kinds = contentOf("training", made, "We also met in May.").blocks.map(({ kind }) => kind);
    expect(kinds).toEqual(["table", "heading", "paragraph"]);
    const nothing = contentOf("training", { ok: false, nothing: "No round was held." }, "");
    expect(nothing.summary).toBe("Nothing there yet. No round was held.");
    expect(contentOf("framework", null, "We audit each quarter.").summary).toBe("We audit each quarter.");
  });
  it("marks a table in a column of its own, so that it stays a table, and runs nothing", () => {
    const lines = tableCopy(table, mark).replace("\uFEFF", "").trim().split("\r\n");
    const words = copyWords(mark);
    expect(words).toBe("Copy 3 for David Renshaw, inspector, Ofsted. Autumn visit, 22 November 2026 at 14:02");
    expect(lines[0]).toBe('Grade,"Plans, Before","Plans, After",Copy');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toBe(`Good,22,55% (40 to 69),"${words}"`);
    expect(lines[2]).toMatch(/^'=cmd,c,–,/);
    expect(tablesOf(contentOf("results", made, ""))).toHaveLength(1);
  });
  it("keeps the content of a JSON copy such that its fingerprint can be worked out again", () => {
    const content = contentOf("results", made, "");
    const copy = JSON.parse(jsonCopy(content, fingerprintOf(content), mark));
    expect(fingerprintOf(copy.content)).toBe(copy.fingerprintOfContent);
    expect(copyName(mark, "results", 1, "table-1", "csv")).toBe("copy-3-david-renshaw-results-table-1-v1.csv");
  });
});

const cells = (made: ReturnType<typeof coverageEntry>) =>
  made.ok
    ? made.blocks.flatMap((b) =>
        b.kind === "table" ? b.rows.map((r) => r.map((c) => c.map((x) => x.text).join(""))) : [],
      )
    : [];

describe("counts in a room", () => {
  it("hide a small group and another with it, and name groups that no audit reached", () => {
    const rows = [
      { label: "Early years", caseload: 60, audited: 3 },
      { label: "Primary", caseload: 300, audited: 20 },
      { label: "Secondary", caseload: 250, audited: 12 },
      { label: "Post-16", caseload: 40, audited: 0 },
    ];
    const made = coverageEntry([{ title: "Phase", rows }], 3);
    expect(cells(made)).toEqual([
      ["Early years", "60", "c"],
      ["Primary", "300", "20"],
      ["Secondary", "250", "c"],
      ["Post-16", "40", "0"],
    ]);
    expect(made.ok && made.summary).toContain("No plan was audited of: Post-16");
    expect(coverageEntry([{ title: "Phase", rows }], 0).ok).toBe(false);
  });
  it("hide what would follow from numbers that lie inside each other", () => {
    expect(chain([20, 18, 9, 0])).toEqual(["20", "c", "9", "0"]);
    expect(chain([40, 30, 27, 12])).toEqual(["40", "30", "c", "12"]);
    expect(chain([3, 3, 0, 0])).toEqual(["c", "c", "0", "0"]);
  });
  it("tell nothing of a receiver with few packs, though all packs together are told", () => {
    const row = {
      receiver: "Plan writer",
      sent: 20,
      read: 20,
      replied: 10,
      amended: 0,
      disputed: 0,
      daysToRead: 2,
      daysToReply: 9,
    };
    const made = feedbackEntry([
      row,
      { ...row, receiver: "Health", sent: 2, read: 2, replied: 0 },
      { ...row, receiver: "School", sent: 30 },
    ]);
    expect(made.ok && made.summary).toContain("52 feedback packs");
    const [writer, health] = cells(made);
    // The smallest other row goes with it, or 52 less the shown rows would tell.
    expect(health?.slice(1).every((cell) => cell === "c")).toBe(true);
    expect(writer?.slice(1).every((cell) => cell === "c")).toBe(true);
    expect(cells(made)[2]?.[1]).toBe("30");
    const all = { ...row, receiver: "All receivers", sent: 22, read: 22, replied: 10 };
    expect(cells(feedbackEntry([row, { ...row, receiver: "Health", sent: 2, read: 2, replied: 0 }], all))[2]).toEqual([
      "All receivers",
      "22",
      "22",
      "10",
      "0",
      "0",
      "2",
      "9",
    ]);
    // Beside a row that is shown, all together would tell the hidden ones.
    expect(cells(feedbackEntry([row, { ...row, receiver: "School", sent: 30 }], all))).toHaveLength(2);
  });
  it("say nothing of fewer than five families", () => {
    const made = familyEntry([{ title: "Autumn", published: { heard: null, rows: [] } }]);
    expect(made.ok && made.summary).toBe("Families who answered, Autumn: fewer than 5 families.");
    expect(familyEntry([{ title: "Autumn", published: { heard: 0, rows: [] } }]).ok).toBe(false);
  });
});
