import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashSample, stratifiedSample } from "#audits/sampling/draw.ts";
import { drawRecord, frameHash, methodSentence } from "#audits/sampling/record.ts";
import { sampleFile } from "#audits/sampling/sample-file.ts";
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

  /** Runs the lines of the file that are commands, beside the file itself. */
  function checked(text: string): string {
    const folder = mkdtempSync(join(tmpdir(), "draw-"));
    try {
      writeFileSync(join(folder, "sample.txt"), text);
      const commands = text.slice(text.indexOf("# How to check"), text.indexOf("# 3. "));
      return execFileSync("sh", ["-c", `${commands}\ntrue`], { cwd: folder, encoding: "utf8" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const same = "The order of the draw is the order of the list.";

  it("can be checked in a terminal without this software, whatever characters the seed has", () => {
    const record = drawRecord(ids, 8, details);
    const { sample, reserves } = hashSample(details.seed, ids, 8).value!;
    const list = [...sample, ...reserves].map((reference, at) => ({ reference, group: "All plans", inSample: at < 8 }));
    const printed = checked(sampleFile({ title: "Spring", record, list, departures: [] }));
    expect(printed).toContain(record.frameHash);
    expect(printed).toContain(same);
    const [first, second, ...rest] = list;
    const tampered = checked(sampleFile({ title: "Spring", record, list: [second!, first!, ...rest], departures: [] }));
    expect(tampered).not.toContain(same);
    expect(tampered).toContain(record.frameHash);
    const without = checked(sampleFile({ title: "Spring", record, list: [first!, ...rest], departures: [] }));
    expect(without).not.toContain(record.frameHash);
  });

  it("is checked group by group where the draw was, with all that was left out and why", () => {
    const units = ids.map((id, at) => ({ id, stratum: at % 4 === 0 ? "Post-16, 100% \\n 'own'" : "Primary" }));
    const drawn = stratifiedSample(details.seed, units, 8, 3).value!;
    const strata = Object.entries(drawn.allocation).map(([label, places]) => ({
      label,
      plans: units.filter((u) => u.stratum === label).length,
      places,
    }));
    const exclusions = [{ id: "C-0099", reason: "in a live\ttribunal" }];
    const record = drawRecord(ids, 8, { ...details, strata, exclusions });
    const list = Object.keys(drawn.sample).flatMap((group) =>
      [...drawn.sample[group]!, ...drawn.reserves[group]!].map((reference, at) => ({
        reference,
        group,
        inSample: at < drawn.allocation[group]!,
      })),
    );
    const text = sampleFile({ title: "Spring", record, list, departures: ["C-0001: replaced by C-0002. moved"] });
    expect(checked(text)).toContain(record.frameHash);
    expect(checked(text)).toContain(same);
    expect(text).toContain("# Left out before the draw, and why\nC-0099: in a live tribunal\n");
    expect(text).toContain("C-0001: replaced by C-0002. moved");
    expect(text.split("\n").filter((line) => line.endsWith("\tdrawn"))).toHaveLength(8);
  });

  it("does not claim proportion where a minimum gave small groups more than their share", () => {
    const strata = [
      { label: "Early years", plans: 4, places: 2 },
      { label: "Primary", plans: 36, places: 6 },
    ];
    expect(methodSentence(drawRecord(ids, 8, { ...details, strata }))).toContain(
      "in proportion to their plans, then Early years got more than by share, so that small groups are not missed: Early years 2 of 4, Primary 6 of 36.",
    );
    const fair = [
      { label: "Early years", plans: 4, places: 1 },
      { label: "Primary", plans: 36, places: 7 },
    ];
    expect(methodSentence(drawRecord(ids, 8, { ...details, strata: fair }))).toContain(
      "in proportion to their plans: Early",
    );
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
