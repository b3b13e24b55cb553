import { useEffect, useRef, useState } from "react";
import { send } from "../autosave/send.ts";
import { browserShelf } from "./shelf.ts";
import { type Replayed, replay, type WaitingAnswer, type WaitingBox, waitingBox } from "./waiting.ts";

/** One box a person and window. A browser without a store, or a page without a secure address, has none. */
const boxes = new Map<string, Promise<WaitingBox | null>>();

export function boxFor(key: string): Promise<WaitingBox | null> {
  const known = boxes.get(key);
  if (known) return known;
  const box =
    globalThis.isSecureContext && "indexedDB" in globalThis
      ? browserShelf()
          .then((shelf) => waitingBox(key, shelf, Date.now))
          .catch(() => null)
      : Promise.resolve(null);
  boxes.set(key, box);
  return box;
}

const AGAIN_MS = 15_000;

/**
 * Sends what waits in this browser from earlier, in order: when a page opens, when the connection is back, and every 15
 * seconds while it is not. `besides` is the answer that the page itself looks after.
 */
export function useWaiting(key: string, besides: Pick<WaitingAnswer, "saveTo" | "criterion"> | null) {
  const [left, setLeft] = useState<Replayed | null>(null);
  const [saveTo, criterion] = [besides?.saveTo, besides?.criterion];
  const again = useRef<() => void>(() => {});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const go = async () => {
      clearTimeout(timer);
      const box = await boxFor(key);
      if (!box || over) return;
      const own = (a: WaitingAnswer) => a.saveTo === saveTo && a.criterion === criterion;
      const out = await replay(
        box,
        (a) => send(a.saveTo, a.body, a.basedOn),
        (a) => !own(a),
      );
      if (over) return;
      // What was sent stays told while the page stands, whatever a later try finds.
      setLeft((before) => {
        const sent = [...(before?.sent ?? []), ...out.sent];
        return sent.length || out.left.length ? { ...out, sent } : null;
      });
      if (out.offline) timer = setTimeout(go, AGAIN_MS);
    };
    again.current = () => void go();
    void go();
    window.addEventListener("online", go);
    return () => {
      over = true;
      clearTimeout(timer);
      window.removeEventListener("online", go);
    };
  }, [key, saveTo, criterion]);
  return { left, again };
}
