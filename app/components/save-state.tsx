import { Tick } from "./progress.tsx";

/** Whether what was entered is kept. Times are of the clock on the wall, "10:42". */
export type SaveStatus =
  | { kind: "saved"; at: string }
  /** Said only when it takes longer than a second. */
  | { kind: "saving" }
  | { kind: "offline" }
  /** Without a connection, this many answers wait in the browser. */
  | { kind: "waiting"; answers: number }
  /** An error holds this many answers back. */
  | { kind: "held"; answers: number }
  | { kind: "clash"; at: string }
  /** Saving cannot go on until the person does something: the words say what. */
  | { kind: "stopped"; words: string }
  /** Without JavaScript. */
  | { kind: "on-press" }
  /** Nothing was entered yet. */
  | { kind: "nothing" }
  /** Something was saved, in the page's own words. */
  | { kind: "words"; words: string };

type Look = "good" | "plain" | "problem" | "clash";

/** The words of a save state, and how it looks. */
export function saveWords(status: SaveStatus): { words: string; look: Look } {
  switch (status.kind) {
    case "saved":
      return { words: `Saved at ${status.at}`, look: "good" };
    case "saving":
      return { words: "Saving", look: "plain" };
    case "offline":
      return { words: "Not saved: no connection. Kept on this page, trying again", look: "problem" };
    case "waiting":
      return {
        words: `Not saved: no connection. ${status.answers} answers wait in this browser, trying again`,
        look: "problem",
      };
    case "held":
      return {
        words: `${status.answers} ${status.answers === 1 ? "answer" : "answers"} not saved yet`,
        look: "problem",
      };
    case "clash":
      return { words: `Changed in another window at ${status.at}. Choose which to keep`, look: "clash" };
    case "stopped":
      return { words: status.words, look: "problem" };
    case "on-press":
      return { words: "Saves when you press Save", look: "plain" };
    case "nothing":
      return { words: "Nothing to save yet", look: "plain" };
    case "words":
      return { words: status.words, look: "good" };
  }
}

/**
 * A word, a time and a state, always in the same place. A screen reader hears a change of state once, not every save: the
 * time is outside what is read out.
 */
export function SaveState({ status }: { status: SaveStatus }) {
  const { words, look } = saveWords(status);
  return (
    <>
      <span className={`save-state save-state--${look}`}>
        {look === "good" && <Tick />}
        {(look === "problem" || look === "clash") && (
          <span className="save-state__mark" aria-hidden="true">
            !
          </span>
        )}
        {words}
      </span>
      <span className="govuk-visually-hidden" role="status">
        {status.kind === "saved" ? "Saved" : status.kind === "words" ? "" : words}
      </span>
    </>
  );
}
