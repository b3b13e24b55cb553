import type { Block, Inline, TableBlock } from "../blocks.ts";

/** The tables of a report as the sheets of a workbook, one each, with a first sheet that says what they are. */
export type TableSheet = { name: string; rows: (string | number | null)[][] };

export function tableSheets(title: string, blocks: Block[]): TableSheet[] {
  const tables = blocks.filter((block): block is TableBlock => block.kind === "table");
  const contents = tables.map((table): (string | null)[] => [table.label, table.caption]);
  return [
    { name: "Contents", rows: [["Sheet", title], ...contents] },
    ...tables.map((table) => ({ name: table.label, rows: rowsOf(table) })),
  ];
}

function rowsOf({ head, rows, notes, caption }: TableBlock): TableSheet["rows"] {
  const names = head.map((row) => row.flatMap((cell) => [cell.text, ...Array<string>((cell.span ?? 1) - 1).fill("")]));
  return [...names, ...rows.map((row) => row.map(cellOf)), [], [caption], ...notes.map((note) => [note])];
}

const WHOLE = /^\d{1,3}(?:,\d{3})*$|^\d+$/;

/** Whole numbers as numbers, everything else as it is printed. */
function cellOf(cell: Inline[]): string | number {
  const text = cell
    .map((run) => run.text)
    .join("")
    .replaceAll("\u00a0", " ")
    .trim();
  return WHOLE.test(text) ? Number(text.replaceAll(",", "")) : text;
}
