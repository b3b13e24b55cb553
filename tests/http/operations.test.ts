import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveMetrics } from "~/server/metrics.ts";
import { logOf, openSite, type Reply, type Site } from "./site.ts";

const SECRET = "Zebedee-Quixote-7319";
const TOKEN = "a-token-of-twenty-or-more";

let site: Site;
let metrics: NonNullable<Awaited<ReturnType<typeof serveMetrics>>>;
beforeAll(async () => {
  Object.assign(process.env, { LOG_LEVEL: "info", SLOW_QUERY_MS: "0" });
  await logOf(async () => {
    site = await openSite();
  });
  const given = await serveMetrics({ METRICS_PORT: 0, METRICS_HOST: "127.0.0.1", METRICS_TOKEN: TOKEN });
  if (!given) throw new Error("No measurements are given");
  metrics = given;
});
afterAll(async () => {
  metrics.server.close();
  await site.close();
  delete process.env.SLOW_QUERY_MS;
});

/** As `site.ask`, with the many lines of this log kept off the screen. */
async function ask(...of: Parameters<Site["ask"]>): Promise<Reply> {
  let reply: Reply | undefined;
  await logOf(async () => {
    reply = await site.ask(...of);
  });
  return reply as Reply;
}

const cookie = async (): Promise<string> => {
  let found = "";
  await logOf(async () => {
    found = await site.cookieOf("lead");
  });
  return found;
};

const scrape = (path = "/metrics", token = TOKEN) =>
  fetch(`http://127.0.0.1:${metrics.port}${path}`, { headers: { authorization: `Bearer ${token}` } });

async function scraped(): Promise<string> {
  let text = "";
  await logOf(async () => {
    text = await (await scrape()).text();
  });
  return text;
}

describe("whose session a request carries", () => {
  it("is asked once for all parts of a page, and anew by what is drawn after a form", async () => {
    const lead = await cookie();
    const asked = async (...of: Parameters<Site["ask"]>) => {
      let status = 0;
      const lines = await logOf(async () => {
        status = (await site.ask(...of)).status;
      });
      return { status, sessions: lines.split("\n").filter((line) => line.includes('from \\"sessions\\"')).length };
    };
    expect(await asked("/cycles", { cookie: lead })).toEqual({ status: 200, sessions: 1 });
    const refused = await asked("/cycles/new", { cookie: lead, form: {} });
    expect(refused.status).toBe(400);
    expect(refused.sessions).toBeGreaterThan(1);
  });
});

describe("who watches over the server", () => {
  it("learns that it lives and that it is ready, and nothing of the area", async () => {
    expect(JSON.parse((await ask("/health")).body)).toEqual({ ok: true });
    const ready = await ask("/ready");
    expect([ready.status, JSON.parse(ready.body)]).toEqual([
      200,
      { ok: true, database: "answers", area: true, folder: true },
    ]);
  });

  it("fills no log with asking", async () => {
    const text = await logOf(async () => {
      for (let i = 0; i < 3; i++) await site.ask("/ready");
    });
    expect(text.split("\n").filter((line) => line.includes('"request"'))).toEqual([]);
  });
});

describe("the measurements", () => {
  it("are OpenMetrics: every family is described, and the text ends as it must", async () => {
    await ask("/cycles", { cookie: await cookie() });
    let answer = new Response();
    await logOf(async () => {
      answer = await scrape();
    });
    expect(answer.headers.get("content-type")).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    const text = await answer.text();
    expect(text.endsWith("# EOF\n")).toBe(true);
    const described = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map((m) => m[1]));
    const samples = text.split("\n").filter((line) => line && !line.startsWith("#"));
    for (const line of samples) {
      const name = /^[a-zA-Z_:][\w:]*/.exec(line)?.[0] ?? line;
      const family = name.replace(/_(total|bucket|sum|count|info)$/, "");
      expect(described.has(name) || described.has(family), line).toBe(true);
    }
    for (const wanted of [
      "ehc_ready 1",
      'ehc_reports{state="waiting"} 0',
      "ehc_disk_free_bytes ",
      "process_resident_memory_bytes ",
      "nodejs_eventloop_lag_p99_seconds ",
    ])
      expect(text).toContain(`\n${wanted}`);
  });

  it("count requests by pattern, changes by outcome and queries, and never name anybody or anything", async () => {
    const lead = await cookie();
    await ask(`/cycles/${site.cycleId}/results?q=${SECRET}`, { cookie: lead });
    await ask(`/${SECRET}`, { method: SECRET.replaceAll("-", "").toUpperCase() }).catch(() => {});
    await ask(`/${SECRET}`, { cookie: lead });
    await ask("/sign-in", { form: { email: `${SECRET}@x.example`, password: SECRET, back: "/" } });
    const text = await scraped();
    const count = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
    expect(
      count(/^ehc_http_request_duration_seconds_count\{[^}]*route="\/cycles\/:cycleId\/results"[^}]*\} (\d+)/m),
    ).toBe(1);
    expect(count(/^ehc_changes_total\{outcome="kept"\} (\d+)/m)).toBeGreaterThan(0);
    expect(count(/^ehc_database_query_duration_seconds_count (\d+)/m)).toBeGreaterThan(10);
    expect(text).not.toMatch(/zebedee/i);
    expect(text).not.toContain(site.cycleId);
    expect(text).not.toMatch(/per_|aud_|cyc_|lead|Testshire/);
  });

  it("are given only for the token, and nothing else is on that port", async () => {
    expect((await scrape("/metrics", "a-token-of-twenty-or-less")).status).toBe(401);
    expect((await scrape("/metrics", "")).status).toBe(401);
    expect((await scrape("/")).status).toBe(404);
    expect((await ask("/metrics")).status).toBe(404);
  });
});

describe("the log of slow queries", () => {
  it("has the query and its request, and none of what it was asked with", async () => {
    const cookie = await site.cookieOf("lead");
    const text = await logOf(async () => {
      await site.ask(`/people?q=${SECRET}`, { cookie });
      await site.ask(`/trail?q=${SECRET}`, { cookie });
      await site.ask("/sign-in", { form: { email: `${SECRET}@x.example`, password: SECRET, back: "/" } });
      await site.ask("/urgent-concern", { cookie, form: { caseReference: SECRET, words: SECRET, told: SECRET } });
    });
    const lines = text
      .split("\n")
      .filter((line) => line.includes('"slow query"'))
      .map((line) => JSON.parse(line) as { query: string; ms: number; id: string; route?: string });
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.some((line) => /insert into/i.test(line.query) && line.id)).toBe(true);
    expect(lines.filter((line) => /zebedee/i.test(JSON.stringify(line)))).toEqual([]);
  });
});
