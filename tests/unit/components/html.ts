import { decode } from "html-entities";
import { createElement, Fragment, type ReactNode } from "react";

/** An element or a text of parsed HTML. Attribute values are decoded; an attribute without a value has "". */
export type HtmlNode = { tag: string; attributes: Record<string, string>; children: HtmlNode[] } | string;
export type HtmlElement = Exclude<HtmlNode, string>;

const VOID = new Set(["input", "br", "hr", "img", "meta", "link", "path", "circle", "rect", "line"]);
const INLINE = new Set(["span", "a", "strong", "b", "em", "code", "kbd", "abbr", "mark"]);

const TOKEN =
  /<!--[\s\S]*?-->|<\/([\w-]+)\s*>|<([\w-]+)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;

/** Reads well-formed HTML; a mistake in it (an unclosed or a stray tag) throws. */
export function parseHtml(html: string): HtmlNode[] {
  const root: HtmlElement = { tag: "", attributes: {}, children: [] };
  const open = [root];
  let at = 0;
  for (const match of html.matchAll(TOKEN)) {
    if (match.index !== at) throw new Error(`Not HTML: ${html.slice(at, at + 40)}`);
    at = match.index + match[0].length;
    const [, closing, opening, attributes = "", selfClosed, text] = match;
    const parent = open[open.length - 1]!;
    if (text !== undefined) parent.children.push(decode(text));
    else if (closing) {
      if (VOID.has(closing)) continue;
      if (parent.tag !== closing) throw new Error(`</${closing}> closes <${parent.tag}>`);
      open.pop();
    } else if (opening) {
      const element: HtmlElement = { tag: opening, attributes: {}, children: [] };
      for (const [, name, ...values] of attributes.matchAll(ATTRIBUTE)) {
        element.attributes[name!] = decode(values.find((value) => value !== undefined) ?? "");
      }
      parent.children.push(element);
      if (!selfClosed && !VOID.has(opening)) open.push(element);
    }
  }
  if (at !== html.length || open.length > 1) throw new Error(`Unclosed <${open[open.length - 1]!.tag}>`);
  return root.children;
}

/**
 * The same tree for the same page: attributes and classes sorted, white space as a browser would show it. A space counts
 * between words and inline elements, and nowhere else, so that "Error:" and its message may not run together.
 */
export function normalise(nodes: HtmlNode[]): HtmlNode[] {
  const isInline = (node: HtmlNode | undefined) =>
    node !== undefined && (typeof node === "string" ? node.trim() !== "" : INLINE.has(node.tag));
  return nodes.flatMap((node, i): HtmlNode[] => {
    if (typeof node !== "string") {
      const attributes = Object.entries(node.attributes).map(([name, value]) => [
        name.toLowerCase(),
        name === "class" ? value.split(/\s+/).filter(Boolean).sort().join(" ") : value,
      ]);
      attributes.sort(([a], [b]) => (a! < b! ? -1 : 1));
      const children = node.tag === "textarea" ? [textOf(node.children).trim()] : normalise(node.children);
      return [
        { tag: node.tag, attributes: Object.fromEntries(attributes), children: children.filter((c) => c !== "") },
      ];
    }
    let text = node.replace(/[ \t\r\n]+/g, " ");
    if (!isInline(nodes[i - 1])) text = text.trimStart();
    if (!isInline(nodes[i + 1])) text = text.trimEnd();
    return text === "" ? [] : [text];
  });
}

export function textOf(nodes: HtmlNode[]): string {
  return nodes.map((node) => (typeof node === "string" ? node : textOf(node.children))).join("");
}

/** Every element of a tree, in the order of the page. */
export function elementsOf(nodes: HtmlNode[]): HtmlElement[] {
  return nodes.flatMap((node) => (typeof node === "string" ? [] : [node, ...elementsOf(node.children)]));
}

/** Attributes that React spells in its own way, as far as the fixtures have them. */
export const REACT_NAMES: Record<string, string> = {
  class: "className",
  for: "htmlFor",
  maxlength: "maxLength",
  tabindex: "tabIndex",
};
/** The security policy of the pages allows no style attributes. */
const REFUSED = "style";

/** Parsed HTML as React elements, for what the fixtures give as HTML and pages give as elements. */
export function toReact(nodes: HtmlNode[]): ReactNode {
  const render = (node: HtmlNode, key: number): ReactNode => {
    if (typeof node === "string") return node;
    const attributes = Object.entries(node.attributes)
      .filter(([name]) => name !== REFUSED)
      .map(([name, value]) => [REACT_NAMES[name] ?? name, value]);
    const props = Object.fromEntries(attributes);
    if (node.tag === "textarea") return createElement(node.tag, { ...props, key, defaultValue: textOf(node.children) });
    return createElement(node.tag, { ...props, key }, ...node.children.map(render));
  };
  return createElement(Fragment, null, ...nodes.map(render));
}
