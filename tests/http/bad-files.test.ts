/**
 * Every page that takes a file is sent files that are broken, of another kind, or named to do harm. No answer is a fault of the
 * server; what is refused is refused in words on the page, and keeps nothing; what is taken has its event.
 */
import { Resvg } from "@resvg/resvg-js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rubricSheets } from "#audits/rubric/exchange/sheets.ts";
import { rubricJson } from "#audits/rubric/exchange/json.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { codebookCsv, codebookJson } from "#audits/themes/exchange.ts";
import { EVERYBODY } from "#db/demo/people.ts";
import { currentCodebook } from "#db/rubrics.ts";
import { workbookOf } from "~/server/workbook.server.ts";
import { brokenCsv, brokenJson, brokenXlsx, damaged } from "../corpus/files.ts";
import { NAUGHTY } from "../corpus/strings.ts";
import { watchChanges } from "./changes.ts";
import { demonstration } from "./demonstration.ts";
import { formsIn, type PageForm, plainly, shownOn } from "./forms.ts";
import { openSite, type Reply, type Site } from "./site.ts";

type Sent = { what: string; files: { field: string; name: string; bytes: Uint8Array }[] };
type Place = { page: string; as: string; corpus: () => Promise<Sent[]> };

let site: Site;
let changes: ReturnType<typeof watchChanges>;
const cookies = new Map<string, string>();
const [RUBRIC] = SHIPPED_RUBRICS;
if (!RUBRIC) throw new Error("No rubric ships");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const FLAT =
  "case_ref,legal_regime,plan_type,plan_date,birth_month,primary_need\nN-1,cfa_2014,new,03/02/2025,2015-05,ASD\n";

/** Names that mean something to a file system, a page or a program; a file has one beside its contents. */
const NAMES = [
  "../../../etc/passwd",
  "C:\\Windows\\win.ini",
  "NUL",
  `${"a".repeat(3000)}.csv`,
  "cases.csv\u0000.exe",
  "<script>alert(1)</script>.json",
  "=1+1.csv",
  "\u202Evsc.exe",
  "999 111 2229.csv",
  "logo.PNG",
  ".csv",
  ...NAUGHTY.filter((_, i) => i % 60 === 0),
];

const one = (field: string, name: string) => (broken: { what: string; bytes: Uint8Array }) => ({
  what: broken.what,
  files: [{ field, name, bytes: broken.bytes }],
});
const named = (field: string, bytes: Uint8Array): Sent[] =>
  NAMES.map((name) => ({ what: `named ${JSON.stringify(name.slice(0, 40))}`, files: [{ field, name, bytes }] }));
const often = (field: string, name: string, bytes: Uint8Array, times: number): Sent => ({
  what: `${times} times`,
  files: Array.from({ length: times }, () => ({ field, name, bytes })),
});
/** Another part of a long list for each page, so that together they are all tried. */
const some = <T>(list: readonly T[], every: number) => list.filter((_, i) => i % every === 0);

const PNG = new Uint8Array(
  new Resvg('<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><path d="M0 0h60v20H0z"/></svg>')
    .render()
    .asPng(),
);
const EXCHANGE = '{"format":"ehc-plan-quality-exchange/1","area":"Northshire","cycle":{},"grades":[]}';

const PLACES: Place[] = [
  {
    page: "/imports/new",
    as: "data",
    corpus: async () => [
      ...some(brokenCsv(FLAT), 4).map(one("files", "cases.csv")),
      ...some(named("files", bytesOf(FLAT)), 3),
      often("files", "cases.csv", bytesOf(FLAT), 9),
      ...[21, 40].map((times) => often("files", "cases.csv", bytesOf(FLAT), times)),
    ],
  },
  {
    page: "/rubrics/import",
    as: "lead",
    corpus: async () => [
      ...some(brokenJson(rubricJson(RUBRIC)), 4).map(one("files", "rubric.json")),
      ...some(brokenXlsx(await workbookOf(rubricSheets(RUBRIC))), 3).map(one("files", "rubric.xlsx")),
      ...named("files", bytesOf("{}")),
      often("files", "rubric.json", bytesOf("{}"), 30),
    ],
  },
  {
    page: "/codebooks/import",
    as: "lead",
    corpus: async () => {
      const { document } = await currentCodebook(site.store.db);
      return [
        ...some(brokenJson(codebookJson(document)), 4).map(one("file", "themes.json")),
        ...some(brokenCsv(String(codebookCsv(document))), 9).map(one("file", "themes.csv")),
        ...named("file", bytesOf("code,name\r\n")),
      ];
    },
  },
  {
    page: "/reports/compare",
    as: "lead",
    corpus: async () => [
      ...some(brokenJson(EXCHANGE), 2).map(one("own", "own.json")),
      ...some(brokenJson(EXCHANGE), 3).map(({ what, bytes }) => ({
        what: `both: ${what}`,
        files: ["own", "other"].map((field) => ({ field, name: "area.json", bytes })),
      })),
      ...named("other", bytesOf(EXCHANGE)),
    ],
  },
  {
    page: "/reports/verify",
    as: "lead",
    corpus: async () => [
      ...damaged(bytesOf("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")).map(
        one("file", "report.pdf"),
      ),
      ...named("file", bytesOf("%PDF-1.7")),
    ],
  },
  {
    page: "/settings/reports",
    as: "admin",
    corpus: async () => [...damaged(PNG).map(one("logo", "logo.png")), ...named("logo", PNG)],
  },
];

const PEOPLE: Record<string, string> = { lead: "Deborah Lane", data: "Sam Okafor", admin: "Nadia Rahman" };
const isPage = ({ headers }: Reply) => String(headers["content-type"]).startsWith("text/html");

beforeAll(async () => {
  site = await openSite(async () => {}, { area: demonstration });
  for (const [as, name] of Object.entries(PEOPLE)) {
    const person = EVERYBODY.find((each) => each.name === name);
    if (!person) throw new Error(`The demonstration has no ${name}`);
    cookies.set(as, await site.freshCookie(person.email, person.password));
  }
  changes = watchChanges(site.file);
}, 300_000);
afterAll(async () => {
  changes?.close();
  await site?.close();
});

async function uploadFormOf(page: string, as: string): Promise<PageForm> {
  const reply = await site.ask(page, { cookie: cookies.get(as) });
  const form = formsIn(reply.body, page).find(({ upload }) => upload);
  if (!form) throw new Error(`${page} takes no file`);
  return form;
}

async function send(form: PageForm, as: string, { files }: Sent, cut = 1): Promise<Reply> {
  const body = new FormData();
  for (const [key, value] of Object.entries(plainly(form))) body.set(key, String(value));
  for (const { field, name, bytes } of files) body.append(field, new File([bytes as Uint8Array<ArrayBuffer>], name));
  const encoded = new Response(body);
  const whole = new Uint8Array(await encoded.arrayBuffer());
  return site.ask(form.to, {
    cookie: cookies.get(as),
    body: whole.slice(0, Math.floor(whole.length * cut)),
    headers: { "Content-Type": encoded.headers.get("Content-Type") ?? "" },
  });
}

/** Tables that change with whatever is asked, and what the reader of an upload notes of it by itself. */
const NO_CONTENT = /^(sessions|attempts|anchors|form_keys|imports|leases|reports|trail_names)$/;

for (const { page, as, corpus } of PLACES)
  it(`${page} takes or refuses every file in words, whole or not at all`, { timeout: 600_000 }, async () => {
    const faults: string[] = [];
    const tally = { taken: 0, refused: 0 };
    let form = await uploadFormOf(page, as);
    const corpusOfPage = await corpus();
    expect(corpusOfPage.length).toBeGreaterThan(25);
    const last = corpusOfPage[0] as Sent;
    const all: (Sent & { cut?: number })[] = [
      ...corpusOfPage,
      { what: "no file", files: [] },
      ...[0.2, 0.5, 0.9, 0.999].map((cut) => ({ ...last, what: `a form cut at ${cut}`, cut })),
    ];
    for (const sent of all) {
      changes.taken();
      const reply = await send(form, as, sent, sent.cut);
      const found = changes.taken().filter(({ table }) => !NO_CONTENT.test(table));
      const content = found.filter(({ table }) => table !== "trail");
      const fault = (words: string) => faults.push(`${sent.what}: ${words}`);
      if (reply.status >= 500) fault(`answered ${reply.status}`);
      if (reply.status >= 400 && content.length) fault(`refused, and changed ${JSON.stringify(content)}`);
      if (content.length && !found.some(({ table }) => table === "trail") && !content.every(isStaged))
        fault(`changed ${JSON.stringify(content)} without an event`);
      if (reply.status >= 400 && (!isPage(reply) || shownOn(reply.body).join("").trim() === "")) fault("says nothing");
      if (reply.status === 400 && !/There is a problem|Go back|could not be read/.test(reply.body))
        fault("does not say what to do");
      tally[reply.status < 400 ? "taken" : "refused"]++;
      if (reply.status !== 302) continue;
      const to = String(reply.headers.location).replace(site.origin, "").replace(/#.*/, "");
      const next = await site.ask(to, { cookie: cookies.get(as) });
      if (next.status >= 400) fault(`leads to ${to}, which answers ${next.status}`);
      form = await uploadFormOf(page, as);
    }
    expect(faults).toEqual([]);
    expect(tally.refused).toBeGreaterThan(5);
  });

/** An upload that waits for somebody's yes is nobody's change yet, and drafts keep each of their steps themselves. */
const isStaged = ({ table }: { table: string }) =>
  /^(rubric_imports|codebook_drafts|codebook_draft_steps)$/.test(table);

it("leaves no import half read, and keeps a case of none", { timeout: 300_000 }, async () => {
  const { imports } = site.store.tables;
  const open = async () => (await site.store.db.select().from(imports)).filter(({ status }) => status === "reading");
  for (let tries = 0; (await open()).length && tries < 600; tries++) await new Promise((done) => setTimeout(done, 250));
  expect(await open()).toEqual([]);
  const rows = await site.store.db.select().from(imports);
  const sent = rows.filter(({ startedAt }) => Date.now() - startedAt.getTime() < 3_600_000);
  expect(sent.length).toBeGreaterThan(15);
  for (const { id, status, refusal } of sent) {
    const reply = await site.ask(`/imports/${id}`, { cookie: cookies.get("data") });
    expect([id, reply.status]).toEqual([id, 200]);
    expect(["preview", "refused"]).toContain(status);
    if (status === "refused") expect(refusal?.length).toBeGreaterThan(10);
  }
});
