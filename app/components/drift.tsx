import type { Drift } from "#audits/agreement/drift.ts";
import { DotLine } from "./figures.tsx";
import { Table } from "./govuk/table.tsx";

export type DriftRow = { title: string; drift: Drift };

const number = (content: string | number) => ({ content: content.toLocaleString("en-GB"), numeric: true });
/** "+0.12", "−0.03", "0.00": two decimals, and no sign where they are 0. */
function signed(x: number): string {
  const size = Math.abs(x).toFixed(2);
  return size === "0.00" ? size : `${x > 0 ? "+" : "−"}${size}`;
}

/** Counts first; the mean with its interval where there are enough, else an honest word. Rows keep the order they come in. */
export function DriftTable({ caption, first, rows }: { caption: string; first: string; rows: DriftRow[] }) {
  return (
    <Table
      caption={caption}
      captionSize="hidden"
      firstCellIsHeader
      phoneList
      head={[
        first,
        number("Judgements"),
        number("As agreed"),
        number("Higher"),
        number("Lower"),
        "On average, in levels",
        "Lower · higher",
      ]}
      rows={rows.map(({ title, drift }) => [
        title,
        number(drift.judgements),
        number(drift.same),
        number(drift.higher),
        number(drift.lower),
        meanWords(drift),
        drift.mean !== null && drift.interval ? (
          <DotLine
            key="line"
            scale="change"
            value={drift.mean}
            {...drift.interval}
            open={drift.direction === "none" || drift.direction === "small"}
            label=""
            width={160}
            bare
          />
        ) : (
          ""
        ),
      ])}
    />
  );
}

function meanWords({ mean, interval, direction }: Drift): string {
  if (mean === null) return "Too few to say";
  if (!interval) return `${signed(mean)}; too few plans to speak of a direction`;
  const words = {
    higher: "higher",
    lower: "lower",
    none: "no clear direction",
    small: "too small to matter",
    too_few: "",
  }[direction];
  return `${signed(mean)} (${signed(interval.lower)} to ${signed(interval.upper)}), ${words}`;
}
