import type { ReactNode } from "react";

/** navy: to understand; teal: good news or done; amber: needs you; worry: serious. */
export type NoteTone = "navy" | "teal" | "amber" | "worry";

type NoteProps = {
  tone: NoteTone;
  title?: ReactNode;
  headingLevel?: 2 | 3;
  id?: string;
  /** The one thing to do about it, at the right where there is room. */
  action?: ReactNode;
  children: ReactNode;
};

/** Something to know before going on. Its title or first words say what kind of thing it is; the colour only repeats them. */
export function Note({ tone, title, headingLevel = 2, id, action, children }: NoteProps) {
  const Heading = `h${headingLevel}` as const;
  const words = (
    <>
      {title && <Heading className="note__title">{title}</Heading>}
      {children}
    </>
  );
  return (
    <div className={`note note--${tone}${action ? " note--action" : ""}`} id={id}>
      {action ? (
        <>
          <div>{words}</div>
          <div className="note__action">{action}</div>
        </>
      ) : (
        words
      )}
    </div>
  );
}

/** On the pages of a cycle whose evidence was removed when its time was over. */
export function EvidenceRemoved({ on }: { on: string | null }) {
  if (!on) return null;
  return (
    <Note tone="navy" title={`The evidence was removed on ${on}`}>
      <p>
        Its time was over. The scores, quotes and findings of single plans are gone; the figures of results, themes and
        report are as they were that day.
      </p>
    </Note>
  );
}
