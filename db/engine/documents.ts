/**
 * Reading stored JSON. A rubric or a codebook has a hundred kilobytes, is read with nearly every page and hardly ever
 * changes, so a long text that was read before is not read again: its own letters are the key, and nothing can be stale.
 */

/** Shorter texts are read faster than they are looked up. */
const LONG = 2000;
/** How many letters of long texts are remembered, about 50 MB with the values. */
const MOST_LETTERS = 8_000_000;

const known = new Map<string, unknown>();
let letters = 0;

/** The value that a stored text says. Long ones are shared by all who read them, and frozen for that reason. */
export function readDocument(text: string): unknown {
  if (text.length < LONG) return JSON.parse(text);
  const found = known.get(text);
  if (found !== undefined) {
    // Those that are not asked for come first, and go first.
    known.delete(text);
    known.set(text, found);
    return found;
  }
  const value = frozen(JSON.parse(text));
  letters += text.length;
  known.set(text, value);
  for (const oldest of known.keys()) {
    if (letters <= MOST_LETTERS) break;
    known.delete(oldest);
    letters -= oldest.length;
  }
  return value;
}

function frozen<V>(value: V): V {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
