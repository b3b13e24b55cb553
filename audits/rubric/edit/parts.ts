import { type Json, textOf, thingsIn } from "./json.ts";

/**
 * The parts of a rubric that are edited one at a time, and how each is named in an address. A thing goes by its key; a
 * second thing with the same key, which only an import can bring, by the key and its place: `EP2~2`.
 */
export const PART_KINDS = [
  "about",
  "sections",
  "times",
  "scale",
  "domain",
  "criterion",
  "limit",
  "grades",
  "module",
] as const;
export type PartKind = (typeof PART_KINDS)[number];
export type Part = { kind: PartKind; ref: string };

/** Kinds of which a rubric has several: where they stand in the document, and the name of their key. */
export const LISTS = {
  scale: { list: "scales", key: "key", word: "scale" },
  domain: { list: "domains", key: "key", word: "domain" },
  criterion: { list: "criteria", key: "key", word: "criterion" },
  limit: { list: "limits", key: "id", word: "limit" },
  module: { list: "modules", key: "key", word: "module" },
} as const;
export type ListKind = keyof typeof LISTS;

export const isListKind = (kind: string): kind is ListKind => kind in LISTS;
export const isPartKind = (kind: string): kind is PartKind => (PART_KINDS as readonly string[]).includes(kind);

/** The address of each thing of a kind, in the order of the document. */
export function refsOf(document: Json, kind: ListKind): string[] {
  const { list, key } = LISTS[kind];
  const seen = new Map<string, number>();
  return thingsIn(document, list).map((thing) => {
    const own = textOf(thing[key]);
    const nth = (seen.get(own) ?? 0) + 1;
    seen.set(own, nth);
    return own !== "" && nth === 1 ? own : `${own}~${nth}`;
  });
}

/** Place of a thing in its list, or -1. */
export const placeOf = (document: Json, kind: ListKind, ref: string): number => refsOf(document, kind).indexOf(ref);

/** The thing of an address, or null. */
export function thingAt(document: Json, kind: ListKind, ref: string): Json | null {
  const place = placeOf(document, kind, ref);
  return place < 0 ? null : (thingsIn(document, LISTS[kind].list)[place] ?? null);
}

/** The part that a place of the document belongs to, and the field there: where a problem is mended. */
export function partAt(document: Json, at: (string | number)[]): { part: Part; field: string | null } {
  const [first, second, third, fourth] = at;
  const field = (name: string | number | undefined) => (name === undefined ? null : String(name));
  for (const kind of Object.keys(LISTS) as ListKind[]) {
    if (first !== LISTS[kind].list) continue;
    const ref = typeof second === "number" ? refsOf(document, kind)[second] : undefined;
    if (ref === undefined) return { part: { kind: "about", ref: "" }, field: null };
    const keyed = third === "descriptors" && fourth !== undefined ? `descriptor.${nameOfKey(String(fourth))}` : null;
    return { part: { kind, ref }, field: keyed ?? renamed(third, fourth) };
  }
  if (first === "sections") return { part: { kind: "sections", ref: "" }, field: null };
  if (first === "timeLimits") return { part: { kind: "times", ref: "" }, field: null };
  if (first === "grades" || first === "goodFrom" || first === "scoring" || first === "mainModule")
    return { part: { kind: "grades", ref: "" }, field: first === "scoring" ? field(second) : field(first) };
  return { part: { kind: "about", ref: "" }, field: first === "validFrom" ? "validFrom-day" : field(first) };
}

/** Properties that stand under another name in the form of their part. */
function renamed(property: string | number | undefined, inner: string | number | undefined): string | null {
  if (property === undefined) return null;
  if (property === "notApplicable") return inner === "rule" ? "naRule" : "naAllowed";
  if (property === "limiting") return inner === "reason" ? "limitReason" : "limits";
  if (property === "appliesWhen") return inner === undefined ? "yearGroupMin" : String(inner);
  return String(property);
}

/** A key as part of a field's name: letters, figures and hyphens only, beginning with a letter. */
export const nameOfKey = (key: string): string =>
  `k_${[...key].map((c) => (/[A-Za-z0-9_]/.test(c) ? c : `-${c.codePointAt(0)?.toString(16)}-`)).join("")}`;
