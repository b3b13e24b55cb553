import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { BackLink, Pagination } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { pageAsked, pagesAround } from "~/server/form.server.ts";
import { partsFor } from "~/server/measures/pages.server.ts";
import { stepCasesAsked } from "~/server/measures/step-cases.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

/** The cases behind a number that was counted from case dates. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "results.view");
  const { searchParams } = new URL(request.url);
  const page = pageAsked(request);
  const found = await stepCasesAsked(searchParams, page);
  if (!found) throw notFound();
  const around = pagesAround(request, page, found.pages);
  await noteView(
    actor,
    // Each list is a view of its own; its pages are one.
    { kind: "measures_cases", id: found.asked },
    `cases behind a number of case dates: ${found.cases.flatMap((one) => one.case?.reference ?? []).join(", ") || "none"}`,
  );
  return {
    ...found,
    page,
    parts: partsFor(actor),
    ...around,
  };
}

export default function MeasureCases() {
  const { parts, step, limit, words, records, total, cases, back, newer, older, page, pages } =
    useLoaderData<typeof loader>();
  return (
    <>
      <CycleBar cycle={{ title: "Measures", parts }} label="Parts of the measures" />
      <ReadingPage wide before={<BackLink href={back.href}>{back.text}</BackLink>}>
        <Note tone="amber">
          <p>
            <strong>Internal.</strong> These are single cases. That you looked at them is recorded.
          </p>
        </Note>
        <PageTitle over={step}>Cases behind the number</PageTitle>
        <p className="lead">
          {total === 1 ? "1 case" : `${total} cases`}, {words}.
        </p>
        <p>
          The limit is {limit} days. Records of {records}, the slowest first.
        </p>
        {cases.length > 0 && (
          <Table
            caption="Cases, the slowest first"
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Case", "From", "To", { content: "Days", numeric: true }]}
            rows={cases.map((one, i) => [
              one.case ? (
                <Link className="govuk-link" key={i} to={`/cases/${one.case.id}`}>
                  {one.case.reference}
                </Link>
              ) : (
                "No plan in the records"
              ),
              one.from,
              one.to,
              { content: one.days, numeric: true },
            ])}
          />
        )}
        {(newer || older) && (
          <Pagination
            previous={newer ? { href: newer, label: `Page ${page - 1} of ${pages}` } : undefined}
            next={older ? { href: older, label: `Page ${page + 1} of ${pages}` } : undefined}
          />
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>(() => "Cases behind the number – Measures");
