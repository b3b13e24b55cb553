import { Note } from "../notes.tsx";

/** The day is over and nothing is closed. */
export const Late = ({ due }: { due: string }) => (
  <Note tone="amber" title={`This audit was due on ${due}`}>
    <p>You can still score and submit it, until your quality lead closes scoring. What you save is counted.</p>
  </Note>
);
