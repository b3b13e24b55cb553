import { readdirSync } from "node:fs";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Action, may } from "#audits/people/permissions.ts";
import { actorOf } from "#db/people.ts";
import { counted } from "./counted.ts";
import { EVERY_ROUTE, isAction, routeIdOf, SECRET_IDS } from "./every-route.ts";
import { same } from "./same.ts";
import { type Ask, openSite, type Reply, type Site } from "./site.ts";
import { auditIdsOf, EVERYBODY, type Person, plansOf, plantWorld, THEN } from "./world.ts";

let site: Site;
const ids: {
  plans: string[];
  audits: Record<string, string[]>;
  rubric: string;
  report: string;
  concerns: Record<string, string>;
  criterion: string;
  /** Packs by who they were sent to, and the call that the chair makes. */
  packs: Record<string, string>;
  call: string;
} = { plans: [], audits: {}, rubric: "", report: "", concerns: {}, criterion: "", packs: {}, call: "" };
beforeAll(async () => {
  site = await openSite(plantWorld);
  const { db, tables } = site.store;
  // Nobody signs in without a role: these two had one when they did, and kept their cookies.
  const { memberships } = tables;
  const own = eq(memberships.personId, "per_ended");
  await site.store.transaction(async (tx) => {
    await tx.update(memberships).set({ endsAt: null }).where(own);
    const [role] = await tx.select().from(memberships).where(own);
    if (role) await tx.insert(memberships).values({ ...role, id: "mem_nobody", personId: "per_nobody" });
  });
  for (const who of ["ended", "nobody"]) await site.cookieOf(who);
  await site.store.transaction(async (tx) => {
    await tx.update(memberships).set({ endsAt: THEN }).where(own);
    await tx.delete(memberships).where(eq(memberships.id, "mem_nobody"));
  });
  ids.plans = (await plansOf(site.store)).map(({ id }) => id);
  for (const key of ["eve", "hal", "ivy"]) ids.audits[key] = await auditIdsOf(site.store, key);
  ids.rubric = (await db.select().from(tables.rubrics))[0]?.id ?? "";
  ids.criterion = (await db.select().from(tables.answers))[0]?.criterion ?? "";
  ids.report = (await db.select().from(tables.reports))[0]?.id ?? "";
  const to: Record<string, Person> = { plan_writer: "writer", health: "manager", social_care: "manager2" };
  for (const { id, receiver } of await db.select().from(tables.feedbackPacks)) ids.packs[to[receiver] ?? ""] = id;
  ids.call = (await db.select().from(tables.familyExperiences))[0]?.id ?? "";
  for (const { id, raisedBy } of await db.select().from(tables.concerns))
    ids.concerns[raisedBy.replace("per_", "")] = id;
});
afterAll(() => site.close());

type Who = Person | "signed out";
const WHO: Who[] = [...EVERYBODY, "signed out"];

/** Who may read which of the planted words: auditors their own, the panel what is in, writers and services what was found for them. */
function mayRead(who: Who, mark: string): boolean {
  if (mark === `leakzqconcern_${who}_` || (mark.startsWith("leakzqconcern") && who === "lead")) return true;
  if (mark.startsWith(`leakzq${who}`)) return true;
  const inPanel = /^leakzq(eve|hal|ivy)[01]|^leakzqpanel0|^leakzqreport/.test(mark);
  // Who audited a plan sits on its panel, and reads what is in until it is signed off.
  if (/^leakzq(eve|hal|ivy)1/.test(mark) && ["eve", "hal", "ivy"].includes(who)) return true;
  if (inPanel && (who === "lead" || who === "chair")) return true;
  // A pack holds findings and quotes of its plan: never a note, a reason, or another service's finding.
  const inPack = /^leakzq(eve|hal|ivy)0(quote|finding)$/.test(mark);
  if (who === "writer") return inPack || mark.startsWith("leakzqpanel0for_");
  if (who === "manager") return inPack || mark === "leakzqpanel0for_health_";
  if (who === "manager2") return inPack || mark === "leakzqpanel0for_social_care_";
  return false;
}
const marksIn = (body: string): string[] => [...new Set(body.match(/leakzq\w+/g) ?? [])];
const leaksTo = (who: Who, { body, headers }: Reply): string[] =>
  marksIn(body + JSON.stringify(headers)).filter((mark) => !mayRead(who, mark));

const NONE = {
  AUDIT: "aud_0000000000000000",
  PLAN: "smp_0000000000000000",
  REPORT: "rep_0000000000000000",
  CONCERN: "con_0000000000000000",
  PACK: "fbp_0000000000000000",
  CALL: "fam_0000000000000000",
};
const OTHERS: Record<string, string> = { eve: "hal", hal: "ivy", ivy: "eve" };

/** The ids that a person tries: their own, everybody else's, and one that there is none of. */
function addressesFor(path: string, who: Who): { path: string; own: boolean }[] {
  const fixed = path.replace("CYCLE", site.cycleId).replace("RUBRIC", ids.rubric).replace("CRITERION", ids.criterion);
  const fill = (kind: string, list: [string, boolean][]) =>
    list.map(([id, own]) => ({ path: fixed.replace(kind, id), own }));
  if (fixed.includes("AUDIT")) {
    const own = (ids.audits[who] ?? []).slice(0, 1).map((id): [string, boolean] => [id, true]);
    const others = (ids.audits[OTHERS[who] ?? "eve"] ?? []).map((id): [string, boolean] => [id, false]);
    return fill("AUDIT", [...own, ...others, [NONE.AUDIT, false]]);
  }
  if (fixed.includes("PLAN"))
    return fill("PLAN", [...ids.plans.map((id): [string, boolean] => [id, true]), [NONE.PLAN, false]]);
  if (fixed.includes("REPORT"))
    return fill("REPORT", [
      [ids.report, who === "lead" || who === "chair"],
      [NONE.REPORT, false],
    ]);
  if (fixed.includes("CONCERN")) {
    const mine = ids.concerns[who];
    const own = mine ? [[mine, true] as [string, boolean]] : [];
    return fill("CONCERN", [
      ...own,
      [ids.concerns[who === "eve" ? "hal" : "eve"] ?? "", who === "lead"],
      [NONE.CONCERN, false],
    ]);
  }
  if (fixed.includes("PACK"))
    return fill("PACK", [
      ...Object.entries(ids.packs).map(([reader, id]): [string, boolean] => [id, reader === who]),
      [NONE.PACK, false],
    ]);
  if (fixed.includes("CALL"))
    return fill("CALL", [
      [ids.call, who === "chair"],
      [NONE.CALL, false],
    ]);
  return [{ path: fixed, own: true }];
}

const ask = async (path: string, who: Who, how: Ask = {}): Promise<Reply> =>
  site.ask(path, { ...how, ...(who === "signed out" ? {} : { cookie: await site.cookieOf(who) }) });

/** The two ways in which a browser asks for a page: as a document, and for the data of one child alone. */
const waysIn = (file: string, path: string) => [
  path,
  `${path === "/" ? "/_root" : path}.data?_routes=${encodeURIComponent(routeIdOf(file))}`,
];

async function allowed(who: Who, action: Action): Promise<boolean> {
  const actor = who === "signed out" ? null : await actorOf(site.store.db, `per_${who}`, new Date());
  return actor !== null && may(actor, action).ok;
}
const hasAccount = async (who: Who) =>
  who !== "signed out" && (await actorOf(site.store.db, `per_${who}`, new Date())) !== null;

/** The door: shut with a way to sign in, shut with a sentence, for an inspector not there at all, or open. */
function doorOf({ status, headers, body }: Reply, who: Who): "sign in" | "refused" | "open" {
  if (status === 302 && String(headers.location).startsWith("/sign-in")) return "sign in";
  if (status === 202 && body.includes("/sign-in")) return "sign in";
  return status === 403 || (who === "inspector" && status === 404) ? "refused" : "open";
}

describe("every route", () => {
  const files = readdirSync("app/routes").filter((name) => /\.tsx?$/.test(name));

  it("is listed", () => {
    const missing = files.filter((file) => !(file in EVERY_ROUTE));
    expect(missing, "List these files in EVERY_ROUTE of tests/http/every-route.ts: address, permission, ids").toEqual(
      [],
    );
    expect(
      Object.keys(EVERY_ROUTE).filter((file) => !files.includes(file)),
      "These are gone: take them off EVERY_ROUTE",
    ).toEqual([]);
  });

  for (const [file, place] of Object.entries(EVERY_ROUTE)) {
    it(`${place.path} tells nobody what is not theirs, as a document and as data`, async () => {
      for (const who of WHO) {
        for (const { path, own } of addressesFor(place.path, who)) {
          for (const address of waysIn(file, path)) {
            const reply = await ask(address, who);
            const what = `${address} as ${who}: ${reply.status}`;
            expect(reply.status, what).toBeLessThan(500);
            expect(leaksTo(who, reply), what).toEqual([]);
            if (place.open === "nobody") expect(reply.status, what).toBe(address === path ? 405 : reply.status);
            if (!isAction(place.open)) continue;
            const door = !(await hasAccount(who)) ? "sign in" : (await allowed(who, place.open)) ? "open" : "refused";
            if (door !== "open") expect([what, doorOf(reply, who)]).toEqual([what, door]);
            else expect(doorOf(reply, who), what).not.toBe("sign in");
            if (door === "open" && !own) expect([202, 404], what).toContain(reply.status);
          }
        }
      }
    });

    const { send } = place;
    if (!isAction(send)) continue;
    it(`${place.path} takes a form from nobody who may not send it, and answers it without what is not theirs`, async () => {
      for (const who of WHO) {
        for (const { path, own } of addressesFor(place.path, who)) {
          for (const address of [path, `${path}.data`]) {
            const form = { intent: "none", criterion: ids.criterion, version: "1", auditorId: "per_eve" };
            const reply = await ask(address, who, { form });
            const what = `${address} as ${who}: ${reply.status}`;
            expect(reply.status, what).toBeLessThan(500);
            expect(leaksTo(who, reply), what).toEqual([]);
            const door = !(await hasAccount(who)) ? "sign in" : (await allowed(who, send)) ? "open" : "refused";
            if (door !== "open") expect([what, doorOf(reply, who)]).toEqual([what, door]);
            else if (!own) expect([what, reply.status]).toEqual([what, 404]);
          }
        }
      }
    });
  }

  it("shows everybody what is theirs: the words are there to be found", async () => {
    const seen = async (who: Who, path: string) => marksIn((await ask(path, who)).body);
    const own = ids.audits.eve?.[0] ?? "";
    expect(await seen("eve", `/audits/${own}/criteria/${ids.criterion}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^leakzqeve\dquote$/)]),
    );
    expect(await seen("chair", `/cycles/${site.cycleId}/moderation/${ids.plans[1]}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^leakzqhal1/), expect.stringMatching(/^leakzqivy1/)]),
    );
    expect(await seen("chair", `/cycles/${site.cycleId}/moderation/${ids.plans[2]}`)).toEqual([]);
    expect((await seen("writer", `/feedback/${ids.packs.writer}`)).length).toBeGreaterThan(1);
    expect(await seen("writer2", `/feedback/${ids.packs.writer}`)).toEqual([]);
    expect(await seen("manager", `/feedback/${ids.packs.manager}`)).toEqual(
      expect.arrayContaining(["leakzqpanel0for_health_"]),
    );
    expect(await seen("lead", `/urgent-concern/${ids.concerns.eve}`)).toEqual(["leakzqconcern_eve_"]);
    expect(await seen("hal", `/urgent-concern/${ids.concerns.hal}`)).toEqual(["leakzqconcern_hal_"]);
  });
});

describe("what is not yours", () => {
  for (const kind of SECRET_IDS) {
    const places = Object.entries(EVERY_ROUTE).filter(([, { path }]) => path.includes(kind));
    it(`answers as if it were not there, byte for byte and query for query: ${kind}`, async () => {
      expect(places.length).toBeGreaterThan(0);
      const others = { AUDIT: ids.audits.hal?.[0], CONCERN: ids.concerns.hal, REPORT: ids.report };
      const there = { ...others, PACK: ids.packs.writer, CALL: ids.call }[kind] ?? "";
      const who: Person = kind === "REPORT" ? "board" : kind === "PACK" ? "manager" : "eve";
      for (const [file, { path, send }] of places) {
        const at = (id: string) =>
          path.replace("CYCLE", site.cycleId).replace("CRITERION", ids.criterion).replace(kind, id);
        const ways = [
          ...waysIn(file, at("ID")).map((address) => ({ address, how: {} as Ask })),
          ...(send ? [{ address: at("ID"), how: { form: { intent: "none", criterion: ids.criterion } } as Ask }] : []),
        ];
        for (const { address, how } of ways) {
          await ask(address.replace("ID", NONE[kind]), who, how);
          const real = await counted(() => ask(address.replace("ID", there), who, how));
          const none = await counted(() => ask(address.replace("ID", NONE[kind]), who, how));
          expect([address, same(real.result, there)]).toEqual([address, same(none.result, NONE[kind])]);
          expect([address, real.asked]).toEqual([address, none.asked]);
        }
      }
    });
  }
});
