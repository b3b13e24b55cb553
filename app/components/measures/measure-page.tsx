import { Form, Link } from "@remix-run/react";
import { type Chart, drawChart } from "#audits/charts/chart.ts";
import type { Scene } from "#audits/charts/scene.ts";
import type {
  Cell as CellData,
  Figure,
  LinkedTable,
  MeasurePage,
  PlansBehind,
  Section,
} from "#audits/learning/page.ts";
import { DotLine, KeyFigures } from "../figures.tsx";
import { PageTitle } from "../frame.tsx";
import { Button } from "../govuk/button.tsx";
import { Select } from "../govuk/inputs.tsx";
import { Table, WideRegion } from "../govuk/table.tsx";
import { Note, SMALL_NUMBERS_HIDDEN, ViewNote } from "../notes.tsx";
import { FactList } from "../rail.tsx";
import { NARROW, WIDE } from "../results/headline.tsx";
import { SceneFigure } from "../scene.tsx";

type Props = {
  page: MeasurePage;
  /** The address of the page, without its choices. */
  base: string;
  /** Its choices as they stand in the address, "?cycle=…" or "". */
  search: string;
  mayChoose: boolean;
};

/** A page of measures: what it shows and to whom, the answer, what the numbers stand on, choices, figures and tables. */
export function MeasureContent({ page, base, search, mayChoose }: Props) {
  const numbered = page.sections.filter(({ figure }) => figure).map(({ figure }) => figure?.id);
  return (
    <>
      <ViewOf page={page} search={search} mayChoose={mayChoose} />
      <PageTitle>{page.title}</PageTitle>
      <p className="lead">{page.lead}</p>
      <div className="standing">
        <FactList facts={page.standing} />
      </div>
      <Filters page={page} key={search} />
      {page.sections.map((section) => (
        <PageSection
          section={section}
          number={numbered.indexOf(section.figure?.id) + 1}
          page={page}
          base={base}
          search={search}
          key={section.id}
        />
      ))}
    </>
  );
}

function ViewOf({ page, search, mayChoose }: Omit<Props, "base">) {
  const internal = page.view === "internal";
  const other = new URLSearchParams(search);
  if (internal) other.set("view", "published");
  else other.delete("view");
  return (
    <ViewNote
      internal={internal}
      words={internal ? "" : SMALL_NUMBERS_HIDDEN}
      other={internal || (mayChoose && !page.onlyPublished) ? `?${other}` : null}
    />
  );
}

/** The choices of the page. They are sent by the address, so that a view can be kept and passed on. */
function Filters({ page }: { page: MeasurePage }) {
  if (page.filters.length === 0) return null;
  return (
    <Form method="get" className="choices" aria-label="What is shown">
      {page.view === "published" && <input type="hidden" name="view" value="published" />}
      {page.filters.map(({ name, label, value, options }) => (
        <Select key={name} name={name} label={label} defaultValue={value} options={options} />
      ))}
      <Button variant="secondary">Show</Button>
    </Form>
  );
}

type SectionProps = { section: Section; number: number; page: MeasurePage; base: string; search: string };

function PageSection({ section, number, page, base, search }: SectionProps) {
  const { id, title, words = [], keyFigures, figure, table, note, links = [] } = section;
  const internal = page.view === "internal";
  return (
    <section aria-labelledby={id} className="measure">
      <h2 className="section" id={id}>
        {title}
      </h2>
      {words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {keyFigures && (
        <KeyFigures
          figures={keyFigures.map(({ value, label, note: under, dot, down }) => ({
            value: internal && down ? <DownLink to={down}>{value}</DownLink> : value,
            label,
            note: under,
            picture: dot && (
              <DotLine scale={dot.of} value={dot.value} lower={dot.lower} upper={dot.upper} open={dot.open} label="" />
            ),
          }))}
        />
      )}
      {figure && <DrawnFigure figure={figure} number={number} base={base} search={search} />}
      {table && <NumberTable table={table} internal={internal} base={base} search={search} />}
      {note && (
        <Note tone="navy" title={note.title} headingLevel={3}>
          <p>{note.words}</p>
        </Note>
      )}
      {links.length > 0 && (
        <ul className="govuk-list">
          {links.map(({ text, href }) => (
            <li key={href}>
              <Link className="govuk-link" to={href}>
                {text}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A page that did not change has the same charts, which are drawn once. */
const drawnCharts = new WeakMap<Chart, { wide: Scene; narrow: Scene }>();

function drawn(chart: Chart): { wide: Scene; narrow: Scene } {
  const known = drawnCharts.get(chart) ?? {
    wide: drawChart(chart, { ...WIDE, width: 880 }),
    narrow: drawChart(chart, NARROW),
  };
  drawnCharts.set(chart, known);
  return known;
}

function DrawnFigure({
  figure,
  number,
  base,
  search,
}: {
  figure: Figure;
  number: number;
  base: string;
  search: string;
}) {
  const { wide, narrow } = drawn(figure.chart);
  return (
    <SceneFigure
      number={`Figure ${number}`}
      scene={wide}
      narrow={narrow}
      source={
        <>
          {figure.source}{" "}
          <Downloads
            id={figure.id}
            of={`figure ${number}`}
            formats={["svg", "png", "csv", "xlsx"]}
            base={base}
            search={search}
          />
        </>
      }
    />
  );
}

function NumberTable({
  table,
  internal,
  base,
  search,
}: {
  table: LinkedTable;
  internal: boolean;
  base: string;
  search: string;
}) {
  return (
    <>
      <WideRegion label={`${table.caption}, table`}>
        <Table
          caption={table.caption}
          captionSize="s"
          firstCellIsHeader
          phoneList
          head={table.columns.map(({ label, numeric }) => ({ content: label, numeric }))}
          rows={table.rows.map((row) =>
            row.map((cell, i) => ({
              content: <Shown cell={cell} internal={internal} />,
              numeric: table.columns[i]?.numeric,
            })),
          )}
        />
      </WideRegion>
      <p className="note-text">
        {table.source} <Downloads id={table.id} of="the table" formats={["csv", "xlsx"]} base={base} search={search} />
      </p>
    </>
  );
}

function Shown({ cell, internal }: { cell: CellData; internal: boolean }) {
  // Nothing stands behind none.
  if (cell.text === "0") return cell.text;
  if (internal && cell.cases)
    return (
      <a className="govuk-link" href={`/measures/cases?${new URLSearchParams(cell.cases)}`}>
        {cell.text}
        <span className="govuk-visually-hidden">: see the cases</span>
      </a>
    );
  return internal && cell.down ? <DownLink to={cell.down}>{cell.text}</DownLink> : cell.text;
}

/** The number as the way to the plans behind it. A table has hundreds, so they are plain links, which cost a third of the router's. */
function DownLink({ to, children }: { to: PlansBehind; children: string }) {
  return (
    <a className="govuk-link" href={`/measures/plans?${queryOf(to)}`}>
      {children}
      <span className="govuk-visually-hidden">: see the plans</span>
    </a>
  );
}

function queryOf(to: PlansBehind): string {
  const entries = Object.entries(to).flatMap(([key, value]) => (value === undefined ? [] : [[key, value ?? ""]]));
  return new URLSearchParams(entries as string[][]).toString();
}

type DownloadsProps = { id: string; of: string; formats: string[]; base: string; search: string };

function Downloads({ id, of, formats, base, search }: DownloadsProps) {
  return (
    <span className="downloads">
      Download {of}:{" "}
      {formats.map((format, i) => (
        <span key={format}>
          {i > 0 && ", "}
          <a className="govuk-link" href={`${base}/${id}.${format}${search}`} download>
            {format.toUpperCase()}
          </a>
        </span>
      ))}
      .
    </span>
  );
}
