import { createServer, type IncomingMessage, type RequestOptions, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import type { ServerBuild } from "@remix-run/node";
import { eq } from "drizzle-orm";
import { DrizzleQueryError } from "drizzle-orm/errors";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import { sampleOf } from "#db/cycles.ts";
import { replaceSampled } from "#db/sample-changes.ts";
import { cockpitOf, settledOf } from "#db/moderations.ts";
import { eventsAbout } from "#db/trail.ts";
import * as cases from "~/routes/cases.tsx";
import * as moderation from "~/routes/moderation.tsx";
import * as trail from "~/routes/trail.tsx";
import { store } from "~/server/database.server.ts";
import { createApp } from "~/server/serve.ts";
import { readSettings } from "~/server/settings.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
beforeEach(async () => {
  area = await testArea();
});
afterEach(() => area.close());

/** A page that answers with the name of the site as pages see it; what stands before the pages is the product's own. */
const BUILD = {
  entry: { module: {} },
  routes: {
    root: { id: "root", path: "", module: {} },
    name: {
      id: "name",
      parentId: "root",
      path: "name",
      module: { action: ({ request }: { request: Request }) => new Response(new URL(request.url).host) },
    },
    asker: {
      id: "asker",
      parentId: "root",
      path: "asker",
      module: { loader: ({ context }: { context: { from: string } }) => new Response(context.from) },
    },
  },
  assets: { routes: {} },
  future: {},
} as unknown as ServerBuild;

/** Asks the server as it is started with these settings. @returns the status and the body */
async function askServer(env: Record<string, string>, options: RequestOptions): Promise<[number | undefined, string]> {
  const server = createServer(await createApp(readSettings({ NODE_ENV: "test", ...env }), BUILD)).listen(0);
  const { port } = server.address() as AddressInfo;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      send({ ...options, port }, resolve)
        .on("error", reject)
        .end();
    });
    return [response.statusCode, (await response.setEncoding("utf8").toArray()).join("")];
  } finally {
    server.close();
  }
}

describe("who asks", () => {
  const behind = (proxies: string, chain: string) =>
    askServer({ TRUSTED_PROXIES: proxies }, { path: "/asker", headers: { "X-Forwarded-For": chain } });

  it("is what this machine's proxy says, and nobody else unless the area named it", async () => {
    expect(await behind("", "198.51.100.9")).toEqual([200, "198.51.100.9"]);
    // Whoever is not trusted is taken for the asker, whatever they say of others.
    expect(await behind("", "198.51.100.9, 10.2.0.7")).toEqual([200, "10.2.0.7"]);
    expect(await behind("10.2.0.7", "198.51.100.9, 10.2.0.7")).toEqual([200, "198.51.100.9"]);
    expect(await behind("192.0.2.1, 10.2.0.0/16", "203.0.113.5, 198.51.100.9, 10.2.9.9")).toEqual([
      200,
      "198.51.100.9",
    ]);
  });
});

/** Scores and submits everything of one plan: eve gives the first criterion a lower level than hal. */
async function planForPanel(): Promise<string> {
  const plan = (await area.auditsOf("eve"))[0]!.sampled.id;
  for (const who of ["eve", "hal"] as const) {
    const own = (await area.auditsOf(who)).find((a) => a.sampled.id === plan)!;
    const sheet = await ownSheet(area.store.db, own.audit.id, area.people[who].id);
    for (const [i, c] of (sheet?.asked ?? []).entries()) {
      const quotes = [{ section: "F", page: 3, words: "[Child] will have access to support." }];
      const given = { ...emptyAnswer(c.key), score: who === "eve" && i === 0 ? 1 : 2, quotes };
      await saveAnswer(area.store, area.people[who], own.audit.id, given, 0, new Date());
    }
    expect(await submitAudit(area.store, area.people[who], own.audit.id, new Date())).toEqual({ ok: true });
  }
  return plan;
}

const panel = (plan: string, form: Form, as: PersonKey = "chair") =>
  answer(async () => {
    const request = await area.request(`/cycles/${area.cycleId}/moderation/${plan}`, { as, form });
    const args = {
      request,
      params: { cycleId: area.cycleId, sampledId: plan },
      context: { from: "192.0.2.1" } as never,
    };
    return moderation.action(args) as Promise<unknown>;
  });

const queueOf = async (plan: string): Promise<string[]> => {
  const verdict = await cockpitOf(area.store.db, area.cycleId, plan);
  return verdict.ok ? verdict.cockpit.moderation.queue.map((q) => q.criterion.key) : [];
};
const moderationRow = async (plan: string) => {
  const { moderations } = area.store.tables;
  return (await area.store.db.select().from(moderations).where(eq(moderations.sampledCaseId, plan)))[0];
};
const settleAll = async (plan: string, present: string[] = []) => {
  for (const criterion of await queueOf(plan))
    expect((await panel(plan, { criterion, agreed: "2", reason: "Section F is clear", present })).status).toBe(302);
};

describe("a form that no page of ours sends", () => {
  it("cannot settle a level that the scale does not have", async () => {
    const plan = await planForPanel();
    const [criterion = ""] = await queueOf(plan);
    for (const agreed of ["99", "-1", "1.5"])
      expect((await panel(plan, { criterion, agreed, reason: "because" })).status, agreed).toBe(400);
    expect((await settledOf(area.store.db, plan)).size).toBe(0);
  });

  it("cannot settle words that identify the child, or a finding without end: the plan writer reads them", async () => {
    const plan = await planForPanel();
    const [criterion = ""] = await queueOf(plan);
    const tried = (words: Form) => panel(plan, { criterion, agreed: "2", reason: "Agreed", ...words });
    const long = "a".repeat(4001);
    const forms: Form[] = [{ finding: "Ring 01632 960001" }, { reason: "See a@b.example" }, { finding: long }];
    for (const words of forms) expect((await tried(words)).status).toBe(400);
    expect((await settledOf(area.store.db, plan)).size).toBe(0);
  });

  it("cannot put strangers on the panel", async () => {
    const plan = await planForPanel();
    await settleAll(plan, ["per_chair", "per_chair", "per_board", "<img src=x>"]);
    expect((await moderationRow(plan))?.present).toEqual(["per_chair"]);
    await panel(plan, { intent: "sign-off", present: ["per_chair", "per_eve", "per_admin"] });
    expect((await moderationRow(plan))?.present).toEqual(["per_chair", "per_eve"]);
  });

  it("leaves one event however often the grade is shown early, and none once the plan is signed off", async () => {
    const plan = await planForPanel();
    const shown = async () =>
      (await eventsAbout(area.store.db, "sampled_case", plan)).filter((e) => e.kind === "moderation.grade_shown");
    for (let i = 0; i < 2; i++) expect((await panel(plan, { intent: "show-grade" })).status).toBe(200);
    await settleAll(plan);
    expect((await panel(plan, { intent: "sign-off" })).status).toBe(302);
    expect((await panel(plan, { intent: "show-grade" })).status).toBe(200);
    expect(await shown()).toHaveLength(1);
  });

  it("cannot take a plan out of the sample once it is signed off", async () => {
    const plan = await planForPanel();
    const replace = () => replaceSampled(area.store, area.people.lead, area.cycleId, plan, "Moved away", new Date());
    await settleAll(plan);
    await panel(plan, { intent: "sign-off" });
    expect(await replace()).toMatchObject({ ok: false, sentence: expect.stringMatching(/signed off/) });
    const { cycles } = area.store.tables;
    await area.store.transaction((tx) => tx.update(cycles).set({ status: "closed" }));
    expect(await replace()).toMatchObject({ ok: false, sentence: expect.stringMatching(/signed off/) });
    expect((await sampleOf(area.store.db, area.cycleId)).map((s) => s.id)).toContain(plan);
  });
});

describe("an address that no page of ours links to", () => {
  it("gives the first page for a page number that is none", async () => {
    for (const page of ["1e308", "-1", "9007199254740993", "x", "1.5"]) {
      const args = async (path: string) =>
        ({ request: await area.request(`${path}?page=${page}`, { as: "lead" }), params: {}, context: {} }) as never;
      for (const [path, { loader }] of [["/cases", cases] as const, ["/trail", trail] as const]) {
        const given = await args(path);
        expect((await answer(() => loader(given) as Promise<unknown>)).data, `${path} ${page}`).toMatchObject({
          page: 1,
        });
      }
    }
  });

  it("is answered in words, never with the server's insides", async () => {
    for (const [path, host] of [["/%E0%A4%A", "localhost"] as const, ["/sign-in", "a b"] as const]) {
      const [status, body] = await askServer({}, { path, headers: { Host: host } });
      expect([status, body.includes("could not be read")], path).toEqual([400, true]);
      expect(body).not.toMatch(/node_modules|\.js|at new URL/);
    }
  });
});

describe("the site's own address", () => {
  const PUBLIC_URL = "https://audit.example.gov.uk";
  const sendFrom = (Origin: string) =>
    askServer(
      { PUBLIC_URL },
      { path: "/name", method: "POST", headers: { Host: "127.0.0.1:3000", Origin, "Content-Length": 0 } },
    );

  it("takes a form through a proxy that calls the server by another name", async () => {
    expect(await sendFrom(PUBLIC_URL)).toEqual([200, "audit.example.gov.uk"]);
  });

  it("refuses a form from the same name without encryption, from the proxy's name, and from nowhere", async () => {
    for (const origin of ["http://audit.example.gov.uk", "http://127.0.0.1:3000", "https://evil.example", "null"])
      expect((await sendFrom(origin))[0], origin).toBe(403);
  });
});

describe("what reaches the log", () => {
  it("names a failed query without the words that were to be kept", async () => {
    const words = "Only the form knows this";
    const failing = async () => {
      throw new DrizzleQueryError("insert into concerns", [words], new Error("connection lost"));
    };
    const error = await store()
      .transaction(failing)
      .catch((thrown: unknown) => thrown);
    expect(inspect(error)).toMatch(/connection lost, in the query: insert into concerns/);
    expect(inspect(error)).not.toContain(words);
  });
});
describe("two people at one criterion", () => {
  const settledAs = async (plan: string, criterion: string) => (await settledOf(area.store.db, plan)).get(criterion);

  it("the second is told what the first settled, and loses nothing of what they typed", async () => {
    const plan = await planForPanel();
    const [criterion = ""] = await queueOf(plan);
    const first = { criterion, agreed: "2", reason: "Section F is clear", basedOn: "0" };
    const second = { criterion, agreed: "1", reason: "Section F is vague", finding: "Say who does it", basedOn: "0" };
    expect((await panel(plan, first, "chair")).status).toBe(302);
    const told = await panel(plan, second, "lead");
    expect(told.status).toBe(409);
    const { errors, typed } = told.data as { errors: { sentence: string }[]; typed: Record<string, unknown> };
    expect(errors[0]?.sentence).toMatch(/^Somebody settled .* meanwhile: /);
    expect(typed).toMatchObject({ agreed: "1", reason: second.reason, finding: second.finding, basedOn: 1 });
    expect(await settledAs(plan, criterion)).toMatchObject({ agreed: 2, version: 1 });
    expect((await panel(plan, { ...second, basedOn: "1" }, "lead")).status).toBe(302);
    expect(await settledAs(plan, criterion)).toMatchObject({ agreed: 1, version: 2, settledBy: "per_lead" });
  });

  it("one who presses twice settles once", async () => {
    const plan = await planForPanel();
    const [criterion = ""] = await queueOf(plan);
    const form = { criterion, agreed: "2", reason: "Section F is clear", basedOn: "0" };
    const both = await Promise.all([panel(plan, form), panel(plan, form)]);
    expect(both.map(({ status }) => status)).toEqual([302, 302]);
    expect((await settledAs(plan, criterion))?.version).toBe(1);
  });
});
