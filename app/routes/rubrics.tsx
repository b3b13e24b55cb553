import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { publishedRubrics } from "#db/rubrics.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "rubrics.view");
  const rubrics = await publishedRubrics(store().db);
  return {
    rubrics: rubrics.map((r) => ({
      id: r.id,
      title: r.title,
      version: r.version,
      criteria: r.document.criteria.length,
      published: r.publishedAt ? dateWords(r.publishedAt) : "",
    })),
  };
}

export default function Rubrics() {
  const { rubrics } = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      <PageTitle>Rubrics</PageTitle>
      <p className="lead">
        A rubric says what good looks like. A published version never changes; results name the version they stand on.
      </p>
      <Table
        caption="Published rubrics"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Rubric", "Version", { content: "Criteria", numeric: true }, "Published"]}
        rows={rubrics.map((r) => [
          <Link key={r.id} className="govuk-link" to={`/rubrics/${r.id}`}>
            {r.title}
          </Link>,
          r.version,
          { content: r.criteria, numeric: true },
          r.published,
        ])}
      />
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Rubrics");
