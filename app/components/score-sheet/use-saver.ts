import { useBlocker } from "@remix-run/react";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { SaveStatus } from "../save-state.tsx";
import type { Clash } from "./save-reply.ts";
import { makeSaver, type Saver } from "./saver.ts";
import { sendAnswer } from "./send-answer.ts";
import { noteAnswer } from "./sheet-memory.ts";
import { boxFor } from "./use-waiting.ts";
import type { WaitingAnswer } from "./waiting.ts";

const LEAVE = "Some answers on this page are not saved. Leave the page without them?";

type Drawn = {
  saveTo: string;
  criterion: string;
  /** "C-0417, EP2" */
  label: string;
  page: string;
  waitingKey: string;
  /** Drawn from this window's memory with an answer that is not sent yet. */
  unsent: boolean;
  version: number;
  savedAt: string | null;
  held: number;
  clash: Clash | null;
};

/**
 * Background saving for the form of one answer. Until the page's script runs, and where it does not, saving happens when
 * a button is pressed. Leaving the page sends what is not sent yet, and asks when something would be lost.
 */
export function useSaver(form: RefObject<HTMLFormElement>, drawn: Drawn, found: (answer: WaitingAnswer) => void) {
  const [status, setStatus] = useState<SaveStatus>(drawn.clash ? { kind: "clash", at: drawn.clash.at } : ON_PRESS);
  const [clash, setClash] = useState(drawn.clash);
  const [version, setVersion] = useState(drawn.version);
  const saver = useRef<Saver | null>(null);

  // The page is drawn anew for another criterion or answer, so what it was drawn with stays the same while this lives.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const { saveTo, criterion, label, page } = drawn;
    const box = boxFor(drawn.waitingKey);
    const own = makeSaver<Clash>({
      read: () => bodyOf(element),
      send: (body, basedOn) => sendAnswer(saveTo, body, basedOn),
      keep: (body, basedOn) => {
        noteAnswer(saveTo, criterion, body, basedOn, true);
        void box.then((b) => b?.keep({ saveTo, page, criterion, label, body, basedOn })).catch(() => {});
      },
      gone: (body, version) => {
        noteAnswer(saveTo, criterion, body, version, false);
        void box.then((b) => b?.gone({ saveTo, criterion })).catch(() => {});
      },
      show: setStatus,
      keptVersion: setVersion,
      clashed: setClash,
      start: {
        // What was typed before the script ran differs from what the page was drawn with, and is sent.
        body: drawn.unsent || wasTouched(element) ? "" : bodyOf(element),
        version: drawn.version,
        held: drawn.held,
        clash: drawn.clash !== null,
      },
    });
    saver.current = own;
    if (drawn.held > 0) setStatus({ kind: "held", answers: drawn.held });
    else if (!drawn.clash) setStatus(drawn.savedAt ? { kind: "saved", at: drawn.savedAt } : { kind: "nothing" });
    own.changed("now");
    // What was written here before and never sent comes back, unless the page says the same already.
    void box.then(async (b) => {
      const waits = (await b?.all())?.find((a) => a.saveTo === saveTo && a.criterion === criterion);
      if (waits && waits.body !== bodyOf(element) && !drawn.clash && !wasTouched(element)) found(waits);
    });
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
    void saver.current?.flush().then(async (outcome) => {
      // What waits in the browser is not lost by leaving.
      const waits = outcome === "waiting" && !saver.current?.clashed() && (await boxFor(drawn.waitingKey)) !== null;
      if (outcome === "kept" || waits || window.confirm(LEAVE)) leaving.proceed();
      else leaving.reset();
    });
  }, [leaving, drawn.waitingKey]);

  return { status, clash, version, saver };
}

const ON_PRESS: SaveStatus = { kind: "on-press" };

/** The content of the form as it is sent; which version it is based on, and which button is pressed, are no content. */
export function bodyOf(form: HTMLFormElement): string {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "basedOn" && name !== "theirVersion");
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
}

/** Whether somebody typed or chose before the script ran. */
export function wasTouched(form: HTMLFormElement): boolean {
  return [...form.elements].some((field) => {
    if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
    if (field instanceof HTMLSelectElement) return [...field.options].some((o) => o.selected !== o.defaultSelected);
    if (!(field instanceof HTMLInputElement)) return false;
    return ["radio", "checkbox"].includes(field.type)
      ? field.checked !== field.defaultChecked
      : field.type !== "hidden" && field.value !== field.defaultValue;
  });
}
