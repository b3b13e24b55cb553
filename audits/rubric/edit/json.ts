/**
 * A draft while people work on it: JSON of the rubric's shape that may be incomplete or wrong in places. Reading is
 * lenient, so that whatever an import or a half-filled form left can be shown and mended; `problems.ts` says what is wrong.
 */
export type Json = { [name: string]: unknown };

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The document as an object; anything else is an empty one. */
export const asDocument = (value: unknown): Json => (isObject(value) ? value : {});

/** A list of things of a document, without what is not a thing. */
export const thingsIn = (holder: Json, name: string): Json[] => {
  const list = holder[name];
  return Array.isArray(list) ? list.map((item) => (isObject(item) ? item : {})) : [];
};

/** The texts of a list, without what is neither text nor number. */
export const textsIn = (holder: Json, name: string): string[] => {
  const list = holder[name];
  return Array.isArray(list) ? list.filter((t) => typeof t === "string" || typeof t === "number").map(String) : [];
};

/** A text or a number as it stands in a field; nothing is "". */
export const textOf = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" && Number.isFinite(value) ? String(value) : "";

/** What was typed as a number; what is no number stays as it was typed, so that it can be seen and mended. */
export function numberOrText(typed: string): number | string | null {
  const trimmed = typed.trim();
  if (trimmed === "") return null;
  return /^-?\d{1,9}(\.\d{1,9})?$/.test(trimmed) ? Number(trimmed) : trimmed;
}

/** Whether two values say the same, whatever the order of their names. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, i) => same(item, other[i]));
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one).filter((name) => one[name] !== undefined);
  const others = Object.keys(other).filter((name) => other[name] !== undefined);
  return (
    names.length === others.length && names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
  );
}
