import { EVENT_GROUPS, type EventGroup } from "#audits/trail/events.ts";
import type { TrailFilter } from "#db/trail-search.ts";
import type { FieldError } from "./validate.ts";

/** What the address of a search asks for; what cannot be read is named and left out. */
export function filterFrom(request: Request): { filter: TrailFilter; errors: FieldError[]; asked: boolean } {
  const { searchParams } = new URL(request.url);
  const text = (name: string) => (searchParams.get(name) ?? "").trim().slice(0, 100);
  const errors: FieldError[] = [];
  const day = (field: "from" | "to") => {
    const given = text(field);
    if (given === "" || isDay(given)) return given;
    errors.push({ field, sentence: "Enter a day with its year, month and day, such as 2026-11-22" });
    return "";
  };
  const group = text("group");
  const filter: TrailFilter = {
    person: text("person"),
    group: group in EVENT_GROUPS ? (group as EventGroup) : "",
    subject: text("subject"),
    from: day("from"),
    to: day("to"),
    words: text("words"),
  };
  if (filter.from && filter.to && filter.to < filter.from)
    errors.push({ field: "to", sentence: "The last day must not be before the first" });
  return { filter, errors, asked: Object.values(filter).some((value) => value !== "") };
}

const isDay = (day: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);

/** The same search as the query of an address, without what is empty. */
export function queryOf(filter: TrailFilter, page = 1): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  if (page > 1) query.set("page", String(page));
  return query.size ? `?${query}` : "";
}
