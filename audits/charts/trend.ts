import type { TrendChart } from "./chart.ts";
import { hiddenSentence } from "./describe.ts";
import { HIDDEN_SIGN, isHidden, limitText, percentText, shareText, whole } from "./figures.ts";
import { finish, text } from "./marks.ts";
import { COLOURS } from "./palette.ts";
import { type Mark, type Scene, type Space, tidy, wrap } from "./scene.ts";

/** A share over cycles on a scale from 0 to 100%, with its intervals. Cycles that cannot show a share leave a gap in the line. */
export function drawTrend(chart: TrendChart, space: Space): Scene {
  const { width, size, measure } = space;
  const left = measure("100%", size, 400) + size * 0.8;
  const top = size * 1.2;
  const plot = size * 8.5;
  const step = (width - left) / Math.max(1, chart.points.length);
  const y = (share: number) => top + plot * (1 - share);
  const x = (i: number) => left + step * (i + 0.5);

  const marks: Mark[] = [0, 0.25, 0.5, 0.75, 1].flatMap((tick): Mark[] => [
    {
      kind: "line",
      x1: left,
      y1: y(tick),
      x2: width,
      y2: y(tick),
      stroke: tick === 0 ? COLOURS.control : COLOURS.line,
      strokeWidth: tick === 0 ? 1.25 : 0.75,
    },
    text(left - size * 0.6, y(tick) + size * 0.34, `${tick * 100}%`, size, { fill: COLOURS.soft, anchor: "end" }),
  ]);
  const shares = chart.points.map(({ share }) =>
    isHidden(share) || percentText(share.count, share.n) === null ? null : share.count / share.n,
  );
  shares.forEach((share, i) => {
    const before = shares[i - 1];
    if (share === null || before === null || before === undefined) return;
    marks.push({
      kind: "line",
      x1: x(i - 1),
      y1: y(before),
      x2: x(i),
      y2: y(share),
      stroke: COLOURS.control,
      strokeWidth: 1.25,
    });
  });

  let labelHeight = 0;
  chart.points.forEach(({ label, share }, i) => {
    const value = shares[i];
    if (isHidden(share)) {
      marks.push(text(x(i), y(0) - size * 0.5, HIDDEN_SIGN, size, { fill: COLOURS.soft, anchor: "middle" }));
    } else if (value === null || value === undefined) {
      marks.push(text(x(i), y(0) - size * 0.5, shareText(share), size, { weight: 600, anchor: "middle" }));
    } else {
      const { interval } = share;
      if (interval) {
        marks.push({
          kind: "line",
          x1: x(i),
          y1: y(interval.upper),
          x2: x(i),
          y2: y(interval.lower),
          stroke: COLOURS.brand,
          strokeWidth: tidy(size * 0.2),
        });
      }
      marks.push({ kind: "circle", cx: x(i), cy: y(value), r: size * 0.34, fill: COLOURS.brand });
      const above = y(interval?.upper ?? value) - size * 0.5;
      marks.push(
        text(x(i), above, percentText(share.count, share.n) as string, size, { weight: 600, anchor: "middle" }),
      );
    }
    const counts = isHidden(share) ? HIDDEN_SIGN : `${whole(share.count)} of ${whole(share.n)}`;
    const lines = wrap(label, step - size * 0.6, size, 400, measure);
    lines.forEach((line, at) => {
      marks.push(text(x(i), y(0) + size * (1.4 + at * 1.25), line, size, { anchor: "middle" }));
    });
    marks.push(
      text(x(i), y(0) + size * (1.4 + lines.length * 1.25), counts, size, { fill: COLOURS.soft, anchor: "middle" }),
    );
    labelHeight = Math.max(labelHeight, size * (1.9 + lines.length * 1.25));
  });
  const hidden = chart.points.filter((point) => isHidden(point.share)).length;
  const shown = chart.points
    .filter((point) => !isHidden(point.share))
    .map((point) => `${point.label} ${shareText(point.share)}`)
    .join("; ");
  return finish({
    width,
    height: y(0) + labelHeight,
    title: chart.title,
    alt: `A dot and a line for each cycle: ${chart.what}, with 95% interval, oldest first. ${shown || "No cycle can be shown"}.${hiddenSentence(hidden)}`,
    table: {
      columns: [
        { label: "Cycle", numeric: false },
        { label: "Plans", numeric: true },
        { label: chart.what, numeric: true },
        { label: "95% interval", numeric: true },
      ],
      rows: chart.points.map(({ label, share }) => {
        if (isHidden(share)) return [label, HIDDEN_SIGN, HIDDEN_SIGN, HIDDEN_SIGN];
        const { count, n, interval } = share;
        const limits = interval ? `${limitText(interval.lower, n)}% to ${limitText(interval.upper, n)}%` : "none";
        return [label, `${whole(count)} of ${whole(n)}`, percentText(count, n) ?? "too few plans", limits];
      }),
    },
    marks,
  });
}
