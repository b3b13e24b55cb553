/** How much is done, in words, with a bar that repeats them for the eye. */
export function ProgressBar({ done, of, words }: { done: number; of: number; words: string }) {
  return (
    <span className="progress">
      <span>{words}</span>
      <BarOnly done={done} of={of} />
    </span>
  );
}

/** The bar alone, where the words stand beside it anyway. */
export function BarOnly({ done, of }: { done: number; of: number }) {
  return (
    <svg className="progress__bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect width="100" height="6" fill="#d3dde6" />
      <rect width={of > 0 ? Math.round((1000 * done) / of) / 10 : 0} height="6" fill="#0f6e66" />
    </svg>
  );
}

/** A tick, always beside words. */
export function Tick() {
  return (
    <svg className="tick" viewBox="0 0 16 14" aria-hidden="true" focusable="false">
      <path d="M1.5 7.5 6 12 14.5 1.5" fill="none" stroke="currentColor" strokeWidth="2.6" />
    </svg>
  );
}
