import { auditMask, type TableMask } from "#audits/measures/suppression-table.ts";
import type { Actual } from "./measures.ts";
import type { Vector } from "./vector.ts";

/** How an answer differs from what a vector expects, one line a difference; none when it conforms. */
export function differences(vector: Vector, actual: Actual): string[] {
  const { expected, tolerance, ciTolerance = tolerance } = vector;
  const found = [...valueDifferences(vector, actual)];
  if (expected.reason !== undefined && actual.reason !== expected.reason) {
    found.push(`reason: expected ${expected.reason}, got ${actual.reason}`);
  }
  if (expected.ci !== undefined) found.push(...compare(expected.ci, intervalOf(actual), ciTolerance, "ci"));
  return found;
}

/** A figure without a value has no interval either, for the same reason. */
function intervalOf(actual: Actual): object | undefined {
  return actual.value === null ? { lower: null, upper: null, reason: actual.reason } : actual.ci;
}

function valueDifferences({ measure, input, expected, tolerance }: Vector, actual: Actual): string[] {
  if (measure === "sdc_two_way" && actual.value !== null && expected.value !== null) {
    return maskDifferences(input as TwoWayInput, expected.value as TwoWay, actual.value as TwoWay);
  }
  return compare(inAnyOrder(measure, expected.value), inAnyOrder(measure, actual.value), tolerance, "value");
}

type TwoWayInput = { body: number[][]; threshold: number };
type TwoWay = { mask: TableMask; suppressed: number };

/** Accepted by audit, not by equality: safe, true to its own count, and at most 2 cells more than the reference. */
function maskDifferences({ body, threshold }: TwoWayInput, expected: TwoWay, actual: TwoWay): string[] {
  const hidden = actual.mask.flat().filter(Boolean).length;
  const found: string[] = [];
  if (!auditMask(body, actual.mask, threshold).value?.safe) found.push("value.mask: not safe");
  if (hidden !== actual.suppressed) found.push(`value.suppressed: says ${actual.suppressed}, hides ${hidden}`);
  if (hidden > expected.suppressed + 2)
    found.push(`value.suppressed: expected at most ${expected.suppressed} + 2, got ${hidden}`);
  return found;
}

/** Results that are sets get one order: the pairs of `sdc_difference` and the intervals of `sdc_audit`. */
function inAnyOrder(measure: string, value: unknown): unknown {
  const sorted = (list: unknown[]) => [...list].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  if (measure === "sdc_difference" && Array.isArray(value)) return sorted(value);
  const intervals = (value as { intervals?: unknown } | null)?.intervals;
  if (measure === "sdc_audit" && Array.isArray(intervals))
    return { ...(value as object), intervals: sorted(intervals) };
  return value;
}

/** Whole numbers of equal width sort as text. */
function keyOf(item: unknown): string {
  const { row, col } = item as { row?: number; col?: number };
  const parts = Array.isArray(item) ? item : [row, col];
  return parts.map((part) => String(part).padStart(9, "0")).join();
}

/** Numbers within tolerance × max(1, |expected|), all else exactly; of objects only the keys that are expected. */
export function compare(expected: unknown, actual: unknown, tolerance: number, path: string): string[] {
  const differs = [`${path}: expected ${show(expected)}, got ${show(actual)}`];
  if (typeof expected === "number") {
    const close =
      typeof actual === "number" && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
    return close ? [] : differs;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return differs;
    return expected.flatMap((item, index) => compare(item, actual[index], tolerance, `${path}[${index}]`));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return differs;
    return Object.entries(expected).flatMap(([key, item]) =>
      compare(item, (actual as Record<string, unknown>)[key], tolerance, `${path}.${key}`),
    );
  }
  return Object.is(expected, actual) ? [] : differs;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
