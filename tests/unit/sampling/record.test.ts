import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashSample } from "#audits/sampling/draw.ts";
import { checkInstructions, drawRecord, frameHash, methodSentence } from "#audits/sampling/record.ts";
import { precisionSentence, sizesByMargin } from "#audits/sampling/size.ts";

const ids = Array.from({ length: 40 }, (_, i) => `C-${String(40 - i).padStart(4, "0")}`);
const details = {
  seed: "it's 100% \\n public",
  seedFixedAt: "2026-03-01T09:00:00Z",
  strata: null,
  drawnAt: "2026-03-02T10:00:00Z",
  drawnBy: "Quality lead",
  exclusions: [],
  drawNumber: 1,
};

describe("the record of a draw", () => {
  it("keeps method, seed, checksum of the list and sizes", () => {
    expect(drawRecord(ids, 8, details)).toEqual({
      ...details,
      method: "hash-order/1",
      frameHash: frameHash([...ids].reverse().map((id) => ` ${id} `)),
      frameSize: 40,
      sampleSize: 8,
    });
  });

  it("can be checked in a terminal without this software, whatever characters the seed has", () => {
    const folder = mkdtempSync(join(tmpdir(), "draw-"));
    try {
      writeFileSync(join(folder, "frame.txt"), `${ids.join("\n")}\n`);
      const record = drawRecord(ids, 8, details);
      const printed = execFileSync("sh", ["-c", checkInstructions(record)], { cwd: folder, encoding: "utf8" });
      const [checksum, ...order] = printed.trim().split("\n");
      expect(checksum).toContain(record.frameHash);
      const { sample, reserves } = hashSample(details.seed, ids, 8).value!;
      expect(order).toEqual([...sample, ...reserves]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("says in words how many were drawn from what, by group, and what was left out", () => {
    const strata = [
      { label: "Primary", plans: 30, places: 6 },
      { label: "Secondary", plans: 10, places: 2 },
    ];
    const exclusions = [{ id: "C-0099", reason: "in a live tribunal" }];
    const words = methodSentence(drawRecord(ids, 8, { ...details, strata, exclusions, drawNumber: 2 }));
    expect(words).toContain("8 plans were drawn at random from a list of 40.");
    expect(words).toContain("Primary 6 of 30, Secondary 2 of 10");
    expect(words).toContain("1 plan left out before the draw");
    expect(words).toContain("draw number 2");
  });
});

describe("how many plans to read", () => {
  it("gives the sizes of the published table for 1,000 plans", () => {
    expect(sizesByMargin(1000)).toEqual([
      { margin: 5, plans: 276 },
      { margin: 10, plans: 85 },
      { margin: 15, plans: 38 },
      { margin: 20, plans: 20 },
    ]);
  });

  it("says what 40 of 1,712 plans will be able to tell", () => {
    expect(precisionSentence(40, 1712)).toBe(
      "If 24 of the 40 are good or better, then somewhere from 45% to 74% of all 1,712 plans are likely to be.",
    );
  });

  it("promises nothing about other plans from fewer than 10, and needs no margin when all are read", () => {
    expect(precisionSentence(9, 500)).toContain("those plans only");
    expect(precisionSentence(60, 60)).toContain("no margin");
    expect(precisionSentence(61, 60)).toContain("larger than");
  });
});
