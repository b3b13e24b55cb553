/**
 * A drawn chart: marks with plain attributes, and the words that carry the same facts without sight. The origin is the
 * top left corner, lengths are CSS pixels on a screen and points in a PDF. Attribute names are those of SVG as React
 * spells them, so a mark is drawn by giving its attributes to the element of its kind.
 */
export type Scene = {
  width: number;
  height: number;
  title: string;
  /** What the chart shows, made from its data. */
  alt: string;
  table: SceneTable;
  marks: Mark[];
};

/** The numbers of a chart. The first column heads its row; every row has one cell a column. */
export type SceneTable = { columns: { label: string; numeric: boolean }[]; rows: string[][] };

export type FontWeight = 400 | 600 | 700;

export type RectMark = {
  kind: "rect";
  x: number;
  y: number;
  width: number;
  height: number;
  fill: string;
  stroke?: string;
  strokeWidth?: number;
};
export type LineMark = {
  kind: "line";
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  stroke: string;
  strokeWidth: number;
  /** "4 3": on and off. */
  strokeDasharray?: string;
};
export type CircleMark = {
  kind: "circle";
  cx: number;
  cy: number;
  r: number;
  fill: string;
  stroke?: string;
  strokeWidth?: number;
};
/** `y` is the baseline. */
export type TextMark = {
  kind: "text";
  x: number;
  y: number;
  text: string;
  fontSize: number;
  fontWeight: FontWeight;
  fill: string;
  textAnchor: "start" | "middle" | "end";
};
/** Corners as SVG writes them, "x,y x,y x,y"; closed and filled. */
export type PolygonMark = { kind: "polygon"; points: string; fill: string };
export type Mark = RectMark | LineMark | CircleMark | PolygonMark | TextMark;

/** Width of a text in the chart's face, in the unit of `size`. */
export type Measure = (text: string, size: number, weight: FontWeight) => number;

/** What a chart is drawn for. `size` is the size of its text: 14 or more on a screen. Charts are drawn for a width, never scaled. */
export type Space = { width: number; size: number; measure: Measure };

/** Rounds to hundredths, so that a picture is the same text wherever it is made. */
export function tidy(value: number): number {
  return Math.round(value * 100) / 100 || 0;
}

/** Breaks a text between words into lines no wider than `width`; a word that is wider alone stands alone. */
export function wrap(text: string, width: number, size: number, weight: FontWeight, measure: Measure): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && measure(`${last} ${word}`, size, weight) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
