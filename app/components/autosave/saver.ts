import type { SaveStatus } from "../save-state.tsx";
import type { AnyClash, Clash, SaveReply } from "./save-reply.ts";

/** What a save came to. A rejected promise means that there is no connection. */
export type Sent<C extends AnyClash = Clash> = SaveReply<C> | { state: "stopped"; sentence: string };

/** How the sheet stands after everything was tried: all is kept, an error holds some back, or it waits on this page. */
type Outcome = "kept" | "held" | "waiting";

export type Saver = {
  /** Something was changed: a choice is saved at once, typed words when the typing rests. */
  changed(when: "now" | "soon"): void;
  /** Saves what is not saved yet, and says what came of it. */
  flush(): Promise<Outcome>;
  /** Whether something on the page is kept nowhere else. */
  unsent(): boolean;
  /** Whether another window has saved the same answer, and the auditor has not chosen yet. */
  clashed(): boolean;
  /** Whether the server answered last, and would not keep it: the session is over, say. */
  refused(): boolean;
  stop(): void;
};

export type SaverOptions<C extends AnyClash> = {
  /** The form's content as it would be sent; equal text is equal content. */
  read: () => string;
  send: (body: string, basedOn: number) => Promise<Sent<C>>;
  /** Keeps what is not sent yet where it outlives the page, and is told when the server has it. */
  keep?: (body: string, basedOn: number) => void;
  gone?: (body: string, version: number) => void;
  show: (status: SaveStatus) => void;
  /** The version that is kept now, for the form's own button. */
  keptVersion: (version: number) => void;
  clashed: (clash: C) => void;
  /** Told of each save that was kept. */
  saved?: (reply: { theirs?: string[] }) => void;
  /** What the page was drawn with: its content, the version it goes by, and how many answers an error holds back. */
  start: { body: string; version: number; held: number; clash: boolean };
};

const REST_MS = 2000;
const SLOW_MS = 1000;
const RETRY_MS = [2000, 4000, 8000, 16_000, 30_000];

/**
 * Saves one answer while the auditor works: one request at a time, always the latest content, each with the version it is
 * based on. What could not be sent stays on the page and is tried again, more and more rarely. After a clash nothing is
 * sent until the auditor has chosen.
 */
export function makeSaver<C extends AnyClash = Clash>(options: SaverOptions<C>): Saver {
  const { read, send, show, keptVersion, clashed, start } = options;
  let kept = start.body;
  let version = start.version;
  let held = start.held;
  let clash = start.clash;
  let failures = 0;
  let stopped = false;
  let refused = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;

  const later = (ms: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void flush(), ms);
  };

  async function flush(): Promise<Outcome> {
    clearTimeout(timer);
    running ??= saveAll().finally(() => {
      running = null;
    });
    await running;
    if (read() !== kept || clash) return "waiting";
    return held > 0 ? "held" : "kept";
  }

  /** Until the page holds nothing newer than what was sent last. */
  async function saveAll(): Promise<void> {
    while (read() !== kept && !clash && !stopped) {
      const body = read();
      const slow = setTimeout(() => show({ kind: "saving" }), SLOW_MS);
      const reply = await send(body, version).catch(() => null);
      clearTimeout(slow);
      refused = reply?.state === "stopped";
      if (reply === null) {
        show({ kind: "offline" });
        later(RETRY_MS[failures++] ?? RETRY_MS[RETRY_MS.length - 1]!);
        return;
      }
      failures = 0;
      if (reply.state === "saved") {
        kept = body;
        version = reply.version;
        held = reply.held;
        keptVersion(version);
        if (held === 0 && read() === body) options.gone?.(body, version);
        options.saved?.(reply);
        show(held > 0 ? { kind: "held", answers: held } : { kind: "saved", at: reply.at });
      } else if (reply.state === "clash") {
        clash = true;
        clashed(reply);
        show({ kind: "clash", at: reply.at });
      } else {
        show({ kind: "stopped", words: reply.sentence });
        return;
      }
    }
  }

  return {
    changed(when) {
      if (!stopped && read() !== kept) options.keep?.(read(), version);
      later(when === "now" ? 0 : REST_MS);
    },
    flush,
    clashed: () => clash,
    refused: () => refused,
    unsent: () => !stopped && (read() !== kept || held > 0 || clash),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
