import { FLAG_LABELS } from "../applies.ts";
import { CASE_FLAGS } from "../rules-schema.ts";
import {
  type Field,
  flag,
  holderOfMake,
  inOrder,
  lines,
  type Maker,
  many,
  number,
  optional,
  text,
  textsOf,
  trimmed,
  valueAt,
  withValue,
} from "./field-makers.ts";
import { isObject, type Json, numberOrText, same, textOf, textsIn, thingsIn } from "./json.ts";
import { nameOfKey, refsOf, thingAt } from "./parts.ts";
import { ruleLine, ruleLines } from "./written-rules.ts";

/** Every field of one criterion: its words, its descriptors by level, whom it is asked of, and what it limits. */
export function criterionFields(document: Json, ref: string, thing: Json, make: Maker): Field[] {
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
    field("ruleAny", "any", "the rules of which one must hold", ruleLines("rule").read, ruleLines("rule").write),
    field("ruleAll", "all", "the rules that must all hold", ruleLines("rule").read, ruleLines("rule").write),
    field("ruleNot", "not", "the rule that must not hold", ruleLine.read, ruleLine.write),
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
