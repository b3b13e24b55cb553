import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { entryOf } from "#audits/room/checklist.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { FactList } from "~/components/rail.tsx";
import { ReportBlocks } from "~/components/report/blocks.tsx";
import { RoomBand } from "~/components/room/band.tsx";
import { AskForm } from "~/components/room/questions.tsx";
import { titled } from "~/components/title.tsx";
import { readForm } from "~/server/form.server.ts";
import { ask, entryPage, requireVisit } from "~/server/room/visit.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** One entry of a room, as it was fixed, with its fingerprint, its copies and the questions about it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "room.visit");
  const visit = await requireVisit(actor, params.roomId, { only: params.entry });
  return entryPage(visit, params.entry, request);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "room.visit");
  const visit = await requireVisit(actor, params.roomId, { only: params.entry });
  const entry = entryOf(params.entry);
  if (!entry) throw notFound();
  const fields = await readForm(request);
  const { error } = await ask(visit, fields, entry.key, `/room/${visit.room.id}/entries/${entry.key}`);
  return data({ error, typed: fields.raw("question") }, { status: 400 });
}

export default function VisitEntry() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const base = `/room/${page.band.id}`;
  const here = `${base}/entries/${page.key}`;
  const version = page.versions.length > 1 ? `?version=${page.number}` : "";
  return (
    <>
      <RoomBand band={page.band} />
      <ReadingPage
        before={<BackLink href={base}>{page.band.title}</BackLink>}
        aside={
          <>
            <h2 className="part">This entry</h2>
            <FactList
              stacked
              facts={[
                { name: "Version", value: page.fixedAt ? `${page.number}, fixed on ${page.fixedAt}` : "Not fixed yet" },
                {
                  name: "Fingerprint (SHA-256)",
                  value: <span className="report-hash">{page.sha256}</span>,
                },
              ]}
            />
            {page.versions.length > 1 && (
              <>
                <h2 className="part">All versions</h2>
                <ul className="govuk-list">
                  {page.versions.map((one) => (
                    <li key={one.number}>
                      <Link
                        className="govuk-link"
                        to={`${here}?version=${one.number}`}
                        aria-current={one.number === page.number ? "page" : undefined}
                      >
                        Version {one.number}
                      </Link>
                      , added on {one.at}
                    </li>
                  ))}
                </ul>
              </>
            )}
            <h2 className="part">Take a copy</h2>
            {page.fixedAt ? (
              <>
                <p className="note-text">Each copy says that it is yours, and is recorded with its fingerprint.</p>
                <ul className="govuk-list">
                  <li>
                    <a className="govuk-link" href={`${here}/copy/entry.pdf${version}`} download>
                      Whole entry (PDF)
                    </a>
                  </li>
                  {page.tables.map((table) => (
                    <li key={table.id}>
                      <a className="govuk-link" href={`${here}/copy/${table.id}.csv${version}`} download>
                        {table.words} (CSV)
                      </a>
                    </li>
                  ))}
                  <li>
                    <a className="govuk-link" href={`${here}/copy/entry.json${version}`} download>
                      What the fingerprint is taken of (JSON)
                    </a>
                  </li>
                </ul>
              </>
            ) : (
              <p className="note-text">Copies can be taken once the room is opened.</p>
            )}
            <AskForm
              title="Ask about this entry"
              formKey={page.formKey}
              asked={page.asked}
              error={sent?.error}
              typed={sent?.typed}
            />
          </>
        }
      >
        {sent?.error && <ErrorSummary arrival={sent} errors={[{ text: sent.error, href: "#question" }]} />}
        <article className="report">
          <PageTitle over={page.band.title}>{page.title}</PageTitle>
          {page.content ? (
            <>
              {page.content.summary && <p className="lead">{page.content.summary}</p>}
              <ReportBlocks blocks={page.content.blocks} />
            </>
          ) : (
            <p className="lead">
              The evidence that this was made from has been removed, because its time was over. Its fingerprint stays.
            </p>
          )}
        </article>
        {page.next && (
          <p className="room-next">
            Next:{" "}
            <Link className="govuk-link" to={`${base}/entries/${page.next}`}>
              {page.nextTitle}
            </Link>
          </p>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `${page.title}: ${page.band.title}` : "Inspection room"));
