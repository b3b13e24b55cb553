import { drawChart } from "../../charts/chart.ts";
import { footnotesOf } from "../footnotes.ts";
import type { Block, HeadCell, Inline, Report, TableBlock } from "../blocks.ts";

/** A report as plain text: for mail, for screen readers that people trust most, and for whatever comes after us. */
export function plainText({ meta, blocks }: Report): string {
  const head = [
    meta.title.toUpperCase(),
    [meta.subtitle, meta.period].filter(Boolean).join(", "),
    [meta.organisation, meta.partners].filter(Boolean).join(": "),
    ...(meta.banner ? [`*** ${meta.banner} ***`] : []),
    ...meta.facts.map(({ term, text }) => `${term}: ${text}`),
    meta.statement,
  ].filter(Boolean);
  const { list, numberOf } = footnotesOf(blocks);
  const line: Line = (runs) => runs.map((run) => `${run.text}${run.note ? ` [${numberOf(run) ?? ""}]` : ""}`).join("");
  const notes =
    list.length > 0 ? [`Footnotes\n${list.map(({ number, text }) => `[${number}] ${text}`).join("\n")}`] : [];
  const parts = [...blocks.map((block) => textOf(block, blocks, line)), ...notes].flatMap((part) => {
    const text = part.trimEnd();
    return text ? [text] : [];
  });
  return `${[head.join("\n"), ...parts].join("\n\n")}\n`.replaceAll("\u00a0", " ");
}

/** The words of a line, with the numbers of its footnotes. */
type Line = (runs: Inline[]) => string;

function textOf(block: Block, all: Block[], line: Line): string {
  switch (block.kind) {
    case "heading": {
      const text = block.number ? `${block.number} ${block.text}` : block.text;
      return block.level === 2
        ? `\n${text}\n${"=".repeat(text.length)}`
        : block.level === 3
          ? `${text}\n${"-".repeat(text.length)}`
          : text;
    }
    case "contents":
      return [
        block.title,
        ...all.flatMap((one) =>
          one.kind === "heading" && one.level === 2 ? [`  ${one.number ?? ""} ${one.text}`] : [],
        ),
      ].join("\n");
    case "paragraph":
      return line(block.runs);
    case "list":
      return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : "-"} ${line(item)}`).join("\n");
    case "quote":
      return `“${block.paragraphs.join("\n")}”\n  ${block.source}`;
    case "callout":
      return [`${block.title}:`, ...block.paragraphs.map(line)].join("\n");
    case "key-figures":
      return block.figures.map(({ figure, label, note }) => `${figure} ${label}${note ? ` (${note})` : ""}`).join("\n");
    case "panels":
      return block.panels
        .map(({ title, items }) => [`${title}:`, ...items.map((item) => `- ${line(item)}`)].join("\n"))
        .join("\n\n");
    case "table":
      return tableText(block, line);
    case "figure": {
      const { alt } = drawChart(block.chart, WORDS_ONLY);
      return [`${block.label}: ${block.caption}`, alt, block.source].filter(Boolean).join("\n");
    }
    case "recommendations":
      return block.items
        .map(({ label, title, text, facts }) =>
          [`${label}: ${title}`, text, ...facts.map((fact) => `  ${fact.term}: ${fact.text}`)]
            .filter(Boolean)
            .join("\n"),
        )
        .join("\n\n");
    case "definitions":
      return block.items.map(({ term, text }) => `${term}: ${line(text)}`).join("\n");
    case "tick-boxes":
      return block.options.map(({ label, text }) => `[ ] ${label}${text ? `: ${text}` : ""}`).join("\n");
    case "writing-lines":
      return `${block.label}\n${"_".repeat(40)}`;
    case "picture-text":
      return block.paragraphs.map(line).join("\n");
    case "page-break":
      return "";
  }
}

/** Charts are drawn for their words only. */
const WORDS_ONLY = { width: 600, size: 14, measure: (text: string) => text.length * 7 };

/** Every row as a line of "column: value", so that it is read in order without a grid. */
function tableText({ label, caption, head, rows, notes }: TableBlock, line: Line): string {
  const columns = columnNames(head);
  const lines = rows.map(([first, ...rest]) => {
    const cells = rest.map((cell, i) => `${columns[i + 1] ?? ""}: ${line(cell)}`);
    return `- ${line(first ?? [])}. ${cells.join("; ")}`;
  });
  return [`${label}: ${caption}`, ...lines, ...notes].join("\n");
}

/** The name of each column: the words of the last row of the head, or those above where it has none. */
export function columnNames(head: HeadCell[][]): string[] {
  const spread = head.map((row) => row.flatMap((cell) => Array.from({ length: cell.span ?? 1 }, () => cell.text)));
  const width = spread[0]?.length ?? 0;
  return Array.from({ length: width }, (_, at) => spread.findLast((row) => row[at])?.[at] ?? "");
}
