import type { FontWeight } from "../../../charts/scene.ts";
import { COLOURS } from "../../../charts/palette.ts";

/** Sizes of a document in points, all from the size of its reading text: 12 as a rule, 16 in large print. A4. */
export type Theme = {
  base: number;
  page: { width: number; height: number };
  margin: { side: number; top: number; bottom: number };
  /** Width between the margins, for tables and figures. */
  width: number;
  /** Longest line of running text. */
  measure: number;
  /** Height between the margins. */
  height: number;
};

export function themeOf(base: number, across = false): Theme {
  const [short, long] = [595.28, 841.89];
  const page = across ? { width: long, height: short } : { width: short, height: long };
  const margin = { side: 56, top: 84, bottom: 72 };
  const width = page.width - margin.side * 2;
  return {
    base,
    page,
    margin,
    width,
    measure: Math.min(width, base * 37.5),
    height: page.height - margin.top - margin.bottom,
  };
}

/** How a kind of text looks; sizes and leading in multiples of the base. */
export type Look = { size: number; leading: number; weight: FontWeight; colour: string };

export const LOOKS = {
  chapter: { size: 2.17, leading: 2.5, weight: 700, colour: COLOURS.deep },
  section: { size: 1.5, leading: 1.85, weight: 600, colour: COLOURS.brand },
  part: { size: 1.17, leading: 1.5, weight: 600, colour: COLOURS.ink },
  lead: { size: 1.25, leading: 1.75, weight: 400, colour: COLOURS.deep },
  body: { size: 1, leading: 1.42, weight: 400, colour: COLOURS.ink },
  note: { size: 0.875, leading: 1.25, weight: 400, colour: COLOURS.soft },
  quote: { size: 1.08, leading: 1.5, weight: 400, colour: COLOURS.deep },
  caption: { size: 0.96, leading: 1.35, weight: 600, colour: COLOURS.ink },
  cell: { size: 0.875, leading: 1.2, weight: 400, colour: COLOURS.ink },
  figure: { size: 2.1, leading: 2.4, weight: 700, colour: COLOURS.brand },
  easy: { size: 1.15, leading: 1.65, weight: 400, colour: COLOURS.ink },
  small: { size: 0.79, leading: 1.1, weight: 400, colour: COLOURS.soft },
} as const satisfies Record<string, Look>;
