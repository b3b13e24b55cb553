import type { ServerBuild } from "@remix-run/node";
import { DrizzleQueryError } from "drizzle-orm/errors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logOf, openSite, type Reply, type Site } from "./site.ts";

/** What must never stand in a log: typed, sent as a header or an address, uploaded, or in the words of an error. */
const SECRET = "Zebedee-Quixote-7319";

/** What stands behind the doors is broken on purpose: the doors and the log are the product's own. */
const broken = { how: "" };
function breakable(build: ServerBuild): ServerBuild {
  const routes = { ...build.routes };
  const change = (id: string, part: Record<string, unknown>) => {
    const route = routes[id];
    if (!route) throw new Error(`The build has no ${id}`);
    routes[id] = { ...route, module: { ...route.module, ...part } } as typeof route;
  };
  const fail = () => {
    const quoted = { words: SECRET };
    if (broken.how === "database")
      throw new DrizzleQueryError("insert into concerns values (?)", [SECRET], new Error(`constraint on ${SECRET}`));
    if (broken.how === "parsing") JSON.parse(`{"a": ${SECRET}}`);
    if (broken.how === "text") throw SECRET;
    if (broken.how === "caused")
      throw new TypeError(`no “${SECRET}” in '${SECRET}'`, { cause: new Error(`${SECRET}\n at ${SECRET} (x:1:1)`) });
    throw Object.assign(new Error(`Could not keep ${quoted.words}`), { name: `Error`, detail: SECRET });
  };
  const page = routes["routes/help"]?.module.default as () => unknown;
  change("routes/privacy", { loader: async () => fail(), action: async () => fail() });
  change("routes/help", {
    default: () => {
      if (broken.how === "drawing") throw new Error(`Could not draw ${SECRET}`);
      return page();
    },
  });
  return { ...build, routes };
}

let site: Site;
beforeAll(async () => {
  process.env.LOG_LEVEL = "info";
  site = await openSite(undefined, { change: breakable });
});
afterAll(() => site.close());

const lines = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const lineOf = (text: string, reply: Reply) =>
  lines(text).find((line) => line.id === reply.headers["x-request-id"] && line.msg === "request");

describe("a line of the log", () => {
  it("says which address by its pattern, who by id, what was answered and how long it took, and no more", async () => {
    const cookie = await site.cookieOf("lead");
    let reply: Reply | undefined;
    const text = await logOf(async () => {
      reply = await site.ask(`/cycles/${site.cycleId}/results?view=${SECRET}`, { cookie });
    });
    expect(reply?.status).toBe(200);
    const line = lineOf(text, reply as Reply);
    expect(line).toMatchObject({ method: "GET", route: "/cycles/:cycleId/results", status: 200, person: "per_lead" });
    expect(Object.keys(line ?? {}).sort()).toEqual([
      "id",
      "level",
      "method",
      "ms",
      "msg",
      "person",
      "route",
      "status",
      "time",
    ]);
    expect(text).not.toContain(site.cycleId);
  });

  it("takes an expected refusal of a file as a request like others, not as an error", async () => {
    const cookie = await site.cookieOf("lead");
    const text = await logOf(async () => {
      for (const path of [
        "/reports/rep_none/pdf",
        "/imports/imp_none/problems.csv",
        "/audits/aud_none/check",
        "/nothing",
      ])
        expect((await site.ask(path, { cookie })).status, path).toBe(404);
      await site.ask("/cycles", { cookie: await site.cookieOf("eve") });
    });
    expect(lines(text).filter((line) => line.level !== "info")).toEqual([]);
  });

  it("holds none of what people type, send or upload, nor of what an error quotes", async () => {
    const cookie = await site.cookieOf("data");
    const text = await logOf(async () => {
      const form = {
        caseReference: SECRET,
        words: `${SECRET} a@b.example`,
        told: SECRET,
        [SECRET.replaceAll("-", "_")]: SECRET,
      };
      await site.ask(`/urgent-concern?case=${SECRET}`, { cookie, form });
      await site.ask("/sign-in", { form: { email: `${SECRET}@x.example`, password: SECRET, back: `/${SECRET}` } });
      await site.ask("/sign-in", { form: { email: "lead@testshire.example", password: SECRET, back: `/${SECRET}` } });
      await site.ask(`/${SECRET}`, {
        headers: { "User-Agent": SECRET, Referer: `${site.origin}/${SECRET}`, Cookie: `a=${SECRET}` },
      });
      await site.ask(`/audits/${SECRET}/check?${SECRET}=${SECRET}`, {
        cookie: await site.cookieOf("eve"),
        headers: { "X-Forwarded-For": SECRET },
      });
      const boundary = "----edge";
      const file = `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${SECRET}.csv"\r\n\r\n${SECRET},"${SECRET}\r\n--${boundary}--\r\n`;
      await site.ask("/imports/new", {
        cookie,
        body: file,
        headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` },
      });
      for (const how of ["thrown", "database", "parsing", "text", "caused"]) {
        broken.how = how;
        for (const path of [
          `/privacy?q=${SECRET}`,
          `/privacy.data?q=${SECRET}`,
          "/privacy.data?_routes=routes/privacy",
        ])
          expect((await site.ask(path, { cookie })).status, `${how} ${path}`).toBe(500);
        expect((await site.ask("/privacy", { cookie, form: { words: SECRET } })).status, how).toBe(500);
      }
      broken.how = "drawing";
      expect((await site.ask(`/help?q=${SECRET}`)).status).toBe(500);
    });
    expect(lines(text).filter((line) => line.level === "error").length).toBeGreaterThan(15);
    expect(text.split("\n").filter((line) => /zebedee|quixote|@(x|b|testshire)\.example/i.test(line))).toEqual([]);
    expect(text).toContain("insert into concerns");
  });

  it("stays JSON that a collector can read, whatever is asked", async () => {
    const text = await logOf(async () => {
      await site.ask("/x%0A%7B%22level%22%3A%22fatal%22%7D", { headers: { "User-Agent": '"}' } });
      await site.ask("/sign-in", { method: "PATCH" });
    });
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => typeof JSON.parse(line)),
    ).toEqual(["object", "object"]);
  });
});

const referenceIn = (reply: Reply | undefined) =>
  /give this reference: (\w{8})/.exec(reply?.body.replaceAll("<!-- -->", "") ?? "")?.[1];

describe("the reference on an error page", () => {
  it("is the same on the page, in the header and in the log line, whatever went wrong", async () => {
    const [lead, eve] = [await site.cookieOf("lead"), await site.cookieOf("eve")];
    broken.how = "thrown";
    const asked: [string, number, () => Promise<Reply>][] = [
      ["unreadable form", 400, () => site.ask("/sign-in", { form: { "a b": "1" } })],
      ["unreadable address", 400, () => site.ask("/%E0%A4%A")],
      ["not allowed", 403, () => site.ask("/cycles", { cookie: eve })],
      [
        "another site's form",
        403,
        () => site.ask("/sign-in", { form: {}, headers: { Origin: "https://evil.example" } }),
      ],
      ["not there", 404, () => site.ask("/nothing-here")],
      ["not there, a file", 404, () => site.ask("/reports/rep_none/pdf", { cookie: lead })],
      ["no such way", 405, () => site.ask("/sign-in", { method: "PUT", body: "x" })],
      ["a page that takes no form", 405, () => site.ask("/help", { form: { a: "1" } })],
      ["no length", 411, () => site.ask("/sign-in", { method: "POST", headers: { "Transfer-Encoding": "chunked" } })],
      ["too large", 413, () => site.ask("/sign-in", { method: "POST", headers: { "Content-Length": "3000000" } })],
      ["broken", 500, () => site.ask("/privacy")],
      ["broken by a form", 500, () => site.ask("/privacy", { form: { a: "1" } })],
    ];
    for (const [what, status, work] of asked) {
      let reply: Reply | undefined;
      const text = await logOf(async () => {
        reply = await work();
      });
      const id = String(reply?.headers["x-request-id"]);
      expect([what, reply?.status]).toEqual([what, status]);
      expect([what, referenceIn(reply)]).toEqual([what, id.slice(0, 8)]);
      expect(lineOf(text, reply as Reply), what).toMatchObject({ status });
    }
    broken.how = "drawing";
    const drawn = await site.ask("/help");
    expect(referenceIn(drawn)).toBe(String(drawn.headers["x-request-id"]).slice(0, 8));
  });

  it("travels with the answer to a page that is changed in the browser", async () => {
    const reply = await site.ask("/cycles.data", { cookie: await site.cookieOf("eve") });
    expect(reply.status).toBe(403);
    expect(reply.body).toContain(`"${String(reply.headers["x-request-id"]).slice(0, 8)}"`);
  });
});
