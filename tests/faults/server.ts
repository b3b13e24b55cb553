/** The built server as a process of its own, on a small area of its own, so that it can be killed, starved and started again. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { moveArea } from "#db/copies.ts";
import { areaKeysIn } from "~/server/area-keys.ts";
import { freePort } from "../db/postgres.programs.ts";
import { areaContents, PASSWORD } from "../routes/area.ts";

export type Saved = { criterion: string; score: string; version: number };
export type Reply = { status: number; text: string };

/** A folder with the small area in SQLite, and its keys; gone after the test. */
export async function areaFolder(parent = tmpdir()): Promise<{ folder: string; file: string; cycleId: string }> {
  const folder = mkdtempSync(join(parent, "ehc-faults-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { contents, cycleId } = await areaContents();
  const file = join(folder, "audit.sqlite");
  writeFileSync(file, contents, { mode: 0o600 });
  areaKeysIn(folder, { pseudonymKey: "1".repeat(64), sessionSecret: "2".repeat(64) });
  return { folder, file, cycleId };
}

/** Puts the small area into an empty PostgreSQL database. */
export const areaOnPostgres = async (file: string, url: string): Promise<void> => {
  await moveArea({ file }, { url }, new Date());
};

type Start = {
  folder: string;
  url?: string;
  env?: Record<string, string>;
  /** A program that runs the server, with what it takes before Node's path. */
  under?: string[];
  /** Options of Node. */
  node?: string[];
  port?: number;
};

export type Server = Awaited<ReturnType<typeof startServer>>;

/** Starts the server and waits until it is ready. @throws with what it said, when it ends instead */
export async function startServer({ folder, url = "", env = {}, under = [], node = [], port }: Start) {
  const at = port ?? (await freePort());
  const [program = process.execPath, ...args] = [...under, process.execPath, ...node, "app/server/serve.ts"];
  const child: ChildProcess = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG_LEVEL: "info",
      LOG_FORMAT: "json",
      PORT: String(at),
      DATA_DIR: folder,
      DATABASE_URL: url,
      PUBLIC_URL: "",
      ...env,
    },
  });
  let said = "";
  const hear = (text: unknown) => {
    said += String(text);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const gone = new Promise<number | null>((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await gone;
  });
  const origin = `http://127.0.0.1:${at}`;
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", () => said.includes("is ready at") && resolve());
    child.once("close", (code) => reject(new Error(`The server ended with code ${code}: ${said}`)));
  });

  async function ask(
    path: string,
    cookie: string,
    form?: Record<string, string>,
    seconds = 60,
  ): Promise<Reply & { cookies: string }> {
    const reply = await fetch(origin + path, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie, origin, ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}) },
      body: form && new URLSearchParams(form).toString(),
      signal: AbortSignal.timeout(seconds * 1000),
    });
    const cookies = reply.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ");
    return { status: reply.status, text: await reply.text(), cookies };
  }

  return {
    port: at,
    pid: child.pid ?? 0,
    ask,
    said: () => said,
    /** Resolves with the exit code when the process is gone. */
    gone,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    async signIn(key: string): Promise<string> {
      const reply = await ask("/sign-in", "", { email: `${key}@testshire.example`, password: PASSWORD, back: "/" });
      if (reply.status !== 302)
        throw new Error(`${key} could not sign in: ${reply.status} ${reply.text.slice(0, 200)}`);
      return reply.cookies;
    },
  };
}

/** Saves levels on one sheet as fast as it is answered, and remembers what was acknowledged; goes on when it is refused. */
export function auditorAtWork(server: () => Server, cookie: string, audit: string, criterion: string) {
  const acknowledged: Saved[] = [];
  const refused: Reply[] = [];
  let version = 0;
  let working = true;
  /** Sent without an answer: each may be there or not, and is nobody's loss either way. */
  let lost = 0;
  const versionNow = async () => {
    const page = await server().ask(`/audits/${audit}/criteria/${criterion}`, cookie);
    return Number(
      /name="basedOn"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="basedOn"/.exec(page.text)?.slice(1).find(Boolean) ?? 0,
    );
  };
  const done = (async () => {
    for (let n = 0; working; n++) {
      // Always another level than the last: the history keeps levels, not notes.
      const score = String(1 + (version % 3));
      try {
        const form = { criterion, basedOn: String(version), score, reason: "", note: `note ${n}` };
        const reply = await server().ask(`/audits/${audit}/save`, cookie, form, 20);
        if (reply.status === 200) {
          version = (JSON.parse(reply.text) as { version: number }).version;
          acknowledged.push({ criterion, score, version });
        } else {
          refused.push(reply);
          // Somebody was faster: an earlier try of one's own, whose answer was lost on the way.
          if (reply.status === 409) version = await versionNow();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      } catch {
        lost++;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  })();
  return {
    acknowledged,
    refused,
    lost: () => lost,
    async stop(): Promise<void> {
      working = false;
      await done;
    },
  };
}

/** The processes that a server started from this file of its own: "worker.ts" does long work, "draw-pages.ts" draws pages. */
export const processesOf = ({ pid }: { pid: number }, file: "worker.ts" | "draw-pages.ts"): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter((child) => child !== "" && readFileSync(`/proc/${child}/cmdline`, "utf8").includes(`app/server/${file}`))
    .map(Number);

/** Waits until something holds. @throws with its name after `seconds` */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await Promise.resolve(holds()).catch(() => false))) {
    if (Date.now() > end) throw new Error(`It did not come about within ${seconds} seconds: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
