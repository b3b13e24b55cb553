import { parse } from "csv-parse/sync";
import { decodeText } from "../cases/text.ts";
import { type Csv, csvOf } from "../csv.ts";
import type { Codebook, Theme } from "./codebook.ts";
import { codebookDocument, THEME_CODE } from "./schema.ts";

/** The columns of a codebook as CSV, in order, and what stands in each. Lists have a semicolon between their items. */
const COLUMNS: { name: string; of: (theme: Theme) => string }[] = [
  { name: "code", of: (t) => t.code },
  { name: "kind", of: (t) => t.polarity },
  { name: "name", of: (t) => t.name },
  { name: "family", of: (t) => t.domain },
  { name: "under", of: (t) => t.under ?? "" },
  { name: "definition", of: (t) => t.definition },
  { name: "use for", of: (t) => t.include },
  { name: "not for", of: (t) => t.exclude },
  { name: "keywords", of: (t) => t.keywords.join("; ") },
  { name: "basis", of: (t) => t.basis },
  { name: "ended", of: (t) => t.ended?.how ?? "" },
  { name: "goes to", of: (t) => t.ended?.into.join("; ") ?? "" },
  { name: "why", of: (t) => t.ended?.why ?? "" },
];
const NEEDED = ["code", "kind", "name", "definition"];

export const codebookCsv = (book: Codebook): Csv =>
  csvOf([COLUMNS.map(({ name }) => name), ...book.themes.map((theme) => COLUMNS.map(({ of }) => of(theme)))]);

export const codebookJson = (book: Codebook): string => `${JSON.stringify(book, null, 2)}\n`;

export type ReadCodebook =
  | { ok: true; themes: Theme[]; title: string | null; about: string | null }
  | { ok: false; sentences: string[] };

const LARGEST = 2 * 1024 * 1024;
const MOST_SENTENCES = 20;

/**
 * Reads a codebook from a file: JSON in the form of the export, or CSV with the columns of the export in any order. Either the
 * whole is read, or sentences say by row or place what to mend; nothing is taken in part.
 */
export function readCodebook(fileName: string, bytes: Uint8Array): ReadCodebook {
  const refuse = (...sentences: string[]): ReadCodebook => ({
    ok: false,
    sentences: sentences.slice(0, MOST_SENTENCES),
  });
  if (bytes.length > LARGEST) return refuse("The file is larger than 2 MB. Choose another file");
  const decoded = decodeText(bytes);
  if (!decoded.ok) return refuse(decoded.sentence);
  const text = decoded.text.replace(/^\uFEFF/, "");
  if (!text.trim()) return refuse("The file is empty. Choose another file");
  return /\.json$/i.test(fileName) || text.trimStart().startsWith("{") ? fromJson(text, refuse) : fromCsv(text, refuse);
}

type Refuse = (...sentences: string[]) => ReadCodebook;

function fromJson(text: string, refuse: Refuse): ReadCodebook {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("The file is not whole JSON. Export it again, or mend it in an editor");
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === "string" && format !== "ehc-codebook/1")
    return refuse(
      `The file has the format ${format.slice(0, 40)}, which this version cannot read. It reads ehc-codebook/1`,
    );
  const read = codebookDocument.safeParse(value);
  if (read.success) return { ok: true, themes: read.data.themes, title: read.data.title, about: read.data.about };
  return refuse(...read.error.issues.map(({ path, message }) => `${placeOf(path, value)}: ${message}`));
}

function placeOf(path: PropertyKey[], value: unknown): string {
  const [list, index, ...rest] = path.map(String);
  if (list !== "themes" || index === undefined) return path.map(String).join(", ") || "The file";
  const themes = (value as { themes?: unknown[] }).themes;
  const code = (themes?.[Number(index)] as { code?: unknown } | undefined)?.code;
  return [`Theme ${typeof code === "string" ? code : Number(index) + 1}`, ...rest].join(", ");
}

function fromCsv(text: string, refuse: Refuse): ReadCodebook {
  let rows: string[][];
  const [head = ""] = text.split(/\r?\n/, 1);
  const delimiter = [",", ";", "\t"].reduce((best, one) =>
    head.split(one).length > head.split(best).length ? one : best,
  );
  try {
    rows = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true });
  } catch {
    return refuse("The values cannot be told apart: a quotation mark is not closed. Save the file as CSV again");
  }
  const names = (rows[0] ?? []).map((name) => name.trim().toLowerCase());
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length)
    return refuse(`The first row lacks the column ${missing.join(", ")}. Export the codebook to see all columns`);
  const sentences: string[] = [];
  const themes = rows.slice(1).map((row, i): Theme => {
    const cell = (name: string) => (row[names.indexOf(name)] ?? "").trim().replace(/^'(?=[=+\-@])/, "");
    const list = (name: string) => [
      ...new Set(
        cell(name)
          .split(";")
          .map((one) => one.trim())
          .filter(Boolean),
      ),
    ];
    const say = (sentence: string) => sentences.push(`Row ${i + 2}: ${sentence}`);
    const code = cell("code");
    if (!THEME_CODE.test(code)) say(`“${code.slice(0, 40)}” is no code. Write one such as EP-VAGUE`);
    const kind = cell("kind").toLowerCase();
    if (kind !== "strength" && kind !== "improvement") say("write improvement or strength in the column kind");
    const how = (["retired", "merged", "split"] as const).find((one) => one === cell("ended").toLowerCase());
    if (cell("ended") && !how) say("write retired, merged or split in the column ended, or nothing");
    const bad = [cell("under"), ...list("goes to")].find((one) => one && !THEME_CODE.test(one));
    if (bad) say(`“${bad.slice(0, 40)}” is no code`);
    return {
      code,
      polarity: kind === "strength" ? "strength" : "improvement",
      name: cell("name"),
      domain: cell("family"),
      ...(cell("under") && { under: cell("under") }),
      definition: cell("definition"),
      include: cell("use for"),
      exclude: cell("not for"),
      keywords: list("keywords"),
      basis: cell("basis"),
      ...(how && { ended: { how, into: list("goes to"), why: cell("why") } }),
    };
  });
  if (themes.length === 0) sentences.push("There is no theme in the file");
  if (themes.length > 500) sentences.push("The file has more than 500 themes");
  return sentences.length ? refuse(...sentences) : { ok: true, themes, title: null, about: null };
}
