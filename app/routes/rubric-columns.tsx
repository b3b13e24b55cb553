import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notesSheet } from "#audits/rubric/exchange/sheets.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "rubrics.edit");
  const [, ...rows] = notesSheet().rows.map((row) => row.map((cell) => String(cell ?? "")));
  return { sheets: [...Map.groupBy(rows, ([sheet = ""]) => sheet)].map(([name, own]) => ({ name, rows: own })) };
}

export default function RubricColumns() {
  const { sheets } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href="/rubrics/import">Import a rubric</BackLink>} wide>
      <PageTitle>What each column of a rubric means</PageTitle>
      <p className="lead">A workbook has a sheet for each part. CSV files are named as the sheets are.</p>
      {sheets.map((sheet) => (
        <section key={sheet.name} aria-label={sheet.name}>
          <h2 className="section">{sheet.name === "all" ? "In all sheets" : sheet.name}</h2>
          <Table
            caption={sheet.name}
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Column", "Needed", "What to write"]}
            rows={sheet.rows.map(([, column, needed, note]) => [column, needed, note])}
          />
        </section>
      ))}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Columns of a rubric");
