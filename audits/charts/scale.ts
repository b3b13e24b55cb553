import { type Interval, isHidden, type Share, shareParts } from "./figures.ts";
import { text } from "./marks.ts";
import { COLOURS } from "./palette.ts";
import { type Mark, type Space, tidy } from "./scene.ts";

/** A scale from `from` to `to` (fractions) laid over `x` to `x + width`. */
export type Scale = { x: number; width: number; from: number; to: number };

export function position(scale: Scale, value: number): number {
  const inside = Math.min(Math.max(value, scale.from), scale.to);
  return scale.x + (scale.width * (inside - scale.from)) / (scale.to - scale.from);
}

/** Hair lines at the ticks, a darker one where the tick is a zero between two sides. */
export function grid(scale: Scale, ticks: number[], top: number, bottom: number): Mark[] {
  return ticks.map((tick) => {
    const zero = tick === 0 && scale.from < 0;
    const x = position(scale, tick);
    return {
      kind: "line",
      x1: x,
      y1: top,
      x2: x,
      y2: bottom,
      stroke: zero ? COLOURS.control : COLOURS.line,
      strokeWidth: zero ? 1.25 : 0.75,
    };
  });
}

/** The dot on its line; open where the interval does not settle it. */
export function dotAndLine(
  scale: Scale,
  y: number,
  value: number,
  interval: Interval | null,
  open: boolean,
  size: number,
): Mark[] {
  const marks: Mark[] = [];
  if (interval) {
    marks.push({
      kind: "line",
      x1: position(scale, interval.lower),
      y1: y,
      x2: position(scale, interval.upper),
      y2: y,
      stroke: COLOURS.brand,
      strokeWidth: tidy(size * 0.2),
    });
  }
  const r = size * 0.34;
  marks.push(
    open
      ? {
          kind: "circle",
          cx: position(scale, value),
          cy: y,
          r,
          fill: COLOURS.white,
          stroke: COLOURS.brand,
          strokeWidth: tidy(size * 0.14),
        }
      : { kind: "circle", cx: position(scale, value), cy: y, r, fill: COLOURS.brand },
  );
  return marks;
}

export const SHARE_TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The dot of a share. None for a hidden share, nor for one of too few plans for a percentage: its place on the scale would be the percentage. */
export function shareDot(scale: Scale, y: number, share: Share, size: number): Mark[] {
  if (isHidden(share) || shareParts(share)[1] === "") return [];
  return dotAndLine(scale, y, share.count / share.n, share.interval, false, size);
}

/** The words under a scale. */
export function axis(scale: Scale, labels: { at: number; label: string }[], top: number, { size }: Space): Mark[] {
  return labels.map(({ at, label }) =>
    text(position(scale, at), top + size * 1.2, label, size, { fill: COLOURS.soft, anchor: "middle" }),
  );
}

/** Words for the ticks of a share; on a short scale every other one. */
export function shareLabels(scale: Scale, size: number): { at: number; label: string }[] {
  const ticks = scale.width < size * 13 ? [0, 0.5, 1] : SHARE_TICKS;
  return ticks.map((at) => ({ at, label: `${at * 100}%` }));
}
