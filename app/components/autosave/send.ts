import type { AnyClash, Clash, SaveReply } from "./save-reply.ts";
import type { Sent } from "./saver.ts";

const TIME_LIMIT_MS = 20_000;
const SIGNED_OUT = "Not saved: you are signed out. Kept on this page. Sign in in another window, then press Save";
const FAILED = "Not saved: the server could not keep it. Kept on this page. Press Save to try again";

/** Sends the content of a form in the background. A rejected promise means that there is no connection. */
export async function send<C extends AnyClash = Clash>(to: string, body: string, basedOn: number): Promise<Sent<C>> {
  const response = await fetch(to, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: `${body}&basedOn=${basedOn}`,
    // A session that is over answers with the way to the sign-in page, which is not followed here.
    redirect: "manual",
    keepalive: body.length < 60_000,
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
  if (response.type === "opaqueredirect") return { state: "stopped", sentence: SIGNED_OUT };
  // Only what the save itself answers is read; an error of the server, or of what stands before it, is not.
  const reply = (await response.json().catch(() => null)) as Partial<SaveReply<C>> | null;
  if (!isReply<C>(reply)) return { state: "stopped", sentence: FAILED };
  return reply.state === "closed" ? { state: "stopped", sentence: reply.sentence } : reply;
}

const isReply = <C extends AnyClash>(reply: Partial<SaveReply<C>> | null): reply is SaveReply<C> =>
  reply?.state === "saved" || reply?.state === "clash" || reply?.state === "closed";
