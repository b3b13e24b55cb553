import { type RefObject, useEffect } from "react";

/**
 * Gives the focus to a message when it arrives, so that it is read out and seen first. It stays out of the tab order
 * afterwards. A changed `arrival` (what the server answered) counts as a new message.
 */
export function useFocusOnArrival(element: RefObject<HTMLElement>, enabled: boolean, arrival?: unknown) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new arrival is the reason to take the focus again
  useEffect(() => {
    const target = element.current;
    if (!target || !enabled) return;
    target.tabIndex = -1;
    target.focus();
    const release = () => target.removeAttribute("tabindex");
    target.addEventListener("blur", release, { once: true });
    return () => target.removeEventListener("blur", release);
  }, [element, enabled, arrival]);
}
