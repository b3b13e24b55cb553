import { type PDFContext, PDFHexString, type PDFRef } from "pdf-lib";
import { channels } from "../../../charts/palette.ts";
import type { Fonts, Shaped } from "./fonts.ts";
import type { Tag, Tags } from "./tags.ts";

/** What is on a page beside its content: "Layout" for rules and grounds, "Header", "Footer" and "Watermark" for what repeats. */
type ArtifactKind = "Layout" | "Header" | "Footer" | "Watermark";

export type LinkTarget = { uri: string } | { id: string };

/**
 * One page to draw on, in points from the top left corner. Every stroke stands inside `mark` or `artifact`: drawing
 * outside throws, and so does marking inside a mark, so a page without tags cannot be made.
 */
export type Canvas = {
  readonly index: number;
  mark(tag: Tag, draw: () => void): void;
  /** Gives an element its place in the reading order here, though its content is painted later. */
  join(tag: Tag): void;
  artifact(kind: ArtifactKind, draw: () => void): void;
  /** `y` is the baseline. */
  text(x: number, y: number, shaped: Shaped, size: number, colour: string): void;
  /** The same, upwards: `x` is the baseline, and the words begin at `y` and run to the top of the page. */
  textUp(x: number, y: number, shaped: Shaped, size: number, colour: string): void;
  rect(x: number, y: number, width: number, height: number, paint: Paint): void;
  line(from: [number, number], to: [number, number], paint: Paint): void;
  circle(cx: number, cy: number, r: number, paint: Paint): void;
  /** A closed shape through its corners. */
  polygon(corners: [number, number][], paint: Paint): void;
  /** A picture of pixels that the document holds under this name. */
  image(name: string, x: number, y: number, width: number, height: number): void;
  /** Draws what is inside the rectangle only. */
  clipped(x: number, y: number, width: number, height: number, draw: () => void): void;
  /** Makes an area of the page a link that belongs to a Link element. `says` is read out in its place. */
  link(tag: Tag, area: { x: number; y: number; width: number; height: number }, target: LinkTarget, says: string): void;
  /** The content stream, and the annotations in order. */
  finish(): { content: string; annotations: PDFRef[] };
};

export type Paint = { fill?: string; stroke?: string; lineWidth?: number; dash?: number[] };

/** Control points of a quarter circle, as a share of the radius. */
const KAPPA = 0.5522847498;

export function startPage(index: number, height: number, fonts: Fonts, tags: Tags, context: PDFContext): Canvas {
  const ops: string[] = [];
  const annotations: PDFRef[] = [];
  let open = false;

  const within = (begin: string, draw: () => void) => {
    if (open) throw new Error("Marked content stands inside marked content.");
    open = true;
    ops.push(begin);
    draw();
    ops.push("EMC");
    open = false;
  };
  const put = (...lines: string[]) => {
    if (!open) throw new Error("Drawing outside marked content: every stroke belongs to an element or is an artifact.");
    ops.push(...lines);
  };
  const at = (x: number, y: number) => `${num(x)} ${num(height - y)}`;
  const painted = (shape: string[], { fill, stroke, lineWidth, dash }: Paint) => {
    put("q");
    if (fill) put(`${rgb(fill)} rg`);
    if (stroke) put(`${rgb(stroke)} RG`, `${num(lineWidth ?? 1)} w`, `[${(dash ?? []).map(num).join(" ")}] 0 d`);
    put(...shape, fill && stroke ? "B" : fill ? "f" : "S", "Q");
  };

  return {
    index,
    mark(tag, draw) {
      if (open) throw new Error("Marked content stands inside marked content.");
      within(`/${tag.type} <</MCID ${tags.content(tag, index)}>> BDC`, draw);
    },
    join: (tag) => tags.join(tag),
    artifact(kind, draw) {
      within(`/Artifact <<${kind === "Layout" ? "/Type /Layout" : `/Type /Pagination /Subtype /${kind}`}>> BDC`, draw);
    },
    text(x, y, shaped, size, colour) {
      put("BT", `/${fonts.resource(shaped.weight)} ${num(size)} Tf`, `${rgb(colour)} rg`, `1 0 0 1 ${at(x, y)} Tm`);
      put(...showGlyphs(shaped, size, fonts), "ET");
    },
    textUp(x, y, shaped, size, colour) {
      put("BT", `/${fonts.resource(shaped.weight)} ${num(size)} Tf`, `${rgb(colour)} rg`, `0 1 -1 0 ${at(x, y)} Tm`);
      put(...showGlyphs(shaped, size, fonts), "ET");
    },
    rect(x, y, width, height, paint) {
      painted([`${at(x, y + height)} ${num(width)} ${num(height)} re`], paint);
    },
    line(from, to, paint) {
      painted([`${at(...from)} m`, `${at(...to)} l`], paint);
    },
    circle(cx, cy, r, paint) {
      const k = r * KAPPA;
      painted(
        [
          `${at(cx + r, cy)} m`,
          `${at(cx + r, cy + k)} ${at(cx + k, cy + r)} ${at(cx, cy + r)} c`,
          `${at(cx - k, cy + r)} ${at(cx - r, cy + k)} ${at(cx - r, cy)} c`,
          `${at(cx - r, cy - k)} ${at(cx - k, cy - r)} ${at(cx, cy - r)} c`,
          `${at(cx + k, cy - r)} ${at(cx + r, cy - k)} ${at(cx + r, cy)} c`,
          "h",
        ],
        paint,
      );
    },
    polygon(corners, paint) {
      painted([...corners.map((corner, i) => `${at(...corner)} ${i === 0 ? "m" : "l"}`), "h"], paint);
    },
    image(name, x, y, width, height_) {
      put("q", `${num(width)} 0 0 ${num(height_)} ${at(x, y + height_)} cm`, `/${name} Do`, "Q");
    },
    clipped(x, y, width, height, draw) {
      put("q", `${at(x, y + height)} ${num(width)} ${num(height)} re`, "W n");
      draw();
      put("Q");
    },
    link(tag, area, target, says) {
      const ref = context.nextRef();
      const [left, top, right, bottom] = [
        area.x,
        height - area.y,
        area.x + area.width,
        height - area.y - area.height,
      ].map(tidy) as [number, number, number, number];
      const action =
        "uri" in target
          ? { A: { S: "URI", URI: PDFHexString.of(hexOfAscii(new URL(target.uri).href)) } }
          : { Dest: PDFHexString.fromText(target.id) };
      context.assign(
        ref,
        context.obj({
          Type: "Annot",
          Subtype: "Link",
          Rect: [left, bottom, right, top],
          QuadPoints: [left, top, right, top, left, bottom, right, bottom],
          Border: [0, 0, 0],
          F: 4,
          Contents: PDFHexString.fromText(says),
          StructParent: tags.annotation(tag, index, ref),
          ...action,
        }),
      );
      annotations.push(ref);
    },
    finish: () => ({ content: ops.join("\n"), annotations }),
  };
}

/** Operators that show glyphs with their kerning. Marks that stand off the baseline are raised by a text rise. */
function showGlyphs(shaped: Shaped, size: number, fonts: Fonts): string[] {
  const ops: string[] = [];
  let items: string[] = [];
  let codes = "";
  let pending = 0;
  const flushCodes = () => {
    if (codes) items.push(`<${codes}>`);
    codes = "";
  };
  const flush = () => {
    flushCodes();
    if (items.length > 0) ops.push(`[${items.join(" ")}] TJ`);
    items = [];
  };
  const move = (by: number) => {
    if (Math.abs(by) < 0.01) return;
    flushCodes();
    items.push(num(-by));
  };
  for (const glyph of shaped.glyphs) {
    move(pending + glyph.dx);
    if (glyph.dy !== 0) {
      flush();
      ops.push(`${num((glyph.dy * size) / 1000)} Ts`);
    }
    codes += hex(fonts.code(shaped.weight, glyph));
    if (glyph.dy !== 0) {
      flush();
      ops.push("0 Ts");
    }
    pending = glyph.advance - glyph.width - glyph.dx;
  }
  flush();
  return ops;
}

const hexes: string[] = [];

/** A code of a glyph as four digits. */
function hex(code: number): string {
  hexes[code] ??= code.toString(16).padStart(4, "0");
  return hexes[code];
}

const colours = new Map<string, string>();

/** A colour of the palette as shares of red, green and blue. */
function rgb(colour: string): string {
  const known = colours.get(colour);
  if (known) return known;
  const made = channels(colour)
    .map((c) => num(c / 255))
    .join(" ");
  colours.set(colour, made);
  return made;
}

function tidy(value: number): number {
  return Math.round(value * 1000) / 1000 || 0;
}

function num(value: number): string {
  return String(tidy(value));
}

function hexOfAscii(text: string): string {
  return Array.from(text, (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
