import { relative, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { differences } from "./compare.ts";
import { answer, isKnown } from "./measures.ts";
import { readVectors } from "./vector.ts";

const folder = resolve(process.env.VECTORS_DIR ?? "tests/conformance/vectors");
const place = relative(process.cwd(), folder);
const entries = readVectors(folder);

type Counts = { passed: number; failed: number; skipped: number };
const byMeasure = new Map<string, Counts>();
const skipped: string[] = [];

function note(measure: string, outcome: keyof Counts): void {
  const counts = byMeasure.get(measure) ?? { passed: 0, failed: 0, skipped: 0 };
  counts[outcome]++;
  byMeasure.set(measure, counts);
}

afterAll(() => {
  const rows = [...byMeasure].sort(([one], [other]) => (one < other ? -1 : 1));
  const sum = (outcome: keyof Counts) => rows.reduce((all, [, counts]) => all + counts[outcome], 0);
  const total: Counts = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
  const width = Math.max(...rows.map(([measure]) => measure.length), 8);
  const lines = [...rows, ["together", total] as const].map(
    ([measure, counts]) =>
      `  ${measure.padEnd(width)}  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  );
  process.stdout.write(`${["", `Vectors in ${folder}`, ...lines, ...skipped, ""].join("\n")}\n`);
});

describe(`vectors in ${place}`, () => {
  it("are there", () => {
    expect(entries.length, `no vectors in ${folder}`).toBeGreaterThan(0);
  });

  for (const entry of entries) {
    it(`${entry.file}: ${entry.name}`, (context) => {
      if ("problem" in entry) {
        note("(not in the format)", "failed");
        return expect.fail(`${entry.file}, ${entry.name}: ${entry.problem}`);
      }
      const { vector } = entry;
      if (!isKnown(vector.measure)) {
        note(vector.measure, "skipped");
        skipped.push(`  skipped ${entry.file}: ${vector.name}, because the measure ${vector.measure} is not known`);
        return context.skip(`the measure ${vector.measure} is not known`);
      }
      let found: string[] | null = null;
      try {
        found = differences(vector, answer(vector));
      } finally {
        note(vector.measure, found?.length === 0 ? "passed" : "failed");
      }
      if (found.length > 0) expect.fail([`${vector.measure} (${vector.note ?? vector.source})`, ...found].join("\n"));
    });
  }
});
