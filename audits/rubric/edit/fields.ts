import { isObject, type Json, numberOrText, same, textOf, textsIn, thingsIn } from "./json.ts";
import { FLAG_LABELS } from "../applies.ts";
import { CASE_FLAGS } from "../rules-schema.ts";
import { isListKind, LISTS, nameOfKey, type Part, placeOf, refsOf, thingAt } from "./parts.ts";

/** What stands in the fields of a form, by name; a group of checkboxes has as many texts as are ticked. */
export type Values = Record<string, string[]>;

/**
 * One field of a part: how its text is read from a document and put into it. Two people who change different fields of
 * one part do not disturb each other, so a field is the smallest thing that can be in dispute.
 */
export type Field = {
  name: string;
  /** What the field is called in a sentence: "the weight". */
  label: string;
  /** Checkboxes that are not ticked are not sent; of another field that is not sent nothing is known. */
  absentIsEmpty: boolean;
  get(document: Json): string[];
  set(document: Json, values: string[]): Json;
  /** The texts as they would be read back, so that spaces at the end are no change. */
  norm(values: string[]): string[];
};

type Path = string[];
type Holder = { get(document: Json): Json | null; set(document: Json, change: (thing: Json) => Json): Json };

const ROOT: Holder = { get: (document) => document, set: (document, change) => change(document) };

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

const valueAt = (thing: Json | null, path: Path): unknown =>
  path.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), thing);

function withValue(thing: Json, path: Path, value: unknown): Json {
  const [step, ...rest] = path;
  if (step === undefined) return thing;
  if (rest.length === 0) {
    if (value !== undefined) return { ...thing, [step]: value };
    const { [step]: _gone, ...left } = thing;
    return left;
  }
  const inner = thing[step];
  return { ...thing, [step]: withValue(isObject(inner) ? inner : {}, rest, value) };
}

const trimmed = (values: string[]) => [(values[0] ?? "").trim()];
const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

type Make = { name: string; label: string; path?: Path; holder: Holder };

function simple(
  { name, label, path = [name], holder }: Make,
  read: (value: unknown) => string[],
  write: (values: string[]) => unknown,
  norm: (values: string[]) => string[],
  absentIsEmpty = false,
): Field {
  return {
    name,
    label,
    absentIsEmpty,
    norm,
    get: (document) => read(valueAt(holder.get(document), path)),
    set: (document, values) => holder.set(document, (thing) => withValue(thing, path, write(norm(values)))),
  };
}

/** An empty field is kept as an empty text, as null, or not at all. */
const text = (make: Make, empty: "" | null | undefined = "") =>
  simple(
    make,
    (value) => [textOf(value).trim()],
    ([words = ""]) => (words === "" ? empty : words),
    trimmed,
  );
const optional = (make: Make) =>
  simple(
    make,
    (value) => [textOf(value).trim()],
    ([words = ""]) => words || undefined,
    trimmed,
  );

const number = (make: Make) =>
  simple(
    make,
    (value) => [textOf(value)],
    ([typed = ""]) => numberOrText(typed),
    (values) => [textOf(numberOrText(values[0] ?? ""))],
  );

const lines = (make: Make) =>
  simple(
    make,
    (value) => [textsIn({ value }, "value").join("\n")],
    ([typed = ""]) => linesOf(typed),
    ([typed = ""]) => [linesOf(typed).join("\n")],
  );

const flag = (make: Make) =>
  simple(
    make,
    (value) => (value === true ? ["yes"] : []),
    (values) => values.includes("yes"),
    (values) => (values.includes("yes") ? ["yes"] : []),
    true,
  );

/** Several of a list, in the order given; none ticked is kept as `none`. */
const many = (make: Make, order: string[], none: [] | null | undefined = []) =>
  simple(
    make,
    (value) => inOrder(textsIn({ value }, "value"), order),
    (values) => (values.length === 0 ? none : values),
    (values) => inOrder(values, order),
    true,
  );

/** What is not on the list (a section that was removed) stays at the end, so that nothing is lost unseen. */
const inOrder = (values: string[], order: string[]) => [
  ...order.filter((one) => values.includes(one)),
  ...[...new Set(values)].filter((one) => !order.includes(one)),
];

// ---- The parts --------------------------------------------------------------------------------------------------------

/** The fields of a part, as the document has them; none when the part is not there. */
export function fieldsOf(document: Json, part: Part): Field[] {
  const holder = holderOf(part);
  const thing = holder.get(document);
  if (!thing) return [];
  const make = (name: string, label: string, path?: Path): Make => ({ name, label, path, holder });
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

type Maker = (name: string, label: string, path?: Path) => Make;

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

type Column = [name: string, label: string, kind: "text" | "number"];

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
      return kind === "text" ? text(make) : number(make);
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

const holderOfMake = (make: Maker) => make("", "").holder;
const textsOf = (document: Json, list: string) => thingsIn(document, list).map((t) => textOf(t.key));

function ofType(document: Json, limit: Json, type: string): Json {
  if (limit.type === type || !["criterion", "count", "domain"].includes(type)) return limit;
  const { criteria, domains, atOrBelow, atLeast: _n, gradeAtOrBelow: _g, type: _t, ...common } = limit;
  const worst = textOf(thingsIn(document, "grades").at(-1)?.key);
  if (type === "domain") return { ...common, type, domains: domains ?? [], gradeAtOrBelow: worst };
  const base = { ...common, type, criteria: criteria ?? [], atOrBelow: atOrBelow ?? 0 };
  return type === "count" ? { ...base, atLeast: 2 } : base;
}

function criterionFields(document: Json, ref: string, thing: Json, make: Maker): Field[] {
  const sections = textsOf(document, "sections");
  const scale = thingsIn(document, "scales").find((s) => s.key === thing.scale);
  const levels = scale ? thingsIn(scale, "levels").map((l) => textOf(l.key)) : [];
  return [
    text(make("title", "the title")),
    text(make("question", "the question")),
    optional(make("guidance", "the guidance")),
    ...levels.map((level) => {
      const label = `the descriptor of ${textOf(thingsIn(scale ?? {}, "levels").find((l) => l.key === level)?.label)}`;
      const field = text(make(`descriptor.${nameOfKey(level)}`, label, ["descriptors", level]));
      // An empty descriptor is none.
      return {
        ...field,
        set: (whole: Json, values: string[]) =>
          holderOfMake(make).set(whole, (c) => {
            const words = field.norm(values)[0] ?? "";
            const { [level]: _old, ...others } = isObject(c.descriptors) ? c.descriptors : {};
            return { ...c, descriptors: words === "" ? others : inLevels({ ...others, [level]: words }, levels) };
          }),
      };
    }),
    text(make("scale", "the scale")),
    text(make("domain", "the domain")),
    number(make("weight", "the weight")),
    many(make("sections", "the plan sections"), sections),
    text(make("responsible", "who answers for it")),
    many(make("scoredBy", "who scores it"), [], null),
    many(make("evidenceAt", "the levels that need a quote"), levels),
    {
      ...flag(make("cannotTell", "whether cannot tell is offered")),
      // It is offered unless the document says no, and a document that never said anything stays as it is.
      get: (whole) => (holderOfMake(make).get(whole)?.cannotTell === false ? [] : ["yes"]),
      set: (whole, values) =>
        holderOfMake(make).set(whole, (c) => withValue(c, ["cannotTell"], values.includes("yes") ? undefined : false)),
    },
    flag(make("naAllowed", "whether it may not apply", ["notApplicable", "allowed"])),
    optional(make("naDecidedBy", "who decides that it does not apply", ["notApplicable", "decidedBy"])),
    text(make("naRule", "when it does not apply", ["notApplicable", "rule"]), null),
    ...appliesFields(make),
    limitsField(ref, make),
    reasonField(make),
    lines(make("statutory", "the law")),
    lines(make("codeOfPractice", "the Code of Practice")),
    text(make("verified", "how far the references were read")),
    lines(make("lookFor", "what to look for")),
    many(make("themes", "the themes"), []),
    flag(make("shortForm", "whether it is in the short form")),
    optional(make("replaces", "the criterion that it replaces")),
    optional(make("sameMeaningSince", "whether its meaning is the same")),
  ];
}

/** The descriptors in the order of the scale, those of other levels after them, so that a text has one order. */
const inLevels = (descriptors: Json, levels: string[]): Json =>
  Object.fromEntries(
    [...levels.filter((l) => l in descriptors), ...Object.keys(descriptors).filter((l) => !levels.includes(l))].map(
      (level) => [level, descriptors[level]],
    ),
  );

/** The rule over the attributes of a case; when nothing is asked for it is null. */
function appliesFields(make: Maker): Field[] {
  const holder = holderOfMake(make);
  const field = (
    name: string,
    property: string,
    label: string,
    read: (v: unknown) => string[],
    write: (v: string[]) => unknown,
    absentIsEmpty = false,
  ): Field => ({
    name,
    label,
    absentIsEmpty,
    norm: (values) => read(write(values)),
    get: (document) => read(valueAt(holder.get(document), ["appliesWhen", property])),
    set: (document, values) =>
      holder.set(document, (c) => {
        const rule = withValue(isObject(c.appliesWhen) ? c.appliesWhen : {}, [property], write(values));
        return { ...c, appliesWhen: Object.keys(rule).length ? rule : null };
      }),
  });
  const whole = (name: string, label: string) =>
    field(
      name,
      name,
      label,
      (v) => [textOf(v)],
      ([typed = ""]) => numberOrText(typed) ?? undefined,
    );
  const list = (name: string, label: string) =>
    field(
      name,
      name,
      label,
      (v) => textsIn({ v }, "v").sort(),
      (values) => (values.length ? [...new Set(values)].sort() : undefined),
      true,
    );
  const yesNo = (name: string, label: string) =>
    field(
      name,
      name,
      label,
      (v) => [v === true ? "yes" : v === false ? "no" : ""],
      ([choice]) => (choice === "yes" ? true : choice === "no" ? false : undefined),
    );
  return [
    whole("yearGroupMin", "the first year group"),
    whole("yearGroupMax", "the last year group"),
    whole("ageMin", "the lowest age"),
    whole("ageMax", "the highest age"),
    list("phase", "the phases"),
    list("need", "the needs"),
    list("settingType", "the kinds of setting"),
    list("planType", "the kinds of plan"),
    list("anyOf", "what holds for the child"),
    ...CASE_FLAGS.map((flag) => yesNo(flag, `whether the case has ${FLAG_LABELS[flag]}`)),
  ];
}

/** Limits that name the criterion. Whether the criterion is called a hard or a soft limit follows from them. */
function limitsField(ref: string, make: Maker): Field {
  const holder = holderOfMake(make);
  const own = (document: Json) => textOf(thingAt(document, "criterion", ref)?.key);
  const naming = (document: Json) => {
    const refs = refsOf(document, "limit");
    const key = own(document);
    return thingsIn(document, "limits").flatMap((limit, i) =>
      limit.type !== "domain" && textsIn(limit, "criteria").includes(key) ? [refs[i] ?? ""] : [],
    );
  };
  const norm = (values: string[]) => [...new Set(values)].sort();
  return {
    name: "limits",
    label: "the limits",
    absentIsEmpty: true,
    norm,
    get: (document) => norm(naming(document)),
    set(document, values) {
      const wanted = norm(values);
      if (same(wanted, norm(naming(document)))) return document;
      const key = own(document);
      const refs = refsOf(document, "limit");
      const order = textsOf(document, "criteria");
      const limits = thingsIn(document, "limits").map((limit, i) => {
        if (limit.type === "domain") return limit;
        const others = textsIn(limit, "criteria").filter((k) => k !== key);
        return { ...limit, criteria: wanted.includes(refs[i] ?? "") ? inOrder([...others, key], order) : others };
      });
      const whole: Json = { ...document, limits };
      const kind = limitingKind(whole, key);
      return holder.set(whole, (c) => {
        const reason = textOf(valueAt(c, ["limiting", "reason"]));
        return { ...c, limiting: kind ? { kind, reason } : null };
      });
    },
  };
}

/** Hard where the lowest level alone limits to the lowest grade, soft where it limits to another, else neither. */
export function limitingKind(document: Json, criterion: string): "hard" | "soft" | null {
  const c = thingsIn(document, "criteria").find((one) => one.key === criterion);
  const scale = thingsIn(document, "scales").find((s) => s.key === c?.scale);
  const values = scale ? thingsIn(scale, "levels").flatMap((l) => (typeof l.value === "number" ? [l.value] : [])) : [];
  const lowest = values.length ? Math.min(...values) : 0;
  const worst = textOf(thingsIn(document, "grades").at(-1)?.key);
  const alone = thingsIn(document, "limits").filter(
    (l) =>
      l.type === "criterion" &&
      textsIn(l, "criteria").includes(criterion) &&
      typeof l.atOrBelow === "number" &&
      l.atOrBelow === lowest,
  );
  if (alone.length === 0) return null;
  return alone.some((l) => l.cap === worst) ? "hard" : "soft";
}

/** Why the criterion limits, in words for the auditor; a criterion that limits nothing has no reason to give. */
function reasonField(make: Maker): Field {
  const holder = holderOfMake(make);
  const path = ["limiting", "reason"];
  return {
    name: "limitReason",
    label: "why it limits the grade",
    absentIsEmpty: false,
    norm: trimmed,
    get: (document) => [textOf(valueAt(holder.get(document), path)).trim()],
    set: (document, values) =>
      holder.set(document, (c) => (isObject(c.limiting) ? withValue(c, path, trimmed(values)[0]) : c)),
  };
}
