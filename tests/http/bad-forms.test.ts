/**
 * Every form of the product, found by walking its pages on the demonstration area as each person, is sent with what forms
 * should never hold. No answer is a fault of the server, nothing is half written or changed without its event, what is
 * refused comes back as typed, and what is kept shows as typed.
 *
 * BAD_INPUT_ROUNDS=200 npx vitest run --project http tests/http/bad-forms.test.ts tries more; BAD_INPUT_SEED repeats a run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rubricJson } from "#audits/rubric/exchange/json.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { DEMO_PEOPLE, demoActor, EVERYBODY } from "#db/demo/people.ts";
import { askFamily } from "#db/family.ts";
import { may } from "#audits/people/permissions.ts";
import { invitePerson } from "#db/invitations.ts";
import { makeResetLink } from "#db/passwords.ts";
import type { Store } from "#db/store.ts";
import { long, NAUGHTY } from "../corpus/strings.ts";
import type { Form } from "../routes/area.ts";
import { type Change, watchChanges } from "./changes.ts";
import { demonstration } from "./demonstration.ts";
import { EVERY_ROUTE } from "./every-route.ts";
import { everyForm, type Field, formsIn, kindOf, type PageForm, patternOf, plainly, shownOn } from "./forms.ts";
import { openSite, type Reply, type Site } from "./site.ts";

const ROUNDS = Number(process.env.BAD_INPUT_ROUNDS || 2);
const SEED = Number(process.env.BAD_INPUT_SEED || 20_261_122);

let site: Site;
let changes: ReturnType<typeof watchChanges>;
const folder = mkdtempSync(join(tmpdir(), "ehc-bad-"));
const kept = join(folder, "kept.sqlite");
const forms: { as: string; form: PageForm }[] = [];
const cookies = new Map<string, string>();
const secrets = { invitation: "", reset: "", family: "" };

const STRANGER = "nobody";
const PEOPLE = EVERYBODY.filter(({ name }) => DEMO_PEOPLE.some((one) => one.name === name));
const idOf = (name: string) => PEOPLE.find((one) => one.name === name)!.id;
const [LEAD, DATA, AUDITOR, ADMIN] = ["Deborah Lane", "Sam Okafor", "Tom Hargreaves", "Nadia Rahman"].map(idOf) as [
  string,
  string,
  string,
  string,
];

/** Links that work once, which no page shows, and a call to a family. */
async function plantLinks(store: Store): Promise<void> {
  const [admin, lead] = [demoActor(ADMIN), demoActor(LEAD)];
  const role = { organisationId: "org_demo_council", role: "auditor", agency: "education" };
  const given = { name: "Ada Byrne", email: "ada.byrne@northshire.example", memberships: [role] };
  const made = await invitePerson(store, admin, given as never, new Date());
  if (!made.ok) throw new Error(made.sentence);
  secrets.invitation = made.secret;
  secrets.reset = await makeResetLink(store, admin, demoActor(AUDITOR), new Date());
  let calls = 0;
  for (const { id, cycleId } of await store.db.select().from(store.tables.sampledCases)) {
    if (secrets.family && calls) break;
    const asked = await askFamily(
      store,
      lead,
      cycleId,
      id,
      secrets.family ? { callerId: LEAD } : { link: true },
      new Date(),
    );
    if (asked.ok && !secrets.family) secrets.family = asked.secret ?? "";
    else if (asked.ok) calls++;
  }
}

async function signEverybodyIn(): Promise<void> {
  for (const { id, email, password } of PEOPLE) cookies.set(id, await site.freshCookie(email, password));
}

const get = (as: string, path: string) => site.ask(path, { cookie: cookies.get(as) });
const post = (as: string, path: string, form: Form) => site.ask(path, { cookie: cookies.get(as), form });
const pathOf = (location: string) => location.replace(site.origin, "").replace(/#.*/, "");
const isPage = ({ headers }: Reply) => String(headers["content-type"]).startsWith("text/html");

/** Sends the first form of a page that goes there, as it stands and with what is given. @returns where it leads */
async function begin(as: string, page: string, given: Form = {}, to = page): Promise<string> {
  const form = formsIn((await get(as, page)).body, page).find((one) => one.to.split("?")[0] === to.split("?")[0]);
  if (!form) throw new Error(`${page} has no form that goes to ${to}`);
  const reply = await post(as, form.to, { ...plainly(form), ...given });
  if (reply.status !== 302) throw new Error(`${page} answered ${reply.status}: ${reply.body.slice(0, 2000)}`);
  return String(reply.headers.location);
}

/** Sends a form with a file, as it stands. @returns where it leads */
async function beginWithFile(as: string, page: string, field: string, name: string, text: string): Promise<string> {
  const form = formsIn((await get(as, page)).body, page).find((one) => one.upload);
  if (!form) throw new Error(`${page} takes no file`);
  const body = new FormData();
  for (const [key, value] of Object.entries(plainly(form))) body.set(key, String(value));
  body.set(field, new File([text], name));
  const encoded = new Response(body);
  const headers = { "Content-Type": encoded.headers.get("Content-Type") ?? "" };
  const bytes = new Uint8Array(await encoded.arrayBuffer());
  const reply = await site.ask(form.to, { cookie: cookies.get(as), body: bytes, headers });
  if (reply.status !== 302) throw new Error(`${page} answered ${reply.status}: ${reply.body.slice(0, 2000)}`);
  return String(reply.headers.location);
}

const FLAT =
  "case_ref,legal_regime,plan_type,plan_date,birth_month,primary_need\nN-1,cfa_2014,new,03/02/2025,2015-05,ASD\n";

/** What stands on no page of the demonstration because nobody has begun it. @returns where the walk begins as well */
async function beginMore(): Promise<string[]> {
  const codebook = await begin(LEAD, "/codebooks");
  const rubric = await begin(LEAD, "/rubrics/new", { how: "copy" });
  const uploaded = await beginWithFile(
    LEAD,
    "/rubrics/import",
    "files",
    "rubric.json",
    rubricJson(SHIPPED_RUBRICS[0]!),
  );
  const cases = await beginWithFile(DATA, "/imports/new", "files", "cases.csv", FLAT);
  for (let tries = 0; (await get(DATA, cases)).body.includes("being read") && tries < 200; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const cycles = await site.store.db.select().from(site.store.tables.cycles);
  const parts = ["", "/sample", "/audits", "/reopen", "/bridging", "/report", "/family"];
  const audits = cycles.filter(({ kind }) => kind === "audit");
  return [
    codebook,
    rubric,
    uploaded,
    cases,
    ...audits.flatMap(({ id }) => parts.map((part) => `/cycles/${id}${part}`)),
  ];
}

beforeAll(async () => {
  site = await openSite(plantLinks, { area: demonstration });
  await signEverybodyIn();
  const more = await beginMore();
  const open = async (as: string, path: string) => {
    let reply = await get(as, path);
    for (let on = 0; reply.status === 302 && on < 3; on++)
      reply = await get(as, pathOf(String(reply.headers.location)));
    expect([as, path, reply.status < 500]).toEqual([as, path, true]);
    return reply.status === 200 && isPage(reply) ? reply.body : null;
  };
  const strangers = [
    "/sign-in",
    "/forgot-password",
    `/invitation/${secrets.invitation}`,
    `/reset/${secrets.reset}`,
    `/family/${secrets.family}`,
  ];
  const people = [
    { as: STRANGER, from: strangers },
    ...PEOPLE.map(({ id }) => ({ as: id as string, from: id === LEAD ? ["/", ...more] : ["/"] })),
  ];
  for (const one of (await everyForm(people, open)).values()) forms.push(one);
  changes = watchChanges(site.file);
  await changes.keep(kept);
}, 600_000);
afterAll(async () => {
  changes?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});
/** Addresses that take what a page's script sends while somebody works. */
const ALONE: [RegExp, (to: string) => string][] = [
  [/^\/audits\/\w+\/criteria\/\w+$/, (to) => to.replace(/criteria\/\w+$/, "save")],
  [
    /^\/rubrics\/drafts\/\w+\/edit\/[\w/-]+$/,
    (to) => to.replace(/edit\/(\w+)\/?([\w-]*)$/, (_, kind, ref) => `save?kind=${kind}&ref=${ref}`),
  ],
];

const BLIND = ["intent", "words", "reason", "code", "email", "title", "version", "basedOn", "criterion", "formKey"];

/** What the walk did not find, because nothing of its kind is there or its page has no form: sent without having seen one. */
function unseen(): { as: string; form: PageForm }[] {
  const reached = new Set(forms.map(({ form }) => patternOf(form.to)));
  const fields = BLIND.map((name): Field => ({ name, kind: "text", value: "", options: [] }));
  const [one] = forms.filter(({ form }) => form.to.startsWith("/audits/"));
  return Object.values(EVERY_ROUTE).flatMap(({ path, send }) => {
    const to = path
      .replace("CYCLE", site.cycleId)
      .replace("AUDIT", /\/audits\/(\w+)/.exec(one?.form.to ?? "")?.[1] ?? "aud_none")
      .replace("CRITERION", "VC1");
    if (!send || reached.has(patternOf(to.replaceAll(/\bnone\b/g, "non_e"))) || to === "/sign-out") return [];
    const who =
      send === "everyone" ? [STRANGER] : PEOPLE.filter(({ id }) => may(demoActor(id), send).ok).map((p) => p.id);
    return who.slice(0, 1).map((as) => ({ as, form: { page: to, to, upload: false, fields, button: {} } }));
  });
}

const WAYS = [
  "one marked",
  "one bare",
  "all marked",
  "all bare",
  "missing",
  "twice",
  "choice",
  "hidden",
  "long",
  "empty",
  "strange",
  "bytes",
] as const;
type Way = (typeof WAYS)[number];
type Plan = { way: Way; text: string; other: string; at: number; bytes: Uint8Array };

const plans = fc.record({
  text: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...NAUGHTY) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  ),
  other: fc.constantFrom(...NAUGHTY),
  at: fc.nat(),
  bytes: fc.uint8Array({ maxLength: 400 }),
});

/** Between these a text is known again wherever it shows. */
const [BEFORE, AFTER] = ["Zq7", "7Qz"];
const marked = (text: string) => BEFORE + text + AFTER;
/** As it arrives and is kept: browsers make whole characters of halves, and one kind of line break; no text holds a zero byte. */
const arrived = (text: string) => text.toWellFormed().replaceAll(/\r\n?/g, "\n").replaceAll("\u0000", "");

/** What is sent of a form: the body, its type, and the texts by their fields. */
function sendingOf(form: PageForm, { way, text, other, at, bytes }: Plan) {
  const sent = plainly(form);
  const texts = form.fields.filter(({ kind }) => kind === "text").map(({ name }) => name);
  const any = form.fields.map(({ name }) => name);
  const of = (names: string[]) => names[at % Math.max(1, names.length)];
  const pick = (name: string | undefined, value: string | string[]) => {
    if (name !== undefined) sent[name] = value;
  };
  const named = (kind: Field["kind"]) => form.fields.filter((one) => one.kind === kind).map(({ name }) => name);
  if (way === "one marked") pick(of(texts), marked(text));
  if (way === "one bare") pick(of(texts), text);
  if (way === "all marked" || way === "all bare")
    for (const [i, name] of texts.entries())
      sent[name] = way === "all marked" ? marked(i % 2 ? other : text) : i % 2 ? other : text;
  if (way === "missing") delete sent[of(any) ?? ""];
  if (way === "twice") pick(of(any), [text, other, String(sent[of(any) ?? ""] ?? "")]);
  if (way === "choice") pick(of(named("choice")), text);
  if (way === "hidden") pick(of(named("hidden")), text);
  if (way === "long") pick(of(texts), marked(long(at % 3 ? 100_000 : 500_000)));
  if (way === "empty") for (const name of texts) sent[name] = "";
  if (way === "strange")
    sent[["__proto__", "x[50000000]", "a.b.c.d.e.f.g.h.i", text, "constructor", ""][at % 6] ?? ""] = other;
  const encoded = new URLSearchParams(
    Object.entries(sent).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  ).toString();
  const types = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain",
  ];
  if (way === "bytes") return { sent, body: bytes, type: types[at % types.length] ?? "" };
  return { sent, body: encoded, type: types[0] ?? "" };
}

/** Counts of tries, marks of sessions and the trail itself may change with anything that is asked. */
const NO_CONTENT = [
  "sessions",
  "attempts",
  "trail",
  "trail_names",
  "anchors",
  "form_keys",
  "tickets",
  "rubric_draft_visits",
];
/** Written again by the process that makes or reads them, whatever is asked meanwhile. */
const BACKGROUND = ["reports", "imports"];
/** Work in progress that keeps each of its steps itself, in place of the trail; and uploads that wait for a decision. */
const OWN_HISTORY = ["codebook_draft_steps", "rubric_draft_steps", "report_words", "rubric_imports"];
/** What is typed on a score sheet is kept also where the page then says what is still missing, and where an auditor stopped. */
const SAVED_ANYWAY = /^\/audits\/[^/]+\/criteria\//;
/** A date shows as many characters as a date has; a code is never shown again; what belongs to a choice goes with it. */
const NOT_SHOWN_AGAIN = /-(day|month|year)$|^code$|^username$|^reason\.|^value-/;
const contentOf = (found: Change[]) => found.filter(({ table }) => ![...NO_CONTENT, ...BACKGROUND].includes(table));
const events = (found: Change[]) =>
  found.some(({ table, verb }) => (table === "trail" && verb === "insert") || OWN_HISTORY.includes(table));

/** Each text between the marks, wherever a page shows one whole. */
const markedOn = (html: string) =>
  shownOn(html).flatMap((text) =>
    text
      .split(BEFORE)
      .slice(1)
      .flatMap((rest) => (rest.includes(AFTER) ? [rest.split(AFTER)[0] ?? ""] : [])),
  );

/** @returns what is wrong with the answer, in words */
function faultsOf(form: PageForm, plan: Plan, sent: Form, reply: Reply, found: Change[]): string[] {
  const faults: string[] = [];
  const content = contentOf(found);
  if (reply.status >= 500) faults.push(`answered ${reply.status}`);
  if (reply.status >= 400 && content.length && !SAVED_ANYWAY.test(form.to))
    faults.push(`refused with ${reply.status}, and changed ${JSON.stringify(content)}`);
  const place = SAVED_ANYWAY.test(form.to) && content.every(({ table }) => table === "audits");
  if (content.length && !place && !events(found)) faults.push(`changed ${JSON.stringify(content)} without an event`);
  if (reply.status !== 400 || !isPage(reply) || ["twice", "bytes", "hidden"].includes(plan.way)) return faults;
  const again = formsIn(reply.body, form.to).find((one) => kindOf(one) === kindOf(form));
  // A button that takes a quote away takes its fields away.
  const taken = /^remove-(\w+)-\d+$/.exec(String(sent.intent ?? ""))?.[1];
  for (const { name, kind, value } of again?.fields ?? []) {
    if (taken && name.startsWith(taken)) continue;
    const typed = sent[name];
    if (kind !== "text" || typeof typed !== "string" || NOT_SHOWN_AGAIN.test(name)) continue;
    if (value.trim() !== arrived(typed).trim())
      faults.push(
        `${name} came back as ${JSON.stringify(value.slice(0, 80))} and not as ${JSON.stringify(arrived(typed).slice(0, 80))}`,
      );
  }
  return faults;
}

describe("what no form should hold", () => {
  it("is taken or refused in words by every form, whole or not at all", { timeout: 3_600_000 }, async () => {
    const alone = forms.flatMap(({ as, form }) =>
      ALONE.flatMap(([page, to]) => (page.test(form.to) ? [{ as, form: { ...form, to: to(form.to) } }] : [])),
    );
    const all = [...forms, ...alone, ...unseen()];
    const faults: string[] = [];
    const tally = { sent: 0, kept: 0, refused: 0, shown: 0, gone: 0 };
    let signedIn = Date.now();
    for (const [n, { as, form }] of all.entries()) {
      await changes.putBack(kept);
      if (Date.now() - signedIn > 8 * 60_000) {
        await signEverybodyIn();
        await changes.keep(kept);
        signedIn = Date.now();
      }
      let now = form;
      const texts = new Set([long(100_000), long(500_000)].map(arrived));
      for (const [i, of] of fc.sample(plans, { numRuns: ROUNDS, seed: SEED + n }).entries()) {
        const plan: Plan = { ...of, way: WAYS[(n + i * 5) % WAYS.length] ?? "one bare" };
        const { sent, body, type } = sendingOf(now, plan);
        for (const text of [plan.text, plan.other]) texts.add(arrived(text));
        changes.taken();
        const reply = await site.ask(form.to, { cookie: cookies.get(as), body, headers: { "Content-Type": type } });
        const found = changes.taken();
        const told = faultsOf(now, plan, sent, reply, found);
        tally.sent++;
        const taken = reply.status < 400;
        tally[taken ? "kept" : "refused"]++;
        const to = reply.status === 302 ? pathOf(String(reply.headers.location)) : null;
        const pages = [
          reply,
          ...(to ? [await get(as, to)] : []),
          ...(contentOf(found).length ? [await get(as, form.page)] : []),
        ];
        for (const page of pages) {
          if (page.status >= 500) told.push(`a page answered ${page.status} afterwards`);
          if (!isPage(page)) continue;
          for (const shown of markedOn(page.body)) {
            tally.shown++;
            if (![...texts].some((text) => text === shown || text.trim() === shown.trim()))
              told.push(`shown as ${JSON.stringify(shown.slice(0, 80))}`);
          }
        }
        for (const fault of new Set(told))
          faults.push(
            `${form.to} as ${as}, ${plan.way}, ${JSON.stringify(form.button)}, seed ${SEED}, text ${JSON.stringify(plan.text.slice(0, 60))}: ${fault}`,
          );
        if (!contentOf(found).length) continue;
        // What changed may have changed the form: it is opened anew, and begun again where it is gone.
        const same = formsIn(pages.at(-1)?.body ?? "", form.page).find((one) => kindOf(one) === kindOf(form));
        if (same) now = { ...same, to: form.to };
        else {
          tally.gone++;
          await changes.putBack(kept);
          now = form;
        }
      }
    }
    expect(faults).toEqual([]);
    expect(tally.kept).toBeGreaterThan(tally.sent / 20);
    expect(tally.shown).toBeGreaterThan(all.length / 4);
  });

  it("is sent to every address that takes a form", () => {
    const reached = new Set([...forms, ...unseen()].map(({ form }) => patternOf(form.to)));
    expect(forms.length).toBeGreaterThan(120);
    expect(unseen().length).toBeLessThan(25);
    expect(reached.size).toBeGreaterThan(80);
  });
});
