import type { FileRead } from "./reading.ts";

export type TextVerdict =
  | { ok: true; text: string; encoding: FileRead["encoding"] }
  | { ok: false; code: string; sentence: string };

const SAVE_AS_CSV = "Save it as CSV UTF-8 and upload that file.";

/** First bytes of the formats that people upload in place of a CSV file. */
const SIGNATURES: { bytes: number[]; is: string }[] = [
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], is: "an old Excel workbook (.xls)" },
  { bytes: [0x25, 0x50, 0x44, 0x46], is: "a PDF" },
  { bytes: [0x1f, 0x8b], is: "a compressed file (.gz)" },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], is: "a compressed file (.7z)" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], is: "a picture" },
  { bytes: [0xff, 0xd8, 0xff], is: "a picture" },
];

/**
 * The text of an uploaded file: UTF-8 with or without its mark, UTF-16 with its mark, otherwise Windows-1252, which is what
 * older spreadsheets write. Refuses what is not text, naming what it is.
 */
export function decodeText(bytes: Uint8Array): TextVerdict {
  if (bytes.length === 0) return { ok: false, code: "empty_file", sentence: "The file is empty." };

  const binary = whatItIs(bytes);
  if (binary) return { ok: false, code: "not_text", sentence: `This is ${binary}. ${SAVE_AS_CSV}` };

  if (startsWith(bytes, [0xff, 0xfe])) return decode(bytes, "utf-16le") ?? BROKEN;
  if (startsWith(bytes, [0xfe, 0xff])) return decode(bytes, "utf-16be") ?? BROKEN;
  if (bytes.includes(0)) return BROKEN;

  const verdict = decode(bytes, "utf-8") ?? decode(bytes, "windows-1252") ?? BROKEN;
  if (verdict.ok && /^\s*<(\?xml|!doctype|html|message)/i.test(verdict.text.slice(0, 200))) {
    const is = /^\s*<(\?xml|message)/i.test(verdict.text.slice(0, 200)) ? "an XML file" : "a web page";
    const sentence = `This is ${is}, not CSV. Download the return as CSV tables and upload those.`;
    return { ok: false, code: "not_csv", sentence };
  }
  return verdict;
}

const BROKEN: TextVerdict = {
  ok: false,
  code: "not_text",
  sentence: `This is not a text file, or it was damaged on the way. ${SAVE_AS_CSV}`,
};

function whatItIs(bytes: Uint8Array): string | null {
  if (startsWith(bytes, [0x50, 0x4b])) {
    // A workbook is a zip whose first entries are named; the names stand in the first few thousand bytes.
    const start = String.fromCharCode(...bytes.subarray(0, 4000));
    return /xl\/|\[Content_Types\]\.xml/.test(start) ? "an Excel workbook" : "a zip file";
  }
  return SIGNATURES.find((signature) => startsWith(bytes, signature.bytes))?.is ?? null;
}

function startsWith(bytes: Uint8Array, start: number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function decode(bytes: Uint8Array, encoding: FileRead["encoding"]): TextVerdict | null {
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return null;
  }
}
