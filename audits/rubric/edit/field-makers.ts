import { ruleLines } from "./written-rules.ts";
import { isObject, type Json, numberOrText, textOf, textsIn, thingsIn } from "./json.ts";

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

export type Path = string[];
export type Holder = { get(document: Json): Json | null; set(document: Json, change: (thing: Json) => Json): Json };

export const ROOT: Holder = { get: (document) => document, set: (document, change) => change(document) };

export const valueAt = (thing: Json | null, path: Path): unknown =>
  path.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), thing);

export function withValue(thing: Json, path: Path, value: unknown): Json {
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

export const trimmed = (values: string[]) => [(values[0] ?? "").trim()];
const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

export type Make = { name: string; label: string; path?: Path; holder: Holder };

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
export const text = (make: Make, empty: "" | null | undefined = "") =>
  simple(
    make,
    (value) => [textOf(value).trim()],
    ([words = ""]) => (words === "" ? empty : words),
    trimmed,
  );
export const optional = (make: Make) =>
  simple(
    make,
    (value) => [textOf(value).trim()],
    ([words = ""]) => words || undefined,
    trimmed,
  );

export const number = (make: Make) =>
  simple(
    make,
    (value) => [textOf(value)],
    ([typed = ""]) => numberOrText(typed),
    (values) => [textOf(numberOrText(values[0] ?? ""))],
  );

export const lines = (make: Make) =>
  simple(
    make,
    (value) => [textsIn({ value }, "value").join("\n")],
    ([typed = ""]) => linesOf(typed),
    ([typed = ""]) => [linesOf(typed).join("\n")],
  );

/** Rules over counts of levels, one a line. */
export const countRules = (make: Make) => {
  const { read, write } = ruleLines("counts");
  return simple(make, read, write, (values) => read(write(values)));
};

export const flag = (make: Make) =>
  simple(
    make,
    (value) => (value === true ? ["yes"] : []),
    (values) => values.includes("yes"),
    (values) => (values.includes("yes") ? ["yes"] : []),
    true,
  );

/** Several of a list, in the order given; none ticked is kept as `none`. */
export const many = (make: Make, order: string[], none: [] | null | undefined = []) =>
  simple(
    make,
    (value) => inOrder(textsIn({ value }, "value"), order),
    (values) => (values.length === 0 ? none : values),
    (values) => inOrder(values, order),
    true,
  );

/** What is not on the list (a section that was removed) stays at the end, so that nothing is lost unseen. */
export const inOrder = (values: string[], order: string[]) => [
  ...order.filter((one) => values.includes(one)),
  ...[...new Set(values)].filter((one) => !order.includes(one)),
];

/** Makes the fields of one thing: a name, what it is called in a sentence, and where it stands. */
export type Maker = (name: string, label: string, path?: Path) => Make;

export const holderOfMake = (make: Maker) => make("", "").holder;
export const textsOf = (document: Json, list: string) => thingsIn(document, list).map((t) => textOf(t.key));
