/**
 * `npm run bench -- load`: a panel of 200 auditors at work, each saving an answer about every five seconds, while dashboards are
 * read and reports are made; on SQLite, on PostgreSQL, and with two servers on one PostgreSQL, and on SQLite with pages and saves
 * in one process. Each save is set beside a durable upsert on the same disk in the same run: alone before the load begins, and
 * again and again while it lasts, by a process that does nothing else.
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request as send } from "node:http";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import pg from "pg";
import { AGENCIES } from "#audits/vocabulary.ts";
import { sampleOf } from "#db/cycles.ts";
import { moveArea } from "#db/copies.ts";
import { openDatabase } from "#db/engine/open.ts";
import { ownSheet } from "#db/audits.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { account, freePort, makeData, program, serverFolder } from "../db/postgres.programs.ts";
import { sorted, type Times, timed, timesOf } from "./measure.ts";
import { openUpserts, type Place } from "./upserts.ts";

const EVERY_SECONDS = 5;
/** No floor is looked for below this: a machine that is busy answers nothing faster. */
const FLOOR_RUNS = 400;
const PASSWORD = "copper-meadow-lantern";
const CYCLE = "cyc_demo_winter_2026";
const DASHBOARDS = [
  "/measures/overview",
  "/cycles/cyc_demo_summer_2026/results",
  "/cycles",
  "/reports",
  "/scorecard",
  "/actions",
];

export type LoadOptions = { seconds: number; auditors: number; setUps: string[] };
/** `pages`: processes that draw pages, of each server. */
type SetUp = { name: string; postgres: boolean; servers: number; pages: number };
const SET_UPS: SetUp[] = [
  { name: "SQLite, one server", postgres: false, servers: 1, pages: 1 },
  { name: "PostgreSQL, one server", postgres: true, servers: 1, pages: 1 },
  { name: "PostgreSQL, two servers", postgres: true, servers: 2, pages: 1 },
  { name: "SQLite, pages and saves in one process", postgres: false, servers: 1, pages: 0 },
];

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Server = { child: ChildProcess; port: number; memory: number[] };

async function startServer(env: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const child = spawn(process.execPath, ["--max-old-space-size=512", "app/server/serve.ts"], {
    env: {
      ...process.env,
      ...env,
      PORT: String(port),
      NODE_ENV: "production",
      PUBLIC_URL: "",
      LOG_LEVEL: "error",
      LOG_FORMAT: "json",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 600) throw new Error("The server did not start. Run npm run build first.");
    if (
      await fetch(`http://127.0.0.1:${port}/ready`).then(
        (a) => a.ok,
        () => false,
      )
    )
      return { child, port, memory: [] };
    await wait(100);
  }
}

/** The processes that a server keeps: itself and those that draw its pages. One that makes a report comes and goes. */
const keptBy = (pid: number | undefined): string[] => [
  String(pid),
  ...readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter((child) => child && readFileSync(`/proc/${child}/cmdline`, "utf8").includes("draw-pages.ts")),
];

/** Resident memory of a server, in MB. */
export const memoryOf = (pid: number | undefined): number =>
  keptBy(pid).reduce(
    (sum, one) => sum + Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${one}/status`, "utf8"))?.[1] ?? 0) / 1000,
    0,
  );

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
type Reply = { status: number; cookies: string; location: string; body: string };

function ask(port: number, path: string, cookie: string, form?: Record<string, string>): Promise<Reply> {
  const body = form && new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const asked = send(
      {
        agent,
        host: "127.0.0.1",
        port,
        path,
        method: form ? "POST" : "GET",
        timeout: 60_000,
        headers: {
          cookie,
          origin: `http://127.0.0.1:${port}`,
          ...(body === undefined
            ? {}
            : {
                "content-type": "application/x-www-form-urlencoded",
                "content-length": String(Buffer.byteLength(body)),
              }),
        },
      },
      async (response) => {
        const chunks: Buffer[] = await response.toArray().catch(() => []);
        const cookies = (response.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");
        resolve({
          status: response.statusCode ?? 0,
          cookies,
          location: String(response.headers.location ?? ""),
          body: Buffer.concat(chunks).toString("utf8"),
        });
      },
    );
    asked.on("timeout", () => asked.destroy(new Error("no answer within a minute")));
    asked.on("error", reject);
    asked.end(body);
  });
}

type Auditor = { id: string; email: string; audit: string; cookie: string; saves: Map<string, number> };

/** Gives so many people an audit each of one plan of the cycle that is being scored. @returns them, and what they are asked */
async function addAuditors(store: Store, howMany: number): Promise<{ auditors: Auditor[]; criteria: string[] }> {
  const { people, accounts, memberships, audits, sessions } = store.tables;
  const [password] = await store.db.select().from(accounts).where(eq(accounts.userId, "per_demo_tom_hargreaves"));
  const [plan] = await sampleOf(store.db, CYCLE);
  if (!password || !plan) throw new Error("The demonstration area is not as it was");
  const at = new Date();
  const agencies = AGENCIES.filter((agency) => agency !== "forum");
  const auditors = Array.from(
    { length: howMany },
    (_, i): Auditor => ({
      id: `per_load_${i}`,
      email: `load.${i}@northshire.example`,
      audit: `aud_load_${i}`,
      cookie: "",
      saves: new Map(),
    }),
  );
  await store.transaction(async (tx) => {
    await tx.delete(sessions);
    for (const [i, { id, email, audit }] of auditors.entries()) {
      const agency = agencies[i % agencies.length] ?? "education";
      await tx
        .insert(people)
        .values({ id, name: `Auditor ${i}`, email, emailVerified: true, createdAt: at, updatedAt: at });
      await tx.insert(accounts).values({ ...password, id: `acc_load_${i}`, accountId: id, userId: id });
      await tx
        .insert(memberships)
        .values({ id: `mem_load_${i}`, personId: id, organisationId: "org_demo_council", role: "auditor", agency });
      const row = { cycleId: CYCLE, sampledCaseId: plan.id, auditorId: id, agency, status: "assigned" as const };
      await tx.insert(audits).values({ id: audit, ...row, dueOn: "2099-01-01", assignedAt: at, version: 1 });
    }
  });
  const criteria =
    (await ownSheet(store.db, "aud_load_0", "per_load_0"))?.asked.map(({ key }) => key).slice(0, 8) ?? [];
  return { auditors, criteria };
}

type Database = { url?: string; file: string };
type Result = {
  saves: Times;
  perSecond: number;
  /** One durable upsert: alone, before the load begins, and while it lasts. */
  floor: Times;
  beside: Times;
  pages: Times;
  errors: string[];
  reports: { asked: number; ready: number; events: number };
  lost: number;
  memory: { first: number; last: number; most: number };
};

async function signIn(port: number, email: string): Promise<string> {
  const reply = await ask(port, "/sign-in", "", { email, password: PASSWORD, back: "/" });
  if (reply.status !== 302) throw new Error(`${email} could not sign in: ${reply.status}`);
  return reply.cookies;
}

const WARM_UP = 0.15;

async function panelAtWork(
  database: Database,
  servers: Server[],
  { auditors, criteria }: Awaited<ReturnType<typeof addAuditors>>,
  seconds: number,
): Promise<Omit<Result, "floor" | "beside">> {
  const at = (i: number) => servers[i % servers.length]?.port ?? 0;
  for (let i = 0; i < auditors.length; i += 8)
    await Promise.all(
      auditors.slice(i, i + 8).map(async (one, n) => {
        one.cookie = await signIn(at(i + n), one.email);
      }),
    );
  const leads = await Promise.all(servers.map((server) => signIn(server.port, "deborah.lane@northshire.example")));
  const [began, end] = [performance.now(), performance.now() + seconds * 1000];
  const [saves, pages, errors]: [number[], number[], string[]] = [[], [], []];
  const going = () => performance.now() < end;
  const work = async (one: Auditor, i: number) => {
    await wait(Math.random() * EVERY_SECONDS * 1000);
    for (let n = 0; going(); n++) {
      const criterion = criteria[n % criteria.length] ?? "";
      const form = {
        criterion,
        score: String(1 + (n % 3)),
        basedOn: String(one.saves.get(criterion) ?? 0),
        note: `What round ${n} of criterion ${criterion} says of section F.`,
      };
      const asked = performance.now();
      // Whoever works behind a proxy may reach another server with each save.
      const reply = await ask(at(i + n), `/audits/${one.audit}/save`, one.cookie, form).catch((error: Error) => error);
      saves.push(performance.now() - asked);
      if (reply instanceof Error || reply.status !== 200)
        errors.push(reply instanceof Error ? reply.message : `a save answered ${reply.status}`);
      else one.saves.set(criterion, (JSON.parse(reply.body) as { version: number }).version);
      await wait(EVERY_SECONDS * 1000 * (0.7 + Math.random() * 0.6));
    }
  };
  const read = async (cookie: string, i: number) => {
    for (let n = i; going(); n++) {
      const path = DASHBOARDS[n % DASHBOARDS.length] ?? "/";
      const asked = performance.now();
      const reply = await ask(at(n), path, cookie).catch((error: Error) => error);
      pages.push(performance.now() - asked);
      if (reply instanceof Error || reply.status !== 200)
        errors.push(`${path}: ${reply instanceof Error ? reply.message : reply.status}`);
      await wait(500 + Math.random() * 1000);
    }
  };
  let asked = 0;
  /** Two reports are begun, and their PDFs asked for, while everybody works. */
  const print = async () => {
    for (let i = 0; i < 2; i++) {
      await wait((seconds * 1000) / 4);
      const cookie = leads[i % leads.length] ?? "";
      const page = await ask(at(i), "/cycles/cyc_demo_summer_2026/report", cookie);
      const formKey = /name="formKey" value="([^"]+)"/.exec(page.body)?.[1] ?? "";
      const made = await ask(at(i), "/cycles/cyc_demo_summer_2026/report", cookie, {
        formKey,
        kind: "learning",
        view: "internal",
      });
      const written = /\/reports\/\w+/.exec(made.location)?.[0] ?? "";
      const release = await ask(at(i), `${written}/release`, cookie);
      const key = /name="formKey" value="([^"]+)"/.exec(release.body)?.[1] ?? "";
      const out = await ask(at(i), `${written}/release`, cookie, { formKey: key, intent: "pdf", size: "standard" });
      if (out.status === 302) asked++;
      else errors.push(`asking for a PDF answered ${made.status} and ${out.status}`);
    }
  };
  const sampling = setInterval(() => {
    for (const server of servers) server.memory.push(memoryOf(server.child.pid));
  }, 1000);
  await Promise.all([...auditors.map(work), ...leads.flatMap((cookie) => [0, 3].map((i) => read(cookie, i))), print()]);
  clearInterval(sampling);
  const took = (performance.now() - began) / 1000;

  const store = await openDatabase(defineSchema, { ...database, readOnly: true });
  try {
    const { reports, answers, trail } = store.tables;
    const newest = () => store.db.select({ id: reports.id, status: reports.status, at: reports.askedAt }).from(reports);
    const mine = async () => (await newest()).sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, asked);
    for (let tries = 0; tries < 120 && !(await mine()).every(({ status }) => status === "ready"); tries++)
      await wait(1000);
    const ready = (await mine()).filter(({ status }) => status === "ready");
    const made = await store.db.select({ id: trail.subjectId }).from(trail).where(eq(trail.kind, "report.made"));
    const kept = new Map(
      (await store.db.select().from(answers)).map((a) => [`${a.auditId} ${a.criterion}`, a.version]),
    );
    const lost = auditors.flatMap(({ audit, saves: said }) =>
      [...said].filter(([criterion, version]) => (kept.get(`${audit} ${criterion}`) ?? 0) < version),
    );
    if ((await verifyTrail(store.db)).fault) errors.push("the trail is broken");
    const memory = servers.map(({ memory: m }) => m.slice(Math.floor(m.length * WARM_UP)));
    const part = (from: number, to: number) =>
      memory.reduce((sum, m) => {
        const some = sorted(m.slice(Math.floor(m.length * from), Math.max(1, Math.ceil(m.length * to))));
        return sum + (some[Math.floor(some.length / 2)] ?? 0);
      }, 0);
    return {
      saves: timesOf(saves),
      perSecond: saves.length / took,
      pages: timesOf(pages),
      errors,
      reports: {
        asked,
        ready: ready.length,
        events: made.filter(({ id }) => ready.some((one) => one.id === id)).length,
      },
      lost: lost.length,
      memory: { first: part(0, 0.25), last: part(0.75, 1), most: Math.max(0, ...memory.flat()) },
    };
  } finally {
    await store.close();
  }
}

/** A PostgreSQL server of its own that keeps what it says it keeps: on disk, with its safety on. */
async function startPostgres(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const data = makeData(folder);
  const port = await freePort();
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=128MB",
    "synchronous_commit=on",
  ];
  const child = spawn(
    program("postgres"),
    ["-D", data, "-p", String(port), ...settings.flatMap((one) => ["-c", one])],
    {
      ...account,
      cwd: folder,
      stdio: "ignore",
    },
  );
  const url = (database: string) => `postgres://tests@127.0.0.1:${port}/${database}`;
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url("postgres"), connectionTimeoutMillis: 2000 });
    client.on("error", () => {});
    const made = await client
      .connect()
      .then(() => client.query("CREATE DATABASE ehc ENCODING 'UTF8' TEMPLATE template0"))
      .then(
        () => true,
        () => false,
      )
      .finally(() => client.end().catch(() => {}));
    if (made) break;
    if (tries > 100) throw new Error("PostgreSQL did not start");
    await wait(100);
  }
  return {
    url: url("ehc"),
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await gone;
    },
  };
}

/** The floor while others work: the same upserts by a process of their own, until it is stopped. */
function upsertsBeside(place: Place): () => Promise<Times> {
  const child = fork("tests/bench/upserts.ts", [JSON.stringify(place)], { stdio: "inherit" });
  const times = new Promise<Times>((resolve, reject) => {
    child.once("message", (found: Times) => resolve(found));
    child.once("exit", (code) => reject(new Error(`The upserts beside the load ended with ${code}`)));
  });
  return () => {
    child.send("stop");
    return times;
  };
}

async function runSetUp({ postgres, servers: howMany, pages }: SetUp, options: LoadOptions): Promise<Result> {
  // On a disk: a folder in memory would make every commit look cheap.
  const folder = mkdtempSync(join(process.cwd(), "build", "load-"));
  const pgFolder = postgres ? serverFolder(tmpOnDisk()) : null;
  const database: Database = { file: join(folder, "audit.sqlite") };
  const env = { DATA_DIR: folder, DATABASE_URL: "", PAGE_PROCESSES: String(pages) };
  const servers: Server[] = [];
  let server: Awaited<ReturnType<typeof startPostgres>> | null = null;
  try {
    await new Promise<void>((resolve, reject) =>
      spawn(process.execPath, ["scripts/load-demo.ts"], { stdio: "ignore", env: { ...process.env, ...env } }).once(
        "exit",
        (code) => (code === 0 ? resolve() : reject(new Error("The demonstration area could not be loaded"))),
      ),
    );
    const store: Store = await openDatabase(defineSchema, database);
    const panel = await addAuditors(store, options.auditors);
    await store.close();
    if (pgFolder) {
      server = await startPostgres(pgFolder);
      await moveArea({ file: database.file }, { url: server.url }, new Date());
      Object.assign(database, { url: server.url });
      env.DATABASE_URL = server.url;
    }
    const place: Place = server ? { url: server.url } : { folder };
    const alone = await openUpserts(place);
    const floor = await timed(FLOOR_RUNS, alone.upsert);
    await alone.close();
    for (let i = 0; i < howMany; i++) servers.push(await startServer(env));
    const stop = upsertsBeside(place);
    const found = await panelAtWork(database, servers, panel, options.seconds);
    return { floor, beside: await stop(), ...found };
  } finally {
    for (const { child } of servers) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    }
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
    if (pgFolder) rmSync(pgFolder, { recursive: true, force: true });
  }
}

const tmpOnDisk = () => process.env.BENCH_FOLDER ?? "/var/tmp";
const ms = (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;

/** Runs the set-ups one after the other and prints what came of each. */
export async function load(options: LoadOptions): Promise<void> {
  for (const setUp of SET_UPS) {
    if (options.setUps.length && !options.setUps.some((part) => setUp.name.toLowerCase().includes(part))) continue;
    console.log(`\n${setUp.name}: ${options.auditors} auditors for ${options.seconds} seconds`);
    const found = await runSetUp(setUp, options);
    const { saves, floor, beside, pages, reports, memory, errors } = found;
    const lines: [string, string][] = [
      ["saves", `${saves.runs}, ${found.perSecond.toFixed(1)} a second`],
      ["a save, p50 / p99", `${ms(saves.p50)} / ${ms(saves.p99)}`],
      ["floor, one durable upsert meanwhile", `${ms(beside.p50)} / ${ms(beside.p99)} (${beside.runs})`],
      ["the same alone, before", `${ms(floor.p50)} / ${ms(floor.p99)}`],
      [
        "p99 of a save beside these",
        `${(saves.p99 / beside.p99).toFixed(1)}× meanwhile, ${(saves.p99 / floor.p99).toFixed(1)}× alone`,
      ],
      ["a dashboard, p50 / p99", `${ms(pages.p50)} / ${ms(pages.p99)} (${pages.runs})`],
      ["PDFs asked for / made / recorded", `${reports.asked} / ${reports.ready} / ${reports.events}`],
      ["acknowledged and not there", String(found.lost)],
      [
        "memory, first quarter / last / most",
        `${memory.first.toFixed(0)} / ${memory.last.toFixed(0)} / ${memory.most.toFixed(0)} MB`,
      ],
      ["errors", errors.length ? `${errors.length}: ${[...new Set(errors)].slice(0, 5).join("; ")}` : "none"],
    ];
    for (const [what, value] of lines) console.log(`  ${what.padEnd(38)} ${value}`);
  }
}
