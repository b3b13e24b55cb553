import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import type { ReportKind } from "#audits/reports/outline.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { scoreSheetReport } from "#audits/rubric/score-sheet.ts";
import type { WorkMessage, WorkOrder } from "../../app/server/worker.ts";
import { startWorker } from "../../app/server/worker-process.ts";
import { packOf } from "./fixture-parts.ts";
import { awkwardReport, fullReport, hiddenReport, oneCaseReport } from "./fixtures.ts";

/** Letters that share their glyphs with others, in words that no other report has. */
const saying = (data: LearningReportData, headline: string): LearningReportData => ({
  ...data,
  view: "published",
  headline,
  commentary: [{ chapter: "headlines", paragraphs: [headline] }],
});

const report = (data: LearningReportData, size: "standard" | "large" = "standard", kind: ReportKind = "learning") =>
  ({ kind: "report", order: { kind, data, size } }) as WorkOrder;

const [rubric] = SHIPPED_RUBRICS;
const sheet = scoreSheetReport(rubric!, {
  modules: rubric!.modules.map((module) => module.key),
  organisation: "Northshire",
  date: "2026-11-02",
});

/** What is made in one process, by its name. The first is the one that is asked for again. */
const ORDERS: Record<string, WorkOrder> = {
  asked: report(saying(fullReport(), "Well-known: 3 μg, Δ and φ; no\u2011one waits a week, 3-4 days at\u00a0most.")),
  "other letters": report(saying(fullReport(), "Well‐known\u00a0µg,\u00a0∆ and\u00a0ϕ = ˭⁼ no‑one, 3‐4.")),
  large: report(fullReport(), "large"),
  awkward: report(awkwardReport(12)),
  "one case": report(oneCaseReport()),
  hidden: report(hiddenReport()),
  board: report(saying(fullReport(), "3\u00a0µg"), "standard", "board"),
  "easy read": report(saying(fullReport(), "3‐4"), "large", "easy_read"),
  evidence: report(saying(fullReport(), "∆"), "standard", "evidence"),
  sheet: { kind: "sheet", report: sheet },
  pack: { kind: "sheet", report: packOf(3) },
};
const names = Object.keys(ORDERS);
const others = names.slice(1);

/** Makes these one after the other in one process that has made nothing yet; gives the fingerprint of each. */
async function madeIn(order: string[]): Promise<Record<string, string>> {
  const worker = startWorker();
  const prints: Record<string, string> = {};
  try {
    for (const name of order) {
      const bytes = await new Promise<Uint8Array>((resolve, reject) => {
        const listen = (message: WorkMessage) => {
          if (message.kind === "progress") return;
          worker.off("message", listen);
          if (message.kind === "failed") reject(new Error(message.reason));
          else resolve((message.result as { bytes: Uint8Array }).bytes);
        };
        worker.on("message", listen);
        worker.send(ORDERS[name] as WorkOrder);
      });
      prints[name] = createHash("sha256").update(bytes).digest("hex");
    }
  } finally {
    worker.kill("SIGKILL");
  }
  return prints;
}

let alone: Record<string, string> = {};
let last: Record<string, string> = {};
let backwards: Record<string, string> = {};
beforeAll(async () => {
  alone = await madeIn(["asked"]);
  last = await madeIn([...others, "asked"]);
  backwards = await madeIn([...others.toReversed(), "asked", "asked"]);
});

describe("a report is the same file, byte for byte", () => {
  it("made first in a new process, after ten others, and after those the other way round", () => {
    expect(others).toHaveLength(10);
    expect(last.asked).toBe(alone.asked);
    expect(backwards.asked).toBe(alone.asked);
  });

  it.each(others)("whatever was made before it: %s", (name) => {
    expect(backwards[name]).toBe(last[name]);
    expect(last[name]).not.toBe(alone.asked);
  });
});
