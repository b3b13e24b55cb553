import { type KeyboardEvent, useState } from "react";

type Act = () => void;

/** What a single key does: the number keys choose the answers from the top down. */
type KeyActs = { choose: (place: number) => void; quote: Act; finding: Act; next: Act; help: Act };

/**
 * Single keys on the score sheet. They work only while the focus is in the sheet and not in a field that takes text, and
 * can be turned off (WCAG 2.1.4); the choice is kept in a cookie, for the server draws the page by it.
 */
export function useKeys(startOn: boolean, acts: KeyActs) {
  const [on, setOn] = useState(startOn);
  const turn = (to: boolean) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is missing in browsers that are supported
    document.cookie = `ehc_keys=${to ? "on" : "off"}; path=/; max-age=31536000; samesite=lax`;
    setOn(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return;
    const act = actOf(event.key, acts);
    if (!act) return;
    event.preventDefault();
    act();
  };
  return { on, turn, onKeyDown };
}

function actOf(key: string, acts: KeyActs): Act | undefined {
  if (/^[1-9]$/.test(key)) return () => acts.choose(Number(key));
  const named: Record<string, Act> = { q: acts.quote, f: acts.finding, n: acts.next, "?": acts.help };
  return named[key.toLowerCase()];
}

function takesText(target: EventTarget): boolean {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "submit", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
