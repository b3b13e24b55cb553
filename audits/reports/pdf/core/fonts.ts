import { create, type Font, type Glyph } from "@cantoo/fontkit";
import { type PDFContext, PDFHexString, type PDFRef } from "pdf-lib";
import type { FontWeight } from "../../../charts/scene.ts";

/** Full static TrueType fonts, one file a weight. */
export type FontFiles = Record<FontWeight, Uint8Array>;

/** Glyphs of a text in one weight; advances and offsets in thousandths of the size. */
export type Shaped = { weight: FontWeight; glyphs: ShapedGlyph[]; width: number };
type ShapedGlyph = { id: number; codePoints: number[]; width: number; advance: number; dx: number; dy: number };

export type Fonts = {
  /**
   * A text as it can be set: composed, without controls and invisible characters, and with "?" for every character that
   * the faces do not have. `.notdef` is never drawn.
   */
  clean(text: string): string;
  /** What `clean` had to replace so far, each once, in order of code points. */
  replaced(): string[];
  shape(text: string, weight: FontWeight): Shaped;
  /** Width at a size, in points. */
  measure(text: string, size: number, weight: FontWeight): number;
  /** Resource name of a weight in content streams. */
  resource(weight: FontWeight): string;
  /** Code of a glyph in the subset; asking for it takes the glyph into the subset. */
  code(weight: FontWeight, glyph: ShapedGlyph): number;
  /** Writes the subsets that were used; call once, after all pages are drawn. */
  embed(context: PDFContext): Record<string, PDFRef>;
};

const SPACES = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
/** Controls, soft hyphens, zero widths, directional signs, variation selectors. */
const INVISIBLE = /[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;
const PRIVATE = /\p{Co}/u;

/** An opened font file, and the texts that were shaped with it. */
type Opened = { font: Font; shaped: Map<string, Shaped> };

/** One weight within one document. */
type Face = Opened & {
  subset: ReturnType<Font["createSubset"]>;
  codes: Map<number, { code: number; glyph: ShapedGlyph }>;
};

/**
 * The fonts of one document. Throws where a file is not a single font. Files are opened once, however many documents are set with
 * them; what a document is made of does not depend on the others.
 */
export function loadFonts(files: FontFiles): Fonts {
  const faces: Record<FontWeight, Face> = { 400: face(files[400]), 600: face(files[600]), 700: face(files[700]) };
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
  const replaced = new Set<string>();
  const known = new Map<number, boolean>();

  const has = (codePoint: number): boolean => {
    let answer = known.get(codePoint);
    if (answer === undefined) {
      answer = Object.values(faces).every((face) => face.font.hasGlyphForCodePoint(codePoint));
      known.set(codePoint, answer);
    }
    return answer;
  };
  const canSet = (text: string) => !PRIVATE.test(text) && [...text].every((char) => has(char.codePointAt(0) as number));

  const setCluster = (cluster: string): string => {
    const visible = cluster.replace(INVISIBLE, "");
    if (canSet(visible)) return visible;
    const plain = visible.normalize("NFKC");
    if (canSet(plain)) return plain;
    replaced.add(cluster);
    return "?";
  };

  const clean = (text: string): string => {
    const composed = text.normalize("NFC").replace(SPACES, " ");
    if (/^[ -~]*$/.test(composed)) return composed;
    let result = "";
    for (const { segment } of graphemes.segment(composed)) result += setCluster(segment);
    return result;
  };

  const shape = (text: string, weight: FontWeight): Shaped => {
    const face = faces[weight];
    let shaped = face.shaped.get(text);
    if (!shaped) {
      shaped = shapeText(face.font, text, weight);
      face.shaped.set(text, shaped);
    }
    return shaped;
  };

  return {
    clean,
    replaced: () => [...replaced].sort(),
    shape,
    measure: (text, size, weight) => (shape(clean(text), weight).width * size) / 1000,
    resource: (weight) => `F${weight}`,
    code(weight, glyph) {
      const face = faces[weight];
      const entry = face.codes.get(glyph.id) ?? { code: face.subset.includeGlyph(glyph.id), glyph };
      face.codes.set(glyph.id, entry);
      return entry.code;
    },
    embed(context) {
      const used = ([400, 600, 700] as const).filter((weight) => faces[weight].codes.size > 0);
      return Object.fromEntries(used.map((weight) => [`F${weight}`, embedFace(context, faces[weight])]));
    },
  };
}

const opened = new WeakMap<Uint8Array, Opened>();

/** Texts that a font file keeps from one document to the next: several reports' worth of words. */
const TEXTS_KEPT = 10_000;

function face(file: Uint8Array): Face {
  const found = opened.get(file) ?? open(file);
  opened.set(file, found);
  if (found.shaped.size > TEXTS_KEPT) found.shaped.clear();
  return { ...found, subset: found.font.createSubset(), codes: new Map() };
}

function open(file: Uint8Array): Opened {
  const font = create(file);
  if ("fonts" in font) throw new Error("A font file holds several fonts; give one file a weight.");
  knowByLetters(font);
  return { font, shaped: new Map() };
}

/**
 * A font of fontkit remembers by which letters it reached each glyph first, and says those ever after: a hyphen is then the minus that
 * another document had. Here a glyph that is reached by other letters is another, so a text follows from itself and the font alone,
 * whatever was shaped before.
 */
function knowByLetters(font: Font): void {
  const known = new Map<number, Glyph[]>();
  const make = font.getGlyph.bind(font);
  font.getGlyph = (id, letters = []) => {
    const same = known.get(id) ?? [];
    const found = same.find(({ codePoints }) => equal(codePoints, letters));
    if (found) return found;
    (font as unknown as { _glyphs: object })._glyphs = {};
    const made = make(id, [...letters]);
    if (made) known.set(id, [...same, made]);
    return made;
  };
}

const equal = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((each, i) => each === b[i]);

function shapeText(font: Font, text: string, weight: FontWeight): Shaped {
  const scale = 1000 / font.unitsPerEm;
  const { glyphs: found, positions } = font.layout(text);
  let width = 0;
  const glyphs = found.map((glyph, i): ShapedGlyph => {
    const at = positions?.[i] ?? { xAdvance: glyph.advanceWidth, xOffset: 0, yOffset: 0 };
    width += at.xAdvance * scale;
    return {
      id: glyph.id,
      codePoints: glyph.codePoints,
      width: glyph.advanceWidth * scale,
      advance: at.xAdvance * scale,
      dx: at.xOffset * scale,
      dy: at.yOffset * scale,
    };
  });
  return { weight, glyphs, width };
}

/** A Type 0 font over a TrueType subset. Codes are the glyph numbers of the subset, so no CIDToGIDMap stream is needed. */
function embedFace(context: PDFContext, { font, subset, codes }: Face): PDFRef {
  const scale = 1000 / font.unitsPerEm;
  const entries = [...codes.values()].sort((a, b) => a.code - b.code);
  const name = `${subsetTag(entries.map((entry) => entry.glyph.id))}+${font.postscriptName ?? "Face"}`;
  const bytes = subset.encode();
  const file = context.register(context.flateStream(bytes, { Length1: bytes.length }));
  const { bbox } = font;
  const descriptor = context.register(
    context.obj({
      Type: "FontDescriptor",
      FontName: name,
      Flags: 4,
      FontBBox: [bbox.minX, bbox.minY, bbox.maxX, bbox.maxY].map((edge) => Math.round(edge * scale)),
      ItalicAngle: font.italicAngle,
      Ascent: Math.round(font.ascent * scale),
      Descent: Math.round(font.descent * scale),
      CapHeight: Math.round(font.capHeight * scale),
      StemV: 80,
      FontFile2: file,
    }),
  );
  const widths = entries.flatMap((entry) => [entry.code, [Math.round(entry.glyph.width * 1000) / 1000]]);
  const descendant = context.register(
    context.obj({
      Type: "Font",
      Subtype: "CIDFontType2",
      BaseFont: name,
      CIDSystemInfo: {
        Registry: PDFHexString.fromText("Adobe"),
        Ordering: PDFHexString.fromText("Identity"),
        Supplement: 0,
      },
      FontDescriptor: descriptor,
      DW: 1000,
      W: widths,
      CIDToGIDMap: "Identity",
    }),
  );
  return context.register(
    context.obj({
      Type: "Font",
      Subtype: "Type0",
      BaseFont: name,
      Encoding: "Identity-H",
      DescendantFonts: [descendant],
      ToUnicode: context.register(context.flateStream(toUnicode(entries))),
    }),
  );
}

/** Six capitals made from the glyph numbers: equal subsets have equal names. */
function subsetTag(ids: number[]): string {
  let hash = 2166136261;
  for (const id of ids) hash = Math.imul(hash ^ id, 16777619) >>> 0;
  let tag = "";
  for (let i = 0; i < 6; i++) {
    tag += String.fromCharCode(65 + (hash % 26));
    hash = Math.floor(hash / 26);
  }
  return tag;
}

function toUnicode(entries: { code: number; glyph: ShapedGlyph }[]): string {
  const hex = (value: number) => value.toString(16).padStart(4, "0").toUpperCase();
  const lines = entries.map(({ code, glyph }) => {
    const units = String.fromCodePoint(...glyph.codePoints);
    return `<${hex(code)}> <${Array.from({ length: units.length }, (_, i) => hex(units.charCodeAt(i))).join("")}>`;
  });
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; at += 100) {
    const block = lines.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join("\n")}\nendbfchar`);
  }
  return [
    "/CIDInit /ProcSet findresource begin",
    "12 dict begin",
    "begincmap",
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
    "/CMapName /Adobe-Identity-UCS def",
    "/CMapType 2 def",
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
    ...blocks,
    "endcmap",
    "CMapName currentdict /CMap defineresource pop",
    "end\nend",
  ].join("\n");
}
