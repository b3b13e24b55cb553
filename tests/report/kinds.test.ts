import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exchangeOf, exchangeText } from "#audits/exchange/file.ts";
import { reportOf } from "#audits/reports/edition.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { KIND_LABELS, REPORT_KINDS, type ReportKind, SERVICE_OF } from "#audits/reports/outline.ts";
import type { Attachment } from "#audits/reports/pdf/core/document.ts";
import { renderPdf } from "#audits/reports/pdf/render.ts";
import { tablesAttachment } from "#audits/reports/tables-csv.ts";
import { signPdf } from "../../app/server/sign-pdf.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { certificateIn } from "./certificate.ts";
import { logo, packOf } from "./fixture-parts.ts";
import {
  awkwardReport,
  fullReport,
  hiddenReport,
  noCaseReport,
  oneCaseReport,
  serviceData,
  share,
} from "./fixtures.ts";
import { sourceSans } from "./fonts.ts";
import { readPdf } from "./read-pdf.ts";
import { type Check, validate, type Verdict } from "./verapdf/verapdf.ts";

const folder = mkdtempSync(join(tmpdir(), "kinds-"));
let verdicts: Verdict[] = [];

/** What people wrote, families said and earlier actions came to, beside figures that are given. */
function written(data: LearningReportData): LearningReportData {
  const entry = {
    said: "We cannot see how often therapy happens.",
    asked: "We asked for hours and frequency.",
    did: "The service changed its template.",
    difference: "",
  };
  return {
    ...data,
    view: "published",
    headline: "Plans speak for the child; too many do not say how much help a child gets.",
    asked: [entry, { ...entry, said: "x".repeat(300), difference: "Fewer questions come back." }],
    recommendations: [
      { title: "Say hours", text: "The commonest gap.", owner: "Head of SEND", due: "January 2027", measure: "EP2" },
    ],
    contributions: { domains: ["Health and social care input"], themes: [], agencies: ["Health", "Social care"] },
    families: {
      asked: 60,
      answered: 24,
      how: "Families were asked by telephone in November.",
      rows: [{ question: "The plan describes my child", share: share(17, 24) }],
      quotes: [{ text: "It is my child on every page.", lang: null, section: null, page: null }],
    },
    previousActions: [
      {
        name: "A-01",
        title: "Train writers",
        owner: "Head of SEND",
        standing: "Done",
        found: "It worked. EP2 good or better: 11 of 38 before and 22 of 40 after.",
        here: true,
      },
      { name: "A-02", title: "New template", owner: "Care board", standing: "In progress", found: null, here: false },
    ],
    trail: { events: 4312, hash: "a".repeat(64) },
  };
}

const attachments = (kind: ReportKind, data: LearningReportData): Attachment[] => {
  const { blocks } = reportOf({ kind, data });
  const tables = blocks.some((block) => block.kind === "table") ? [tablesAttachment(blocks)] : [];
  if (kind !== "evidence") return tables;
  const bytes = new TextEncoder().encode(exchangeText(exchangeOf(data, null)));
  const file = {
    name: "exchange.json",
    mime: "application/json",
    description: "Figures",
    relationship: "Supplement" as const,
  };
  return [...tables, { ...file, bytes }];
};

const made = (kind: ReportKind, data: LearningReportData, size: "standard" | "large" = "standard") =>
  renderPdf({ ...reportOf({ kind, data }), fonts: sourceSans, attachments: attachments(kind, data), size });

/** What a report may be full of, or empty of. Every kind has to bear each of it. */
const CONTENTS = {
  full: () => written(fullReport()),
  // 200 rows, a quote of 2,000 words, Welsh, Polish, Greek, Arabic, signs without letters.
  awkward: () => awkward(written(awkwardReport(200))),
  "one case": () => written(oneCaseReport()),
  "no case": () => ({ ...noCaseReport(), view: "published" as const }),
  hidden: () => written(hiddenReport()),
};
type Content = keyof typeof CONTENTS;

/** Words that people wrote in letters of many kinds, in every place where they can write. */
function awkward(data: LearningReportData): LearningReportData {
  const odd = "Ŵyr a’r ŷd · Żółw źródło · Θέλω να μιλάω · مرحبا · 🚂👩‍👩‍👧 · W".concat("i".repeat(90));
  return {
    ...data,
    headline: odd,
    commentary: [{ chapter: "headlines", paragraphs: [odd, odd] }],
    asked: [{ said: odd, asked: odd, did: odd, difference: odd }],
    recommendations: [{ title: odd, text: odd, owner: odd, due: odd, measure: odd }],
    easyWords: { found: [odd], good: [odd], better: [odd], next: [odd], contact: [odd] },
    reopened: [{ on: "2026-12-01", until: null }],
    logo,
  };
}

const dataOf = (kind: ReportKind, content: Content): LearningReportData => {
  const data = CONTENTS[content]();
  const service = SERVICE_OF[kind];
  if (!service) return data;
  const empty = { name: AGENCY_LABELS[service], dates: null, steps: [], criteria: [] };
  return {
    ...data,
    service: content === "no case" ? empty : serviceData(AGENCY_LABELS[service], content === "hidden"),
  };
};

type Made = { bytes: Uint8Array; attached: boolean };

const print = async (kind: ReportKind, data: LearningReportData, size: "standard" | "large" = "standard") => ({
  bytes: (await made(kind, data, size)).bytes,
  attached: attachments(kind, data).length > 0,
});

const FILES: Record<string, () => Promise<Made>> = {
  ...Object.fromEntries(
    REPORT_KINDS.flatMap((kind) =>
      (Object.keys(CONTENTS) as Content[]).map((content) => [
        `${kind} ${content}`,
        () => print(kind, dataOf(kind, content), kind === "easy_read" ? "large" : "standard"),
      ]),
    ),
  ),
  ...Object.fromEntries(
    (["public", "service_health", "evidence"] as const).map((kind) => [
      `${kind} in large print`,
      () => print(kind, dataOf(kind, "full"), "large"),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({ "200 lines": 200, "one line": 1, "no line": 0 }).map(([name, lines]) => [
      `feedback pack of ${name}`,
      async () => ({
        bytes: (await renderPdf({ ...packOf(lines), fonts: sourceSans, attachments: [] })).bytes,
        attached: false,
      }),
    ]),
  ),
  signed: async () => ({
    bytes: await signPdf(
      (await made("board", written(fullReport()))).bytes,
      certificateIn(folder),
      new Date("2026-12-08T10:00:00Z"),
    ),
    attached: false,
  }),
};
const bytesOf = new Map<string, Uint8Array>();

beforeAll(async () => {
  const checks: Check[] = [];
  for (const [name, render] of Object.entries(FILES)) {
    const { bytes, attached } = await render();
    bytesOf.set(name, bytes);
    const file = join(folder, `${name.replaceAll(" ", "-")}.pdf`);
    writeFileSync(file, bytes);
    checks.push({ file, flavours: ["ua1", attached ? "3a" : "2a"] });
  }
  verdicts = await validate(checks);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("veraPDF finds no failure in", () => {
  it.each(Object.keys(FILES))("%s", (name) => {
    const own = verdicts.filter(({ file }) => file.endsWith(`/${name.replaceAll(" ", "-")}.pdf`));
    expect(own).toHaveLength(2);
    for (const verdict of own) expect(verdict.failed, `${verdict.file} as ${verdict.flavour}`).toEqual([]);
  });
});

describe("a footnote", () => {
  it("has a name of its own, and its mark and its number lead to each other", async () => {
    const file = await PDFDocument.load(bytesOf.get("learning full") as Uint8Array);
    const dicts = file.context
      .enumerateIndirectObjects()
      .flatMap(([, object]) => (object instanceof PDFDict ? [object] : []));
    const notes = dicts.filter((one) => one.get(PDFName.of("S")) === PDFName.of("Note"));
    const ids = notes.map((one) => one.lookup(PDFName.of("ID"), PDFHexString).decodeText());
    expect(notes.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = dicts
      .filter((one) => one.get(PDFName.of("Subtype")) === PDFName.of("Link") && one.has(PDFName.of("Dest")))
      .map((one) => one.lookup(PDFName.of("Dest"), PDFHexString).decodeText());
    for (const id of ids) {
      expect(targets).toContain(id);
      expect(targets).toContain(id.replace("note-", "note-mark-"));
    }
  });
});

it("a table with merged cells says what each cell stands under", async () => {
  const file = await PDFDocument.load(bytesOf.get("service_health full") as Uint8Array);
  const elements = file.context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFDict && object.has(PDFName.of("S")) ? [object] : []));
  const attribute = (one: PDFDict, name: string) => one.lookupMaybe(PDFName.of("A"), PDFDict)?.get(PDFName.of(name));
  const spanning = elements.filter((one) => attribute(one, "RowSpan") !== undefined);
  expect(spanning.map((one) => String(attribute(one, "RowSpan")))).toEqual(["3"]);
  const named = elements.flatMap((one) => (one.has(PDFName.of("ID")) ? [String(one.get(PDFName.of("ID")))] : []));
  const pointed = elements.flatMap((one) => {
    const heads = attribute(one, "Headers");
    return heads instanceof PDFArray ? heads.asArray().map(String) : [];
  });
  expect(pointed.length).toBeGreaterThan(10);
  for (const id of pointed) expect(named).toContain(id);
});

it("a table that is too wide upright lies across, and its page is the only one that does", async () => {
  const file = await PDFDocument.load(bytesOf.get("learning full") as Uint8Array);
  const across = file.getPages().filter((page) => page.getWidth() > page.getHeight());
  expect(across).toHaveLength(1);
});

it("a board page is one side of A4, however much there is to ask", async () => {
  const [item] = written(fullReport()).recommendations ?? [];
  const asks = Array.from({ length: 12 }, (_, i) => ({
    ...item!,
    title: `${i + 1}. ${"Say hours in every line of it ".repeat(3)}`,
  }));
  const full = written(fullReport());
  const long = {
    ...full,
    recommendations: asks,
    commentary: [{ chapter: "headlines" as const, paragraphs: ["A sentence of it. ".repeat(40)] }],
  };
  const pages = async (data: LearningReportData) => (await made("board", data)).pages;
  expect([await pages(full), await pages(long)]).toEqual([1, 1]);
});

it("an easy-read paper says a picture in words before the sentences beside it", async () => {
  const lines = (await readPdf(bytesOf.get("easy_read full") as Uint8Array)).flatMap((page) =>
    page.lines.map((line) => line.trim()),
  );
  const at = lines.findIndex((line) => /^Figure.*A plan: a sheet of paper/.test(line));
  expect(at).toBeGreaterThan(0);
  expect(lines[at + 1]).toMatch(/P: Some children and young people have an EHC plan/);
});

it.each(["board", "easy_read"] as const)("a %s says the same bytes each time", async (kind) => {
  const again = (await made(kind, written(fullReport()), kind === "easy_read" ? "large" : "standard")).bytes;
  expect(Buffer.from(again).equals(Buffer.from(bytesOf.get(`${kind} full`) as Uint8Array)), KIND_LABELS[kind]).toBe(
    true,
  );
});

it("a signature holds for the whole file, which begins with the file as it was before", () => {
  const [signed, before] = [bytesOf.get("signed"), bytesOf.get("board full")] as [Uint8Array, Uint8Array];
  expect(Buffer.from(signed.subarray(0, before.length)).equals(Buffer.from(before))).toBe(true);
  const said = (bytes: Uint8Array) => {
    const file = join(folder, "check.pdf");
    writeFileSync(file, bytes);
    return execFileSync("pdfsig", ["-nocert", file], { encoding: "utf8" });
  };
  expect(said(signed)).toMatch(/Signature is Valid/);
  expect(said(signed)).toMatch(/Total document signed/);
  const changed = signed.slice();
  changed[2000] = (changed[2000] ?? 0) ^ 1;
  expect(said(changed)).not.toMatch(/Signature is Valid/);
});
