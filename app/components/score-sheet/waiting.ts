import type { Sent } from "../autosave/saver.ts";

/**
 * Answers that could not be sent wait in the browser, sealed under a key that only their writer gets, signed in: laptops
 * are shared. What waits is sent in the order in which it was begun, and is gone once it is sent.
 */

export type WaitingAnswer = {
  /** Where it is sent, and the page on which it was written. */
  saveTo: string;
  page: string;
  criterion: string;
  /** What people call it: "C-0417, EP2". */
  label: string;
  /** The form as it is sent, and the version of the answer that it is based on. */
  body: string;
  basedOn: number;
};

/** One sealed answer as the browser keeps it: nothing in it tells whose it is or what it says. */
type Row = { id: string; owner: string; at: number; iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer };

/** Where rows are kept; IndexedDB in a browser. */
export type Shelf = {
  all(): Promise<Row[]>;
  put(row: Row): Promise<void>;
  remove(id: string): Promise<void>;
};

export type WaitingBox = {
  /** Keeps an answer in place of what waited for the same criterion; it keeps the earlier one's place in the order. */
  keep(answer: WaitingAnswer): Promise<void>;
  gone(answer: Pick<WaitingAnswer, "saveTo" | "criterion">): Promise<void>;
  /** This person's answers, the earliest first. */
  all(): Promise<WaitingAnswer[]>;
};

/** What nobody came back for is thrown away after this long. */
const KEPT_DAYS = 30;
const utf8 = new TextEncoder();

/** @param secret base64, one a person. Keeping and taking away happen one after the other, in the order in which they were asked for. */
export async function waitingBox(secret: string, shelf: Shelf, now: () => number): Promise<WaitingBox> {
  const bytes = Uint8Array.from(atob(secret), (c) => c.charCodeAt(0));
  const seal = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const mark = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const tag = async (of: string) => {
    const signed = new Uint8Array(await crypto.subtle.sign("HMAC", mark, utf8.encode(of)));
    return Array.from(signed.slice(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const owner = await tag("owner");
  const idOf = (a: Pick<WaitingAnswer, "saveTo" | "criterion">) => tag(`answer ${a.saveTo} ${a.criterion}`);
  const own = async () => (await shelf.all()).filter((row) => row.owner === owner);

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <R>(work: () => Promise<R>): Promise<R> => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };

  await inTurn(async () => {
    for (const row of await shelf.all()) if (now() - row.at > KEPT_DAYS * 86_400_000) await shelf.remove(row.id);
  });

  return {
    keep: (answer) =>
      inTurn(async () => {
        const id = await idOf(answer);
        const before = (await own()).find((row) => row.id === id);
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, seal, utf8.encode(JSON.stringify(answer)));
        await shelf.put({ id, owner, at: before?.at ?? now(), iv, sealed });
      }),
    gone: (answer) => inTurn(async () => shelf.remove(await idOf(answer))),
    all: () =>
      inTurn(async () => {
        const rows = (await own()).sort((a, b) => a.at - b.at);
        const opened = await Promise.all(rows.map((row) => open(seal, row)));
        return opened.filter((answer) => answer !== null);
      }),
  };
}

/** An answer that was damaged in the browser's keeping cannot be opened, and counts as not there. */
async function open(seal: CryptoKey, row: Row): Promise<WaitingAnswer | null> {
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, seal, row.sealed);
    return JSON.parse(new TextDecoder().decode(text)) as WaitingAnswer;
  } catch {
    return null;
  }
}

/** What became of sending what waits. `left` still waits; of these, `clashes` and `stopped` need the auditor. */
export type Replayed = {
  sent: WaitingAnswer[];
  left: WaitingAnswer[];
  clashes: WaitingAnswer[];
  stopped: { answer: WaitingAnswer; sentence: string }[];
  offline: boolean;
};

/** Sends what waits, in order, and stops where there is no connection. What needs the auditor stays, and the rest goes on. */
export async function replay(
  box: WaitingBox,
  send: (answer: WaitingAnswer) => Promise<Sent>,
  which: (answer: WaitingAnswer) => boolean = () => true,
): Promise<Replayed> {
  const out: Replayed = { sent: [], left: [], clashes: [], stopped: [], offline: false };
  for (const answer of (await box.all()).filter(which)) {
    const reply = out.offline ? null : await send(answer).catch(() => null);
    if (reply === null) out.offline = true;
    else if (reply.state === "saved") {
      await box.gone(answer);
      out.sent.push(answer);
      continue;
    } else if (reply.state === "clash") out.clashes.push(answer);
    else if (reply.state === "stopped") out.stopped.push({ answer, sentence: reply.sentence });
    else out.stopped.push({ answer, sentence: reply.sentence });
    out.left.push(answer);
  }
  return out;
}
