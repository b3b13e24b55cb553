import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { importsOf } from "#db/cases.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { number } from "~/components/import/count.ts";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "cases.import");
  const imports = await importsOf(store().db);
  return {
    imports: imports.map(({ id, status, files, summary, startedAt, by }) => ({
      id,
      status,
      at: momentWords(startedAt),
      by: by ?? "",
      files: filesInWords(files),
      what: summary
        ? `${number(summary.added)} new, ${number(summary.changed)} changed, ${number(summary.unchanged)} as before`
        : "",
    })),
  };
}

function filesInWords(files: string[]): string {
  const [first = "none", ...others] = files;
  if (others.length === 0) return first;
  return `${first} and ${others.length} more`;
}

const STATUS = {
  reading: { words: "Being read", tone: "neutral" },
  preview: { words: "Waits to be checked", tone: "amber" },
  kept: { words: "Kept", tone: "teal" },
  cancelled: { words: "Cancelled", tone: "neutral" },
  refused: { words: "Could not be read", tone: "worry" },
} as const;

export default function Imports() {
  const { imports } = useLoaderData<typeof loader>();
  const waiting = imports.filter(({ status }) => status === "preview").length;
  return (
    <ReadingPage wide>
      <PageTitle>Imports</PageTitle>
      <p className="lead">{leadWords(imports.length, waiting)}</p>
      <LinkButton href="/imports/new">Import cases</LinkButton>
      {imports.length > 0 && (
        <Table
          caption="Imports, newest first"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["When", "Who", "Files", "What happened", "Cases"]}
          rows={imports.map(({ id, status, at, by, files, what }) => [
            <Link key="link" className="govuk-link" to={`/imports/${id}`}>
              {at}
            </Link>,
            by,
            files,
            <Tag key="status" tone={STATUS[status].tone}>
              {STATUS[status].words}
            </Tag>,
            what,
          ])}
        />
      )}
    </ReadingPage>
  );
}

function leadWords(all: number, waiting: number): string {
  if (all === 0)
    return "Nothing is imported yet. An import brings in cases from a SEN2 return or a flat CSV file, without names.";
  if (waiting === 0)
    return "No import waits for you. An import brings in cases without names, and nothing is kept before it is checked.";
  return waiting === 1
    ? "1 import waits to be checked. Nothing of it is kept before that."
    : `${waiting} imports wait to be checked. Nothing of them is kept before that.`;
}

export const handle = titled<typeof loader>(() => "Imports");
