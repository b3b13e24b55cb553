import { PDFContext } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { startPage } from "#audits/reports/pdf/core/canvas.ts";
import { loadFonts } from "#audits/reports/pdf/core/fonts.ts";
import { startTags } from "#audits/reports/pdf/core/tags.ts";
import { renderPdf } from "#audits/reports/pdf/render.ts";
import { learningReport } from "#audits/reports/learning-report.ts";
import { measureSourceSans } from "#audits/charts/measure.ts";
import { noCaseReport } from "../../report/fixtures.ts";
import { sourceSans } from "../../report/fonts.ts";

const fonts = loadFonts(sourceSans);

function page() {
  const tags = startTags();
  return { tags, canvas: startPage(0, 842, fonts, tags, PDFContext.create()) };
}

describe("a page", () => {
  it("refuses every stroke outside an element or an artifact", () => {
    const { canvas } = page();
    expect(() => canvas.text(0, 10, fonts.shape("words", 400), 12, "#000000")).toThrow(/outside marked content/);
    expect(() => canvas.rect(0, 0, 1, 1, { fill: "#000000" })).toThrow(/outside marked content/);
    expect(() => canvas.line([0, 0], [1, 1], { stroke: "#000000" })).toThrow(/outside marked content/);
    expect(() => canvas.circle(0, 0, 1, { fill: "#000000" })).toThrow(/outside marked content/);
  });

  it("refuses an element inside the marks of another", () => {
    const { canvas, tags } = page();
    const paragraph = tags.make("P", tags.root);
    expect(() => canvas.mark(paragraph, () => canvas.mark(paragraph, () => {}))).toThrow(/inside marked content/);
  });

  it("takes elements into the structure in the order in which they are painted", () => {
    const { canvas, tags } = page();
    const second = tags.make("P", tags.root);
    const first = tags.make("H2", tags.root);
    const never = tags.make("P", tags.root);
    canvas.mark(first, () => {});
    canvas.mark(second, () => {});
    expect(tags.root.kids).toEqual([first, second]);
    expect(never.joined).toBe(false);
  });
});

describe("text", () => {
  const clean = (text: string) => fonts.clean(text);

  it("is composed, and loses what nobody can see", () => {
    expect(clean("cafe\u0301 so\u00adft zero\u200bwidth\uFEFF bell\u0007 line\nend")).toBe(
      "café soft zerowidth bell line end",
    );
  });

  it("keeps Welsh, Polish, Greek and Cyrillic letters, arrows and ticks", () => {
    for (const words of ["ŵŷŴŶ", "łżźćęąńśó", "αβγάέή", "Дякую", "→ ✓ ½"]) expect(clean(words)).toBe(words);
  });

  it("stands as one ? for each sign that the fonts do not have, which is remembered", () => {
    const own = loadFonts(sourceSans);
    expect(own.clean("a 👩‍👩‍👧 b 漢 c \uE000 d 漢")).toBe("a ? b ? c ? d ?");
    expect(own.replaced()).toEqual(["漢", "\uE000", "👩‍👩‍👧"].sort());
  });

  it("takes the plain form of a decorated letter where the fonts have that", () => {
    expect(clean("𝐍𝐨𝐫𝐭𝐡 Ｎ①")).toBe("North N1");
  });

  it("is as wide on a screen without the font as in the PDF, within 2 in 100", () => {
    for (const words of ["Voice of the child and family", "73% (57 to 84), 29 of 40", "Requires improvement"]) {
      for (const weight of [400, 600, 700] as const) {
        const ratio = measureSourceSans(words, 14, weight) / fonts.measure(words, 14, weight);
        expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
      }
    }
  });
});

it("progress runs from nothing to done", async () => {
  const seen: number[] = [];
  const report = learningReport(noCaseReport());
  await renderPdf({ ...report, fonts: sourceSans, attachments: [], onProgress: (done) => seen.push(done) });
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

it("a font collection or a web font is refused with a clear error", () => {
  expect(() => loadFonts({ ...sourceSans, 400: new Uint8Array(64) })).toThrow();
});
