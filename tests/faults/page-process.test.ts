/** Pages are drawn in a process of their own: what becomes of saves and pages when it is killed, stands still, or loses its server. */
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { panelAtWork } from "./counted.ts";
import { areaFolder, processesOf, type Server, startServer, until } from "./server.ts";

const PAGES = "draw-pages.ts";
const started = (server: Server) => server.said().split("Pages are drawn in a process of their own").length - 1;

/** Waits for a page process that answers, and that is not the one before. @returns its number in the system */
async function pageProcess(server: Server, howMany = 1): Promise<number> {
  await until("a page process answers", () => started(server) >= howMany);
  const [pid, ...others] = processesOf(server, PAGES);
  if (pid === undefined || others.length) throw new Error(`There are ${others.length} page processes too many`);
  return pid;
}

/** Pages that are asked for one after the other until it is stopped. */
function reader(server: Server, cookie: string, path: string) {
  const [answers, broken]: [number[], unknown[]] = [[], []];
  let reading = true;
  const done = (async () => {
    while (reading) {
      const answer = await server.ask(path, cookie).catch((error: unknown) => error);
      if (answer instanceof Error) broken.push(answer);
      else answers.push((answer as { status: number }).status);
    }
  })();
  const stop = async () => {
    reading = false;
    await done;
  };
  return { answers, broken, stop };
}

describe("the process that draws pages", () => {
  it("may be killed again and again while people save and read: every save is kept, every page comes, and it is started anew", async () => {
    const { folder, file, cycleId } = await areaFolder();
    const server = await startServer({ folder });
    const panel = await panelAtWork({ file }, () => server);
    const pages = reader(server, await server.signIn("lead"), `/cycles/${cycleId}/results`);
    for (let n = 1; n <= 3; n++) {
      const pid = await pageProcess(server, n);
      const [saves, drawn] = [panel.acknowledged(), pages.answers.length];
      await until("people save and read", () => panel.acknowledged() > saves + 20 && pages.answers.length > drawn + 2);
      process.kill(pid, "SIGKILL");
      const [then, read] = [panel.acknowledged(), pages.answers.length];
      await until("it goes on", () => panel.acknowledged() > then + 20 && pages.answers.length > read + 2);
    }
    await pageProcess(server, 4);
    await panel.stop();
    await pages.stop();
    expect(panel.refused()).toEqual([]);
    expect(new Set(pages.answers)).toEqual(new Set([200]));
    // A page that was half on its way cannot be taken back, and must not look whole.
    expect(pages.broken.length).toBeLessThanOrEqual(3);
    await panel.allIsThere({ file });
    server.kill("SIGTERM");
    expect(await server.gone).toBe(0);
  });

  it("may stand still: saves go on, it is replaced, and the page that was asked for comes after all", async () => {
    const { folder, file } = await areaFolder();
    const server = await startServer({ folder });
    const panel = await panelAtWork({ file }, () => server);
    const cookie = await server.signIn("lead");
    const pid = await pageProcess(server);
    process.kill(pid, "SIGSTOP");
    let came = 0;
    const page = server.ask("/cycles", cookie).then(({ status }) => {
      came = status;
    });
    const before = panel.acknowledged();
    await until("people save", () => panel.acknowledged() >= before + 60);
    expect(came, "whoever reads waits").toBe(0);
    await until("another takes its place", () => started(server) === 2, 60);
    await page;
    expect(came).toBe(200);
    expect(processesOf(server, PAGES)).not.toContain(pid);
    await panel.stop();
    expect(panel.refused()).toEqual([]);
    await panel.allIsThere({ file });
  });

  it("ends by itself when its server is killed, and lets go of the database", async () => {
    const { folder } = await areaFolder();
    const server = await startServer({ folder });
    const pid = await pageProcess(server);
    server.kill("SIGKILL");
    await server.gone;
    const isThere = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await until("it is gone", () => !isThere(), 10);
    expect((await (await startServer({ folder })).ask("/ready", "")).status).toBe(200);
  });

  it("answers what it was asked before the server ends, whoever is told to stop", async () => {
    const { folder } = await areaFolder();
    const server = await startServer({ folder });
    const cookie = await server.signIn("lead");
    const pid = await pageProcess(server);
    process.kill(pid, "SIGSTOP");
    const page = server.ask("/cycles", cookie);
    // What has not arrived when the server stops is not under way.
    await pause(500);
    // A terminal, and some that start servers, tell every process of a program.
    process.kill(pid, "SIGTERM");
    server.kill("SIGTERM");
    await pause(300);
    process.kill(pid, "SIGCONT");
    expect((await page).status).toBe(200);
    expect(await server.gone).toBe(0);
  });
});

describe("a page", () => {
  /** Status, headers and text, without what is another each time. */
  async function answerOf(server: Server, path: string, cookie: string, init: RequestInit = {}) {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      redirect: "manual",
      ...init,
      headers: { cookie, ...init.headers },
    });
    const changing = ["date", "x-request-id", "content-security-policy", "set-cookie", "etag", "last-modified"];
    const headers = [...answer.headers].filter(([name]) => !changing.includes(name));
    const text = (await answer.text())
      .replaceAll(/nonce="[^"]*"|nonce-[\w+/=]+/g, "")
      .replaceAll(/\b[0-9a-f]{8}\b/g, "")
      .replaceAll(/frm_\w+|"\d{10,}"|\d{13}/g, "");
    return { status: answer.status, headers, text, id: answer.headers.has("x-request-id") };
  }

  it("is the same whichever process draws it, whoever asks and however", async () => {
    const { folder, cycleId } = await areaFolder();
    const asked: [string, RequestInit?][] = [
      ["/sign-in"],
      ["/cycles"],
      [`/cycles/${cycleId}/results`],
      [`/cycles/${cycleId}/results.data`],
      [`/cycles/${cycleId}`, { method: "HEAD" }],
      ["/nothing/of/the/kind"],
      ["/assets/nothing.css"],
      ["/favicon.svg"],
      ["/favicon.svg", { headers: { range: "bytes=0-9" } }],
      ["/%E0%A4%A"],
      ["/cycles", { headers: { "accept-encoding": "identity" } }],
      ["/cycles", { headers: { "if-none-match": "*" } }],
      ["/cycles/new", { method: "POST", body: "title=", headers: { origin: "https://elsewhere.example" } }],
      ["/cycles", { method: "OPTIONS" }],
    ];
    const answersOf = async (howMany: string) => {
      const server = await startServer({ folder, env: { PAGE_PROCESSES: howMany } });
      if (howMany !== "0") await pageProcess(server);
      else expect(processesOf(server, PAGES)).toEqual([]);
      const cookie = await server.signIn("lead");
      const answers = [];
      for (const [path, init] of asked) answers.push([path, await answerOf(server, path, cookie, init)]);
      server.kill("SIGTERM");
      await server.gone;
      return answers;
    };
    const alone = await answersOf("0");
    expect(await answersOf("1")).toEqual(alone);
  });
});
