import { existsSync, readdirSync, readFileSync } from "node:fs";
import { compile } from "sass";
import { beforeAll, describe, expect, it } from "vitest";
import { contrast } from "#audits/charts/palette.ts";
import { svgInside } from "#audits/charts/svg.ts";

const root = new URL("../../../", import.meta.url).pathname;
let css = "";
const warnings: string[] = [];
beforeAll(() => {
  css = compile(`${root}app/styles/main.scss`, {
    loadPaths: [`${root}node_modules`],
    quietDeps: true,
    logger: { warn: (message) => warnings.push(message) },
  }).css;
}, 60_000);

const componentFiles = ["app/components", "app/components/govuk"].flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith(".tsx"))
    .map((name) => `${folder}/${name}`),
);

describe("the styles", () => {
  it("compile without a warning", () => {
    expect(css).not.toBe("");
    expect(warnings).toEqual([]);
  });

  it("fetch nothing but the product's own fonts, and those exist", () => {
    const addresses = [...css.matchAll(/url\("?([^")]+)"?\)/g)].map((match) => match[1]!);
    expect(addresses).toHaveLength(6);
    for (const address of addresses) {
      expect(address).toMatch(/^\/fonts\/source-sans-3-latin(-ext)?-[467]00-normal\.woff2$/);
      expect(existsSync(`${root}public${address}`)).toBe(true);
    }
    expect(css).not.toContain("GDS Transport");
  });

  it("know every class that a component writes", () => {
    const unknown = componentFiles.flatMap((file) => {
      const source = readFileSync(`${root}${file}`, "utf8");
      return [...source.matchAll(/className="([^"]+)"/g)]
        .flatMap((match) => match[1]!.split(" "))
        .filter((name) => !name.startsWith("govuk-") && !css.includes(`.${name}`))
        .map((name) => `${file}: ${name}`);
    });
    expect(unknown).toEqual([]);
  });
});

describe("the components", () => {
  it("write no style attributes and no raw HTML, which the security policy of the pages forbids", () => {
    expect(componentFiles.length).toBeGreaterThan(20);
    for (const file of componentFiles) {
      const source = readFileSync(`${root}${file}`, "utf8");
      expect(source, file).not.toMatch(/\bstyle=/);
      // But for the marks of a chart, all of whose words are written out: see below.
      const [, ...raw] = source.split("dangerouslySetInnerHTML=");
      const [marks, ...others] = file.endsWith("components/scene.tsx") ? raw : [null, ...raw];
      expect(others, file).toEqual([]);
      if (marks !== null) expect(marks).toMatch(/^\{\{ __html: svgInside\(scene, /);
    }
  });

  it("let no word of a chart be taken for markup", () => {
    const evil = `</title><script>alert("1")</script>&`;
    const text = { kind: "text", x: 1, y: 1, text: evil, fontSize: 14, fontWeight: 400, textAnchor: "start" } as const;
    const rect = { kind: "rect", x: 1, y: 1, width: 1, height: 1 } as const;
    const marks = [
      { ...text, fill: evil },
      { ...rect, fill: evil },
    ];
    const scene = { width: 1, height: 1, title: evil, alt: evil, table: { columns: [], rows: [] }, marks };
    const inside = svgInside(scene, { title: evil, description: "d" });
    expect(inside).not.toContain("<script");
    expect(inside.match(/<[^>]*>/g)).toHaveLength(7);
    expect(inside.replace(/<[^>]*>/g, "")).not.toMatch(/[<>"]/);
  });
});

describe("the colours", () => {
  const tokens = Object.fromEntries(
    [...readFileSync(`${root}app/styles/_tokens.scss`, "utf8").matchAll(/^\$([\w-]+): (#[0-9a-f]{6});/gm)].map((m) => [
      m[1]!,
      m[2]!,
    ]),
  );

  it.each([
    ["ink", "white", 4.5],
    ["soft", "white", 4.5],
    ["soft", "tint-strong", 4.5],
    ["link", "white", 4.5],
    ["link", "tint-strong", 4.5],
    ["teal-text", "white", 4.5],
    ["teal-text", "teal-tint", 4.5],
    ["worry", "worry-tint", 4.5],
    ["amber-text", "amber-tint", 4.5],
    ["error", "white", 4.5],
    ["ink", "good", 4.5],
    ["ink", "amber", 4.5],
    ["white", "brand", 4.5],
    ["white", "worry", 4.5],
    ["white", "deep", 4.5],
    ["pale", "deep", 4.5],
    ["ink", "focus", 4.5],
    ["control", "white", 3],
    ["control", "tint-strong", 3],
    ["focus", "deep", 3],
  ])("of %s on %s can be told apart", (text, ground, least) => {
    expect(contrast(tokens[text]!, tokens[ground]!)).toBeGreaterThanOrEqual(least);
  });
});
