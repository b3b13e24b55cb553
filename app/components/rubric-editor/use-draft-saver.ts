import { useBlocker } from "@remix-run/react";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { SaveStatus } from "../save-state.tsx";
import type { SaveReply } from "../score-sheet/save-reply.ts";
import { makeSaver, type Saver, type Sent } from "../score-sheet/saver.ts";
import { bodyOf, wasTouched } from "../score-sheet/use-saver.ts";
import type { DraftClash } from "./clash.tsx";

const TIME_LIMIT_MS = 20_000;
const SIGNED_OUT = "Not saved: you are signed out. Kept on this page. Sign in in another window, then press Save";
const FAILED = "Not saved: the server could not keep it. Kept on this page. Press Save to try again";
const LEAVE = "Some words on this page are not saved. Leave the page without them?";

type Drawn = {
  saveTo: string;
  version: number;
  savedAt: string | null;
  held: number;
  clash: DraftClash | null;
  /** Told of each save that was kept. */
  saved?: (reply: { theirs?: string[] }) => void;
};

/**
 * Background saving for the form of one part of a draft. Until the page's script runs, and where it does not, saving happens when
 * a button is pressed. Leaving the page sends what is not sent yet, and asks when something would be lost.
 */
export function useDraftSaver(form: RefObject<HTMLFormElement>, drawn: Drawn) {
  const [status, setStatus] = useState<SaveStatus>(drawn.clash ? { kind: "clash", at: drawn.clash.at } : ON_PRESS);
  const [clash, setClash] = useState<DraftClash | null>(drawn.clash);
  const [version, setVersion] = useState(drawn.version);
  const saver = useRef<Saver | null>(null);

  // The page is drawn anew for another part, so what it was drawn with stays the same while this lives.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const own = makeSaver<DraftClash>({
      read: () => bodyOf(element),
      send: (body, basedOn) => send<DraftClash>(drawn.saveTo, body, basedOn),
      show: setStatus,
      keptVersion: setVersion,
      clashed: setClash,
      saved: drawn.saved,
      start: {
        // What was typed before the script ran differs from what the page was drawn with, and is sent.
        body: wasTouched(element) ? "" : bodyOf(element),
        version: drawn.version,
        held: drawn.held,
        clash: drawn.clash !== null,
      },
    });
    saver.current = own;
    if (drawn.held > 0) setStatus({ kind: "held", answers: drawn.held });
    else if (!drawn.clash) setStatus(drawn.savedAt ? { kind: "saved", at: drawn.savedAt } : { kind: "nothing" });
    own.changed("now");
    const warn = (event: BeforeUnloadEvent) => {
      if (own.unsent()) event.preventDefault();
    };
    const reconnected = () => own.changed("now");
    window.addEventListener("beforeunload", warn);
    window.addEventListener("online", reconnected);
    return () => {
      own.stop();
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("online", reconnected);
    };
  }, []);

  const leaving = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && (saver.current?.unsent() ?? false),
  );
  useEffect(() => {
    if (leaving.state !== "blocked") return;
    void saver.current?.flush().then((outcome) => {
      if (outcome === "kept" || window.confirm(LEAVE)) leaving.proceed();
      else leaving.reset();
    });
  }, [leaving]);

  return { status, clash, version, saver };
}

const ON_PRESS: SaveStatus = { kind: "on-press" };

async function send(to: string, body: string, basedOn: number): Promise<Sent<DraftClash>> {
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
  const reply = (await response.json().catch(() => null)) as Partial<SaveReply<DraftClash>> | null;
  if (!isReply<DraftClash>(reply)) return { state: "stopped", sentence: FAILED };
  return reply.state === "closed" ? { state: "stopped", sentence: reply.sentence } : reply;
}

const isReply = (reply: Partial<SaveReply<DraftClash>> | null): reply is SaveReply<DraftClash> =>
  reply?.state === "saved" || reply?.state === "clash" || reply?.state === "closed";
