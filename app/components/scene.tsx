import { type ReactNode, useId } from "react";
import type { Scene, SceneTable } from "#audits/charts/scene.ts";
import { svgInside } from "#audits/charts/svg.ts";
import { Details } from "./govuk/messages.tsx";
import { Table, WideRegion } from "./govuk/table.tsx";

type SceneFigureProps = {
  /** The chart drawn for a wide screen, and the same drawn for a phone. */
  scene: Scene;
  narrow?: Scene;
  /** "Figure 1", before the title. */
  number?: string;
  /** n, period, method. */
  source?: ReactNode;
};

/** A chart with its title, its source and its numbers as a table. Drawn for the width that there is, never scaled. */
export function SceneFigure({ scene, narrow, number, source }: SceneFigureProps) {
  const name = number ? `${number}: ${scene.title}` : scene.title;
  return (
    <figure className="figure">
      <figcaption className="figure__title">{name}</figcaption>
      <SceneSvg scene={scene} only={narrow ? "wide" : undefined} />
      {narrow && <SceneSvg scene={narrow} only="narrow" />}
      {source && <p className="note-text">{source}</p>}
      <Details summary={number ? `Show ${number.toLowerCase()} as a table` : "Show the numbers as a table"}>
        <NumbersTable table={scene.table} caption={name} />
      </Details>
    </figure>
  );
}

/** The drawing alone, with its words for screen readers. */
function SceneSvg({ scene, only }: { scene: Scene; only?: "wide" | "narrow" }) {
  const id = useId();
  return (
    <svg
      className={only ? `scene scene--${only}` : "scene"}
      width={scene.width}
      height={scene.height}
      viewBox={`0 0 ${scene.width} ${scene.height}`}
      role="img"
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}desc`}
      focusable="false"
      // Hundreds of marks that never change: one text costs a server far less than an element each.
      // biome-ignore lint/security/noDangerouslySetInnerHtml: made of numbers, and of words with their signs written out
      dangerouslySetInnerHTML={{ __html: svgInside(scene, { title: `${id}title`, description: `${id}desc` }) }}
    />
  );
}

/** The numbers of a chart, in the columns and order that the chart gives. */
function NumbersTable({ table, caption }: { table: SceneTable; caption: string }) {
  return (
    <WideRegion label={caption}>
      <Table
        caption={caption}
        captionSize="hidden"
        firstCellIsHeader
        head={table.columns.map((column) => ({ content: column.label, numeric: column.numeric }))}
        rows={table.rows.map((row) =>
          row.map((content, i) => ({ content, numeric: table.columns[i]?.numeric ?? false })),
        )}
      />
    </WideRegion>
  );
}
