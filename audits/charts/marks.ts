import { type Count, HIDDEN_SIGN, isHidden, whole } from "./figures.ts";
import { COLOURS, levelFills, textOn } from "./palette.ts";
import type { FontWeight, Mark, Measure, Scene, Space, TextMark } from "./scene.ts";
import { tidy } from "./scene.ts";

/** The parts that charts are made of. Each gives its marks; positions are in the units of the space. */

const GAP = 1.5;

export function text(
  x: number,
  y: number,
  words: string,
  size: number,
  look: { weight?: FontWeight; fill?: string; anchor?: TextMark["textAnchor"] } = {},
): TextMark {
  return {
    kind: "text",
    x,
    y,
    text: words,
    fontSize: size,
    fontWeight: look.weight ?? 400,
    fill: look.fill ?? COLOURS.ink,
    textAnchor: look.anchor ?? "start",
  };
}

/** Keys in words, wrapped to the width. Returns the marks and the height that they take. */
export function legend(
  entries: { label: string; fill: string }[],
  at: { x: number; y: number },
  { width, size, measure }: Space,
): { marks: Mark[]; height: number } {
  const box = size * 0.82;
  const rowHeight = size * 1.5;
  const marks: Mark[] = [];
  let x = at.x;
  let y = at.y;
  for (const entry of entries) {
    const entryWidth = box + size * 0.45 + measure(entry.label, size, 400);
    if (x > at.x && x + entryWidth > at.x + width) {
      x = at.x;
      y += rowHeight;
    }
    marks.push({ kind: "rect", x, y: y + (rowHeight - box) / 2, width: box, height: box, fill: entry.fill });
    marks.push(text(x + box + size * 0.45, y + rowHeight / 2 + size * 0.34, entry.label, size));
    x += entryWidth + size * 1.4;
  }
  return { marks, height: y + rowHeight - at.y };
}

/** How wide one plan may be so that every row fits, with a slot of fixed width for each hidden part. Hidden numbers play no part in it. */
export function planWidth(rows: { counts: Count[] }[], width: number, slot: number): number {
  const widths = rows.flatMap(({ counts }) => {
    const shown = counts.reduce<number>((sum, count) => sum + (isHidden(count) ? 0 : count), 0);
    return shown === 0 ? [] : [(width - counts.filter(isHidden).length * slot) / shown];
  });
  return Math.max(0, Math.min(width, ...widths));
}

/** One stacked bar from left to right in the order of the counts; a hidden part is a "c" in a slot of fixed width. */
export function gradeBar(
  counts: Count[],
  at: { x: number; y: number; height: number; perPlan: number; slot: number },
  { size, measure }: { size: number; measure: Measure },
): Mark[] {
  const fills = levelFills(counts.length);
  const baseline = at.y + at.height / 2 + size * 0.34;
  const marks: Mark[] = [];
  let x = at.x;
  counts.forEach((count, i) => {
    if (isHidden(count)) {
      marks.push(text(x + at.slot / 2, baseline, HIDDEN_SIGN, size, { fill: COLOURS.soft, anchor: "middle" }));
      x += at.slot;
      return;
    }
    if (count === 0) return;
    const fill = fills[i] as string;
    const part = count * at.perPlan;
    const drawn = Math.max(0.75, part - GAP);
    marks.push({ kind: "rect", x, y: at.y, width: drawn, height: at.height, fill });
    const words = whole(count);
    if (drawn >= measure(words, size, 600) + size * 0.15) {
      marks.push(text(x + drawn / 2, baseline, words, size, { weight: 600, fill: textOn(fill), anchor: "middle" }));
    }
    x += part;
  });
  return marks;
}

/** Main figure strong, the rest soft, starting at `x`. */
export function twoTone(x: number, y: number, [main, rest]: [string, string], { size, measure }: Space): Mark[] {
  const marks: Mark[] = [text(x, y, main, size, { weight: 600 })];
  // A picture drops the space that a text begins with, so the second text starts after it.
  const words = rest.trimStart();
  const space = rest.length > words.length ? measure(" ", size, 400) : 0;
  if (words) marks.push(text(x + measure(main, size, 600) + space, y, words, size, { fill: COLOURS.soft }));
  return marks;
}

/** Puts a scene together with every position rounded. */
export function finish(scene: Scene): Scene {
  const rounded = scene.marks.map((mark) => {
    const entries = Object.entries(mark).map(([key, value]) => [key, typeof value === "number" ? tidy(value) : value]);
    return Object.fromEntries(entries) as Mark;
  });
  return { ...scene, width: tidy(scene.width), height: tidy(scene.height), marks: rounded };
}
