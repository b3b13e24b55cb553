/** The forms of the product as its pages draw them: found by walking the pages as each person does. */
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import type { Form } from "../routes/area.ts";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export type Field = {
  name: string;
  /** What the page already holds in it. */
  value: string;
  kind: "hidden" | "text" | "secret" | "choice" | "file";
  /** What can be chosen. */
  options: string[];
};

/** A form with the button by which it is sent; `page` is where it stands, `to` where it goes. */
export type PageForm = { page: string; to: string; upload: boolean; fields: Field[]; button: Record<string, string> };

const isElement = (node: Node): node is Element => "tagName" in node;
const elementsIn = (node: Node): Element[] =>
  "childNodes" in node
    ? node.childNodes.flatMap((child) => (isElement(child) ? [child, ...elementsIn(child)] : elementsIn(child)))
    : [];
const attribute = (element: Element, name: string) => element.attrs.find((a) => a.name === name)?.value;
const textOf = (node: Node): string =>
  "value" in node ? node.value : "childNodes" in node ? node.childNodes.map(textOf).join("") : "";

const UNCHANGED = /^(button|submit|reset|image)$/;

function fieldsIn(form: Element): Field[] {
  const fields = new Map<string, Field>();
  for (const element of elementsIn(form)) {
    const name = attribute(element, "name");
    if (!name || !["input", "textarea", "select"].includes(element.tagName)) continue;
    const type = attribute(element, "type") ?? "text";
    if (element.tagName === "input" && UNCHANGED.test(type)) continue;
    const value = attribute(element, "value") ?? "";
    if (element.tagName === "select") {
      const options = elementsIn(element).filter((one) => one.tagName === "option");
      const values = options.map((one) => attribute(one, "value") ?? textOf(one));
      const chosen = options.findIndex((one) => attribute(one, "selected") !== undefined);
      fields.set(name, { name, kind: "choice", value: values[Math.max(0, chosen)] ?? "", options: values });
    } else if (type === "radio" || type === "checkbox") {
      const known = fields.get(name) ?? { name, kind: "choice" as const, value: "", options: [] };
      known.options.push(value);
      if (attribute(element, "checked") !== undefined) known.value = value;
      fields.set(name, known);
    } else {
      const kind =
        type === "hidden" ? "hidden" : type === "file" ? "file" : type === "password" ? "secret" : ("text" as const);
      // The parser itself leaves out the first line break of a text area.
      const held = element.tagName === "textarea" ? textOf(element) : value;
      fields.set(name, { name, kind, value: held, options: [] });
    }
  }
  return [...fields.values()];
}

/** Every way in which the forms of a page can be sent: one for each of their buttons. */
export function formsIn(html: string, page: string): PageForm[] {
  return elementsIn(parse(html))
    .filter((one) => one.tagName === "form" && attribute(one, "method")?.toLowerCase() === "post")
    .flatMap((form) => {
      const fields = fieldsIn(form);
      const buttons = elementsIn(form)
        .filter((one) => one.tagName === "button" && (attribute(one, "type") ?? "submit") === "submit")
        .map((one) => {
          const name = attribute(one, "name");
          return name ? { [name]: attribute(one, "value") ?? "" } : {};
        });
      const to = new URL(attribute(form, "action") ?? page, `http://site${page}`);
      const upload = /multipart/.test(attribute(form, "enctype") ?? "");
      return (buttons.length ? buttons : [{}]).map(
        (button): PageForm => ({ page, to: to.pathname + to.search, upload, fields, button }),
      );
    });
}

/** The addresses of this site to which a page leads. */
export const linksIn = (html: string, page: string): string[] =>
  elementsIn(parse(html))
    .filter((one) => one.tagName === "a")
    .flatMap((one) => {
      const to = URL.parse(attribute(one, "href") ?? "", `http://site${page}`);
      return to?.origin === "http://site" ? [to.pathname + to.search] : [];
    });

/** All that a page shows: its text, and what stands in its fields. */
export const shownOn = (html: string): string[] =>
  elementsIn(parse(html)).flatMap((element) => [
    ...(["script", "style"].includes(element.tagName)
      ? []
      : element.childNodes.flatMap((child) => ("value" in child ? [child.value] : []))),
    ...(attribute(element, "value") === undefined ? [] : [attribute(element, "value") ?? ""]),
  ]);

/** An address without what is particular to one thing: "/cycles/:/sample". */
export const patternOf = (path: string): string =>
  (path.split("?")[0] ?? "")
    .replace(/\/entries\/[^/]+/, "/entries/:")
    .split("/")
    .map((part) => (PARTICULAR.test(part) ? ":" : part))
    .join("/");

/** An id, a code, a number, a secret, or one of a short list that makes no other page. */
const PARTICULAR =
  /^(?:[a-z]{3}|room)_|^[A-Z]|^\d+$|^[\w-]{40,}$|%|^(education|health|social_care|setting|plan_writer|forum|dpia|hazard-log|intended-purpose)$|^privacy-notice/;

/** What a form is, whichever plan or person it is about. */
export const kindOf = ({ to, fields, button }: PageForm): string => {
  const names = [...new Set(fields.map(({ name }) => name.replaceAll(/[A-Z]{2,}\w*|\d+|[a-z]{3}_\w{6,}/g, ":")))];
  const sends = Object.entries(button).map(
    ([name, value]) =>
      `${name} ${value.replaceAll(/\b[A-Z]{2,}[\w-]*|\d+|[a-z]{3}_\w{6,}/g, ":").replace(/^(up|down)-\w+$/, "$1-:")}`,
  );
  const fixed = fields.filter(({ name, kind }) => kind === "hidden" && name === "intent").map(({ value }) => value);
  return `${patternOf(to)} ${JSON.stringify([sends, fixed]).slice(0, 80)} ${names.sort().join(",").slice(0, 200)}`;
};

const NO_PAGE =
  /\.(csv|txt|pdf|ics|xlsx|json|svg|png|docx|data)(\?|$)|\/(export|file|template)\/|\/sign-out|\/sign-in\/with/;
/** How often each person opens pages of one pattern; not at all where the last few had nothing new. */
const VISITS_EACH = 3;
const FRUITLESS = 2;

/** As `patternOf`, with what the address asks for beside. */
const pagePattern = (path: string): string =>
  `${patternOf(path)}?${[...new URL(path, "http://site").searchParams.keys()].sort().join()}`;

type Seen = { as: string; form: PageForm };

/**
 * Walks the pages from their beginnings as each person in turn, and keeps each kind of form once.
 * @param open gives a page, or null where there is none for this person
 */
export async function everyForm(
  people: { as: string; from: string[] }[],
  open: (as: string, path: string) => Promise<string | null>,
): Promise<Map<string, Seen>> {
  const found = new Map<string, Seen>();
  const fruitless = new Map<string, number>();
  const patterns = new Set<string>();
  for (const { as, from } of people) {
    const own = new Map<string, number>();
    const asked = new Set(from);
    for (const path of asked) {
      const pattern = pagePattern(path);
      const visits = own.get(pattern) ?? 0;
      const enough = visits >= VISITS_EACH || (fruitless.get(pattern) ?? 0) >= FRUITLESS;
      if (NO_PAGE.test(path) || (enough && !from.includes(path))) continue;
      own.set(pattern, visits + 1);
      const before = found.size + patterns.size;
      const html = await open(as, path);
      for (const form of html === null ? [] : formsIn(html, path)) {
        const kind = kindOf(form);
        if (form.to !== "/sign-out" && !found.has(kind)) found.set(kind, { as, form });
      }
      for (const link of html === null ? [] : linksIn(html, path)) {
        asked.add(link);
        patterns.add(pagePattern(link));
      }
      const fruit = found.size + patterns.size > before;
      fruitless.set(pattern, fruit ? 0 : (fruitless.get(pattern) ?? 0) + 1);
    }
  }
  return found;
}

/** What a person would send without typing: what stands there, the first that can be chosen, and plain words. */
export function plainly({ fields, button }: PageForm): Form {
  const form: Form = { ...button };
  for (const { name, kind, value, options } of fields) {
    if (kind === "file") continue;
    const day = /-(day|month|year)$/.exec(name)?.[1];
    form[name] =
      kind === "hidden" || value !== ""
        ? value
        : day
          ? { day: "1", month: "6", year: "2026" }[day]!
          : kind === "choice"
            ? (options.find(Boolean) ?? "")
            : kind === "secret"
              ? "copper-meadow-lantern"
              : "Plain words";
  }
  return form;
}
