import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cycleFigures } from "#audits/results/figures.ts";
import { published } from "#audits/results/published.ts";
import { copyToFile } from "#db/copies.ts";
import { keepNameCheck, signReport } from "#db/report-review.ts";
import { filesOf, orderOf } from "#db/reports.ts";
import { moveReport, setOutline, startReport, writtenReport } from "#db/written-reports.ts";
import { area as running, runOn } from "~/server/database.server.ts";
import { makeReports } from "~/server/jobs.server.ts";
import { readSettings } from "~/server/settings.ts";
import { reviewOf } from "~/server/written-report.server.ts";
import * as releasePage from "../../app/routes/report-release.tsx";
import * as verifyPage from "../../app/routes/report-verify.tsx";
import { certificateIn } from "../report/certificate.ts";
import { scored, smallCycle, times } from "../unit/results/small-cycle.ts";
import { answer, type TestArea, testArea } from "./area.ts";

/** A report that an area with its own certificate issues: its file, and what becomes of it in other hands. */

const FIGURES = cycleFigures(
  smallCycle([...times(14, scored(2, 2, 2, 2)), ...times(9, scored(1, 1, 1, 1))]),
  [],
  "2026-11-22",
);
const folder = mkdtempSync(join(tmpdir(), "signing-"));
const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
let area: TestArea;
let reportId: string;
/** The file of the issued report, and the same report printed before it was issued. */
let issued: { id: string; bytes: Uint8Array };
let draft: Uint8Array;

beforeAll(async () => {
  area = await testArea();
  const { path, password } = certificateIn(folder);
  const env = { REPORT_SIGNING_FILE: path, REPORT_SIGNING_PASSWORD: password };
  // Work in a process of its own reads its settings from the environment, as the server's does.
  Object.assign(process.env, env);
  runOn({ ...running(), settings: readSettings({ NODE_ENV: "test", DATA_DIR: folder, ...env }) });
  const { store, people } = area;
  const { lead } = people;
  const { beside: _beside, ...data } = published(FIGURES);
  const start = { kind: "board" as const, data, audience: "", rubric: null, partners: ["org_council"] };
  const cycle = { id: area.cycleId, title: "Autumn" };
  reportId = await startReport(store, lead, cycle, start, new Date());
  const now = async () => (await writtenReport(store.db, reportId, "internal"))!;
  await setOutline(store, lead, reportId, { chapters: ["headlines"], audience: "", basedOn: 1 }, new Date());
  const check = { wordsHash: (await reviewOf(await now())).hash, names: 0, found: [] };
  await keepNameCheck(store, lead, await now(), check, new Date());
  await release({ intent: "pdf", size: "standard" });
  await moveReport(store, lead, await now(), "review", ["org_council"], new Date());
  const { content } = await reviewOf(await now());
  const sign = { organisationId: "org_council", signedBy: "N. Barrett", signedOn: "2026-11-23", seen: content };
  await signReport(store, lead, await now(), sign, new Date());
  expect((await release({ intent: "issue" })).location).toContain("done=issued");
  await makeReports();
  const files = await filesOf(store.db, reportId, "all");
  const bytesOf = async (is: boolean) => {
    const { id } = files.find((file) => file.draft === is && file.size === "standard")!;
    return { id, bytes: (await orderOf(store.db, id))!.bytes };
  };
  issued = await bytesOf(false);
  draft = (await bytesOf(true)).bytes;
}, 120_000);
afterAll(async () => {
  delete process.env.REPORT_SIGNING_FILE;
  delete process.env.REPORT_SIGNING_PASSWORD;
  await area.close();
  rmSync(folder, { recursive: true });
});

const release = async (form: Record<string, string>) =>
  answer(async () =>
    releasePage.action({
      request: await area.request("/x", { as: "lead", form }),
      params: { writtenId: reportId },
      context,
    } as never),
  );

const put = (bytes: Uint8Array) => {
  const file = join(folder, "held.pdf");
  writeFileSync(file, bytes);
  return file;
};

/** Another program's file: one letter of it was changed. */
const tampered = () => {
  const bytes = issued.bytes.slice();
  bytes[3000] = (bytes[3000] ?? 0) ^ 1;
  return bytes;
};
const foreign = () => new TextEncoder().encode("%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF");

/** What whoever holds a file is told of it, on the page and by the command. */
async function told(bytes: Uint8Array) {
  const form = new FormData();
  form.set("file", new File([Buffer.from(bytes)], "held.pdf", { type: "application/pdf" }));
  const headers = { Cookie: await area.cookieOf("board"), Origin: "http://localhost:3000" };
  const request = new Request("http://localhost:3000/reports/verify", { method: "POST", body: form, headers });
  const page = await answer(async () => verifyPage.action({ request, params: {}, context } as never));
  const data = mkdtempSync(join(folder, "data-"));
  await copyToFile(area.store, join(data, "audit.sqlite"));
  const command = await new Promise<{ code: number; said: string }>((resolve) => {
    const env = { ...process.env, DATA_DIR: data, DATABASE_URL: "" };
    execFile(process.execPath, ["scripts/report-verify.ts", put(bytes)], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? 99 : 0, said: `${stdout}${stderr}` }),
    );
  });
  return { page: page.data.verified!, command };
}

it("is signed with the certificate: every program that checks signatures says so", () => {
  const said = (bytes: Uint8Array) => execFileSync("pdfsig", ["-nocert", put(bytes)], { encoding: "utf8" });
  expect(said(issued.bytes)).toMatch(/Signature is Valid/);
  expect(said(issued.bytes)).toMatch(/Total document signed/);
  expect(said(tampered())).not.toMatch(/Signature is Valid/);
  expect(Buffer.from(draft).includes("ETSI.CAdES")).toBe(false);
});

it("is genuine, on the page and by the command, and the trail names it", async () => {
  const { page, command } = await told(issued.bytes);
  expect(page.verdict).toBe("genuine");
  expect(page.facts.map(({ term }) => term)).toEqual(expect.arrayContaining(["Issued", "Signed", "Trail"]));
  expect(command.said).toContain("This is the report as it was issued, unchanged to the last byte.");
  expect(command.said).toMatch(/Trail: \d+ events, chain unbroken/);
  expect(command.code).toBe(0);
});

it.each([
  ["a file in which one byte was changed", tampered],
  ["the file without its signature", () => issued.bytes.slice(0, issued.bytes.length - 4000)],
  ["a file of somebody else", foreign],
])("is told from %s", async (_name, bytes) => {
  const { page, command } = await told(bytes());
  expect(page).toMatchObject({ verdict: "unknown", facts: [{ term: "Fingerprint of the file (SHA-256)" }] });
  expect(command).toMatchObject({
    code: 1,
    said: expect.stringContaining("This file was not made here, or it was changed"),
  });
});

it("is told from the draft that was printed before it", async () => {
  const { page, command } = await told(draft);
  expect([page.verdict, command.code]).toEqual(["draft", 1]);
});

it("is made again byte for byte up to its signature, and stays what it was when it is withdrawn", async () => {
  expect((await release({ intent: "remake", file: issued.id })).location).toContain("done=same");
  await release({ intent: "withdraw", reason: "A table had a wrong heading" });
  const { page, command } = await told(issued.bytes);
  expect([page.verdict, command.code]).toEqual(["withdrawn", 1]);
});
