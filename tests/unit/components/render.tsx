import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { StaticRouter } from "react-router-dom/server";
import { elementsOf, type HtmlElement, type HtmlNode, normalise, parseHtml, textOf } from "./html.ts";

/** A part as the server writes it, at an address. */
export function rendered(part: ReactElement, address = "/"): HtmlNode[] {
  return normalise(parseHtml(renderToStaticMarkup(<StaticRouter location={address}>{part}</StaticRouter>)));
}

/** The elements of a tag that have these attribute values; a class matches as one of several. */
export function all(tree: HtmlNode[], tag: string, wanted: Record<string, string> = {}): HtmlElement[] {
  return elementsOf(tree).filter(
    (element) =>
      element.tag === tag &&
      Object.entries(wanted).every(([name, value]) =>
        name === "class"
          ? (element.attributes.class ?? "").split(" ").includes(value)
          : element.attributes[name] === value,
      ),
  );
}

export function one(tree: HtmlNode[], tag: string, wanted: Record<string, string> = {}): HtmlElement {
  const found = all(tree, tag, wanted);
  if (found.length !== 1) throw new Error(`${found.length} times <${tag} ${JSON.stringify(wanted)}>`);
  return found[0]!;
}

/** What a screen reader is given of a tree: without what is hidden from it, pictures by their name. */
export function spoken(nodes: HtmlNode[]): string {
  const read = (node: HtmlNode): string => {
    if (typeof node === "string") return node;
    if (node.attributes["aria-hidden"] === "true") return "";
    if (node.tag === "svg") return node.attributes["aria-label"] ?? "";
    return node.children.map(read).join(" ");
  };
  const words = nodes.map(read).join(" ").replace(/\s+/g, " ");
  return words.replace(/ ([.,:])/g, "$1").trim();
}

export { textOf };
