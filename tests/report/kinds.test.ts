import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exchangeOf, exchangeText } from "#audits/exchange/file.ts";
import { reportOf } from "#audits/reports/edition.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { KIND_LABELS, REPORT_KINDS, type ReportKind } from "#audits/reports/outline.ts";
import type { Attachment } from "#audits/reports/pdf/core/document.ts";
import { renderPdf } from "#audits/reports/pdf/render.ts";
import { tablesAttachment } from "#audits/reports/tables-csv.ts";
import { signPdf } from "../../app/server/sign-pdf.ts";
import { awkwardReport, fullReport, share } from "./fixtures.ts";
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

/** A certificate of nobody, as an area would have its own. */
function certificate() {
  const [key, cert, p12] = ["key.pem", "cert.pem", "signing.p12"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const run = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  run(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    key,
    "-out",
    cert,
    "-days",
    "3650",
    "-subj",
    "/CN=Northshire Council",
  );
  run("pkcs12", "-export", "-inkey", key, "-in", cert, "-out", p12, "-passout", "pass:secret");
  return { path: p12, password: "secret" };
}

const FILES: Record<string, () => Promise<Uint8Array>> = {
  ...Object.fromEntries(
    REPORT_KINDS.map((kind) => [kind, async () => (await made(kind, written(fullReport()))).bytes]),
  ),
  ...Object.fromEntries(
    (["board", "easy_read"] as const).map((kind) => [
      `${kind} awkward`,
      async () => (await made(kind, written(awkwardReport(3)), kind === "easy_read" ? "large" : "standard")).bytes,
    ]),
  ),
  signed: async () =>
    signPdf((await made("board", written(fullReport()))).bytes, certificate(), new Date("2026-12-08T10:00:00Z")),
};
const bytesOf = new Map<string, Uint8Array>();

beforeAll(async () => {
  const checks: Check[] = [];
  for (const [name, render] of Object.entries(FILES)) {
    const bytes = await render();
    bytesOf.set(name, bytes);
    const file = join(folder, `${name.replaceAll(" ", "-")}.pdf`);
    writeFileSync(file, bytes);
    const attached = name.startsWith("learning") || name.startsWith("public") || name.startsWith("evidence");
    checks.push({ file, flavours: ["ua1", attached ? "3a" : "2a"] });
  }
  verdicts = await validate(checks);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("veraPDF finds no failure in", () => {
  it.each(Object.keys(FILES))("%s", (name) => {
    const own = verdicts.filter(({ file }) => file.endsWith(`/${name.replaceAll(" ", "-")}.pdf`));
    expect(own).toHaveLength(2);
    for (const verdict of own) expect(verdict.failed, `${verdict.file} as ${verdict.flavour}`).toEqual([]);
  });
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
  const lines = (await readPdf(bytesOf.get("easy_read") as Uint8Array)).flatMap((page) =>
    page.lines.map((line) => line.trim()),
  );
  const at = lines.findIndex((line) => /^Figure.*A plan: a sheet of paper/.test(line));
  expect(at).toBeGreaterThan(0);
  expect(lines[at + 1]).toMatch(/P: Some children and young people have an EHC plan/);
});

it.each(["board", "easy_read"] as const)("a %s says the same bytes each time", async (kind) => {
  const again = (await made(kind, written(fullReport()))).bytes;
  expect(Buffer.from(again).equals(Buffer.from(bytesOf.get(kind) as Uint8Array)), KIND_LABELS[kind]).toBe(true);
});

it("a signature holds for the whole file, which begins with the file as it was before", () => {
  const [signed, before] = [bytesOf.get("signed"), bytesOf.get("board")] as [Uint8Array, Uint8Array];
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
