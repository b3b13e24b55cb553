/**
 * What a person has to correct: the field's id, and the sentence that stands in the summary and at the field. `typed` is what
 * stood there, where a page has many forms alike and each keeps its own words.
 */
export type FieldError = { field: string; sentence: string; typed?: string };

/** A day typed as three fields, `YYYY-MM-DD`, or why it is not one. */
export function dayFrom(
  parts: { day: string; month: string; year: string },
  what: string,
): { ok: true; day: string | null } | { ok: false; sentence: string } {
  const { day, month, year } = parts;
  if (!day && !month && !year) return { ok: true, day: null };
  const missing = [!day && "day", !month && "month", !year && "year"].filter(Boolean);
  if (missing.length) return { ok: false, sentence: `${what} must include a ${missing.join(" and a ")}` };
  const [d, m, y] = [Number(day), Number(month), Number(year)];
  const date = new Date(Date.UTC(y, m - 1, d));
  const real =
    /^\d{4}$/.test(year) && date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  if (!real) return { ok: false, sentence: `${what} must be a real date` };
  return { ok: true, day: date.toISOString().slice(0, 10) };
}
