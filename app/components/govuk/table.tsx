import { isValidElement, type ReactNode } from "react";
import { classNames, type LabelSize, type Native } from "./field.tsx";

/** A cell that needs more than its content. */
export type CellParts = Native<"td", { content: ReactNode; numeric?: boolean }>;
export type Cell = ReactNode | CellParts;

/** amber: needs you; teal: worth a look; chosen: the row the page is about. The row says so in words too. */
export type RowTone = "amber" | "teal" | "chosen";
export type Row = Cell[] | { cells: Cell[]; tone?: RowTone };

type TableProps = Native<
  "table",
  {
    caption?: ReactNode;
    captionSize?: LabelSize;
    head?: Cell[];
    rows: Row[];
    firstCellIsHeader?: boolean;
    /** On a phone each row becomes one item, its cells under each other with their column's words. */
    phoneList?: boolean;
    small?: boolean;
  }
>;

export function Table(props: TableProps) {
  const { caption, captionSize, head, rows, firstCellIsHeader, phoneList, small, ...rest } = props;
  const captionLook =
    captionSize === "hidden" ? "govuk-visually-hidden" : captionSize && `govuk-table__caption--${captionSize}`;
  // Where rows are laid out as items, some browsers forget that they are rows, unless the roles are written down.
  const role = (name: string) => (phoneList ? { role: name } : {});
  return (
    <table
      className={classNames("govuk-table", small && "govuk-table--small-text-until-tablet", phoneList && "table-list")}
      {...role("table")}
      {...rest}
    >
      {caption && <caption className={classNames("govuk-table__caption", captionLook)}>{caption}</caption>}
      {head && (
        <thead className="govuk-table__head" {...role("rowgroup")}>
          <tr className="govuk-table__row" {...role("row")}>
            {head.map(partsOf).map(({ content, numeric, ...cell }, i) =>
              // The corner above row headers heads nothing, so it is no header.
              content === "" ? (
                <td className={cellClass("header", numeric)} key={i} {...role("cell")} {...cell} />
              ) : (
                <th scope="col" className={cellClass("header", numeric)} key={i} {...role("columnheader")} {...cell}>
                  {content}
                </th>
              ),
            )}
          </tr>
        </thead>
      )}
      <tbody className="govuk-table__body" {...role("rowgroup")}>
        {rows.map((row, i) => {
          const { cells, tone } = Array.isArray(row) ? { cells: row } : row;
          return (
            <tr className={classNames("govuk-table__row", tone && `row--${tone}`)} key={i} {...role("row")}>
              {cells.map(partsOf).map(({ content, numeric, ...cell }, j) =>
                j === 0 && firstCellIsHeader ? (
                  <th scope="row" className="govuk-table__header" key={j} {...role("rowheader")} {...cell}>
                    {content}
                  </th>
                ) : (
                  <td
                    className={cellClass("cell", numeric)}
                    key={j}
                    data-label={phoneList ? headWords(head?.[j]) : undefined}
                    {...role("cell")}
                    {...cell}
                  >
                    {content}
                  </td>
                ),
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function partsOf(cell: Cell): CellParts {
  const hasParts = typeof cell === "object" && cell !== null && !isValidElement(cell) && "content" in cell;
  return hasParts ? (cell as CellParts) : { content: cell as ReactNode };
}

function headWords(cell: Cell): string | undefined {
  const { content } = partsOf(cell);
  return typeof content === "string" && content !== "" ? content : undefined;
}

function cellClass(part: "header" | "cell", numeric: boolean | undefined): string {
  return classNames(`govuk-table__${part}`, numeric && `govuk-table__${part}--numeric`);
}

/** The only thing that may scroll sideways. It can be reached and scrolled by keyboard, and says what it holds. */
export function WideRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="wide-region" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
