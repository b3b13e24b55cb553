import { useLocation } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

type State = "quiet" | "soon" | "over";

/**
 * Two minutes before an idle session ends, says so, and lets the person stay by one key press. Every answer of the server
 * starts the time anew, background saves included, so nobody who works sees it. Without JavaScript the next page leads to
 * sign-in and back.
 */
export function IdleNotice({ minutes }: { minutes: number }) {
  const { pathname, search } = useLocation();
  const [state, setState] = useState<State>("quiet");
  const stay = useRef<HTMLButtonElement>(null);
  const before = useRef<Element | null>(null);

  useEffect(() => {
    let timers: ReturnType<typeof setTimeout>[] = [];
    const begin = () => {
      timers.forEach(clearTimeout);
      setState("quiet");
      timers = [
        setTimeout(() => setState("soon"), (minutes - 2) * 60_000),
        setTimeout(() => setState("over"), minutes * 60_000),
      ];
    };
    begin();
    const watcher = new PerformanceObserver((list) => {
      const asked = list.getEntries() as PerformanceResourceTiming[];
      if (asked.some((entry) => entry.initiatorType === "fetch" && entry.responseStatus < 400)) begin();
    });
    watcher.observe({ type: "resource" });
    return () => {
      watcher.disconnect();
      timers.forEach(clearTimeout);
    };
  }, [minutes]);

  useEffect(() => {
    if (state === "soon") {
      before.current = document.activeElement;
      stay.current?.focus();
    }
    if (state === "quiet" && before.current instanceof HTMLElement) {
      before.current.focus();
      before.current = null;
    }
  }, [state]);

  if (state === "quiet") return null;
  const back = `/sign-in?back=${encodeURIComponent(pathname + search)}`;
  return (
    <div
      className="idle-notice"
      role="alertdialog"
      aria-modal="false"
      aria-labelledby="idle-title"
      aria-describedby="idle-words"
    >
      <p className="part" id="idle-title">
        {state === "soon" ? "You will be signed out in 2 minutes" : "You are signed out"}
      </p>
      <p id="idle-words">
        {state === "soon"
          ? "You have not used this page for a while. What is saved stays saved."
          : "You were away for too long. What was saved is kept."}
      </p>
      {state === "soon" ? (
        <button type="button" className="govuk-button" ref={stay} onClick={() => void fetch("/still-here")}>
          Stay signed in
        </button>
      ) : (
        <a className="govuk-link" href={back}>
          Sign in again
        </a>
      )}
    </div>
  );
}
