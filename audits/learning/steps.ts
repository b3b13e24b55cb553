import { problemInReason } from "../panel/reason.ts";
import type { ControlLine } from "./control-line.ts";

/** The most characters of a reason that stands under a chart. */
export const LONGEST_STEP_REASON = 200;

/**
 * Whether a step may be set: only where a shift or a trend is flagged since the last step (`docs/statistics.md` 2.2). Only the
 * XmR chart has rules for these, so it decides, whichever chart is shown.
 */
export function mayStep({ chart }: ControlLine): boolean {
  return chart.points.some(({ because }) => because?.includes("in a row") || because?.includes("one after the other"));
}

export type StepInput = { day: string; reason: string; lasting: boolean };
type Problem = { field: "day" | "reason" | "lasting"; sentence: string };

/** What is wrong with a step as it was filled in. @param days the days of the points at which one may begin */
export function problemsInStep({ day, reason, lasting }: StepInput, days: readonly string[]): Problem[] {
  const words = problemInReason(
    reason,
    "Enter the cause. A step without a known cause hides what happened",
    LONGEST_STEP_REASON,
  );
  return [
    ...(days.includes(day) ? [] : [{ field: "day" as const, sentence: "Select when the change began" }]),
    ...(words ? [{ field: "reason" as const, sentence: words }] : []),
    ...(lasting
      ? []
      : [
          {
            field: "lasting" as const,
            sentence: "Confirm that the change is expected to last. If it is not, leave the line as it is",
          },
        ]),
  ];
}
