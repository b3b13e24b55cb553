import { createHash } from "node:crypto";

/** A stream of pseudo-random whole numbers. The same seed gives the same stream on every machine. */
export type Generator = {
  /** The next number of the stream, 0 to 2³² − 1. */
  next(): number;
  /** A whole number from 0 to n − 1, each equally likely: draws that would favour the small ones are thrown away. 1 ≤ n ≤ 2³². */
  below(n: number): number;
};

const TWO_32 = 0x1_0000_0000;

/** The generator whose state is the first 16 bytes of SHA-256 of the seed text, as four big-endian words (`docs/statistics.md` 1.5). */
export function generatorFromSeed(seed: string): Generator {
  const digest = createHash("sha256").update(seed, "utf8").digest();
  return generatorFromState([0, 4, 8, 12].map((offset) => digest.readUInt32BE(offset)));
}

/**
 * xoshiro128** 1.1 (Blackman and Vigna, https://prng.di.unimi.it) from four 32-bit words of state. A state of zeros would
 * stay zero for ever, so its first word becomes 1.
 */
export function generatorFromState(state: readonly number[]): Generator {
  if (state.length !== 4) throw new RangeError("The state of the generator is four 32-bit words.");
  let [a, b, c, d] = state.map((word) => word | 0) as [number, number, number, number];
  if ((a | b | c | d) === 0) a = 1;

  const next = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };

  // A bootstrap draws millions of times below the same number; its limit is worked out once.
  let lastN = 0;
  let limit = 0;
  const below = (n: number): number => {
    if (n !== lastN) {
      if (!Number.isInteger(n) || n < 1 || n > TWO_32)
        throw new RangeError("Draw below a whole number from 1 to 2^32.");
      limit = TWO_32 - (TWO_32 % n);
      lastN = n;
    }
    let draw = next();
    while (draw >= limit) draw = next();
    return draw % n;
  };

  return { next, below };
}
