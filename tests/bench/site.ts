/** The built server on a demonstration area of its own, and a person signed in to it over HTTP. */
import { spawn } from "node:child_process";

export type Site = { address: string; pid: number; stop: () => Promise<void> };

export async function startSite(port: number): Promise<Site> {
  const child = spawn(process.execPath, ["tests/e2e/server.ts"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PORT: String(port) },
  });
  const address = `http://localhost:${port}`;
  const stop = async () => {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
  };
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) throw new Error("The server ended before it was ready. Run npm run build first.");
    const well = await fetch(`${address}/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (well) return { address, pid: child.pid ?? 0, stop };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await stop();
  throw new Error("The server was not ready within a minute.");
}

export type Person = {
  get: (path: string) => Promise<string>;
  post: (path: string, form: Record<string, string>) => Promise<{ status: number; text: string; location: string }>;
};

export async function signedIn(site: Site, email: string, password: string): Promise<Person> {
  const send = (path: string, form: Record<string, string>, cookie: string) =>
    fetch(site.address + path, {
      method: "POST",
      redirect: "manual",
      headers: { cookie, origin: site.address, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    });
  const entered = await send("/sign-in", { email, password, back: "/" }, "");
  const cookie = entered.headers
    .getSetCookie()
    .map((c) => c.split(";")[0])
    .join("; ");
  if (!cookie) throw new Error(`${email} could not sign in (${entered.status})`);
  return {
    async get(path) {
      const answer = await fetch(site.address + path, { headers: { cookie } });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      return answer.text();
    },
    async post(path, form) {
      const answer = await send(path, form, cookie);
      return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") ?? "" };
    },
  };
}
