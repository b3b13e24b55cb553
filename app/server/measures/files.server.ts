import { join } from "node:path";
import { renderAsync } from "@resvg/resvg-js";
import { drawChart } from "#audits/charts/chart.ts";
import { measureSourceSans } from "#audits/charts/measure.ts";
import { CHART_FACE, svgFile } from "#audits/charts/svg.ts";
import { csvOf } from "#audits/csv.ts";
import type { MeasurePage } from "#audits/learning/page.ts";
import { download } from "../download.server.ts";
import { workbookOf } from "../workbook.server.ts";

/** Files that a figure or a table can leave as. */
export const FILE_FORMATS = ["svg", "png", "csv", "xlsx"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

const FACES = join(process.cwd(), "node_modules/@expo-google-fonts/source-sans-3");
const FONT_FILES = ["400Regular", "600SemiBold", "700Bold"].map((face) => join(FACES, face, `SourceSans3_${face}.ttf`));
/** Wide enough for a slide; pictures of points are drawn twice as fine. */
const SPACE = { width: 960, size: 16, measure: measureSourceSans };
const FINER = 2;

/** A file that was made: each call of `leave` is a download of it. */
export type MadeFile = { view: MeasurePage["view"]; leave: () => Response };

/** One figure or table of a page as a file, made from the very data that the page shows; null when the page has none of this name. */
export async function fileOf(page: MeasurePage, id: string, format: FileFormat): Promise<MadeFile | null> {
  const view =
    page.view === "internal" ? "Internal view: shows small numbers, not for publication." : "Published view.";
  const name = `${page.title}-${id}${page.view === "internal" ? "-internal" : ""}.${format}`.toLowerCase();
  const made = (leave: () => Response): MadeFile => ({ view: page.view, leave });
  const figure = page.sections.find((section) => section.figure?.id === id)?.figure;
  if (figure && (format === "svg" || format === "png")) {
    const svg = svgFile(drawChart(figure.chart, SPACE), [figure.source, view], SPACE);
    if (format === "svg") return made(() => download(svg, "image/svg+xml", name));
    const png = await pngOf(svg);
    return made(() => download(png, "image/png", name));
  }
  const table = numbersOf(page, id);
  if (!table) return null;
  const rows = [[table.title], [table.source], [view], [], table.head, ...table.rows];
  if (format === "csv") return made(() => download(csvOf(rows), "text/csv; charset=utf-8", name));
  if (format !== "xlsx") return null;
  const about = [
    ["What", "Says"],
    ["Title", table.title],
    ["Source", table.source],
    ["View", view],
  ];
  const workbook = await workbookOf([
    { name: "Numbers", rows: [table.head, ...table.rows] },
    { name: "About", rows: about },
  ]);
  return made(() => download(workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name));
}

function numbersOf(page: MeasurePage, id: string) {
  for (const { figure, table } of page.sections) {
    if (table?.id === id)
      return {
        title: table.caption,
        source: table.source,
        head: table.columns.map(({ label }) => label),
        rows: table.rows.map((row) => row.map(({ text }) => figureOf(text))),
      };
    if (figure?.id === id) {
      const { title, table: numbers } = drawChart(figure.chart, SPACE);
      return {
        title,
        source: figure.source,
        head: numbers.columns.map(({ label }) => label),
        rows: numbers.rows.map((row) => row.map(figureOf)),
      };
    }
  }
  return null;
}

/** A whole number leaves as a number, everything else as the words that stand on the page. */
const figureOf = (text: string): string | number => (/^\d{1,15}$/.test(text) ? Number(text) : text);

async function pngOf(svg: string): Promise<Uint8Array> {
  const picture = await renderAsync(svg, {
    fitTo: { mode: "zoom", value: FINER },
    font: { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: CHART_FACE },
  });
  return new Uint8Array(picture.asPng());
}
