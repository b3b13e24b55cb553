import { COLOURS } from "../../charts/palette.ts";
import type { Mark } from "../../charts/scene.ts";
import type { Picture } from "../blocks.ts";

/**
 * Pictures of easy-read papers, drawn for this product and under its licence. They are plain shapes, so that they print well
 * and look the same on a page and on paper.
 */

const SIDE = 120;
const { deep, brand, teal, tealText, amber, worry, tintStrong, white, ink } = COLOURS;

const rect = (x: number, y: number, width: number, height: number, fill: string, stroke?: string): Mark => ({
  kind: "rect",
  x,
  y,
  width,
  height,
  fill,
  ...(stroke ? { stroke, strokeWidth: 3 } : {}),
});
const circle = (cx: number, cy: number, r: number, fill: string, stroke?: string, strokeWidth = 3): Mark => ({
  kind: "circle",
  cx,
  cy,
  r,
  fill,
  ...(stroke ? { stroke, strokeWidth } : {}),
});
const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, strokeWidth = 6): Mark => ({
  kind: "line",
  x1,
  y1,
  x2,
  y2,
  stroke,
  strokeWidth,
});
const ground = rect(0, 0, SIDE, SIDE, tintStrong);
const picture = (alt: string, ...marks: Mark[]): Picture => ({
  width: SIDE,
  height: SIDE,
  alt,
  marks: [ground, ...marks],
});

/** A sheet of paper with lines, its top left corner here. */
const sheet = (x: number, y: number, width = 56, height = 76): Mark[] => [
  rect(x, y, width, height, white, deep),
  ...[0, 1, 2, 3].map((i) =>
    line(x + 10, y + 18 + i * 14, x + width - 10 - (i === 3 ? 14 : 0), y + 18 + i * 14, brand, 4),
  ),
];

/** Head and shoulders. */
const person = (x: number, y: number, fill: string): Mark[] => [
  circle(x, y, 11, fill, deep),
  rect(x - 15, y + 14, 30, 30, fill, deep),
];

const tick = (x: number, y: number, colour: string): Mark[] => [
  line(x, y, x + 10, y + 11, colour, 8),
  line(x + 8, y + 11, x + 28, y - 14, colour, 8),
];

export const PICTURES = {
  plan: picture("A plan: a sheet of paper with writing", ...sheet(32, 22)),
  people: picture(
    "Three people side by side",
    ...person(26, 40, teal),
    ...person(60, 32, amber),
    ...person(94, 40, white),
  ),
  reading: picture(
    "A magnifying glass over a sheet of paper",
    ...sheet(18, 16),
    circle(76, 66, 22, white, deep, 6),
    line(92, 82, 108, 100, deep, 9),
    line(66, 62, 86, 62, brand, 4),
    line(66, 72, 80, 72, brand, 4),
  ),
  chance: picture(
    "One sheet drawn from a pile by chance",
    rect(16, 78, 56, 10, white, deep),
    rect(16, 90, 56, 10, white, deep),
    rect(16, 66, 56, 10, white, deep),
    rect(72, 20, 34, 44, white, tealText),
    line(80, 32, 98, 32, tealText, 4),
    line(80, 42, 98, 42, tealText, 4),
    line(56, 60, 72, 44, deep, 4),
  ),
  good: picture("A tick: something is good", circle(60, 60, 40, white, tealText, 6), ...tick(44, 60, tealText)),
  better: picture(
    "An arrow that points up: something must get better",
    circle(60, 60, 40, white, worry, 6),
    line(60, 84, 60, 40, worry, 8),
    line(60, 38, 44, 56, worry, 8),
    line(60, 38, 76, 56, worry, 8),
  ),
  unsure: picture("A question mark: we are not sure", circle(60, 60, 40, white, deep, 6), {
    kind: "text",
    x: 60,
    y: 80,
    text: "?",
    fontSize: 58,
    fontWeight: 700,
    fill: deep,
    textAnchor: "middle",
  }),
  talking: picture(
    "Two people talking to each other",
    ...person(28, 64, teal),
    ...person(92, 64, amber),
    rect(22, 14, 44, 26, white, deep),
    rect(62, 22, 40, 24, white, deep),
    line(30, 27, 58, 27, brand, 4),
    line(70, 34, 94, 34, brand, 4),
  ),
  next: picture(
    "A calendar with one day marked",
    rect(24, 26, 72, 70, white, deep),
    rect(24, 26, 72, 16, brand),
    ...[0, 1, 2].flatMap((row) =>
      [0, 1, 2, 3].map((column) =>
        rect(32 + column * 16, 50 + row * 15, 9, 8, row === 1 && column === 2 ? worry : tintStrong),
      ),
    ),
  ),
  contact: picture(
    "A telephone",
    rect(40, 16, 40, 88, white, ink),
    rect(46, 28, 28, 54, tintStrong),
    circle(60, 93, 5, ink),
  ),
} as const satisfies Record<string, Picture>;
