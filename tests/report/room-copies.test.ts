import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderPdf } from "#audits/reports/pdf/render.ts";
import { ENTRIES, TRAILS } from "#audits/room/checklist.ts";
import { contentOf, type EntryContent, entryReport, fingerprintOf } from "#audits/room/content.ts";
import { type CopyMark, copyWords } from "#audits/room/copies.ts";
import { DEMO_ROOM } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { contentsOf } from "#db/rooms.ts";
import { defineSchema } from "#db/schema.ts";
import { sourceSans } from "./fonts.ts";
import { readPdf } from "./read-pdf.ts";
import { validate, type Verdict } from "./verapdf/verapdf.ts";

const folder = mkdtempSync(join(tmpdir(), "room-copies-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mark: CopyMark = {
  number: 3,
  person: "David Renshaw",
  role: "inspector, Ofsted",
  room: "Area SEND inspection, practice run",
  at: new Date("2026-11-22T14:02:00Z"),
};
/** A name and a room that no edge of a page can hold, in letters of many kinds. */
const longMark: CopyMark = {
  ...mark,
  person: "Małgorzata Żółć-Gruffŷdd ab Owain",
  role: `inspector, ${"Arolygiaeth Ei Fawrhydi dros Addysg مرحبا ".repeat(4)}`,
  room: "Area SEND inspection ".repeat(6),
};

/** A copy for paper, as the room gives it. */
const copy = (content: EntryContent, of: CopyMark) =>
  renderPdf({
    ...entryReport(content, {
      room: of.room,
      version: 1,
      fingerprint: fingerprintOf(content),
      addedOn: "21 November 2026",
      organisation: "Northshire",
      partners: "NHS Northshire",
      date: "2026-11-22",
      watermark: copyWords(of),
    }),
    fonts: sourceSans,
    attachments: [],
  });

const own = "Cawsom gŵyn: “źródło”. Θέλω να μιλάω. مرحبا 🚂\n\n- The board meets.\n- The forum is asked.";
const made: Record<string, EntryContent> = {
  "own-words": contentOf("framework", null, own),
  nothing: contentOf("results", { ok: false, nothing: "No cycle is closed yet." }, ""),
};
const copies = new Map<string, Uint8Array>();
let verdicts: Verdict[] = [];

beforeAll(async () => {
  const file = join(folder, "room.sqlite");
  await migrateDatabase({ file, guards: GUARDS, now: mark.at });
  const store = await openDatabase(defineSchema, { file });
  const pseudonymOf = (identity: string) => Buffer.from(identity).toString("hex").slice(0, 32);
  await loadDemonstration(store, { pseudonymOf, progress: () => {} });
  for (const { key, content } of await contentsOf(store.db, DEMO_ROOM)) if (content) made[key] = content;
  await store.close();
  for (const [name, content] of Object.entries(made)) copies.set(name, (await copy(content, mark)).bytes);
  copies.set("long-mark", (await copy(made.results as EntryContent, longMark)).bytes);
  const checks = [...copies].map(([name, bytes]) => {
    const file = join(folder, `${name}.pdf`);
    writeFileSync(file, bytes);
    return { file, flavours: ["ua1", "2a"] as ("ua1" | "2a")[] };
  });
  verdicts = await validate(checks);
}, 600_000);

const NAMES = [...ENTRIES.map(({ key }) => key), "own-words", "nothing", "long-mark"];

describe("veraPDF finds no failure in the copy of an inspection room's entry", () => {
  it.each(NAMES)("%s", (name) => {
    const found = verdicts.filter(({ file }) => file.endsWith(`/${name}.pdf`));
    expect(found.map(({ flavour }) => flavour).sort()).toEqual(["2a", "ua1"]);
    for (const { failed, checks, flavour } of found) {
      expect(failed, `${name} as ${flavour}`).toEqual([]);
      expect(checks).toBeGreaterThan(200);
    }
  });

  it("for everything that a room shows, trails and all", () => {
    expect(ENTRIES.filter(({ source }) => source === "trail")).toHaveLength(TRAILS);
    expect([...copies.keys()].sort()).toEqual(NAMES.toSorted());
  });
});

it("whose copy it is stands on each page, and is not read out", async () => {
  const bytes = copies.get("trail-1") as Uint8Array;
  const pages = await readPdf(bytes);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flatMap(({ untagged }) => untagged)).toEqual([]);
  expect(pages.flatMap(({ lines }) => lines).join("\n")).not.toContain("David Renshaw");
  const task = getDocument({ data: bytes.slice(), verbosity: 0 });
  const document = await task.promise;
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    const text = items.map((item) => ("str" in item ? item.str : "")).join("");
    expect(text, `page ${number}`).toContain(copyWords(mark));
  }
  await task.destroy();
});
