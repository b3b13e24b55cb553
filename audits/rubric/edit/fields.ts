import { criterionFields } from "./criterion-fields.ts";
import {
  countRules,
  type Field,
  flag,
  type Holder,
  holderOfMake,
  type Make,
  type Maker,
  many,
  number,
  optional,
  ROOT,
  text,
  textsOf,
  trimmed,
  valueAt,
  withValue,
} from "./field-makers.ts";
import { isObject, type Json, textOf, thingsIn } from "./json.ts";
import { isListKind, LISTS, nameOfKey, type Part, placeOf, thingAt } from "./parts.ts";

/** The thing that a part is about: the document itself, or one of its lists. */
function holderOf(part: Part): Holder {
  const { kind, ref } = part;
  if (!isListKind(kind)) return ROOT;
  return {
    get: (document) => thingAt(document, kind, ref),
    set(document, change) {
      const { list } = LISTS[kind];
      const place = placeOf(document, kind, ref);
      return { ...document, [list]: thingsIn(document, list).map((t, i) => (i === place ? change(t) : t)) };
    },
  };
}

// ---- The parts --------------------------------------------------------------------------------------------------------

/** The fields of a part, as the document has them; none when the part is not there. */
export function fieldsOf(document: Json, part: Part): Field[] {
  const holder = holderOf(part);
  const thing = holder.get(document);
  if (!thing) return [];
  const make = (name: string, label: string, path?: string[]): Make => ({ name, label, path, holder });
  switch (part.kind) {
    case "about":
      return aboutFields(make);
    case "sections":
      return rowFields(document, ROOT, "sections", [["label", "the name", "text"]]);
    case "times":
      return rowFields(document, ROOT, "timeLimits", [
        ["label", "the name", "text"],
        ["amount", "the time", "number"],
        ["unit", "the unit", "text"],
        ["from", "the start", "text"],
        ["to", "the end", "text"],
        ["reference", "the law", "text"],
        ["verified", "how far the reference was read", "text"],
      ]);
    case "grades":
      return gradeFields(document, make);
    case "scale":
      return [
        text(make("title", "the name")),
        ...rowFields(document, holder, "levels", [
          ["label", "the name", "text"],
          ["short", "the letters", "text"],
          ["value", "the value", "number"],
        ]),
      ];
    case "module":
      return [
        text(make("title", "the name")),
        text(make("about", "the description")),
        optional(make("method", "what gives the grade")),
      ];
    case "domain":
      return [
        text(make("title", "the name")),
        text(make("shortTitle", "the short name")),
        text(make("about", "the question")),
        text(make("module", "the module")),
        optional(make("parent", "the domain that it is a part of")),
        flag(make("headline", "whether it is a headline")),
        number(make("weight", "the weight")),
      ];
    case "limit":
      return limitFields(document, thing, make);
    case "criterion":
      return criterionFields(document, part.ref, thing, make);
  }
}

function aboutFields(make: Maker): Field[] {
  return [
    text(make("title", "the title")),
    text(make("about", "the purpose")),
    subjectField(make("subject", "what is audited")),
    text(make("levelOrder", "the order of levels")),
    text(make("legalRegime", "the legal regime")),
    optional(make("legalRegimeLabel", "the name of the law")),
    text(make("jurisdiction", "where it applies")),
    ...dayFields(make("validFrom", "the day from which it holds")),
    ...shortFormFields(make),
    optional(make("attribution", "who made it")),
    optional(make("licence", "the licence")),
  ];
}

/** What is audited, with the agency whose advice it is: "advice:health". A plan is what a rubric is about unless it says otherwise. */
function subjectField({ name, label, holder }: Make): Field {
  const norm = ([typed = ""]: string[]) => [typed || "plan"];
  const read = (subject: unknown) => {
    if (!isObject(subject)) return ["plan"];
    return [[textOf(subject.kind), textOf(subject.agency)].filter(Boolean).join(":") || "plan"];
  };
  return {
    name,
    label,
    absentIsEmpty: false,
    norm,
    get: (document) => read(holder.get(document)?.[name]),
    set: (document, values) =>
      holder.set(document, (thing) => {
        const [kind = "plan", agency] = (norm(values)[0] ?? "").split(":");
        const before = isObject(thing[name]) ? thing[name] : null;
        if (!before && kind === "plan") return thing;
        const { agency: _old, ...rest } = before ?? {};
        return { ...thing, [name]: { ...rest, kind, ...(agency ? { agency } : {}) } };
      }),
  };
}

/** What people call the short form; a rubric without words for it has none of its own. */
function shortFormFields(make: Maker): Field[] {
  const holder = holderOfMake(make);
  return (["title", "about"] as const).map((property): Field => {
    const inner = (document: Json) => valueAt(holder.get(document), ["shortForm", property]);
    return {
      name: `shortForm.${property}`,
      label: property === "title" ? "the name of the short form" : "what the short form is for",
      absentIsEmpty: false,
      norm: trimmed,
      get: (document) => [textOf(inner(document)).trim()],
      set: (document, values) =>
        holder.set(document, (thing) => {
          const before = isObject(thing.shortForm) ? thing.shortForm : {};
          const next = { title: "", about: "", ...before, [property]: trimmed(values)[0] };
          return withValue(thing, ["shortForm"], next.title || next.about ? next : undefined);
        }),
    };
  });
}

/** A day as three fields; what is no day yet is kept as typed. */
function dayFields({ name, label, holder }: Make): Field[] {
  return (["year", "month", "day"] as const).map((part, place): Field => {
    const pieces = (thing: Json | null) => textOf(thing?.[name]).split("-");
    const plain = (typed: string) =>
      typed
        .trim()
        .replaceAll("-", "")
        .replace(/^0+(?=\d)/, "");
    return {
      name: `${name}-${part}`,
      label,
      absentIsEmpty: false,
      norm: (values) => [plain(values[0] ?? "")],
      get: (document) => [plain(pieces(holder.get(document))[place] ?? "")],
      set: (document, values) =>
        holder.set(document, (thing) => {
          const next = [0, 1, 2].map((i) => (i === place ? plain(values[0] ?? "") : plain(pieces(thing)[i] ?? "")));
          const [y = "", m = "", d = ""] = next;
          return { ...thing, [name]: [y, m.padStart(m ? 2 : 0, "0"), d.padStart(d ? 2 : 0, "0")].join("-") };
        }),
    };
  });
}

function gradeFields(document: Json, make: Maker): Field[] {
  return [
    ...rowFields(document, ROOT, "grades", [
      ["label", "the name", "text"],
      ["short", "the letters", "text"],
      ["min", "the cut point", "number"],
      ["when", "the rules over counts", "counts"],
    ]),
    text(make("goodFrom", "the grade that counts as good")),
    text(make("mainModule", "the module that gives the grade")),
    optional(make("method", "what gives the grade", ["scoring", "method"])),
    optional(make("overall", "what the overall percent is of", ["scoring", "overall"])),
    optional(make("percentFrom", "from where a level counts", ["scoring", "percentFrom"])),
    text(make("missing", "what a missing level does", ["scoring", "missing"])),
    text(make("gradeOn", "which percent is graded", ["scoring", "gradeOn"])),
    number(make("decimals", "the decimals", ["scoring", "decimals"])),
    number(make("notGradedBelow", "the share that must be scored", ["scoring", "notGradedBelow"])),
    number(make("overrideSteps", "how far the panel may depart", ["scoring", "overrideSteps"])),
  ];
}

type Column = [name: string, label: string, kind: "text" | "number" | "counts"];

function rowFields(document: Json, holder: Holder, list: string, columns: Column[]): Field[] {
  const rows = thingsIn(holder.get(document) ?? {}, list);
  return rows.flatMap((row) => {
    const key = textOf(row.key);
    const inRow: Holder = {
      get: (d) => thingsIn(holder.get(d) ?? {}, list).find((r) => textOf(r.key) === key) ?? null,
      set: (d, change) =>
        holder.set(d, (thing) => ({
          ...thing,
          [list]: thingsIn(thing, list).map((r) => (textOf(r.key) === key ? change(r) : r)),
        })),
    };
    return columns.map(([name, label, kind]) => {
      const make: Make = {
        name: `row.${nameOfKey(key)}.${name}`,
        label: `${label} of ${textOf(row.label) || key}`,
        path: [name],
        holder: inRow,
      };
      return kind === "counts" ? countRules(make) : kind === "text" ? text(make) : number(make);
    });
  });
}

function limitFields(document: Json, thing: Json, make: Maker): Field[] {
  const common = [
    text(make("label", "the name")),
    {
      ...text(make("type", "the kind")),
      // Each kind has its own properties; what another kind had is not kept with it.
      set: (whole: Json, [type = ""]: string[]) => holderOfMake(make).set(whole, (limit) => ofType(whole, limit, type)),
    },
    text(make("cap", "the grade it holds to")),
    optional(make("mode", "whether it is applied")),
  ];
  if (thing.type === "domain")
    return [
      ...common,
      many(make("domains", "the domains"), textsOf(document, "domains")),
      text(make("gradeAtOrBelow", "the grade at which it fires")),
    ];
  return [
    ...common,
    many(make("criteria", "the criteria"), textsOf(document, "criteria")),
    number(make("atOrBelow", "the level at which it fires")),
    ...(thing.type === "count" ? [number(make("atLeast", "how many make it fire"))] : []),
  ];
}

function ofType(document: Json, limit: Json, type: string): Json {
  if (limit.type === type || !["criterion", "count", "domain"].includes(type)) return limit;
  const { criteria, domains, atOrBelow, atLeast: _n, gradeAtOrBelow: _g, type: _t, ...common } = limit;
  const worst = textOf(thingsIn(document, "grades").at(-1)?.key);
  if (type === "domain") return { ...common, type, domains: domains ?? [], gradeAtOrBelow: worst };
  const base = { ...common, type, criteria: criteria ?? [], atOrBelow: atOrBelow ?? 0 };
  return type === "count" ? { ...base, atLeast: 2 } : base;
}
