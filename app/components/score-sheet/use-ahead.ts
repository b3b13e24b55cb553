import { useEffect } from "react";
import { type PackedPages, rememberPages, remembersAll, unpackPages } from "./sheet-memory.ts";

/** Fetches the other pages of this audit once, when the page has come to rest, so that they are there without a connection. */
export function useAhead(saveTo: string): void {
  useEffect(() => {
    if (remembersAll(saveTo)) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      fetch(saveTo.replace(/save$/, "ahead"), { redirect: "error", signal: stop.signal })
        .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
        .then((packed: PackedPages) => rememberPages(saveTo, unpackPages(packed)))
        // Without them the sheet works as before; the next page tries again.
        .catch(() => {});
    }, 1500);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [saveTo]);
}
