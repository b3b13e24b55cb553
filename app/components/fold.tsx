import type { ReactNode } from "react";

/** "menu" and "bar" stand in the header and the cycle bar, "rail" and "margin" beside the work. */
export type FoldVariant = "menu" | "bar" | "rail" | "margin";

/**
 * Content that is always there on a wide screen and folds under its name on a narrow one, without JavaScript and without
 * being written twice. A style rule hides what follows the closed disclosure below the width; above it the disclosure goes.
 */
export function Fold({
  summary,
  variant,
  children,
}: {
  summary: ReactNode;
  variant: FoldVariant;
  children: ReactNode;
}) {
  return (
    <>
      <details className={`fold fold--${variant}`}>
        <summary>{summary}</summary>
      </details>
      <div className={`fold__content fold__content--${variant}`}>{children}</div>
    </>
  );
}
