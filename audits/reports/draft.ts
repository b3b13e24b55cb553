import type { Chart } from "../charts/chart.ts";
import type { Block, Inline, TableBlock } from "./blocks.ts";
import { words } from "./blocks.ts";

/** Puts a report's blocks in order and numbers its chapters, sections, figures and tables. */
export type Draft = {
  blocks: Block[];
  /** Ids of chapters and parts are given by the caller, so that they stay the same from report to report. */
  chapter(id: string, title: string): void;
  section(title: string): void;
  part(id: string, title: string): void;
  say(...sentences: string[]): void;
  runs(runs: Inline[]): void;
  lead(...sentences: string[]): void;
  note(text: string): void;
  bullets(items: (string | Inline[])[]): void;
  figure(caption: string, chart: Chart, source: string): void;
  /** The first columns hold text (one unless said otherwise), the others numbers. */
  table(
    table: Pick<TableBlock, "caption" | "head" | "rows" | "notes" | "wide" | "merged"> & { textColumns?: number },
  ): void;
  add(block: Block): void;
};

export function startDraft(): Draft {
  const blocks: Block[] = [];
  const count = { chapter: 0, section: 0, figure: 0, table: 0 };
  const add = (block: Block) => {
    blocks.push(block);
  };
  const paragraph = (role: "body" | "lead" | "note", sentences: string[]) => {
    const text = sentences.filter(Boolean).join(" ");
    if (text) add({ kind: "paragraph", role, runs: words(text) });
  };
  return {
    blocks,
    add,
    chapter(id, title) {
      count.chapter += 1;
      count.section = 0;
      add({ kind: "heading", level: 2, id, number: String(count.chapter), text: title });
    },
    section(title) {
      count.section += 1;
      const number = `${count.chapter}.${count.section}`;
      add({ kind: "heading", level: 3, id: `section-${number}`, number, text: title });
    },
    part(id, title) {
      add({ kind: "heading", level: 4, id, text: title });
    },
    say: (...sentences) => paragraph("body", sentences),
    lead: (...sentences) => paragraph("lead", sentences),
    note: (text) => paragraph("note", [text]),
    runs: (runs) => add({ kind: "paragraph", role: "body", runs }),
    bullets(items) {
      if (items.length === 0) return;
      add({
        kind: "list",
        ordered: false,
        items: items.map((item) => (typeof item === "string" ? words(item) : item)),
      });
    },
    figure(caption, chart, source) {
      count.figure += 1;
      add({ kind: "figure", id: `figure-${count.figure}`, label: `Figure ${count.figure}`, caption, chart, source });
    },
    table({ textColumns = 1, ...table }) {
      count.table += 1;
      const width = (table.head[0] ?? []).reduce((sum, cell) => sum + (cell.span ?? 1), 0);
      const columns = Array.from({ length: width }, (_, at) => ({ numeric: at >= textColumns }));
      add({ kind: "table", id: `table-${count.table}`, label: `Table ${count.table}`, columns, ...table });
    },
  };
}
