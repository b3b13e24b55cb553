import { useBlocker } from "@remix-run/react";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { SaveStatus } from "../save-state.tsx";
import type { AnyClash } from "./save-reply.ts";
import { makeSaver, type Saver, type SaverOptions } from "./saver.ts";
import { send } from "./send.ts";

/** What the page was drawn with, and where its form is saved. */
export type Autosaved<C extends AnyClash> = {
  saveTo: string;
  version: number;
  savedAt: string | null;
  /** How many entries an error holds back. */
  held: number;
  clash: C | null;
  /** Drawn with something that was not sent yet. */
  unsent?: boolean;
  /** Asked before a page is left whose words could not be sent. */
  leave: string;
  /** True where what could not be sent is kept elsewhere, so that leaving loses nothing. */
  keptElsewhere?: (saver: Saver) => Promise<boolean>;
  /** Once the script runs on this form. */
  ready?: (form: HTMLFormElement) => void;
} & Pick<SaverOptions<C>, "keep" | "gone" | "saved">;

/**
 * Background saving for one form. Until the page's script runs, and where it does not, saving happens when a button is
 * pressed. Leaving the page sends what is not sent yet, and asks when something would be lost.
 */
export function useAutosave<C extends AnyClash>(form: RefObject<HTMLFormElement>, drawn: Autosaved<C>) {
  const [status, setStatus] = useState<SaveStatus>(drawn.clash ? { kind: "clash", at: drawn.clash.at } : ON_PRESS);
  const [clash, setClash] = useState<C | null>(drawn.clash);
  const [version, setVersion] = useState(drawn.version);
  const saver = useRef<Saver | null>(null);
  const keptElsewhere = useRef(drawn.keptElsewhere);
  keptElsewhere.current = drawn.keptElsewhere;

  // The page is drawn anew for another form, so what it was drawn with stays the same while this lives.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const own = makeSaver<C>({
      read: () => bodyOf(element),
      send: (body, basedOn) => send<C>(drawn.saveTo, body, basedOn),
      keep: drawn.keep,
      gone: drawn.gone,
      saved: drawn.saved,
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
    drawn.ready?.(element);
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
    const own = saver.current;
    if (leaving.state !== "blocked" || !own) return;
    void own.flush().then(async (outcome) => {
      const waits = outcome === "waiting" && ((await keptElsewhere.current?.(own)) ?? false);
      if (outcome === "kept" || waits || window.confirm(drawn.leave)) leaving.proceed();
      else leaving.reset();
    });
  }, [leaving, drawn.leave]);

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
