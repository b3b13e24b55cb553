import { criterionDefaults } from "../criterion-defaults.ts";
import { asDocument, isObject, type Json, same, textOf, textsIn, thingsIn } from "./json.ts";
import { LISTS, type ListKind, placeOf } from "./parts.ts";

/** What a button of the editor does to a document: the new document, the part it leads to, and the step in words. */
export type Done = { ok: true; document: Json; ref: string; sentence: string };
export type Operation = Done | { ok: false; sentence: string };

const gone = { ok: false, sentence: "This part is not there any more. Somebody else removed it." } as const;

/** A new criterion at the end of a domain, with the scale that the rubric uses most and a free code of the domain. */
export function addCriterion(document: Json, domain: string): Operation {
  if (!thingsIn(document, "domains").some((d) => d.key === domain)) return gone;
  const inDomain = thingsIn(document, "criteria").filter((c) => c.domain === domain);
  const like = inDomain.at(-1) ?? thingsIn(document, "criteria").at(-1);
  const scale = textOf(like?.scale) || textOf(thingsIn(document, "scales")[0]?.key);
  const prefix = /^[A-Za-z]+/.exec(textOf(inDomain.at(-1)?.key))?.[0] ?? domain;
  const key = freeKey(document, "criterion", prefix, inDomain.length + 1);
  const criterion: Json = {
    key,
    domain,
    title: "",
    question: "",
    scale,
    ...criterionDefaults(),
  };
  return inserted(document, "criterion", afterDomain(document, domain), criterion, `added the criterion ${key}`);
}

/** A new thing of another kind, at the end of its list, with what it cannot be without. */
export function addThing(document: Json, kind: Exclude<ListKind, "criterion">): Operation {
  const count = thingsIn(document, LISTS[kind].list).length + 1;
  const names = { scale: "scale", domain: "D", limit: "limit", module: "module" } as const;
  const key = freeKey(document, kind, names[kind], count);
  const make: Record<typeof kind, () => Json> = {
    scale: () => ({
      key,
      title: "",
      levels: [
        { key: "lower", label: "Not met", short: "N", value: 0 },
        { key: "upper", label: "Met", short: "M", value: 1 },
      ],
    }),
    domain: () => ({
      key,
      module: textOf(document.mainModule) || textOf(thingsIn(document, "modules")[0]?.key),
      title: "",
      shortTitle: "",
      about: "",
      headline: false,
      weight: 0,
    }),
    limit: () => ({
      id: key,
      type: "criterion",
      label: "",
      criteria: [],
      atOrBelow: 0,
      cap: textOf(thingsIn(document, "grades").at(-1)?.key),
    }),
    module: () => ({ key, title: "", about: "" }),
  };
  return inserted(document, kind, count - 1, make[kind](), `added a ${LISTS[kind].word}`);
}

/** A copy right after the original, under a code of its own. Limits do not name the copy. */
export function duplicate(document: Json, kind: ListKind, ref: string): Operation {
  const place = placeOf(document, kind, ref);
  const thing = thingsIn(document, LISTS[kind].list)[place];
  if (!thing) return gone;
  const own = textOf(thing[LISTS[kind].key]);
  const prefix = own.replace(/\d+$/, "") || LISTS[kind].word;
  const key = freeKey(document, kind, prefix, 2);
  const copy: Json = { ...structuredClone(thing), [LISTS[kind].key]: key };
  if (kind === "criterion") copy.limiting = null;
  return inserted(document, kind, place + 1, copy, `made ${key} as a copy of ${own}`);
}

/** One place up or down; a criterion stays within its domain, and a domain within its module. */
export function move(document: Json, kind: ListKind, ref: string, by: -1 | 1): Operation {
  const { list, key } = LISTS[kind];
  const things = thingsIn(document, list);
  const place = placeOf(document, kind, ref);
  const thing = things[place];
  if (!thing) return gone;
  const group = kind === "criterion" ? "domain" : kind === "domain" ? "module" : null;
  let other = place + by;
  while (group && things[other] && things[other]?.[group] !== thing[group]) other += by;
  const neighbour = things[other];
  if (!neighbour) return { ok: false, sentence: `It is the ${by < 0 ? "first" : "last"} already.` };
  const moved = [...things];
  moved[place] = neighbour;
  moved[other] = thing;
  return {
    ok: true,
    document: { ...document, [list]: moved },
    ref,
    sentence: `moved ${textOf(thing[key])} ${by < 0 ? "up" : "down"}`,
  };
}

/** Takes a thing out, with what named it: a criterion leaves the limits, a domain takes its criteria along. */
export function remove(document: Json, kind: ListKind, ref: string): Operation {
  const { list, key, word } = LISTS[kind];
  const place = placeOf(document, kind, ref);
  const things = thingsIn(document, list);
  const thing = things[place];
  if (!thing) return gone;
  const own = textOf(thing[key]);
  const twin = things.filter((t) => t[key] === thing[key]).length > 1;
  if (kind === "module" && !twin && thingsIn(document, "domains").some((d) => d.module === own))
    return { ok: false, sentence: "Move or remove the domains of this module first." };
  if (kind === "scale" && !twin && thingsIn(document, "criteria").some((c) => c.scale === own))
    return { ok: false, sentence: "Criteria are scored on this scale. Give them another scale first." };
  const without: Json = { ...document, [list]: things.filter((_, i) => i !== place) };
  const left = twin ? without : kind === "domain" ? withoutDomain(without, own) : withoutNamed(without, kind, [own]);
  const criteria = thingsIn(document, "criteria").length - thingsIn(left, "criteria").length;
  const along = kind === "domain" && criteria > 0 ? ` with its ${criteria} criteria` : "";
  return { ok: true, document: left, ref: "", sentence: `removed the ${word} ${own}${along}` };
}

/** Gives a thing another key, and every place that names it. */
export function rename(document: Json, kind: ListKind, from: string, to: string): Json {
  const { list, key } = LISTS[kind];
  const whole = {
    ...document,
    [list]: thingsIn(document, list).map((t) => (t[key] === from ? { ...t, [key]: to } : t)),
  };
  const swap = (names: string[]) => names.map((name) => (name === from ? to : name));
  const inThings = (name: string, property: string, holder: Json): Json => ({
    ...holder,
    [name]: thingsIn(holder, name).map((t) => (t[property] === from ? { ...t, [property]: to } : t)),
  });
  if (kind === "scale") return inThings("criteria", "scale", whole);
  if (kind === "module") {
    const moved = inThings("domains", "module", whole);
    return moved.mainModule === from ? { ...moved, mainModule: to } : moved;
  }
  if (kind === "limit") return whole;
  const named = kind === "criterion" ? "criteria" : "domains";
  const limits = thingsIn(whole, "limits").map((l) =>
    Array.isArray(l[named]) ? { ...l, [named]: swap(textsIn(l, named)) } : l,
  );
  const done: Json = Array.isArray(whole.limits) ? { ...whole, limits } : whole;
  return kind === "domain" ? inThings("criteria", "domain", done) : done;
}

/** A row of a list within a part: a level of a scale, a grade, a plan section. */
export type RowsAt = { holder: "scale"; ref: string } | { holder: "grades" | "sections" | "timeLimits" };

export function changeRows(document: Json, at: RowsAt, what: "add" | "remove" | "up" | "down", row: number): Operation {
  const rows = rowsAt(document, at);
  if (!rows) return gone;
  if (what !== "add" && !rows[row]) return gone;
  const next = [...rows];
  if (what === "remove") next.splice(row, 1);
  if (what === "add") next.push(emptyRow(at, rows));
  if (what === "up" || what === "down") {
    const other = what === "up" ? row - 1 : row + 1;
    const [one, two] = [rows[row], rows[other]];
    if (!one || !two) return { ok: false, sentence: `It is the ${what === "up" ? "first" : "last"} already.` };
    next[row] = two;
    next[other] = one;
  }
  const words = { add: "added a row to", remove: "removed a row from", up: "moved a row of", down: "moved a row of" };
  return {
    ok: true,
    document: withRows(document, at, next),
    ref: at.holder === "scale" ? at.ref : "",
    sentence: `${words[what]} ${ROWS_OF[at.holder]}`,
  };
}

const ROWS_OF = {
  scale: "a scale",
  grades: "the grades",
  sections: "the plan sections",
  timeLimits: "the time limits",
};

/** The rows of a list within a part. */
export function rowsAt(document: Json, at: RowsAt): Json[] | null {
  if (at.holder !== "scale") return thingsIn(document, at.holder);
  const scale = thingsIn(document, "scales")[placeOf(document, "scale", at.ref)];
  return scale ? thingsIn(scale, "levels") : null;
}

export function withRows(document: Json, at: RowsAt, rows: Json[]): Json {
  if (at.holder !== "scale") return { ...document, [at.holder]: rows };
  const place = placeOf(document, "scale", at.ref);
  return {
    ...document,
    scales: thingsIn(document, "scales").map((s, i) => (i === place ? { ...s, levels: rows } : s)),
  };
}

function emptyRow(at: RowsAt, rows: Json[]): Json {
  const taken = new Set(rows.map((r) => textOf(r.key)));
  if (at.holder === "sections") return { key: freeName(taken, "S", rows.length + 1), label: "" };
  if (at.holder === "timeLimits")
    return {
      key: freeName(taken, "limit_", rows.length + 1),
      label: "",
      amount: null,
      unit: "weeks",
      from: "",
      to: "",
      reference: "",
      verified: "no",
    };
  if (at.holder === "grades") return { key: freeName(taken, "grade_", rows.length + 1), label: "", short: "", min: 0 };
  const values = rows.flatMap((r) => (typeof r.value === "number" ? [r.value] : []));
  return {
    key: freeName(taken, "level_", rows.length + 1),
    label: "",
    short: "",
    value: values.length ? Math.max(...values) + 1 : 0,
  };
}

function freeName(taken: ReadonlySet<string>, prefix: string, from: number): string {
  let number = from;
  while (taken.has(`${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}

function freeKey(document: Json, kind: ListKind, prefix: string, from: number): string {
  const { list, key } = LISTS[kind];
  const taken = new Set(thingsIn(document, list).map((t) => textOf(t[key])));
  return freeName(taken, prefix, from);
}

function inserted(document: Json, kind: ListKind, place: number, thing: Json, sentence: string): Done {
  const { list, key } = LISTS[kind];
  const things = [...thingsIn(document, list)];
  things.splice(place, 0, thing);
  return { ok: true, document: { ...document, [list]: things }, ref: textOf(thing[key]), sentence };
}

/** Place after the last criterion of a domain; where it has none, after those of the domains before it. */
function afterDomain(document: Json, domain: string): number {
  const order = thingsIn(document, "domains").map((d) => textOf(d.key));
  const before = new Set(order.slice(0, order.indexOf(domain) + 1));
  return thingsIn(document, "criteria").findLastIndex((c) => before.has(textOf(c.domain))) + 1;
}

function withoutDomain(document: Json, domain: string): Json {
  const criteria = thingsIn(document, "criteria");
  const leaving = criteria.filter((c) => c.domain === domain).map((c) => textOf(c.key));
  const left = { ...document, criteria: criteria.filter((c) => c.domain !== domain) };
  return withoutNamed(withoutNamed(left, "criterion", leaving), "domain", [domain]);
}

/** Limits no longer name what is gone; a limit that named nothing else goes with it. */
function withoutNamed(document: Json, kind: ListKind, keys: string[]): Json {
  const named = kind === "criterion" ? "criteria" : kind === "domain" ? "domains" : null;
  if (!named || keys.length === 0) return document;
  const limits = thingsIn(document, "limits").flatMap((limit) => {
    const before = textsIn(limit, named);
    const after = before.filter((key) => !keys.includes(key));
    if (same(before, after)) return [limit];
    return after.length ? [{ ...limit, [named]: after }] : [];
  });
  return isObject(document) && Array.isArray(document.limits) ? { ...document, limits } : asDocument(document);
}
