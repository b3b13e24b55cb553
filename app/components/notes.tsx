import { Link } from "@remix-run/react";
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

/**
 * Whether a page shows small numbers, and the way to its other view.
 *
 * @param words what of the numbers is hidden, or would be
 * @param other where the other view is; null for those who have this one alone
 */
export function ViewNote({ internal, words, other }: { internal: boolean; words: string; other: string | null }) {
  return (
    <Note tone={internal ? "amber" : "navy"}>
      <p>
        <strong>{internal ? "Internal view." : "Published view."}</strong>{" "}
        {internal ? "This page shows small numbers. " : ""}
        {words}{" "}
        {other !== null && (
          <Link className="govuk-link" to={other}>
            {internal ? "See the published view" : "See the internal view"}
          </Link>
        )}
      </p>
    </Note>
  );
}

/** Said of a published view whose hidden figures are not counted. */
export const SMALL_NUMBERS_HIDDEN = "Numbers from which few children would follow are hidden and shown as ‘c’.";

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

/** One reopening of a cycle, in words. `reason` and `before` are for those who see internal figures. */
export type ReopenedWords = {
  on: string;
  /** When moderation ended again; null while it goes on. */
  until: string | null;
  reason: string | null;
  before: string | null;
};

/** On the pages of a cycle that was reopened after its results were out. */
export function ReopenedNote({ reopened }: { reopened: ReopenedWords[] }) {
  return (
    <>
      {reopened.map((r) => (
        <Note
          key={r.on}
          tone={r.until ? "navy" : "amber"}
          title={r.until ? `Reopened on ${r.on}, results out again on ${r.until}` : `Reopened on ${r.on}`}
        >
          {r.reason && <p>‘{r.reason}’</p>}
          <p>
            {r.until
              ? "Figures may differ from reports that were made before."
              : "Results are out again when moderation has ended. Until then they are not published, and no other cycle is compared with this one. Reports that were made before stay as they are."}
          </p>
          {r.before && <p className="soft">Before: {r.before}</p>}
        </Note>
      ))}
    </>
  );
}
