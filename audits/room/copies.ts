import { momentWords } from "../dates.ts";
import { type Csv, csvOf } from "../csv.ts";
import type { Block, TableBlock } from "../reports/blocks.ts";
import type { EntryContent } from "./content.ts";

/**
 * Copies that leave a room. Each is made for one person at one moment and says so: on every page of a PDF, in the last column of
 * a table and in its file name, beside the content in a JSON file. So a table stays a table that any program reads.
 */
export const COPY_FORMATS = ["pdf", "csv", "json"] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

export type CopyMark = {
  /** Counts the copies of the room. */
  number: number;
  person: string;
  /** "inspector, Ofsted" */
  role: string;
  room: string;
  at: Date;
};

/** "Copy 3 for David Renshaw, inspector, Ofsted. Autumn inspection, 22 November 2026 at 14:02" */
export const copyWords = ({ number, person, role, room, at }: CopyMark): string =>
  `Copy ${number} for ${person}, ${role}. ${room}, ${momentWords(at)}`;

/** The tables of an entry, as they can be taken apart. */
export const tablesOf = (content: EntryContent): TableBlock[] =>
  content.blocks.filter((block: Block): block is TableBlock => block.kind === "table");

const plain = (runs: { text: string }[]): string =>
  runs
    .map((run) => run.text)
    .join("")
    .replaceAll("\u00a0", " ")
    .trim();

/** One table with one row of heads and a last column that says whose copy it is, row by row. */
export function tableCopy(table: TableBlock, mark: CopyMark): Csv {
  const width = table.columns.length;
  const spread = table.head.map((row) =>
    row.flatMap((cell) => Array.from({ length: cell.span ?? 1 }, () => cell.text)).slice(0, width),
  );
  const head = Array.from({ length: width }, (_, at) =>
    [...new Set(spread.map((row) => row[at] ?? "").filter(Boolean))].join(", "),
  );
  const words = copyWords(mark);
  return csvOf([[...head, "Copy"], ...table.rows.map((row) => [...row.map(plain), words])]);
}

/** The content whole with whose copy it is beside it; `content` alone has the fingerprint of the original. */
export const jsonCopy = (content: EntryContent, fingerprint: string, mark: CopyMark): string =>
  `${JSON.stringify({ copy: copyWords(mark), fingerprintOfContent: fingerprint, content }, null, 2)}\n`;

/** "copy-3-results-v1.pdf" */
export const copyName = (
  mark: CopyMark,
  key: string,
  version: number,
  part: string | null,
  format: CopyFormat,
): string =>
  [`copy-${mark.number}`, mark.person.toLowerCase(), key, ...(part ? [part] : []), `v${version}`]
    .join("-")
    .replaceAll(" ", "-")
    .concat(`.${format}`);
