import { useBlocker } from "@remix-run/react";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { SaveStatus } from "../save-state.tsx";
import { makeSaver, type Saver } from "../score-sheet/saver.ts";
import { sendAnswer } from "../score-sheet/send-answer.ts";
import { bodyOf, wasTouched } from "../score-sheet/use-saver.ts";
import type { DraftClash } from "./clash.tsx";

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
 * Background saving for the form of one part of a draft. Until the page's script runs, and where it does not, saving
 * happens when a button is pressed. Leaving the page sends what is not sent yet, and asks when something would be lost.
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
      send: (body, basedOn) => sendAnswer<DraftClash>(drawn.saveTo, body, basedOn),
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
