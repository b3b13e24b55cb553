import { assembleSet, bladeName, idColumn, type Module, moduleByColumns } from "./blade.ts";
import type { Day } from "./case.ts";
import { isFlat, readFlat } from "./flat.ts";
import type { PseudonymOf } from "./identity.ts";
import type { ImportProblem, ImportRefusal, ReadVerdict, UploadedFile } from "./reading.ts";
import { readSen2 } from "./sen2.ts";
import { readTable, type Table } from "./table.ts";

/**
 * Reads what one person uploaded at once: the tables of one SEN2 return, or one flat case file. Which it is shows in the
 * headings, whatever the files are called. Identifiers do not leave this function: children are pseudonyms in what it returns,
 * and no message repeats a value of an identifying column.
 *
 * @param referenceDate for a flat file, the day that year groups are counted on; a return brings its own
 */
export function readImport(
  files: UploadedFile[],
  { referenceDate, pseudonymOf }: { referenceDate: Day; pseudonymOf: PseudonymOf },
): ReadVerdict {
  const refusals: ImportRefusal[] = [];
  const flat: Table[] = [];
  const blades: { table: Table; module: Module }[] = [];
  for (const file of files) {
    const read = readTable(file);
    if (!read.ok) {
      refusals.push(read.refusal);
      continue;
    }
    const module = moduleByColumns(read.table);
    if (module) blades.push({ table: read.table, module });
    else if (isFlat(read.table)) flat.push(read.table);
    else {
      refusals.push(unknownTable(read.table));
      continue;
    }
    refusals.push(...repeatedHeadings(read.table));
  }
  if (refusals.length > 0) return { ok: false, refusals };

  const [only] = flat;
  if (files.length === 0) return refuse("no_file", "Select the files to import.");
  if (flat.length > 1) return refuse("two_flat_files", "Upload one flat case file at a time.");
  if (only && blades.length > 0)
    return refuse("two_formats", "Upload the flat case file and the tables of the return separately.");
  const notes = [...flat, ...blades.map(({ table }) => table)].flatMap(encodingNote);
  if (only) return withNotes(readFlat(only, referenceDate, pseudonymOf), notes);

  const assembled = assembleSet(blades);
  return assembled.ok ? readSen2(assembled.set, [...notes, ...assembled.problems], pseudonymOf) : assembled;
}

function refuse(code: string, sentence: string): ReadVerdict {
  return { ok: false, refusals: [{ code, sentence, file: null, row: null, column: null }] };
}

/** Its first row may be data, so none of it is repeated. */
function unknownTable(table: Table): ImportRefusal {
  const named = bladeName(table.name)?.module;
  const sentence = named
    ? `The file is named as the ${named} table, but has no column ${idColumn(named)}. Check that it has its heading row.`
    : "The headings are neither those of a table of the SEN2 return nor those of a flat case file. Check that the first row holds the headings.";
  return { code: "wrong_file", sentence, file: table.name, row: 1, column: named ? idColumn(named) : null };
}

function repeatedHeadings(table: Table): ImportRefusal[] {
  return table.repeated.map((key) => {
    const column = table.headings[table.position.get(key) ?? -1] ?? key;
    const sentence = `The heading ${column} is there more than once, so it is not clear which column counts. Remove one.`;
    return { code: "heading_repeated", sentence, file: table.name, row: 1, column };
  });
}

function encodingNote({ name, encoding }: Table): ImportProblem[] {
  if (encoding === "utf-8") return [];
  return [
    {
      code: "encoding",
      severity: "read_as",
      file: name,
      row: null,
      column: null,
      value: null,
      problem: "The file is not in UTF-8",
      action: "Nothing to do if letters with accents look right. Otherwise save the file as CSV UTF-8",
      readAs: encoding === "windows-1252" ? "Windows-1252" : "UTF-16",
    },
  ];
}

function withNotes(verdict: ReadVerdict, notes: ImportProblem[]): ReadVerdict {
  if (!verdict.ok) return verdict;
  const { reading } = verdict;
  return { ok: true, reading: { ...reading, problems: [...notes, ...reading.problems] } };
}
