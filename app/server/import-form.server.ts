import { basename } from "node:path";
import { isUpn } from "#audits/cases/identity.ts";
import { LIMITS } from "#audits/cases/table.ts";
import type { UploadedFile } from "#audits/cases/reading.ts";
import { dayWords } from "#audits/dates.ts";
import { identifiersIn } from "#audits/panel/identifiers.ts";
import type { Fields } from "./form.server.ts";
import { dayFrom, type FieldError } from "./validate.ts";

/** A return has nine tables; more than this is the wrong folder. */
const MOST_FILES = 20;
/** The Children and Families Act 2014 came into force. */
const FIRST_PLANS = "2014-09-01";

type Upload = { files: UploadedFile[]; referenceDate: string };

/**
 * Reads the form that uploads files: the files, or what to correct. Numbers and sizes are checked before any byte is read.
 * @param today the last day that a reference date may be
 */
export async function uploadFrom(
  form: Fields,
  today: string,
): Promise<{ ok: true; upload: Upload } | { ok: false; errors: FieldError[] }> {
  const sent = form.files("files");
  const errors = fileErrors(sent);
  const date = dayFrom(
    { day: form.text("reference-day"), month: form.text("reference-month"), year: form.text("reference-year") },
    "The reference date",
  );
  const sentence = date.ok ? dateFault(date.day, today) : date.sentence;
  if (sentence) errors.push({ field: "reference-day", sentence });
  if (errors.length > 0 || !date.ok || !date.day) return { ok: false, errors };

  const files = await Promise.all(
    sent.map(async (file, index) => ({
      name: plainName(file.name, index),
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  return { ok: true, upload: { files, referenceDate: date.day } };
}

function fileErrors(files: File[]): FieldError[] {
  const error = (sentence: string) => ({ field: "files", sentence });
  if (files.length === 0) return [error("Select the files to import")];
  if (files.length > MOST_FILES)
    return [error(`Select at most ${MOST_FILES} files. You selected ${files.length}; a return has nine`)];
  return files.flatMap((file, index) =>
    file.size > LIMITS.bytes
      ? [
          error(
            `${plainName(file.name, index)} is larger than 25 MB. Upload one return, or one list of cases, at a time`,
          ),
        ]
      : [],
  );
}

function dateFault(day: string | null, today: string): string | null {
  if (day === null) return "Enter the reference date";
  if (day < FIRST_PLANS)
    return `The reference date must be ${dayWords(FIRST_PLANS)} or later, when the first plans began`;
  return day > today ? "The reference date must be today or earlier" : null;
}

const LONGEST_NAME = 80;

/** The name by which the file is listed: without a path, and without a number that could identify a child. */
export function plainName(name: string, index: number): string {
  const own = basename(name.replaceAll("\\", "/"));
  const words = own.split(/[^A-Za-z0-9]+/);
  if (own === "" || own.length > LONGEST_NAME || identifiersIn(own).length > 0 || words.some(isUpn))
    return `file ${index + 1}.csv`;
  return own;
}
