/** An exact fraction in lowest terms; the denominator is positive. */
export type Fraction = { top: bigint; bottom: bigint };

export const ZERO: Fraction = { top: 0n, bottom: 1n };

export function fraction(top: bigint, bottom: bigint): Fraction {
  if (bottom === 0n) throw new RangeError("A fraction cannot have the denominator 0.");
  let a = top < 0n ? -top : top;
  let b = bottom < 0n ? -bottom : bottom;
  while (b !== 0n) [a, b] = [b, a % b];
  const divisor = bottom < 0n ? -a : a;
  return { top: top / divisor, bottom: bottom / divisor };
}

/** The number as it is written: 0.1 is one tenth, not the binary number next to it. */
export function written(x: number): Fraction {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(x));
  if (!parts) throw new RangeError(`${x} is not a finite number.`);
  const [, sign, whole, decimals = "", exponent = "0"] = parts;
  const digits = BigInt(`${sign}${whole}${decimals}`);
  const power = Number(exponent) - decimals.length;
  return power >= 0 ? fraction(digits * 10n ** BigInt(power), 1n) : fraction(digits, 10n ** BigInt(-power));
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.top, a.bottom * b.bottom);
}

export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.bottom, a.bottom * b.top);
}

/** True when a ≥ b. */
export function reaches(a: Fraction, b: Fraction): boolean {
  return a.top * b.bottom >= b.top * a.bottom;
}

/** A fraction of 0 or more, rounded half up to so many decimals. */
export function roundHalfUp(a: Fraction, decimals: number): Fraction {
  const scale = 10n ** BigInt(decimals);
  return fraction((2n * a.top * scale + a.bottom) / (2n * a.bottom), scale);
}

export function toNumber(a: Fraction): number {
  const scale = 10n ** 18n;
  const whole = a.top / a.bottom;
  return Number(whole) + Number(((a.top - whole * a.bottom) * scale) / a.bottom) / 1e18;
}

/** The fraction with exactly so many decimals, rounded half up: "65.0". */
export function toText(a: Fraction, decimals: number): string {
  return toNumber(roundHalfUp(a, decimals)).toFixed(decimals);
}
