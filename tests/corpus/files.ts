/** Files as they come from broken exports, cut transfers, wrong programs and people who wish harm: made from a good one. */
import { strToU8, unzipSync, zipSync } from "fflate";
import { NAUGHTY } from "./strings.ts";

type Broken = { what: string; bytes: Uint8Array };

const bytesOf = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean): Uint8Array => {
  const out = new Uint8Array(2 + text.length * 2);
  const view = new DataView(out.buffer);
  view.setUint16(0, 0xfeff, little);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + i * 2, text.charCodeAt(i), little);
  return out;
};

/** What may befall any file on its way: cut, changed in a byte, doubled, empty, of another kind. */
export function damaged(good: Uint8Array): Broken[] {
  const at = (share: number) => Math.floor(good.length * share);
  const flipped = (share: number, byte: number) => {
    const copy = good.slice();
    if (copy.length) copy[Math.min(copy.length - 1, at(share))] = byte;
    return copy;
  };
  return [
    { what: "empty", bytes: new Uint8Array() },
    ...[1, 2, 7].map((n) => ({ what: `its first ${n} bytes`, bytes: good.slice(0, n) })),
    ...[0.1, 0.3, 0.5, 0.7, 0.9, 0.99].map((share) => ({ what: `cut at ${share}`, bytes: good.slice(0, at(share)) })),
    ...[0, 0.01, 0.2, 0.5, 0.8, 0.999].flatMap((share) =>
      [0, 0xff, 0x22, 0x80].map((byte) => ({ what: `byte ${byte} at ${share}`, bytes: flipped(share, byte) })),
    ),
    { what: "twice", bytes: new Uint8Array([...good, ...good]) },
    { what: "zeros", bytes: new Uint8Array(5000) },
    { what: "the head of a PDF", bytes: bytesOf("%PDF-1.7\n1 0 obj") },
    { what: "the head of a ZIP", bytes: new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0]) },
    { what: "the head of an old Excel file", bytes: new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]) },
  ];
}

/** What programs make of a CSV file. */
export function brokenCsv(good: string): Broken[] {
  const lines = good.split(/\r?\n/).filter(Boolean);
  const [head = "", first = "", ...rest] = lines;
  const joined = (...some: string[]) => bytesOf(some.join("\r\n"));
  const cells = first.split(",");
  return [
    ...damaged(bytesOf(good)),
    { what: "a mark before it", bytes: bytesOf(`\ufeff${good}`) },
    { what: "two marks before it", bytes: bytesOf(`\ufeff\ufeff${good}`) },
    { what: "UTF-16, little end first", bytes: utf16(good, true) },
    { what: "UTF-16, big end first", bytes: utf16(good, false) },
    { what: "Windows letters", bytes: new Uint8Array([...bytesOf(`${head}\r\n`), 0x93, 0x80, 0xe9, 0x94, 0x0d, 0x0a]) },
    { what: "semicolons", bytes: bytesOf(good.replaceAll(",", ";")) },
    { what: "tabs", bytes: bytesOf(good.replaceAll(",", "\t")) },
    { what: "line breaks of old computers", bytes: bytesOf(lines.join("\r")) },
    { what: "only headings", bytes: joined(head) },
    { what: "no headings", bytes: joined(first, ...rest) },
    { what: "headings twice in it", bytes: joined(head, first, head, first) },
    { what: "each heading twice", bytes: joined(`${head},${head}`, `${first},${first}`) },
    { what: "a heading that every object has", bytes: joined(`__proto__,constructor,${head}`, `1,2,${first}`) },
    { what: "a quote that never ends", bytes: joined(head, `"${first}`, ...rest) },
    { what: "a quote in a cell", bytes: joined(head, first.replace(",", '",x"x,'), ...rest) },
    { what: "rows too short", bytes: joined(head, cells[0] ?? "", ",", "") },
    { what: "rows too long", bytes: joined(head, `${first}${",x".repeat(500)}`) },
    { what: "empty rows", bytes: joined(head, "", "", ",,,,", first, "   ") },
    { what: "many columns", bytes: joined(Array.from({ length: 20_000 }, (_, i) => `c${i}`).join(","), first) },
    { what: "a long cell", bytes: joined(head, cells.with(0, "x".repeat(300_000)).join(",")) },
    { what: "the same row a thousand times", bytes: joined(head, ...Array.from({ length: 1000 }, () => first)) },
    ...NAUGHTY.map((text, i) => ({
      what: `a cell with ${JSON.stringify(text.slice(0, 30))}`,
      bytes: joined(
        head,
        cells.with(i % Math.max(1, cells.length), `"${text.replaceAll('"', '""')}"`).join(","),
        ...rest,
      ),
    })),
  ];
}

/** What is JSON, nearly JSON, or JSON of another thing. */
export function brokenJson(good: string): Broken[] {
  const value = JSON.parse(good) as Record<string, unknown>;
  const keys = Object.keys(value);
  const text = (what: string, source: string) => ({ what, bytes: bytesOf(source) });
  return [
    ...damaged(bytesOf(good)),
    ...[
      "null",
      "true",
      "0",
      '""',
      "[]",
      "{}",
      "[[]]",
      "{",
      "}",
      "NaN",
      "undefined",
      "'x'",
      "{a:1}",
      "[1,]",
      "// x\n{}",
      "1e999",
    ].map((source) => text(source, source)),
    text("a mark before it", `\ufeff${good}`),
    text("deep lists", "[".repeat(50_000) + "]".repeat(50_000)),
    text("deep objects", `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`),
    text(
      "a prototype",
      good.replace("{", '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},'),
    ),
    text("all keys twice", good.replace(/^\{/, `${good.slice(0, good.lastIndexOf("}"))},`)),
    ...keys.map((key) => text(`without ${key}`, JSON.stringify({ ...value, [key]: undefined }))),
    ...keys.flatMap((key) =>
      [null, 7, -1, 1e308, "x", "", true, [], {}, [null], [[]], { length: 1e9 }, "__proto__"].map((wrong) =>
        text(`${key} is ${JSON.stringify(wrong)}`, JSON.stringify({ ...value, [key]: wrong })),
      ),
    ),
    ...NAUGHTY.map((naughty, i) =>
      text(
        `${keys[i % keys.length]} is a naughty string`,
        JSON.stringify({ ...value, [keys[i % keys.length] ?? "x"]: naughty }),
      ),
    ),
  ];
}

/** What spreadsheet programs and their enemies make of a workbook. */
export function brokenXlsx(good: Uint8Array): Broken[] {
  const parts = unzipSync(good);
  const names = Object.keys(parts);
  const sheet = names.find((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)) ?? names[0] ?? "";
  const xml = new TextDecoder().decode(parts[sheet]);
  const packed = (what: string, changed: Record<string, Uint8Array>) => ({
    what,
    bytes: zipSync({ ...parts, ...changed }),
  });
  const sheetOf = (what: string, text: string) => packed(what, { [sheet]: strToU8(text) });
  return [
    ...damaged(good),
    { what: "an empty package", bytes: zipSync({}) },
    { what: "a package of something else", bytes: zipSync({ "word/document.xml": strToU8("<a/>") }) },
    ...names.map((name) => ({
      what: `without ${name}`,
      bytes: zipSync(Object.fromEntries(names.filter((n) => n !== name).map((n) => [n, parts[n]!]))),
    })),
    ...names.map((name) => packed(`${name} empty`, { [name]: new Uint8Array() })),
    ...names.map((name) => packed(`${name} no XML`, { [name]: strToU8("<<<>&\u0000") })),
    sheetOf(
      "an entity of a file",
      `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xml.replace(/^<\?xml[^>]*>/, "")}`,
    ),
    sheetOf(
      "entities that grow",
      `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>${xml.replace(/^<\?xml[^>]*>/, "").replace("</v>", "&c;</v>")}`,
    ),
    sheetOf("a cell far away", xml.replace(/r="A2"/, 'r="XFD1048576"')),
    sheetOf("cells without a place", xml.replaceAll(/ r="[A-Z]+\d+"/g, "")),
    sheetOf("strings that are not there", xml.replaceAll(/<v>\d+<\/v>/g, "<v>99999999</v>")),
    sheetOf("numbers that are none", xml.replaceAll(/<v>[^<]*<\/v>/g, "<v>1e999</v>")),
    packed("a package that unpacks to far more", { "xl/media/large.bin": new Uint8Array(60_000_000) }),
    packed("names that lead elsewhere", {
      "../../../etc/cron.d/x": strToU8("x"),
      "xl/worksheets/__proto__.xml": strToU8(xml),
    }),
    packed(
      "very many parts",
      Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`xl/media/${i}`, strToU8("x")])),
    ),
  ];
}
