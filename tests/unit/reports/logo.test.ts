import { crc32, deflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { LARGEST_LOGO, readLogo } from "#audits/reports/logo.ts";
import { learningReport } from "#audits/reports/learning-report.ts";
import { renderPdf } from "#audits/reports/pdf/render.ts";
import { oneCaseReport } from "../../report/fixtures.ts";
import { sourceSans } from "../../report/fonts.ts";

const part = (name: string, data: Buffer) => {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};
const head = (width: number, height: number, rest = [8, 6, 0, 0, 0]) => {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width);
  size.writeUInt32BE(height, 4);
  return part("IHDR", Buffer.concat([size, Buffer.from(rest)]));
};
const pixels = (width: number, height: number) => part("IDAT", deflateSync(Buffer.alloc(height * (1 + width * 4), 90)));
const file = (...parts: Buffer[]) =>
  Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts, part("IEND", Buffer.alloc(0))]);
const good = file(head(60, 40), part("tEXt", Buffer.from("Author\0Jane Roe, at home")), pixels(60, 40));
const sentenceOf = (bytes: Uint8Array, alt = "Northshire") => {
  const read = readLogo(bytes, alt);
  return read.ok ? "taken" : read.sentence;
};

it("keeps the pixels of a logo and nothing that its file says beside them", () => {
  const read = readLogo(good, "  Northshire\n Council ");
  expect(read).toMatchObject({ ok: true, logo: { width: 60, height: 40, alt: "Northshire Council" } });
  const kept = Buffer.from(read.ok ? read.logo.png : "", "base64").toString("latin1");
  expect(kept).toContain("IDAT");
  expect(kept).not.toContain("Jane Roe");
});

it("is refused where it is no whole PNG, is too large, or would unpack to more than it says", () => {
  const whole = "The logo must be a PNG file that is whole";
  expect(sentenceOf(Buffer.from("<svg onload='x'/>"))).toBe(whole);
  expect(sentenceOf(good.subarray(0, good.length - 30))).toBe(whole);
  const changed = Buffer.from(good);
  changed[100] = (changed[100] ?? 0) ^ 1;
  expect(sentenceOf(changed)).toBe(whole);
  expect(sentenceOf(file(head(60, 40), pixels(600, 400)))).toBe(whole);
  expect(sentenceOf(file(head(60, 40, [8, 5, 0, 0, 0]), pixels(60, 40)))).toBe(whole);
  expect(sentenceOf(file(head(60, 40, [8, 6, 0, 0, 1]), pixels(60, 40)))).toMatch(/without interlacing/);
  expect(sentenceOf(file(head(4000, 40), pixels(4000, 40)))).toMatch(/32 to 2000 pixels/);
  expect(sentenceOf(Buffer.concat([good, Buffer.alloc(LARGEST_LOGO)]))).toBe("The logo must be 100 kB or smaller");
});

it("asks for words that say what it shows, and those stand in the PDF", async () => {
  expect(sentenceOf(good, " ")).toMatch(/people who do not see it/);
  expect(sentenceOf(good, "x".repeat(121))).toMatch(/120 characters/);
  const read = readLogo(good, "Northshire Council");
  const logo = read.ok ? read.logo : null;
  const print = async (data: Parameters<typeof learningReport>[0]) =>
    renderPdf({ ...learningReport(data), fonts: sourceSans, attachments: [] });
  const with_ = await print({ ...oneCaseReport(), logo });
  expect(with_.bytes.length).toBeGreaterThan((await print(oneCaseReport())).bytes.length);
  expect(Buffer.from((await print({ ...oneCaseReport(), logo })).bytes).equals(Buffer.from(with_.bytes))).toBe(true);
});
