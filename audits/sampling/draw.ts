import { createHash } from "node:crypto";
import { isCount, type Refusal, refuse, type Verdict } from "../measures/verdict.ts";
import { allocate } from "./allocate.ts";
import { generatorFromSeed } from "./generator.ts";

/** The name and version of the way of drawing that is kept with every sample. */
export const DRAW_METHOD = "hash-order/1";

/** The drawn ids in the order of the draw, then all others in the order in which they replace an unusable one. */
export type Draw = { sample: string[]; reserves: string[] };

export type StratifiedDraw = {
  allocation: Record<string, number>;
  sample: Record<string, string[]>;
  reserves: Record<string, string[]>;
};

/**
 * The ids of a frame, trimmed, or why they cannot be drawn from. A line break would make the printed key ambiguous, and an id
 * that occurs twice would have two chances.
 */
function readFrame(ids: readonly string[]): Verdict<string[]> {
  const seen = new Set<string>();
  for (const [index, id] of ids.entries()) {
    const trimmed = id.trim();
    if (trimmed === "") return refuse("INVALID_VALUE", `Row ${index + 1} has no reference. Enter one for every plan.`);
    if (/[\n\r\u2028\u2029]/.test(id)) {
      return refuse("INVALID_VALUE", `The reference in row ${index + 1} has a line break in it. Take it out.`);
    }
    if (seen.has(trimmed)) return refuse("DUPLICATE_ID", `${trimmed} is in the list twice. Keep one of the two rows.`);
    seen.add(trimmed);
  }
  return { value: [...seen] };
}

/** Lower-case hex SHA-256 of seed, line feed, id. Anyone can work it out again with `sha256sum`. */
export function drawKey(seed: string, id: string): string {
  return createHash("sha256").update(`${seed}\n${id}`, "utf8").digest("hex");
}

/** Ids in the order of their keys. The order of the input does not matter. */
function hashOrder(seed: string, ids: readonly string[]): string[] {
  const keyed = ids.map((id) => ({ id, key: drawKey(seed, id) }));
  keyed.sort((one, other) => (one.key < other.key ? -1 : 1));
  return keyed.map(({ id }) => id);
}

function checkSize(n: number, frameSize: number): Refusal | null {
  if (!isCount(n)) return refuse("INVALID_VALUE", "Enter the size of the sample as a whole number.");
  if (n > frameSize) {
    return refuse(
      "SAMPLE_EXCEEDS_POPULATION",
      `The list has ${frameSize} plans. Enter a sample of ${frameSize} or fewer.`,
    );
  }
  return null;
}

/**
 * Draws n of the ids in hash order (`docs/statistics.md` 3.3): no state, independent of the order of the list, and a list
 * that grows by two plans changes at most two of the sample.
 *
 * Refusals: INVALID_VALUE, DUPLICATE_ID, SAMPLE_EXCEEDS_POPULATION.
 */
export function hashSample(seed: string, ids: readonly string[], n: number): Verdict<Draw> {
  const frame = readFrame(ids);
  if (frame.value === null) return frame;
  const problem = checkSize(n, frame.value.length);
  if (problem) return problem;
  const order = hashOrder(seed, frame.value);
  return { value: { sample: order.slice(0, n), reserves: order.slice(n) } };
}

/**
 * Proportional allocation over the strata, then hash order with the same seed inside each (`docs/statistics.md` 3.3).
 *
 * Refusals: those of `hashSample`, and SAMPLE_TOO_SMALL_FOR_MINIMUM.
 */
export function stratifiedSample(
  seed: string,
  units: readonly { id: string; stratum: string }[],
  n: number,
  minimum = 1,
): Verdict<StratifiedDraw> {
  const frame = readFrame(units.map((unit) => unit.id));
  if (frame.value === null) return frame;

  const members = new Map<string, string[]>();
  for (const [index, { stratum }] of units.entries()) {
    const id = frame.value[index] as string;
    const known = members.get(stratum);
    if (known) known.push(id);
    else members.set(stratum, [id]);
  }

  const sizes = Object.fromEntries([...members].map(([stratum, ids]) => [stratum, ids.length]));
  const allocation = allocate(sizes, n, minimum);
  if (allocation.value === null) return allocation;

  const places = new Map(Object.entries(allocation.value));
  const drawn = [...members].map(([stratum, ids]) => {
    const order = hashOrder(seed, ids);
    const size = places.get(stratum) ?? 0;
    return { stratum, sample: order.slice(0, size), reserves: order.slice(size) };
  });
  return {
    value: {
      allocation: allocation.value,
      sample: Object.fromEntries(drawn.map(({ stratum, sample }) => [stratum, sample])),
      reserves: Object.fromEntries(drawn.map(({ stratum, reserves }) => [stratum, reserves])),
    },
  };
}

/**
 * The ids in a random order that depends on the seed alone, for handing plans to auditors: sorted by UTF-16 code unit, then
 * Fisher-Yates from the end (`docs/statistics.md` 3.3).
 */
export function shuffle(seed: string, ids: readonly string[]): string[] {
  const order = [...ids].sort();
  const { below } = generatorFromSeed(seed);
  for (let i = order.length - 1; i >= 1; i--) {
    const j = below(i + 1);
    const kept = order[i] as string;
    order[i] = order[j] as string;
    order[j] = kept;
  }
  return order;
}
