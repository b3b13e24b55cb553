import { COLOURS } from "./palette.ts";
import { type Mark, type Scene, type Space, wrap } from "./scene.ts";

/** The face of charts in files, as the product's own font calls itself. */
export const CHART_FACE = "Source Sans 3";

/**
 * A chart as an SVG file that stands alone: its title above, its source below, its alternative text inside, on white.
 *
 * @param lines what belongs under the picture, a paragraph each
 */
export function svgFile(scene: Scene, lines: readonly string[], { size, measure }: Space): string {
  const margin = size;
  const width = scene.width + 2 * margin;
  const marks: string[] = [];
  let y = margin;
  const write = (words: string, weight: 400 | 600, fill: string, by: number) => {
    for (const line of wrap(words, scene.width, size, weight, measure)) {
      y += by;
      marks.push(textOf({ x: margin, y, text: line, fontSize: size, fontWeight: weight, fill, textAnchor: "start" }));
    }
  };
  write(scene.title.charAt(0).toUpperCase() + scene.title.slice(1), 600, COLOURS.ink, size * 1.3);
  y += size * 0.8;
  marks.push(`<g transform="translate(${margin} ${y})">${scene.marks.map(markOf).join("")}</g>`);
  y += scene.height + size * 0.4;
  for (const line of lines) write(line, 400, COLOURS.soft, size * 1.3);
  const height = Math.ceil(y + margin);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="'${CHART_FACE}', Arial, Helvetica, sans-serif" role="img" aria-labelledby="title desc"><title id="title">${escaped(scene.title)}</title><desc id="desc">${escaped(scene.alt)}</desc><rect width="${width}" height="${height}" fill="${COLOURS.white}"/>${marks.join("")}</svg>\n`;
}

/** What a drawing shows, as SVG to be put into a page, where its type and size come from. */
export const svgInside = (scene: Scene, ids: { title: string; description: string }): string =>
  `<title id="${escaped(ids.title)}">${escaped(scene.title)}</title><desc id="${escaped(ids.description)}">${escaped(scene.alt)}</desc>${marksOf(scene)}`;

/** A drawing never changes, and is shown again to the next who asks. */
const written = new WeakMap<Scene, string>();

function marksOf(scene: Scene): string {
  const known = written.get(scene) ?? scene.marks.map(markOf).join("");
  written.set(scene, known);
  return known;
}

function markOf(mark: Mark): string {
  if (mark.kind === "text") return textOf(mark);
  const { kind, ...attributes } = mark;
  return `<${kind}${attributesOf(attributes)}/>`;
}

function textOf({ text, ...attributes }: { text: string } & Record<string, unknown>): string {
  const { kind: _, ...rest } = attributes as Record<string, unknown>;
  return `<text${attributesOf(rest)}>${escaped(text)}</text>`;
}

function attributesOf(attributes: object): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}="${escaped(String(value))}"`,
    )
    .join("");
}

/** What XML 1.0 allows, with its own signs written out. */
function escaped(words: string): string {
  return words
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
