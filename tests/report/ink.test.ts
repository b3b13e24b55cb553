import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, type Font } from "@cantoo/fontkit";
import { describe, expect, it } from "vitest";
import { startDocument } from "#audits/reports/pdf/core/document.ts";
import { loadFonts } from "#audits/reports/pdf/core/fonts.ts";
import { sourceSans } from "./fonts.ts";

/**
 * Glyphs of a damaged subset vanish while their text can still be copied. So every character is drawn in a cell of its
 * own, the page is turned into a picture, and the ink of the cell is compared with the area of the glyph's outline in the
 * font as it came.
 */
const CHARACTERS = [
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  ..."!\"#$%&'()*+,-./:;<=>?@[]_{|}£€–—‘’“”•…−×½→✓",
  ..."ÀÉÎÖÜâçéîôûŵŷŴŶáèŁłżźóśćęąńŻ",
  ..."ΑΒΓΔΩαβγδεθλμπσωέίόύή",
  ..."ДЖЯджя",
];
const CELL = 36;
const SIZE = 24;
const COLUMNS = 16;
const DPI = 144;

describe("the fonts inside a report", () => {
  it.each([400, 600, 700] as const)("paint every glyph of weight %i with the ink of its outline", async (weight) => {
    const fonts = loadFonts(sourceSans);
    const rows = Math.ceil(CHARACTERS.length / COLUMNS);
    const document = startDocument(fonts, { width: CELL * COLUMNS, height: CELL * rows });
    const page = document.addPage();
    const heading = document.tags.make("P", document.tags.root);
    page.mark(heading, () => {
      CHARACTERS.forEach((character, i) => {
        const at = { x: (i % COLUMNS) * CELL + 4, y: Math.floor(i / COLUMNS) * CELL + 26 };
        page.text(at.x, at.y, fonts.shape(character, weight), SIZE, "#000000");
      });
    });
    const properties = {
      title: "Ink",
      author: "",
      subject: "",
      keywords: [],
      lang: "en-GB",
      date: "2026-12-08",
      creator: "",
    };
    const bytes = await document.save({ properties, outline: [], destinations: new Map(), attachments: [] });

    const picture = draw(bytes);
    const font = create(sourceSans[weight]) as Font;
    const wrong = CHARACTERS.filter((character, i) => {
      const painted = inkOf(picture, (i % COLUMNS) * CELL, Math.floor(i / COLUMNS) * CELL);
      const expected = areaOf(font, character);
      return Math.abs(painted - expected) > 0.12 * expected + 0.6;
    });
    expect(wrong).toEqual([]);
  });
});

type Picture = { width: number; pixels: Buffer };

function draw(bytes: Uint8Array): Picture {
  const folder = mkdtempSync(join(tmpdir(), "ink-"));
  writeFileSync(join(folder, "page.pdf"), bytes);
  execFileSync("pdftoppm", ["-gray", "-r", String(DPI), "-singlefile", join(folder, "page.pdf"), join(folder, "page")]);
  const file = readFileSync(join(folder, "page.pgm"));
  rmSync(folder, { recursive: true });
  const [head = "", width] = /^P5\s+(\d+)\s+\d+\s+255\s/.exec(file.subarray(0, 40).toString("latin1")) ?? [];
  return { width: Number(width), pixels: file.subarray(head.length) };
}

/** Ink in a cell, in square points. */
function inkOf({ width, pixels }: Picture, left: number, top: number): number {
  const scale = DPI / 72;
  let ink = 0;
  for (let y = top * scale; y < (top + CELL) * scale; y++) {
    for (let x = left * scale; x < (left + CELL) * scale; x++) ink += 1 - (pixels[y * width + x] as number) / 255;
  }
  return ink / (scale * scale);
}

/** Area inside the outline of a character at the size, in square points; counters run the other way and so are taken off. */
function areaOf(font: Font, character: string): number {
  const glyph = font.layout(character).glyphs[0];
  let area = 0;
  let start = { x: 0, y: 0 };
  let at = start;
  const lineTo = (x: number, y: number) => {
    area += at.x * y - x * at.y;
    at = { x, y };
  };
  for (const { command, args } of glyph?.path.commands ?? []) {
    const [a = 0, b = 0, c = 0, d = 0] = args;
    if (command === "moveTo") {
      at = { x: a, y: b };
      start = at;
    } else if (command === "lineTo") lineTo(a, b);
    else if (command === "quadraticCurveTo") {
      const from = at;
      for (let i = 1; i <= 8; i++) {
        const t = i / 8;
        lineTo(
          (1 - t) ** 2 * from.x + 2 * t * (1 - t) * a + t * t * c,
          (1 - t) ** 2 * from.y + 2 * t * (1 - t) * b + t * t * d,
        );
      }
    } else if (command === "closePath") lineTo(start.x, start.y);
    else throw new Error(`The outlines of a TrueType font have no ${command}`);
  }
  return (Math.abs(area) / 2) * (SIZE / font.unitsPerEm) ** 2;
}
