import type { Chart } from "../charts/chart.ts";
import type { Scene } from "../charts/scene.ts";

/**
 * A report as meaning: blocks that a page, a PDF or a plain text can each show in its own way. Nothing here says where
 * something stands or how large it is.
 */
export type Report = {
  meta: ReportMeta;
  blocks: Block[];
  /** The same report said in less, each shorter than the one before, for a paper that must not have more than `meta.pages`. */
  shorter?: Block[][];
};

export type ReportMeta = {
  /** The one heading of the first level. */
  title: string;
  /** Under the title on the cover. */
  subtitle: string;
  /** Third line of the cover: the period. */
  period: string;
  organisation: string;
  /** Under the organisation on the cover: its partners. */
  partners: string;
  /** Short title for the head of every page. */
  runningTitle: string;
  /** Stands at the head of every page, for what a reader must not miss: "Draft". Null: nothing. */
  banner: string | null;
  /** Facts on the cover: "Published", "27 November 2026". */
  facts: Fact[];
  /** Small print on the cover. */
  statement: string;
  /** BCP 47. */
  lang: string;
  /** One sentence on what the report is. */
  summary: string;
  keywords: string[];
  /** Day of the report, `YYYY-MM-DD`. */
  date: string;
  /** Stands on the cover. Absent or null: none. */
  logo?: Logo | null;
  /** Whether its paper begins with a cover, or at once with its title. Absent: a cover. */
  cover?: boolean;
  /** Whose copy it is, up the edge of every page. Absent: nobody's in particular. */
  watermark?: string;
  /** The most pages that it may have at the usual size of text. Absent: as many as it takes. */
  pages?: number;
};

/** A picture of pixels that was checked when it was given to the area (`logo.ts`). `png` is base64; `alt` says whose it is. */
export type Logo = { png: string; width: number; height: number; alt: string };

type Fact = { term: string; text: string };

/** A stretch of words inside a line. */
export type Inline = {
  text: string;
  strong?: boolean;
  /** Of less weight than its neighbours: an interval beside its figure. */
  soft?: boolean;
  /** BCP 47 tag where the words are in another language than the report. */
  lang?: string;
  /** A full address: https, mailto. */
  href?: string;
  /** The id of a heading, table or figure of this report. */
  to?: string;
  /** The words name a level: its place among the levels, best first. */
  level?: { index: number; of: number };
  /** A footnote to these words. */
  note?: string;
};

export type Block =
  | {
      kind: "heading";
      level: 2 | 3 | 4;
      id: string /** "3.1"; absent where headings are not numbered. */;
      number?: string;
      text: string;
    }
  | { kind: "contents"; title: string }
  | { kind: "paragraph"; role: "lead" | "body" | "note"; runs: Inline[] }
  | { kind: "list"; ordered: boolean; items: Inline[][] }
  | { kind: "quote" /** One string a paragraph. */; paragraphs: string[]; lang?: string; source: string }
  | { kind: "callout"; tone: "note" | "caution"; title: string; paragraphs: Inline[][] }
  | { kind: "key-figures"; figures: KeyFigure[] }
  | { kind: "panels"; panels: { tone: "good" | "worry" | "next"; title: string; items: Inline[][] }[] }
  | TableBlock
  | { kind: "figure"; id: string /** "Figure 1" */; label: string; caption: string; chart: Chart; source: string }
  | { kind: "recommendations"; items: { label: string; title: string; text: string; facts: Fact[] }[] }
  | { kind: "definitions"; items: { term: string; text: Inline[] }[] }
  /** Boxes to tick by hand: what each stands for, and what it looks like. */
  | { kind: "tick-boxes"; options: { label: string; text: string }[] }
  /** Rules to write on, under what to write. */
  | { kind: "writing-lines"; label: string; lines: number }
  /** A picture beside short sentences that say the same. */
  | { kind: "picture-text"; picture: Picture; paragraphs: Inline[][] }
  | { kind: "page-break" };

/** A small drawing. `alt` says what it shows. */
export type Picture = Pick<Scene, "width" | "height" | "marks" | "alt">;

export type KeyFigure = { figure: string; label: string /** Its uncertainty or its base, in words. */; note: string };

export type TableBlock = {
  kind: "table";
  id: string;
  /** "Table 2" */
  label: string;
  caption: string;
  /** One list a row of the head, each cell with the columns that it covers. All rows cover the same number of columns. */
  head: HeadCell[][];
  /** Numbers stand at the right edge of their column. */
  columns: { numeric: boolean }[];
  /** The first cell heads its row. */
  rows: Inline[][][];
  /** Rows that follow each other with the same first cell have it as one; then the second cell heads its row as well. */
  merged?: boolean;
  /** Takes a page across, whether or not its columns would fit upright. */
  wide?: boolean;
  /** Under the table. Empty: none. */
  notes: string[];
};

export type HeadCell = { text: string; span?: number };

export type BlockOf<K extends Block["kind"]> = Extract<Block, { kind: K }>;

/** A plain run, the commonest cell and sentence. */
export function words(text: string): Inline[] {
  return [{ text }];
}

/** How many rows each first cell covers: 0 where the cell above covers the row. Every 1 in a table whose cells are not merged. */
export function rowSpans({ rows, merged }: Pick<TableBlock, "rows" | "merged">): number[] {
  if (!merged) return rows.map(() => 1);
  const firsts = rows.map(([first]) => (first ?? []).map(({ text }) => text).join(""));
  return firsts.map((text, at) => {
    if (at > 0 && firsts[at - 1] === text) return 0;
    const end = firsts.findIndex((other, i) => i > at && other !== text);
    return (end < 0 ? firsts.length : end) - at;
  });
}
