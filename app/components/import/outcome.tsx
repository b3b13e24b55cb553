import { Link } from "@remix-run/react";
import type { ImportSummary } from "#db/schema.ts";
import { PageTitle } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { counted, number } from "./count.ts";

/** What an import did, when it was kept. */
export type KeptView = {
  files: string[];
  by: string;
  startedAt: string;
  keptAt: string;
  summary: ImportSummary | null;
};

export function Kept({ files, by, startedAt, keptAt, summary }: KeptView) {
  const rows = [
    { key: "Files", value: <Names names={files} /> },
    { key: "Uploaded", value: by ? `${startedAt}, by ${by}` : startedAt },
    { key: "Kept", value: keptAt },
  ];
  if (!summary)
    return (
      <>
        <PageTitle>Import kept</PageTitle>
        <SummaryList rows={rows} />
      </>
    );
  const { source, added, changed, unchanged, leftOut, gone, droppedColumns } = summary;
  const isReturn = source === "sen2";
  return (
    <>
      <PageTitle over="Step 3 of 3">Import kept</PageTitle>
      <p className="lead">
        {counted(added, "new case")}, {number(changed)} changed, {number(unchanged)} as before.
      </p>
      <SummaryList
        rows={[
          ...rows,
          { key: "Format", value: isReturn ? "SEN2 return" : "Flat case file" },
          { key: isReturn ? "Plans left out" : "Rows left out", value: number(leftOut) },
          {
            key: isReturn ? "Not in the return" : "Not in the file",
            value: `${number(gone)}${isReturn && gone > 0 ? ", kept but no longer drawn for samples" : ""}`,
          },
          { key: "Dropped columns", value: droppedColumns.join(", ") || "none" },
        ]}
      />
      <p>
        <Link className="govuk-link" to="/cases">
          See the cases
        </Link>
      </p>
    </>
  );
}

/** Nothing of the upload is kept: because the person decided so, or because it could not be read. */
export function NotKept({ title, sentences, files }: { title: string; sentences: string[]; files: string[] }) {
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <p className="lead">Nothing of this upload is kept.</p>
      {sentences.length > 0 && (
        <ul className="govuk-list govuk-list--bullet">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <SummaryList rows={[{ key: "Files", value: <Names names={files} /> }]} />
      <LinkButton href="/imports/new">Upload again</LinkButton>
    </>
  );
}

export function Names({ names }: { names: string[] }) {
  return (
    <ul className="import-names">
      {names.map((name, index) => (
        <li key={index}>{name}</li>
      ))}
    </ul>
  );
}
