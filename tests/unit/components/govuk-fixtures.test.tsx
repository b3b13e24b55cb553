import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { COMPONENTS } from "./govuk-params.tsx";
import { elementsOf, type HtmlNode, normalise, parseHtml } from "./html.ts";
import { LEFT_OUT, type LeftOut } from "./left-out.ts";

type Fixture = { name: string; options: Record<string, unknown>; html: string };

const require = createRequire(import.meta.url);

function fixturesOf(component: string): Fixture[] {
  const path = require.resolve(`govuk-frontend/dist/govuk/components/${component}/fixtures.json`);
  return JSON.parse(readFileSync(path, "utf8")).fixtures;
}

function rendered(component: string, options: Fixture["options"]): HtmlNode[] {
  return normalise(parseHtml(renderToStaticMarkup(COMPONENTS[component]!(structuredClone(options)))));
}

/** The fixture without what the table leaves out; what is named there but not in the fixture fails. */
function expected(html: string, { classes = [], attributes = [] }: LeftOut): HtmlNode[] {
  const tree = normalise(parseHtml(html));
  for (const name of [...classes, ...attributes]) {
    let found = false;
    for (const { attributes: own } of elementsOf(tree)) {
      const tokens = own.class?.split(" ") ?? [];
      if (classes.includes(name) && tokens.includes(name)) {
        found = true;
        const left = tokens.filter((token) => token !== name).join(" ");
        if (left) own.class = left;
        else delete own.class;
      }
      if (attributes.includes(name) && name in own) {
        found = true;
        delete own[name];
      }
    }
    expect(found, `${name} stands in the table of what is left out, but not in the fixture`).toBe(true);
  }
  return tree;
}

describe.each(Object.keys(COMPONENTS))("%s gives the HTML of govuk-frontend's fixture", (component) => {
  const fixtures = fixturesOf(component);
  const leftOut = LEFT_OUT[component] ?? {};

  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))("%s", (name, { options, html }) => {
    const entry = leftOut[name] ?? { why: "" };
    if (entry.differs) {
      expect(rendered(component, options), "listed as different, but equal").not.toEqual(expected(html, entry));
    } else {
      expect(rendered(component, options)).toEqual(expected(html, entry));
    }
  });

  it("has a fixture for every entry in the table of what is left out, with a reason", () => {
    const names = fixtures.map((fixture) => fixture.name);
    for (const [name, entry] of Object.entries(leftOut)) {
      expect(names).toContain(name);
      expect(entry.why).not.toBe("");
    }
  });
});
