import { type KeyboardEvent, useState } from "react";

type Act = () => void;

/** What single keys do, by key in lower case; `choose` takes the number keys: the answers from the top down. */
export type KeyActs = { choose: (place: number) => void; named: Record<string, Act> };

/** Whether a request comes from somebody who has single keys on; they are until turned off. */
export const keysAreOn = (cookies: string | null): boolean => !/(?:^|;\s*)ehc_keys=off(?:;|$)/.test(cookies ?? "");

/**
 * Single keys on the score sheet and in moderation. They work only while the focus is in the work and not in a field that
 * takes text, and can be turned off (WCAG 2.1.4); the choice is kept in a cookie, for the server draws the page by it.
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

/** Chooses the radio at this place of a group, from 1, and goes there, so that the arrow keys move from what was chosen. */
export function chooseRadio(form: HTMLFormElement | null, name: string, place: number): void {
  const radio = form?.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)[place - 1];
  radio?.focus();
  radio?.click();
}

function actOf(key: string, { choose, named }: KeyActs): Act | undefined {
  if (/^[1-9]$/.test(key)) return () => choose(Number(key));
  return named[key.toLowerCase()];
}

function takesText(target: EventTarget): boolean {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "submit", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
