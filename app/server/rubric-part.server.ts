import { FLAG_LABELS, ruleInWords } from "#audits/rubric/applies.ts";
import type { Values } from "#audits/rubric/edit/field-makers.ts";
import { fieldsOf } from "#audits/rubric/edit/fields.ts";
import { asDocument, isObject, type Json, textOf, textsIn, thingsIn } from "#audits/rubric/edit/json.ts";
import { partWords, valuesOf } from "#audits/rubric/edit/merge.ts";
import {
  isListKind,
  isPartKind,
  type LISTS,
  nameOfKey,
  type Part,
  refsOf,
  thingAt,
} from "#audits/rubric/edit/parts.ts";
import { shownCriterion } from "#audits/rubric/edit/shown.ts";
import { newWords } from "#audits/rubric/edit/word-diff.ts";
import { CASE_FLAGS } from "#audits/rubric/rules-schema.ts";
import {
  AGENCIES,
  AGENCY_LABELS,
  NEED_LABELS,
  NEEDS,
  PHASE_LABELS,
  PHASES,
  PLAN_TYPE_LABELS,
  PLAN_TYPES,
  SETTING_LABELS,
  SETTING_TYPES,
} from "#audits/vocabulary.ts";
import type { Draft } from "#db/rubric-drafts.ts";
import { currentCodebook, type PublishedRubric } from "#db/rubrics.ts";
import { store } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import { criterionBefore, draftPaths, weightAmong } from "./rubric-draft.server.ts";
import { notFound } from "./session.server.ts";

/** The part that an address names. @throws 404 when the draft has no such part */
export function requirePart(draft: Draft, kind: string | undefined, ref: string | undefined): Part {
  if (!kind || !isPartKind(kind)) throw notFound();
  const part: Part = { kind, ref: isListKind(kind) ? (ref ?? "") : "" };
  if (!valuesOf(draft.document, part)) throw notFound();
  return part;
}

/** What a form of the editor sends of a part: the fields that it knows, as text. */
export function readPart(fields: Fields, document: Json, part: Part): Values {
  const sent: Values = {};
  for (const { name } of fieldsOf(document, part)) if (fields.has(name)) sent[name] = fields.all(name);
  return sent;
}

export type Choice = { value: string; label: string; hint?: string };
const choices = <T extends string>(list: readonly T[], labels: Record<T, string>): Choice[] =>
  list.map((value) => ({ value, label: labels[value] }));

const byKey = (document: Json, list: string, name: string): Choice[] =>
  thingsIn(document, list).map((t) => ({ value: textOf(t.key), label: textOf(t[name]) || textOf(t.key) }));

/** Everything the page of one part shows beside what all pages of the draft show. */
export async function partView(draft: Draft, part: Part, base: PublishedRubric | null) {
  const { document } = draft;
  const paths = draftPaths(draft.id);
  const isNext = base !== null && base.key === draft.key;
  const siblings = isListKind(part.kind) ? orderOf(document, part.kind) : [];
  const at = siblings.indexOf(part.ref);
  const to = (ref: string | undefined) =>
    ref === undefined
      ? null
      : { words: wordsFor(document, { kind: part.kind, ref }), href: paths.part({ kind: part.kind, ref }) };
  return {
    part,
    words: partWords(document, part),
    values: valuesOf(document, part) ?? {},
    previous: to(siblings[at - 1]),
    next: at < 0 ? null : to(siblings[at + 1]),
    criterion: part.kind === "criterion" ? await criterionPart(draft, part, isNext ? base : null) : null,
    domain: part.kind === "domain" ? domainPart(document, part) : null,
    limit: part.kind === "limit" ? limitPart(document) : null,
    rows: rowsOf(document, part),
    grades: byKey(document, "grades", "label"),
    modules: byKey(document, "modules", "title"),
    /** A code can change while nothing published goes by it. */
    mayRename: isListKind(part.kind) && mayRename(base, isNext, part),
  };
}

export type PartView = Awaited<ReturnType<typeof partView>>;

const wordsFor = (document: Json, part: Part) =>
  partWords(document, part).replace(/^the (domain|scale|limit|module) /, "");

/** Criteria go by domain, as on the sheet; the rest in the order of the document. */
function orderOf(document: Json, kind: keyof typeof LISTS): string[] {
  const refs = refsOf(document, kind);
  if (kind !== "criterion") return refs;
  const domains = thingsIn(document, "domains").map((d) => textOf(d.key));
  const place = (ref: string) => {
    const found = domains.indexOf(textOf(thingAt(document, "criterion", ref)?.domain));
    return found < 0 ? domains.length : found;
  };
  return refs
    .map((ref, i) => ({ ref, i, at: place(ref) }))
    .sort((a, b) => a.at - b.at || a.i - b.i)
    .map((r) => r.ref);
}

function mayRename(base: PublishedRubric | null, isNext: boolean, part: Part): boolean {
  if (!isListKind(part.kind)) return false;
  if (part.ref.includes("~") || !isNext) return true;
  return thingAt(asDocument(base?.document), part.kind, part.ref) === null;
}

async function criterionPart(draft: Draft, part: Part, base: PublishedRubric | null) {
  const { document } = draft;
  const c = thingAt(document, "criterion", part.ref) ?? {};
  const domain = thingsIn(document, "domains").find((d) => textOf(d.key) === textOf(c.domain));
  const neighbours = thingsIn(document, "criteria").filter((one) => textOf(one.domain) === textOf(c.domain));
  const { document: book } = await currentCodebook(store().db);
  const before = base ? criterionBefore(asDocument(base.document), c) : null;
  const limits = refsOf(document, "limit");
  const shown = shownCriterion(document, c);
  const rule = isObject(c.appliesWhen) ? c.appliesWhen : null;
  const joined = rule !== null && ["all", "any", "not"].some((name) => name in rule);
  return {
    code: textOf(c.key),
    place: `${textOf(domain?.title) || "No domain"}, criterion ${neighbours.indexOf(c) + 1} of ${neighbours.length}`,
    weight: weightAmong(neighbours, c),
    levels: shown.levels.map((l) => ({ ...l, of: shown.levels.length, name: `descriptor.${nameOfKey(l.key)}` })),
    scales: byKey(document, "scales", "title"),
    domains: byKey(document, "domains", "title"),
    sections: byKey(document, "sections", "label"),
    agencies: choices(AGENCIES, AGENCY_LABELS),
    limits: thingsIn(document, "limits").flatMap((l, i) =>
      l.type === "domain" ? [] : [{ value: limits[i] ?? "", label: limitWords(document, c, l), hint: textOf(l.label) }],
    ),
    themes: themeChoices(book.themes, textsIn(c, "themes")),
    phases: choices(PHASES, PHASE_LABELS),
    needs: choices(NEEDS, NEED_LABELS),
    settings: choices(SETTING_TYPES, SETTING_LABELS),
    planTypes: choices(PLAN_TYPES, PLAN_TYPE_LABELS),
    flags: choices(CASE_FLAGS, FLAG_LABELS),
    rule: rule ? ruleWords(rule) : null,
    joined,
    isNew: base !== null && before === null,
    /** The version whose meaning the criterion may be said to keep. */
    since: before && base ? base.version : null,
    preview: {
      ...shown,
      isMarked: before !== null,
      titleRuns: newWords(before ? textOf(before.title) : shown.title, shown.title),
      questionRuns: newWords(before ? textOf(before.question) : shown.question, shown.question),
      levels: shown.levels.map((level) => {
        const old = before && isObject(before.descriptors) ? textOf(before.descriptors[level.key]) : level.descriptor;
        return { ...level, of: shown.levels.length, runs: newWords(old, level.descriptor) };
      }),
    },
  };
}

function ruleWords(rule: Json): string {
  try {
    return ruleInWords(rule);
  } catch {
    return "This rule cannot be read.";
  }
}

function themeChoices(themes: { code: string; name: string }[], ticked: string[]): Choice[] {
  const unknown = ticked.filter((code) => !themes.some((t) => t.code === code));
  return [
    ...themes.map((t) => ({ value: t.code, label: t.name })),
    ...unknown.map((code) => ({ value: code, label: `${code} (not in the codebook)` })),
  ];
}

/** "Inadequate here: the whole plan is limited to Inadequate". */
function limitWords(document: Json, c: Json, limit: Json): string {
  const scale = thingsIn(document, "scales").find((s) => textOf(s.key) === textOf(c.scale));
  const levels = thingsIn(scale ?? {}, "levels")
    .filter((l) => typeof l.value === "number" && typeof limit.atOrBelow === "number" && l.value <= limit.atOrBelow)
    .sort((a, b) => Number(b.value) - Number(a.value));
  const level = levels.length ? `${textOf(levels[0]?.label)}${levels.length > 1 ? " or lower" : ""}` : "No level";
  const to = textOf(thingsIn(document, "grades").find((g) => g.key === limit.cap)?.label) || textOf(limit.cap);
  const many = limit.type === "count" ? `, on ${textOf(limit.atLeast)} or more of its criteria` : "";
  return `${level} here${many}: the whole plan is limited to ${to}`;
}

function domainPart(document: Json, part: Part) {
  const d = thingAt(document, "domain", part.ref) ?? {};
  const neighbours = thingsIn(document, "domains").filter(
    (one) => textOf(one.module) === textOf(d.module) && textOf(one.parent) === textOf(d.parent),
  );
  return {
    weight: weightAmong(neighbours, d),
    parents: byKey(document, "domains", "title").filter((one) => one.value !== textOf(d.key)),
    key: textOf(d.key),
  };
}

function limitPart(document: Json) {
  const levels = thingsIn(document, "scales").flatMap((s) =>
    thingsIn(s, "levels").map((l) => ({ value: textOf(l.value), label: textOf(l.label), scale: textOf(s.title) })),
  );
  const values = [...new Set(levels.map((l) => l.value))].sort((a, b) => Number(a) - Number(b));
  return {
    criteria: thingsIn(document, "criteria").map((c) => ({
      value: textOf(c.key),
      label: `${textOf(c.key)} ${textOf(c.title)}`,
    })),
    domains: byKey(document, "domains", "title"),
    /** What a value means on each scale: "0: Inadequate". */
    levels: values.map((value) => ({
      value,
      label: [...new Set(levels.filter((l) => l.value === value).map((l) => l.label))].join(", or "),
    })),
  };
}

/** The rows of a part that is a list, each with the beginning of its fields' names. */
function rowsOf(document: Json, part: Part) {
  const list =
    part.kind === "scale"
      ? thingsIn(thingAt(document, "scale", part.ref) ?? {}, "levels")
      : part.kind === "sections" || part.kind === "grades"
        ? thingsIn(document, part.kind)
        : part.kind === "times"
          ? thingsIn(document, "timeLimits")
          : [];
  return list.map((row) => ({
    key: textOf(row.key),
    label: textOf(row.label) || textOf(row.key),
    name: `row.${nameOfKey(textOf(row.key))}`,
    /** A grade that counts of levels give has no cut point of its own. */
    byCounts: Array.isArray(row.when) && row.when.length > 0,
  }));
}
