import type { ReactNode } from "react";
import type { LevelTone } from "./levels.tsx";

type DotLineProps = {
  /** Shares from 0 to 1; changes from -1 to 1. */
  value: number;
  lower: number;
  upper: number;
  /** What it shows, in words, for those who do not see it. Empty where the same words stand beside it. */
  label: string;
  /** A share stands on 0 to 100%, a change on −50 to +50 points with a dark zero. Longer intervals run to the edge. */
  scale?: "share" | "change";
  /** We could not tell. */
  open?: boolean;
  width?: number;
  /** Without words under the ticks, for the rows of a table whose head carries them. */
  bare?: boolean;
};

const BRAND = "#12436d";
const EDGE = 8;
const AXES = {
  share: { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1], words: ["0%", "50%", "100%"] },
  change: { from: -0.5, to: 0.5, ticks: [-0.5, -0.25, 0, 0.25, 0.5], words: ["−50", "no change", "+50"] },
};

/** An interval as a dot on a line: the one shape of uncertainty. An open dot says that we could not tell. */
export function DotLine(props: DotLineProps) {
  const { value, lower, upper, label, scale = "share", open = false, width = 220, bare = false } = props;
  const axis = AXES[scale];
  const at = (v: number) => {
    const inside = Math.min(axis.to, Math.max(axis.from, v));
    return Math.round(10 * (EDGE + ((inside - axis.from) / (axis.to - axis.from)) * (width - 2 * EDGE))) / 10;
  };
  const height = bare ? 20 : 42;
  const named = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by its label, or hidden where the same words stand beside it
    <svg
      className="dot-line"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      focusable="false"
      {...named}
    >
      {axis.ticks.map((tick) => {
        const zero = scale === "change" && tick === 0;
        return (
          <line
            key={tick}
            x1={at(tick)}
            x2={at(tick)}
            y1="1"
            y2="19"
            stroke={zero ? "#485661" : "#c3ced7"}
            strokeWidth={zero ? 2 : 1}
          />
        );
      })}
      <line x1={at(lower)} x2={at(upper)} y1="10" y2="10" stroke={BRAND} strokeWidth="3" />
      <circle
        cx={at(value)}
        cy="10"
        r={open ? 4.75 : 5}
        fill={open ? "#ffffff" : BRAND}
        stroke={open ? BRAND : "#ffffff"}
        strokeWidth={open ? 2.5 : 1.5}
      />
      {!bare &&
        axis.words.map((word, i) => (
          <text
            key={word}
            x={[2, width / 2, width - 2][i]}
            y="37"
            fontSize="14"
            fill="#485661"
            textAnchor={(["start", "middle", "end"] as const)[i]}
          >
            {word}
          </text>
        ))}
    </svg>
  );
}

const UNIT_FILLS: Partial<Record<LevelTone, string>> = {
  outstanding: "#12436d",
  good: "#4f93c9",
  ri: "#f0b45c",
  inadequate: "#8a2a10",
};

type UnitStripProps = {
  n: number;
  /** How many of the units, and of which level, in the order of the strip. */
  parts: { tone: LevelTone; count: number }[];
  /** In words: "10 of 40 plans: 6 Inadequate, 4 Requires improvement". */
  label: string;
};

/** One small square a plan, twenty in a row: a count that can be seen. */
export function UnitStrip({ n, parts, label }: UnitStripProps) {
  const fills = parts.flatMap(({ tone, count }) => Array<string>(count).fill(UNIT_FILLS[tone] ?? "#5b6b78"));
  const [perRow, side, gap] = [20, 10, 2];
  const width = Math.min(n, perRow) * (side + gap);
  const height = Math.ceil(n / perRow) * (side + gap);
  return (
    <svg
      className="unit-strip"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      focusable="false"
    >
      {Array.from({ length: n }, (_, i) => (
        <rect
          key={i}
          x={(i % perRow) * (side + gap) + 0.5}
          y={Math.floor(i / perRow) * (side + gap) + 0.5}
          width={side - 1}
          height={side - 1}
          fill={fills[i] ?? "#ffffff"}
          stroke={fills[i] ?? "#5b6b78"}
        />
      ))}
    </svg>
  );
}

export type KeyFigure = {
  value: ReactNode;
  /** A small word after the value, such as "points". */
  unit?: string;
  /** A dot and line or a unit strip. */
  picture?: ReactNode;
  label: ReactNode;
  /** Interval, n, or what the figure does not say. */
  note?: ReactNode;
  worry?: boolean;
};

/** Up to four figures in one ruled strip; under each other on a phone. */
export function KeyFigures({ figures }: { figures: KeyFigure[] }) {
  return (
    <ul className="key-figures">
      {figures.map((figure, i) => (
        <li className="key-figures__item" key={i}>
          <p className={figure.worry ? "key-figures__value key-figures__value--worry" : "key-figures__value"}>
            {figure.value}
            {figure.unit && <span className="key-figures__unit"> {figure.unit}</span>}
          </p>
          <div className="key-figures__words">
            {figure.picture && <div className="key-figures__picture">{figure.picture}</div>}
            <p>{figure.label}</p>
            {figure.note && <p className="soft">{figure.note}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
