import { createContext, Fragment, useContext } from "react";
import { drawChart } from "#audits/charts/chart.ts";
import { type Block, type BlockOf, type Inline, rowSpans } from "#audits/reports/blocks.ts";
import { footnotesOf } from "#audits/reports/footnotes.ts";
import { type KeyFigure, KeyFigures } from "../figures.tsx";
import { WideRegion } from "../govuk/table.tsx";
import { Note } from "../notes.tsx";
import { NARROW, WIDE } from "../results/headline.tsx";
import { SceneFigure } from "../scene.tsx";
import { PictureSvg } from "./picture.tsx";

type BlocksProps = {
  blocks: Block[];
  /** Before every id, where the same blocks stand on a page twice. */
  prefix?: string;
  /** Drawn for a narrow column: charts at their phone width. */
  narrow?: boolean;
};

/** A report on a page: the same blocks as its PDF, with the same charts and tables. */
export function ReportBlocks({ blocks, prefix = "", narrow = false }: BlocksProps) {
  const footnotes = footnotesOf(blocks);
  return (
    <Numbers.Provider value={footnotes.numberOf}>
      {blocks.map((block, i) => (
        <OneBlock
          key={i}
          block={block}
          all={blocks}
          prefix={prefix}
          narrow={narrow}
          under={blocks.slice(0, i).some(({ kind }) => kind === "heading" || kind === "contents") ? "h3" : "h2"}
        />
      ))}
      {footnotes.list.length > 0 && (
        <section className="report__notes" aria-labelledby={`${prefix}notes`}>
          <h2 className="part" id={`${prefix}notes`}>
            Footnotes
          </h2>
          <ol className="govuk-list govuk-list--number">
            {footnotes.list.map(({ number, text }) => (
              <li id={`${prefix}note-${number}`} key={number}>
                {text}{" "}
                <a className="govuk-link" href={`#${prefix}note-mark-${number}`}>
                  Back<span className="govuk-visually-hidden"> to the words of note {number}</span>
                </a>
              </li>
            ))}
          </ol>
        </section>
      )}
    </Numbers.Provider>
  );
}

/** The number of a footnote by the words that it belongs to. */
const Numbers = createContext<(run: Inline) => number | null>(() => null);

type OneBlockProps = {
  block: Block;
  all: Block[];
  prefix: string;
  narrow: boolean;
  /** The level of headings inside a block: one below the heading that it stands under. */
  under: "h2" | "h3";
};

function OneBlock({ block, all, prefix, narrow, under: Under }: OneBlockProps) {
  const line = (runs: Inline[]) => <Runs runs={runs} prefix={prefix} />;
  switch (block.kind) {
    case "heading": {
      const Heading = `h${block.level}` as const;
      const look = { 2: "section report__chapter", 3: "part", 4: "report__theme" }[block.level];
      return (
        <Heading className={look} id={prefix + block.id}>
          {block.number && <span className="report__number">{block.number} </span>}
          {block.text}
        </Heading>
      );
    }
    case "contents":
      return <Contents title={block.title} all={all} prefix={prefix} />;
    case "paragraph":
      return <p className={{ lead: "lead", body: undefined, note: "note-text" }[block.role]}>{line(block.runs)}</p>;
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List className={`govuk-list govuk-list--${block.ordered ? "number" : "bullet"}`}>
          {block.items.map((item, i) => (
            <li key={i}>{line(item)}</li>
          ))}
        </List>
      );
    }
    case "quote":
      return (
        <figure className="quote">
          <blockquote lang={block.lang}>
            {block.paragraphs.map((text, i) => (
              <p key={i}>
                “{text}
                {i === block.paragraphs.length - 1 && "”"}
              </p>
            ))}
          </blockquote>
          <figcaption className="note-text">{block.source}</figcaption>
        </figure>
      );
    case "callout":
      return (
        <Note tone={block.tone === "note" ? "navy" : "amber"} title={block.title} headingLevel={Under === "h2" ? 2 : 3}>
          {block.paragraphs.map((runs, i) => (
            <p key={i}>{line(runs)}</p>
          ))}
        </Note>
      );
    case "key-figures":
      return (
        <KeyFigures
          figures={block.figures.map(
            (one): KeyFigure => ({ value: one.figure, label: one.label, note: one.note || undefined }),
          )}
        />
      );
    case "panels":
      return (
        <div className="report__panels">
          {block.panels.map((panel) => (
            <div className={`report__panel report__panel--${panel.tone}`} key={panel.title}>
              <Under className="part">{panel.title}</Under>
              <ul className="govuk-list govuk-list--bullet">
                {panel.items.map((item, i) => (
                  <li key={i}>{line(item)}</li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      );
    case "table":
      return <ReportTable block={block} prefix={prefix} />;
    case "figure":
      return (
        <div id={prefix + block.id}>
          <SceneFigure
            number={block.label}
            scene={{ ...drawChart(block.chart, narrow ? NARROW : WIDE), title: block.caption }}
            narrow={narrow ? undefined : { ...drawChart(block.chart, NARROW), title: block.caption }}
            source={block.source || undefined}
          />
        </div>
      );
    case "recommendations":
      return (
        <ol className="report__cards">
          {block.items.map((item) => (
            <li className="report__card" key={item.label}>
              <Under className="part">
                <span className="report__number">{item.label}</span> {item.title}
              </Under>
              {item.text && <p>{item.text}</p>}
              <dl className="facts">
                {item.facts.map((fact) => (
                  <div className="facts__row" key={fact.term}>
                    <dt>{fact.term}</dt>
                    <dd>{fact.text}</dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ol>
      );
    case "definitions":
      return (
        <dl className="report__terms">
          {block.items.map((item, i) => (
            <div className="report__term" key={i}>
              <dt>{item.term}</dt>
              <dd>{line(item.text)}</dd>
            </div>
          ))}
        </dl>
      );
    case "picture-text":
      return (
        <div className="report__picture-row">
          <PictureSvg picture={block.picture} />
          <div>
            {block.paragraphs.map((runs, i) => (
              <p className="lead" key={i}>
                {line(runs)}
              </p>
            ))}
          </div>
        </div>
      );
    case "tick-boxes":
      return (
        <ul className="govuk-list govuk-list--bullet">
          {block.options.map((option) => (
            <li key={option.label}>
              <strong>{option.label}</strong>
              {option.text && `: ${option.text}`}
            </li>
          ))}
        </ul>
      );
    case "writing-lines":
      return <p className="note-text">{block.label}</p>;
    case "page-break":
      return null;
  }
}

function Runs({ runs, prefix }: { runs: Inline[]; prefix: string }) {
  const numberOf = useContext(Numbers);
  return (
    <>
      {runs.map((run, i) => (
        <Fragment key={i}>
          <Words run={run} prefix={prefix} />
          {run.note && <NoteMark number={numberOf(run) ?? 0} prefix={prefix} />}
        </Fragment>
      ))}
    </>
  );
}

function NoteMark({ number, prefix }: { number: number; prefix: string }) {
  return (
    <sup id={`${prefix}note-mark-${number}`}>
      <a className="govuk-link" href={`#${prefix}note-${number}`}>
        <span className="govuk-visually-hidden">Note </span>
        {number}
      </a>
    </sup>
  );
}

function Words({ run, prefix }: { run: Inline; prefix: string }) {
  const words = run.strong ? (
    <strong>{run.text}</strong>
  ) : run.soft ? (
    <span className="soft">{run.text}</span>
  ) : (
    run.text
  );
  if (run.to)
    return (
      <a className="govuk-link" href={`#${prefix}${run.to}`}>
        {words}
      </a>
    );
  if (run.href)
    return (
      <a className="govuk-link" href={run.href} rel="noreferrer">
        {words}
      </a>
    );
  return <span lang={run.lang}>{words}</span>;
}

function Contents({ title, all, prefix }: { title: string; all: Block[]; prefix: string }) {
  const chapters = all.filter((block): block is BlockOf<"heading"> => block.kind === "heading" && block.level === 2);
  return (
    <nav aria-label={title} className="report__contents">
      <h2 className="section">{title}</h2>
      <ol className="plain-list">
        {chapters.map((chapter) => (
          <li key={chapter.id}>
            <a className="govuk-link" href={`#${prefix}${chapter.id}`}>
              {chapter.number} {chapter.text}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A table as the report has it, its head in as many rows, merged cells included. */
function ReportTable({ block, prefix }: { block: BlockOf<"table">; prefix: string }) {
  const caption = `${block.label}: ${block.caption}`;
  const last = block.head.length - 1;
  const spans = rowSpans(block);
  const numeric = (at: number) => (block.columns[at]?.numeric ? " govuk-table__cell--numeric" : "");
  return (
    <>
      <WideRegion label={caption}>
        <table className="govuk-table" id={prefix + block.id}>
          <caption className="govuk-table__caption govuk-table__caption--s">{caption}</caption>
          <thead className="govuk-table__head">
            {block.head.map((row, i) => (
              <tr className="govuk-table__row" key={i}>
                {row.map((cell, at) => {
                  const span = cell.span ?? 1;
                  const right = i === last && block.columns[at]?.numeric && span === 1;
                  return cell.text === "" ? (
                    <td className="govuk-table__header" colSpan={span} key={at} />
                  ) : (
                    <th
                      scope={span > 1 ? "colgroup" : "col"}
                      colSpan={span > 1 ? span : undefined}
                      className={`govuk-table__header${right ? " govuk-table__header--numeric" : ""}`}
                      key={at}
                    >
                      {cell.text}
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          <tbody className="govuk-table__body">
            {block.rows.map((row, i) => (
              <tr className="govuk-table__row" key={i}>
                {row.map((cell, at) =>
                  at === 0 && spans[i] === 0 ? null : at === 0 || (block.merged && at === 1) ? (
                    <th
                      scope={at === 0 && block.merged ? "rowgroup" : "row"}
                      rowSpan={at === 0 && (spans[i] ?? 1) > 1 ? spans[i] : undefined}
                      className="govuk-table__header"
                      key={at}
                    >
                      <Runs runs={cell} prefix={prefix} />
                    </th>
                  ) : (
                    <td className={`govuk-table__cell${numeric(at)}`} key={at}>
                      <Runs runs={cell} prefix={prefix} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </WideRegion>
      {block.notes.map((note) => (
        <p className="note-text" key={note}>
          {note}
        </p>
      ))}
    </>
  );
}
