import { useBlocker, useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";

/**
 * Asks before a page is left on which something is typed that is kept nowhere yet: by a link, by going back, by closing the
 * window. Nothing is written on the computer, which others may share. Without JavaScript the page is left unasked.
 *
 * @param unsent whether something would be lost; looked up when somebody leaves
 * @returns to be called as a form of the page is sent, which is no leaving
 */
export function useAskBeforeLeaving(unsent: () => boolean, question: string): () => void {
  const sending = useRef(false);
  const asked = useRef(unsent);
  asked.current = unsent;
  const navigation = useNavigation();

  useEffect(() => {
    if (navigation.state === "idle") sending.current = false;
  }, [navigation.state]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!sending.current && asked.current()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);

  const leaving = useBlocker(() => !sending.current && asked.current());
  useEffect(() => {
    if (leaving.state !== "blocked") return;
    if (window.confirm(question)) leaving.proceed();
    else leaving.reset();
  }, [leaving, question]);

  return () => {
    sending.current = true;
  };
}
