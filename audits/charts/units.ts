import type { UnitsChart } from "./chart.ts";
import { hiddenSentence, list } from "./describe.ts";
import { countText, isHidden, whole } from "./figures.ts";
import { finish, legend } from "./marks.ts";
import { COLOURS, levelFills } from "./palette.ts";
import type { Mark, Scene, Space } from "./scene.ts";

/** One square a plan, in rows of tens where they fit; the plans of a hidden part stay outlined like all others. */
export function drawUnits(chart: UnitsChart, space: Space): Scene {
  const { width, size } = space;
  const fills = levelFills(chart.levels.length);
  const unit = chart.n <= 100 ? size * 0.85 : size * 0.5;
  const pitch = unit + Math.max(1.5, size * 0.14);
  const fitting = Math.max(1, Math.floor((width + pitch - unit) / pitch));
  const perRow = fitting >= 10 ? fitting - (fitting % 10) : fitting;

  const filled = chart.parts.flatMap((part) =>
    Array<string>(isHidden(part.count) ? 0 : part.count).fill(fills[part.level] as string),
  );
  const marks: Mark[] = Array.from({ length: chart.n }, (_, i) => {
    const at = { x: (i % perRow) * pitch, y: Math.floor(i / perRow) * pitch };
    const fill = filled[i];
    return fill
      ? { kind: "rect", ...at, width: unit, height: unit, fill }
      : {
          kind: "rect",
          x: at.x + 0.5,
          y: at.y + 0.5,
          width: unit - 1,
          height: unit - 1,
          fill: COLOURS.white,
          stroke: COLOURS.control,
          strokeWidth: 1,
        };
  });
  const bottom = Math.ceil(chart.n / perRow) * pitch;
  const keys = legend(
    chart.parts.map((part) => ({
      label: `${part.label}: ${countText(part.count)}`,
      fill: isHidden(part.count) ? COLOURS.line : (fills[part.level] as string),
    })),
    { x: 0, y: bottom + size * 0.4 },
    space,
  );
  return finish({
    width,
    height: bottom + size * 0.4 + keys.height,
    title: chart.title,
    alt: unitsAlt(chart),
    table: {
      columns: [
        { label: "Part", numeric: false },
        { label: `Plans, of ${whole(chart.n)}`, numeric: true },
      ],
      rows: chart.parts.map((part) => [part.label, countText(part.count)]),
    },
    marks: [...marks, ...keys.marks],
  });
}

function unitsAlt(chart: UnitsChart): string {
  const shown = chart.parts
    .filter((part) => !isHidden(part.count))
    .map((part) => `${countText(part.count)} ${part.label}`);
  const parts = shown.length > 0 ? ` ${list(shown)}.` : "";
  return `${whole(chart.n)} squares, one a plan.${parts}${hiddenSentence(chart.parts.length - shown.length)}`;
}
