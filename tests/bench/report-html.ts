import { drawChart } from "#audits/charts/chart.ts";
import type { Mark } from "#audits/charts/scene.ts";
import type { Block, Inline, Report } from "#audits/reports/blocks.ts";

/** The same report as one plain page, for the browser to print: the floor that the PDF writer is measured against. */
export function reportHtml({ meta, blocks }: Report): string {
  return `<!doctype html><html lang="${meta.lang}"><head><meta charset="utf-8"><title>${safe(meta.title)}</title></head>
<body><h1>${safe(meta.title)}</h1><p>${safe(meta.subtitle)}</p>${blocks.map(html).join("\n")}</body></html>`;
}

const safe = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const line = (runs: Inline[]) => runs.map((run) => (run.strong ? `<b>${safe(run.text)}</b>` : safe(run.text))).join("");
const items = (list: Inline[][]) => list.map((item) => `<li>${line(item)}</li>`).join("");

function html(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${safe(block.text)}</h${block.level}>`;
    case "paragraph":
      return `<p>${line(block.runs)}</p>`;
    case "list":
      return `<ul>${items(block.items)}</ul>`;
    case "quote":
      return `<blockquote>${block.paragraphs.map((p) => `<p>${safe(p)}</p>`).join("")}<footer>${safe(block.source)}</footer></blockquote>`;
    case "callout":
      return `<aside><b>${safe(block.title)}</b>${block.paragraphs.map((p) => `<p>${line(p)}</p>`).join("")}</aside>`;
    case "key-figures":
      return `<dl>${block.figures.map((f) => `<dt>${safe(f.figure)}</dt><dd>${safe(f.label)} ${safe(f.note)}</dd>`).join("")}</dl>`;
    case "panels":
      return block.panels.map((p) => `<section><h4>${safe(p.title)}</h4><ul>${items(p.items)}</ul></section>`).join("");
    case "table":
      return `<table><caption>${safe(block.caption)}</caption>
<thead>${block.head.map((row) => `<tr>${row.map((cell) => `<th colspan="${cell.span ?? 1}">${safe(cell.text)}</th>`).join("")}</tr>`).join("")}</thead>
<tbody>${block.rows.map((row) => `<tr>${row.map((cell) => `<td>${line(cell)}</td>`).join("")}</tr>`).join("")}</tbody></table>`;
    case "figure": {
      const scene = drawChart(block.chart, { width: 640, size: 14, measure: (text, size) => text.length * size * 0.5 });
      return `<figure><svg width="${scene.width}" height="${scene.height}">${scene.marks.map(mark).join("")}</svg><figcaption>${safe(block.caption)}</figcaption></figure>`;
    }
    case "recommendations":
      return block.items.map((r) => `<section><h4>${safe(r.title)}</h4><p>${safe(r.text)}</p></section>`).join("");
    case "definitions":
      return `<dl>${block.items.map((d) => `<dt>${safe(d.term)}</dt><dd>${line(d.text)}</dd>`).join("")}</dl>`;
    default:
      return "";
  }
}

function mark(m: Mark): string {
  const { kind, ...attributes } = m;
  const text = "text" in attributes ? attributes.text : "";
  const list = Object.entries(attributes)
    .filter(([name]) => name !== "text")
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}="${value}"`);
  return `<${kind} ${list.join(" ")}>${safe(text)}</${kind}>`;
}
