/**
 * A small area on a real database for tests of pages: people of every role, six cases, and a cycle in scoring whose plans
 * have two auditors each. Loaders and actions run on it as they do in the server, with a signed-in request.
 */
import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Actor } from "#audits/people/permissions.ts";
import { defaultSetting } from "#audits/settings.ts";
import type { Agency, Role } from "#audits/vocabulary.ts";
import { samePlaces, assignAll } from "#db/assignments.ts";
import { ownAudits } from "#db/audits.ts";
import { cycleOf, drawSample, moveCycle, openCycle } from "#db/cycles.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { actorOf } from "#db/people.ts";
import { changeSetting } from "#db/settings.ts";
import { currentCodebook, publishedRubrics } from "#db/rubrics.ts";
import { defineSchema } from "#db/schema.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import type { Store } from "#db/store.ts";
import { runOn } from "~/server/database.server.ts";
import { newFormKey } from "~/server/form.server.ts";
import { signIn } from "~/server/sign-in.server.ts";
import { readSettings } from "~/server/settings.ts";

const AT = new Date("2026-11-02T09:00:00Z");
export const PASSWORD = "a long enough password";

const ROLES_HERE = {
  lead: ["Deborah Lane", "quality_lead", null],
  chair: ["Chris Vale", "panel_chair", null],
  eve: ["Eve Marsh", "auditor", "education"],
  hal: ["Hal Brook", "auditor", "health"],
  writer: ["Wendy Shaw", "plan_writer", null],
  manager: ["Mona Reid", "service_manager", "health"],
  board: ["Bo Hill", "board_member", null],
  data: ["Dana Ford", "data_officer", null],
  inspector: ["Ines Crow", "inspector", null],
  admin: ["Adam Rook", "administrator", null],
} as const satisfies Record<string, readonly [string, Role, Agency | null]>;
export type PersonKey = keyof typeof ROLES_HERE;

/** A form as a browser sends it; a list gives a field more than once. */
export type Form = Record<string, string | string[]>;
export type TestArea = Awaited<ReturnType<typeof testArea>>;

/** A fresh copy of the area, open for the routes until `close`. */
export async function testArea() {
  const { contents, cycleId } = await areaContents();
  const store: Store = await openDatabase(defineSchema, { file: ":memory:", contents });
  const folder = mkdtempSync(join(tmpdir(), "ehc-routes-"));
  runOn({
    store,
    keys: { pseudonymKey: "1".repeat(64), sessionSecret: "2".repeat(64) },
    settings: readSettings({ NODE_ENV: "test", DATA_DIR: folder }),
  });
  const people = {} as Record<PersonKey, Actor>;
  for (const key of Object.keys(ROLES_HERE) as PersonKey[])
    people[key] = (await actorOf(store.db, `per_${key}`, AT)) as Actor;

  const cookies = new Map<PersonKey, Promise<string>>();
  const cookieOf = (person: PersonKey): Promise<string> => {
    const known = cookies.get(person) ?? cookiesFor({ email: people[person].email, password: PASSWORD });
    cookies.set(person, known);
    return known;
  };
  return {
    store,
    people,
    cycleId,
    cookieOf,
    /** A request as the browser of this person sends it; with `form`, the form of a page. */
    async request(path: string, by: { as?: PersonKey; form?: Form } = {}): Promise<Request> {
      const headers = new Headers({ Origin: "http://localhost:3000" });
      if (by.as) headers.set("Cookie", await cookieOf(by.as));
      const body = by.form && new URLSearchParams(pairs({ formKey: newFormKey(), ...by.form }));
      return new Request(`http://localhost:3000${path}`, { method: body ? "POST" : "GET", headers, body });
    },
    /** The audits of one person, in the order of their home page. */
    auditsOf: (person: PersonKey) => ownAudits(store.db, people[person].id),
    /** Closes the area, in which no event may have kept the name of a person as text: it could never be taken out again. */
    close: async () => {
      const named = await namesKeptAsText(store);
      await store.close();
      rmSync(folder, { recursive: true });
      if (named.length) throw new Error(`Name these people in eventOn(…, people): ${named.join("; ")}`);
    },
  };
}

/** The area as the bytes of a SQLite file, for a server that opens a file of its own. */
export const areaContents = (): Promise<{ contents: Uint8Array; cycleId: string }> => {
  template ??= makeTemplate();
  return template;
};

async function namesKeptAsText(store: Store): Promise<string[]> {
  const { people, trail, invitations } = store.tables;
  const known = [...(await store.db.select().from(people)), ...(await store.db.select().from(invitations))];
  const events = await store.db.select().from(trail);
  return events.flatMap((event) =>
    known
      .filter(({ name }) => name.includes(" ") && `${event.actorName} ${event.sentence}`.includes(name))
      .map(({ name }) => `${name} in “${event.sentence}”`),
  );
}

let template: Promise<{ contents: Uint8Array; cycleId: string }> | undefined;

/** Sets the area up once; every test works on a copy of its bytes. */
async function makeTemplate(): Promise<{ contents: Uint8Array; cycleId: string }> {
  const folder = mkdtempSync(join(tmpdir(), "ehc-routes-"));
  try {
    const file = join(folder, "audit.sqlite");
    await migrateDatabase({ file, guards: GUARDS, now: AT });
    const store: Store = await openDatabase(defineSchema, { file });
    const cycleId = await fillArea(store);
    await store.close();
    return { contents: readFileSync(file), cycleId };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Sets the area up in an empty, migrated database. @returns the id of its cycle */
export async function fillArea(store: Store): Promise<string> {
  const contact = { name: "Sam Reed", role: "designated safeguarding lead", telephone: "01632 960001" };
  await setUpArea(
    store,
    {
      name: "Testshire local area",
      partners: "Testshire Council and Testshire Integrated Care Board",
      concernContacts: [contact],
      demonstration: false,
    },
    [{ id: "org_council", name: "Testshire Council", agency: "education" }],
    AT,
  );
  for (const [key, [name, role, agency]] of Object.entries(ROLES_HERE)) {
    const memberships = [{ organisationId: "org_council", role, agency }];
    const person = { id: `per_${key}`, name, email: `${key}@testshire.example`, password: PASSWORD, memberships };
    await addPerson(store, { id: null, name: "Set-up" }, person, AT);
  }
  // One step is enough for tests of other things.
  const signInSetting = { ...defaultSetting("sign_in"), secondFactorFor: [] };
  await changeSetting(store, { id: null, name: "Set-up" }, "sign_in", signInSetting, 0, AT);
  await addCases(store);
  const lead = (await actorOf(store.db, "per_lead", AT)) as Actor;
  return cycleInScoring(store, lead, ["per_eve", "per_hal"]);
}

/** What a loader or an action gives to its page, or what it answered instead: a redirect or a refusal. */
type Answered<T> = { status: number; location: string | null; data: DataOf<T> };
type DataOf<T> = T extends Response ? never : T extends { type: string; data: infer D; init: unknown } ? D : T;

/** Runs a loader or an action as Remix does: what it throws is an answer too. */
export async function answer<T>(run: () => Promise<T>): Promise<Answered<T>> {
  const result: unknown = await run().catch((thrown: unknown) => {
    if (thrown instanceof Response || isDataAnswer(thrown)) return thrown;
    throw thrown;
  });
  const status = (init: ResponseInit | null) => init?.status ?? 200;
  if (result instanceof Response) {
    const data = result.headers.get("Content-Type")?.includes("json") ? await result.json() : null;
    return { status: result.status, location: result.headers.get("Location"), data: data as never };
  }
  if (isDataAnswer(result)) return { status: status(result.init), location: null, data: result.data as never };
  return { status: 200, location: null, data: result as never };
}

const isDataAnswer = (value: unknown): value is { type: string; data: unknown; init: ResponseInit | null } =>
  typeof value === "object" && value !== null && "type" in value && value.type === "DataWithResponseInit";

const pairs = (form: Form): [string, string][] =>
  Object.entries(form).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, one]),
  );

/** The cookies that an answer sets, as the browser sends them back. */
export const cookiesIn = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

/** Signs in, and gives the cookies of the session. */
export async function cookiesFor({ email, password }: { email: string; password: string }): Promise<string> {
  const outcome = await signIn(new Request("http://localhost:3000/sign-in"), email, password);
  if (outcome.kind !== "in") throw new Error(`${email} could not sign in`);
  return cookiesIn(outcome.headers);
}

async function addCases(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.insert(tx.tables.imports).values({ id: "imp_1", status: "kept", files: [], startedAt: AT });
    await tx.insert(tx.tables.cases).values(
      [3, 4, 5, 8, 9, 10].map((yearGroup, i) => ({
        id: `cas_${i}`,
        pseudonym: String(i).padStart(32, "0"),
        reference: `C-000${i + 1}`,
        legalRegime: "cfa_2014",
        planType: "existing" as const,
        planDate: "2026-06-12",
        birthMonth: `${2026 - yearGroup - 5}-03`,
        phase: yearGroup < 7 ? ("primary" as const) : ("secondary" as const),
        yearGroup,
        primaryNeed: "ASD" as const,
        secondaryNeeds: [],
        settingType: "mainstream" as const,
        personalBudget: false,
        lookedAfter: false,
        cinCp: false,
        active: true,
        firstImportId: "imp_1",
        lastImportId: "imp_1",
        version: 1,
      })),
    );
  });
}

/** Three plans of the six, in the short form, each given to both auditors, and scoring open. */
async function cycleInScoring(store: Store, lead: Actor, auditorIds: string[]): Promise<string> {
  const rubric = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-full");
  if (!rubric) throw new Error("No rubric ships");
  const input = {
    title: "Autumn 2026 routine audit",
    question: "Is provision in section F clear enough to deliver?",
    rubricId: rubric.id,
    codebookId: (await currentCodebook(store.db)).id,
    shortForm: true,
    modules: ["plan"],
    limitsMode: "applied" as const,
    periodFrom: "2026-01-01",
    periodTo: "2026-10-31",
    scoringOpens: "2026-11-02",
    scoringDue: "2026-11-27",
    moderationOn: "2026-12-02",
  };
  const id = await openCycle(store, lead, input, AT, "testshire-autumn");
  const design = { ...PLAIN_DESIGN, size: 3, stratifyBy: "phase" as const, minimum: 1 };
  const steps = [
    await drawSample(store, lead, id, design, "", AT),
    await assigned(store, lead, id, auditorIds),
    await moveCycle(store, lead, id, "scoring", AT),
  ];
  const refused = steps.find((step) => !step.ok);
  if (refused && !refused.ok) throw new Error(refused.sentence);
  return id;
}

async function assigned(store: Store, lead: Actor, cycleId: string, auditorIds: string[]) {
  const cycle = await cycleOf(store.db, cycleId);
  if (!cycle) throw new Error("The cycle is missing");
  const { unassigned } = await assignAll(store, lead, cycle, samePlaces(auditorIds, 2), AT);
  return unassigned.length ? { ok: false as const, sentence: "A plan has no auditor" } : { ok: true as const };
}
