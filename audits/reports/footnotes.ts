import type { Block, Inline } from "./blocks.ts";

/** The footnotes of a report in the order of their words. */
export type Footnotes = { list: { number: number; text: string }[]; numberOf: (inline: Inline) => number | null };

/** Numbers the footnotes of blocks from 1. The same blocks give the same numbers in every form of a report. */
export function footnotesOf(blocks: readonly Block[]): Footnotes {
  const numbers = new Map<Inline, number>();
  const list: Footnotes["list"] = [];
  for (const inline of blocks.flatMap(inlinesOf))
    if (inline.note && !numbers.has(inline)) {
      list.push({ number: list.length + 1, text: inline.note });
      numbers.set(inline, list.length);
    }
  return { list, numberOf: (inline) => numbers.get(inline) ?? null };
}

function inlinesOf(block: Block): Inline[] {
  switch (block.kind) {
    case "paragraph":
      return block.runs;
    case "list":
      return block.items.flat();
    case "callout":
    case "picture-text":
      return block.paragraphs.flat();
    case "panels":
      return block.panels.flatMap(({ items }) => items.flat());
    case "table":
      return block.rows.flat(2);
    case "definitions":
      return block.items.flatMap(({ text }) => text);
    default:
      return [];
  }
}
