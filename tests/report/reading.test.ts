import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { awkwardReport, fullReport, noCaseReport } from "./fixtures.ts";
import { readPdf } from "./read-pdf.ts";
import { rendered } from "./rendered.ts";

describe("a screen reader", () => {
  it("meets the learning report in this order", async () => {
    const pages = await readPdf((await rendered(fullReport())).bytes);
    const text = pages.map((page, i) => `Page ${i + 1}\n${page.lines.join("\n")}\n`).join("\n");
    await expect(text).toMatchFileSnapshot("golden/learning-report.txt");
  });

  it("meets no text that is neither in the structure nor furniture of the page", async () => {
    for (const data of [fullReport(), awkwardReport()]) {
      const pages = await readPdf((await rendered(data)).bytes);
      expect(pages.flatMap((page) => page.untagged)).toEqual([]);
    }
  });

  it("hears Welsh, Polish and Greek quotes in their languages and the words under them in English", async () => {
    const lines = (await readPdf((await rendered(awkwardReport())).bytes)).flatMap((page) =>
      page.lines.map((line) => line.trim()),
    );
    for (const lang of ["cy", "pl", "el"]) {
      const at = lines.indexOf(`BlockQuote (${lang})`);
      expect(at, lang).toBeGreaterThan(0);
      const source = lines.slice(at).find((line) => line.includes("From a plan"));
      expect(source).toMatch(/^P \(en-GB\): From a plan/);
    }
  });
});

describe("the words on the page", () => {
  it("keep their spaces where a line ends", async () => {
    const folder = mkdtempSync(join(tmpdir(), "reading-"));
    const file = join(folder, "report.pdf");
    writeFileSync(file, (await rendered(noCaseReport())).bytes);
    const text = execFileSync("pdfinfo", ["-struct-text", file], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    expect(text).toContain('"Learning from "');
    expect(text).not.toMatch(/Suspects/);
  });

  it("stand as ? where the fonts have no sign, and each such sign is reported once", async () => {
    const { replaced, bytes } = await rendered(awkwardReport());
    expect(replaced).toEqual(["ا", "ب", "ح", "ر", "م", "👩‍👩‍👧", "🚂"]);
    const text = (await readPdf(bytes)).flatMap((page) => page.lines).join("\n");
    expect(text).toContain("“He likes ? and ? and says ????? to everyone ✓ x̂ ½ fine ly done”");
  });

  it("hold Welsh, Polish and Greek letters as they were written", async () => {
    const text = (await readPdf((await rendered(awkwardReport())).bytes)).flatMap((page) => page.lines).join("\n");
    for (const words of [
      "Hoffi’r ŷd a’r ŵyn",
      "Chcę żeby moja córka mówiła o sobie: łąka, źródło, żółw.",
      "Θέλω να μιλάω για τον εαυτό μου.",
    ]) {
      expect(text).toContain(words);
    }
  });
});

describe("the same report", () => {
  it("is the same file, byte for byte, in another time zone", async () => {
    const zone = process.env.TZ;
    const first = (await rendered(fullReport())).bytes;
    process.env.TZ = "Pacific/Auckland";
    const second = (await rendered(fullReport())).bytes;
    process.env.TZ = zone;
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  });

  it("with one number changed is another file", async () => {
    const data = fullReport();
    const first = (await rendered(data)).bytes;
    const second = (await rendered({ ...data, version: "1.1" })).bytes;
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(false);
  });
});
