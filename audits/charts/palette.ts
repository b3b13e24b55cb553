/** Colours of charts and reports. Ratios on white: ink 19.6, soft 7.6, deep 14.3, brand 10.2, link 7.1, tealText 6.1, worry 8.7. */
export const COLOURS = {
  ink: "#0b0c0c",
  soft: "#485661",
  deep: "#0b2c4a",
  brand: "#12436d",
  link: "#1d5a96",
  tealText: "#0f6e66",
  /** Shapes only. */
  teal: "#28a197",
  worry: "#8a2a10",
  amber: "#f0b45c",
  amberEdge: "#b97a1b",
  line: "#c3ced7",
  control: "#5b6b78",
  tint: "#f2f6f9",
  tintStrong: "#e6eef5",
  tealTint: "#e9f5f3",
  amberTint: "#fef3e6",
  worryTint: "#fbeeea",
  /** On the dark ground: 9.8 and 10.1. */
  paleOnDeep: "#c9d8e6",
  tealOnDeep: "#b5e2df",
  white: "#ffffff",
} as const;

/** Best to worst; neighbours stay apart by a white gap and a number, never by colour alone. */
const LEVEL_RAMP = ["#12436d", "#4f93c9", "#f0b45c", "#8a2a10"] as const;

/** Fills of `count` levels, best first. The four grades have their own; scales of another length take colours along the same way. */
export function levelFills(count: number): string[] {
  return Array.from({ length: count }, (_, i) => along(count === 1 ? 0 : (i * (LEVEL_RAMP.length - 1)) / (count - 1)));
}

/** Ink or white, whichever reads better on a fill. */
export function textOn(fill: string): string {
  return contrast(COLOURS.ink, fill) >= contrast(COLOURS.white, fill) ? COLOURS.ink : COLOURS.white;
}

/** Contrast ratio of two colours, WCAG 2.2: 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** "#12436d" -> [18, 67, 109]. */
export function channels(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function along(position: number): string {
  const at = Math.min(Math.floor(position), LEVEL_RAMP.length - 2);
  const from = channels(LEVEL_RAMP[at] as string);
  const to = channels(LEVEL_RAMP[at + 1] as string);
  const mixed = from.map((c, i) => Math.round(c + ((to[i] as number) - c) * (position - at)));
  return `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}
