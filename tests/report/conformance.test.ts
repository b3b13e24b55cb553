import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { learningReport } from "#audits/reports/learning-report.ts";
import { renderPdf } from "#audits/reports/pdf/render.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { scoreSheetReport } from "#audits/rubric/score-sheet.ts";
import { packOf } from "./fixture-parts.ts";
import { awkwardReport, fullReport, oneCaseReport } from "./fixtures.ts";
import { sourceSans } from "./fonts.ts";
import { rendered } from "./rendered.ts";
import { type Check, validate, type Verdict } from "./verapdf/verapdf.ts";

const folder = mkdtempSync(join(tmpdir(), "reports-"));
let verdicts: Verdict[] = [];

/** Ways to break a good file that a validator must see. */
const breakages: Record<string, (file: PDFDocument) => void> = {
  "no mark that the file is tagged": (file) => file.catalog.delete(PDFName.of("MarkInfo")),
  "no language": (file) => file.catalog.delete(PDFName.of("Lang")),
  "no structure": (file) => file.catalog.delete(PDFName.of("StructTreeRoot")),
  "figures without words": (file) => {
    for (const element of elements(file, "Figure")) element.delete(PDFName.of("Alt"));
  },
  "heads of tables without a scope": (file) => {
    for (const element of elements(file, "TH")) element.delete(PDFName.of("A"));
  },
  "no metadata": (file) => file.catalog.delete(PDFName.of("Metadata")),
};

function elements(file: PDFDocument, type: string): PDFDict[] {
  const objects = file.context.enumerateIndirectObjects().map(([, object]) => object);
  return objects.filter(
    (object): object is PDFDict => object instanceof PDFDict && object.get(PDFName.of("S")) === PDFName.of(type),
  );
}

function put(name: string, bytes: Uint8Array): string {
  const file = join(folder, `${name.replaceAll(" ", "-")}.pdf`);
  writeFileSync(file, bytes);
  return file;
}

/** Beside the kinds of `kinds.test.ts`, each with everything that it may be full or empty of. */
const reports = {
  full: () => rendered(fullReport()),
  "large print": () => rendered(fullReport(), "large"),
  "awkward in large print": () => rendered(awkwardReport(12), "large"),
  ...Object.fromEntries(
    // The audit with the forum prints as the full audit does.
    SHIPPED_RUBRICS.filter(({ key }) => key !== "ehc-plan-forum").map(
      (rubric) => [`score sheet ${rubric.key}`, () => scoreSheet(rubric)] as const,
    ),
  ),
  "score sheet in large print": () => scoreSheet(SHIPPED_RUBRICS[0]!, "large"),
  "feedback pack": () => feedbackPack(),
  "feedback pack in large print": () => feedbackPack("large"),
};

const feedbackPack = (size: "standard" | "large" = "standard") =>
  renderPdf({ ...packOf(3), fonts: sourceSans, attachments: [], size });

/** A score sheet as it is printed: without attachment, every module. */
const scoreSheet = (rubric: RubricDocument, size: "standard" | "large" = "standard") =>
  renderPdf({
    ...scoreSheetReport(rubric, {
      modules: rubric.modules.map((m) => m.key),
      organisation: "Northshire SEND Partnership",
      date: "2026-11-02",
    }),
    fonts: sourceSans,
    attachments: [],
    size,
  });

/** What is printed without an attachment. */
const isSheet = (name: string) => name.startsWith("score sheet") || name.startsWith("feedback pack");

beforeAll(async () => {
  const checks: Check[] = [];
  for (const [name, render] of Object.entries(reports)) {
    const flavours: Check["flavours"] = isSheet(name) ? ["ua1", "2a"] : ["ua1", "3a"];
    checks.push({ file: put(name, (await render()).bytes), flavours });
  }
  const bare = await renderPdf({ ...learningReport(fullReport()), fonts: sourceSans, attachments: [] });
  checks.push({ file: put("without attachment", bare.bytes), flavours: ["ua1", "2a"] });
  const good = (await rendered(oneCaseReport())).bytes;
  for (const [name, damage] of Object.entries(breakages)) {
    const file = await PDFDocument.load(good, { updateMetadata: false });
    damage(file);
    checks.push({ file: put(name, await file.save({ addDefaultPage: false })), flavours: ["ua1"] });
  }
  verdicts = await validate(checks);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function verdictsOf(name: string): Verdict[] {
  return verdicts.filter((verdict) => verdict.file.endsWith(`/${name.replaceAll(" ", "-")}.pdf`));
}

describe("veraPDF finds no failure", () => {
  it.each([...Object.keys(reports), "without attachment"])("in the report: %s", (name) => {
    const found = verdictsOf(name);
    expect(found.map((verdict) => verdict.flavour).sort()).toEqual([
      name === "without attachment" || isSheet(name) ? "2a" : "3a",
      "ua1",
    ]);
    for (const verdict of found) {
      expect(verdict.failed, `${verdict.file} as ${verdict.flavour}`).toEqual([]);
      expect(verdict.checks).toBeGreaterThan(1000);
    }
  });
});

describe("veraPDF is awake: it fails a report with", () => {
  it.each(Object.keys(breakages))("%s", (name) => {
    const [verdict] = verdictsOf(name);
    expect(verdict?.failed.length).toBeGreaterThan(0);
  });
});

it("stops with a clear sentence where Java is missing", async () => {
  await expect(validate([{ file: "any.pdf", flavours: ["ua1"] }], "/nowhere")).rejects.toThrow(
    /Java is needed.*ensure-report-tools/,
  );
});

it("a file that is no PDF has no verdict and is an error", async () => {
  const file = put("words", new TextEncoder().encode("not a PDF"));
  await expect(validate([{ file, flavours: ["ua1"] }])).rejects.toThrow(/veraPDF did not run/);
});

it("the tables travel inside the PDF as CSV, related to it as data", async () => {
  const { bytes } = await rendered(fullReport());
  const file = await PDFDocument.load(bytes);
  const related = file.catalog.lookup(PDFName.of("AF"), PDFArray).lookup(0, PDFDict);
  expect(related.get(PDFName.of("AFRelationship"))).toBe(PDFName.of("Data"));
  expect(related.lookup(PDFName.of("UF"), PDFHexString).decodeText()).toBe("tables.csv");
  expect(file.getTitle()).toBe("Learning from plan audits: Autumn 2026");
});
