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
