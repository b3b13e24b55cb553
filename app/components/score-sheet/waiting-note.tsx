import { Note } from "../notes.tsx";
import type { Replayed } from "./waiting.ts";

/** What waited in this browser: what was sent now, and what the auditor has to look at. Silent where nothing waits. */
export function WaitingNote({ left }: { left: Replayed }) {
  const { sent, clashes, stopped, offline } = left;
  if (sent.length + clashes.length + stopped.length === 0 && !offline) return null;
  if (offline && sent.length === 0 && clashes.length === 0) return null;
  const plural = (n: number) => (n === 1 ? "1 answer" : `${n} answers`);
  const attention = clashes.length + stopped.length > 0;
  return (
    <Note
      tone={attention ? "amber" : "teal"}
      title={attention ? "Answers wait in this browser" : "Sent from this browser"}
    >
      {sent.length > 0 && (
        <p role="status">
          {plural(sent.length)} that waited here {sent.length === 1 ? "is" : "are"} saved now:{" "}
          {sent.map((a) => a.label).join("; ")}.
        </p>
      )}
      {clashes.map((a) => (
        <p key={a.page}>
          <a className="govuk-link" href={a.page}>
            {a.label}
          </a>{" "}
          was changed in another window. Open it, and choose which to keep.
        </p>
      ))}
      {stopped.map(({ answer, sentence }) => (
        <p key={answer.page}>
          {answer.label}: {sentence}
        </p>
      ))}
    </Note>
  );
}
