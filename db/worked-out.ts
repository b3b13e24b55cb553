import { createHash } from "node:crypto";

/**
 * Does slow work once for each different input, such as thousands of resamples: what comes out is kept by the checksum of
 * what goes in, so it is worked out anew as soon as any of that is another. Those asked for longest ago are let go.
 *
 * @param source everything that the work reads, as text: the same text gives the same result
 */
export function workedOutOnce<Input, Result>(
  most: number,
  source: (input: Input) => string,
  work: (input: Input) => Result,
): (input: Input) => Result {
  const kept = new Map<string, Result>();
  return (input) => {
    const key = createHash("sha256").update(source(input)).digest("base64");
    const result = kept.has(key) ? (kept.get(key) as Result) : work(input);
    kept.delete(key);
    kept.set(key, result);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return result;
  };
}
