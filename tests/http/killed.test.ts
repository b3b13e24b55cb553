/**
 * The server dies by SIGKILL while fifty auditors save: nothing that it said was saved is lost, on either engine. The built
 * server runs in a process of its own, as `npm start` runs it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { request as send } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { AGENCIES } from "#audits/vocabulary.ts";
import { ownSheet } from "#db/audits.ts";
import { sampleOf } from "#db/cycles.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { GUARDS } from "#db/guards.ts";
import { defineSchema } from "#db/schema.ts";
import type { Store } from "#db/store.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { areaKeysIn } from "../../app/server/area-keys.ts";
import { newPostgresDatabase } from "../db/engines.ts";
import { fillArea, PASSWORD } from "../routes/area.ts";

/** The forum’s auditors need plans that are marked for them. */
const SCORING = AGENCIES.filter((agency) => agency !== "forum");
const AUDITORS = 50;
const READY_SECONDS = 40;
/** The server is killed once it has said this often that an answer is saved, and to everybody at least once. */
const SAVED_BEFORE = 120;

const auditors = Array.from({ length: AUDITORS }, (_, i) => ({
  id: `per_fifty_${i}`,
  email: `fifty.${i}@testshire.example`,
  auditId: `aud_fifty_${i}`,
}));

/** Fifty people who score one plan, all with the password of eve. */
async function addFifty(store: Store, cycleId: string): Promise<void> {
  const { people, accounts, memberships, audits } = store.tables;
  const [password] = await store.db.select().from(accounts).where(eq(accounts.userId, "per_eve"));
  const [plan] = await sampleOf(store.db, cycleId);
  if (!password || !plan) throw new Error("The area is too small");
  const at = new Date();
  await store.transaction(async (tx) => {
    for (const [i, { id, email, auditId }] of auditors.entries()) {
      const agency = SCORING[i % SCORING.length] ?? "education";
      const person = { id, name: `Auditor ${i}`, email, emailVerified: true, createdAt: at, updatedAt: at };
      await tx.insert(people).values(person);
      await tx.insert(accounts).values({ ...password, id: `acc_fifty_${i}`, accountId: id, userId: id });
      const role = { personId: id, organisationId: "org_council", role: "auditor" as const, agency };
      await tx.insert(memberships).values({ id: `mem_fifty_${i}`, ...role });
      const audit = { cycleId, sampledCaseId: plan.id, auditorId: id, agency, status: "assigned" as const };
      await tx.insert(audits).values({ id: auditId, ...audit, dueOn: "2099-01-01", assignedAt: at, version: 1 });
    }
  });
}

type Running = { child: ChildProcess; port: number };

/** Starts the server as `npm start` does, and resolves when it says that it is ready. */
function start(env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, ["app/server/serve.ts"], {
    env: {
      ...process.env,
      ...env,
      PORT: "0",
      NODE_ENV: "production",
      PUBLIC_URL: "",
      LOG_LEVEL: "info",
      LOG_FORMAT: "lines",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`The server was not ready after ${READY_SECONDS} seconds: ${said}`));
    }, READY_SECONDS * 1000);
    const hear = (chunk: Buffer) => {
      if (said.length < 5000) said += String(chunk);
      const port = /ready at http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve({ child, port: Number(port) });
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
  });
}

type Reply = { status: number; cookies: string; body: string };

function post(port: number, path: string, form: Record<string, string>, cookie = ""): Promise<Reply> {
  const body = new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/x-www-form-urlencoded",
      "Content-Length": String(Buffer.byteLength(body)),
      Origin: `http://127.0.0.1:${port}`,
      ...(cookie && { Cookie: cookie }),
    };
    const asked = send({ host: "127.0.0.1", port, path, method: "POST", headers }, async (response) => {
      const chunks: Buffer[] | null = await response.toArray().catch(() => null);
      // An answer that breaks off was not said.
      if (!chunks || !response.complete) return reject(new Error("The answer broke off"));
      const cookies = (response.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");
      resolve({ status: response.statusCode ?? 0, cookies, body: Buffer.concat(chunks).toString("utf8") });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** What the server has said is saved: the latest version and note of each audit and criterion. */
type Acknowledged = Map<string, { version: number; note: string }>;

for (const engine of ["sqlite", "postgres"] as const)
  it(`keeps every answer that it said was saved when it is killed while ${AUDITORS} auditors save (${engine})`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "ehc-killed-"));
    // An area that is set up has its keys.
    areaKeysIn(folder);
    const postgres = engine === "postgres" ? await newPostgresDatabase() : null;
    const database = { url: postgres?.url, file: join(folder, "audit.sqlite") };
    const open = () => openDatabase(defineSchema, database);
    const env = { DATA_DIR: folder, DATABASE_URL: postgres?.url ?? "" };
    let server: Running | null = null;
    try {
      await migrateDatabase({ ...database, guards: GUARDS, now: new Date() });
      const before: Store = await open();
      await addFifty(before, await fillArea(before));
      const asked = (await ownSheet(before.db, "aud_fifty_0", "per_fifty_0"))?.asked.map((c) => c.key) ?? [];
      await before.close();
      const criteria = asked.slice(0, 6);
      expect(criteria).toHaveLength(6);

      server = await start(env);
      const { child, port } = server;
      const cookies = await Promise.all(
        auditors.map(async ({ email }) => {
          const reply = await post(port, "/sign-in", { email, password: PASSWORD, back: "/" });
          expect(reply.status).toBe(302);
          return reply.cookies;
        }),
      );

      const acknowledged: Acknowledged = new Map();
      const atWork = new Set<string>();
      let said = 0;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      /** Saves one criterion after the other, round after round, until nobody answers. */
      const work = async ({ auditId }: (typeof auditors)[number], cookie: string): Promise<void> => {
        for (let round = 1; ; round++)
          for (const criterion of criteria) {
            const key = `${auditId}/${criterion}`;
            const note = `Note ${round} on ${criterion}`;
            const form = { criterion, score: "3", note, basedOn: String(acknowledged.get(key)?.version ?? 0) };
            const reply = await post(port, `/audits/${auditId}/save`, form, cookie).catch(() => null);
            if (!reply) return;
            const saved = JSON.parse(reply.body) as { state: string; version: number };
            expect([reply.status, saved.state]).toEqual([200, "saved"]);
            acknowledged.set(key, { version: saved.version, note });
            said++;
            atWork.add(auditId);
            if (said >= SAVED_BEFORE && atWork.size === AUDITORS) child.kill("SIGKILL");
          }
      };
      await Promise.all(auditors.map((auditor, i) => work(auditor, cookies[i] ?? "")));
      await gone;
      expect(said).toBeGreaterThanOrEqual(SAVED_BEFORE);
      expect(atWork.size).toBe(AUDITORS);

      // The server starts on what the dead one left, and goes on for who was at work, in the session they had.
      server = await start(env);
      const [first] = auditors;
      const key = `${first?.auditId}/${criteria[0]}`;
      const store: Store = await open();
      const lost: string[] = [];
      for (const { id, auditId } of auditors) {
        const sheet = await ownSheet(store.db, auditId, id);
        for (const criterion of criteria) {
          const told = acknowledged.get(`${auditId}/${criterion}`);
          if (!told) continue;
          const kept = sheet?.answers.get(criterion);
          // One answer more may have been kept and not said: the one that was on its way.
          const same = kept?.version === told.version && kept.note === told.note;
          if (!same && kept?.version !== told.version + 1) lost.push(`${auditId} ${criterion}`);
        }
      }
      expect(lost).toEqual([]);
      const answer = (await ownSheet(store.db, first?.auditId ?? "", first?.id ?? ""))?.answers.get(criteria[0] ?? "");
      const { fault } = await verifyTrail(store.db);
      expect(fault).toBeNull();
      await store.close();
      const more = { criterion: criteria[0] ?? "", score: "2", note: "After", basedOn: String(answer?.version ?? 0) };
      const reply = await post(server.port, `/audits/${key.split("/")[0]}/save`, more, cookies[0]);
      expect(JSON.parse(reply.body)).toMatchObject({ state: "saved" });
    } finally {
      const running = server?.child;
      if (running && running.exitCode === null && running.signalCode === null) {
        const ended = new Promise<void>((resolve) => running.once("exit", () => resolve()));
        running.kill("SIGKILL");
        await ended;
      }
      await postgres?.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
