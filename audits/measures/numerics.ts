/**
 * The special functions behind the intervals (`docs/statistics.md` 7). Relative error: normal quantile 1e-15, t and F quantiles
 * below 1e-12 for the sizes that audits have and below 1e-9 at a million degrees of freedom.
 */

/** Horner evaluation; the highest power comes first. */
function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

// Wichura (1988), Algorithm AS 241 (PPND16): numerators and denominators of its three regions, highest power first.
const CENTRE_TOP = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
  133.14166789178438, 3.3871328727963665,
];
const CENTRE_BOTTOM = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
  42.31333070160091, 1,
];
const MIDDLE_TOP = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const MIDDLE_BOTTOM = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];
const TAIL_TOP = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
  1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const TAIL_BOTTOM = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
  0.1369298809227358, 0.599832206555888, 1,
];

/** The z with P(Z ≤ z) = p for a standard normal Z; 0 < p < 1. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(r, CENTRE_TOP)) / polynomial(r, CENTRE_BOTTOM);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const z =
    r <= 5
      ? polynomial(r - 1.6, MIDDLE_TOP) / polynomial(r - 1.6, MIDDLE_BOTTOM)
      : polynomial(r - 5, TAIL_TOP) / polynomial(r - 5, TAIL_BOTTOM);
  return q < 0 ? -z : z;
}

/** The z of a two-sided interval: 1.96 for 0.95. */
export function zOf(confidence: number): number {
  return normalQuantile((1 + confidence) / 2);
}

/** P(|Z| ≥ |z|) for a standard normal Z: the upper incomplete gamma function Q(1/2, z²/2), by series or continued fraction. */
export function twoSidedNormalP(z: number): number {
  const x = (z * z) / 2;
  if (x === 0) return 1;
  const front = Math.sqrt(x / Math.PI) * Math.exp(-x);
  if (x < 1.5) {
    let term = 2;
    let sum = 2;
    for (let a = 1.5; term > sum * 1e-17; a++) {
      term *= x / a;
      sum += term;
    }
    return 1 - front * sum;
  }
  const fraction = lentz(x + 0.5, (i) => [-i * (i - 0.5), x + 2 * i + 0.5]);
  return front / fraction;
}

/** b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the modified method of Lentz (Thompson and Barnett 1986). */
function lentz(b0: number, step: (i: number) => [a: number, b: number]): number {
  const tiny = 1e-300;
  let value = b0 || tiny;
  let c = value;
  let d = 0;
  for (let i = 1; i <= 10_000; i++) {
    const [a, b] = step(i);
    d = 1 / (b + a * d || tiny);
    c = b + a / c || tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0. Lanczos (g = 7) below 15, Stirling's series from there on. */
export function logGamma(x: number): number {
  if (x >= 15) {
    const y = 1 / (x * x);
    const correction = (1 / 12 + y * (-1 / 360 + y * (1 / 1260 + y * (-1 / 1680 + y / 1188)))) / x;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + correction;
  }
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x + 6.5;
  const series = LANCZOS.reduce((sum, coefficient, i) => sum + (i === 0 ? coefficient : coefficient / (x - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

/** ln of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/** The regularised incomplete beta function I_x(a, b). `y` is 1 − x, given apart because it can be too small to subtract. */
function betaShare(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // Past the mean the fraction converges slowly. Both sides of the test use x and y, so that the mirrored call never mirrors back.
  if (x * (b + 1) > y * (a + 1)) return 1 - betaShare(y, x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y)) / a;
  const fraction = lentz(1, (i) => {
    const m = Math.floor(i / 2);
    const top = i % 2 === 0 ? m * (b - m) : -(a + m) * (a + b + m);
    return [(top * x) / ((a + i - 1) * (a + i)), 1];
  });
  return front / fraction;
}

/**
 * The F with P(F ≤ f) = p for d1 and d2 degrees of freedom (fractions allowed); 0 < p < 1. Works on the logarithm of the odds
 * x/(1 − x) of the beta variable: bisection until Newton's steps stay inside the bracket.
 */
export function fQuantile(p: number, d1: number, d2: number): number {
  const a = d1 / 2;
  const b = d2 / 2;
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  let low = -745;
  let high = 745;
  let logOdds = Math.log(d1 / d2);
  for (let i = 0; i < 200; i++) {
    const x = 1 / (1 + Math.exp(-logOdds));
    const y = 1 / (1 + Math.exp(logOdds));
    const miss = betaShare(x, y, a, b) - p;
    if (miss > 0) high = logOdds;
    else low = logOdds;
    const slope = Math.exp(a * Math.log(x) + b * Math.log(y) - logBeta);
    const newton = logOdds - miss / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    const done = Math.abs(next - logOdds) <= 1e-15 * Math.max(1, Math.abs(next));
    logOdds = next;
    if (done) break;
  }
  return (Math.exp(logOdds) * d2) / d1;
}

/** The t with P(T ≤ t) = p for `df` degrees of freedom; 0 < p < 1. T² follows F with 1 and df degrees. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  const t = Math.sqrt(fQuantile(Math.abs(2 * p - 1), 1, df));
  return p < 0.5 ? -t : t;
}
