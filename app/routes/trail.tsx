import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { EVENT_LABELS } from "#audits/trail/events.ts";
import { eventOn, recordDownload } from "#db/trail.ts";
import { checkedTrail } from "#db/trail-check.ts";
import { searchTrail } from "#db/trail-search.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Pagination } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { Chain, TrailSearch } from "~/components/trail.tsx";
import { now, store } from "~/server/database.server.ts";
import { pageAsked, readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { filterFrom, queryOf } from "~/server/trail.server.ts";

const PAGE = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "trail.view");
  const { db } = store();
  const search = filterFrom(request);
  const page = pageAsked(request);
  const { events, total } = await searchTrail(db, search.filter, page, PAGE);
  const pages = Math.max(1, Math.ceil(total / PAGE));
  if (page > pages) throw redirect(`/trail${queryOf(search.filter, pages)}`);
  const chain = await checkedTrail(db, now());
  return {
    ...search,
    total,
    page,
    pages,
    newer: queryOf(search.filter, page - 1),
    older: queryOf(search.filter, page + 1),
    query: queryOf(search.filter),
    chain: { events: chain.events, fault: chain.fault, wholeAt: momentWords(chain.wholeAt) },
    events: events.map((e) => ({
      position: e.position,
      at: momentWords(e.at),
      kind: EVENT_LABELS[e.kind].label,
      sentence: e.sentence,
    })),
  };
}

/** Walks the whole chain now. */
export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "trail.view");
  await readForm(request);
  const chain = await checkedTrail(store().db, now(), true);
  const found = chain.fault ? `broken at event ${chain.fault.position}` : `unbroken, ${chain.events} events`;
  const sentence = `${actor.name} had the whole chain checked: ${found}.`;
  await recordDownload(store(), eventOn("trail")(actor, "trail.checked", "trail", sentence), now());
  return redirect("/trail");
}

export default function Trail() {
  const { filter, errors, asked, chain, events, total, page, pages, newer, older, query } =
    useLoaderData<typeof loader>();
  return (
    <ReadingPage wide>
      {errors.length > 0 && (
        <ErrorSummary errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} arrival={errors} />
      )}
      <PageTitle>Trail</PageTitle>
      <Chain chain={chain} />
      <p>
        <Link className="govuk-link" to="/trail/anchors">
          Anchors to keep outside
        </Link>
      </p>
      <TrailSearch filter={filter} errors={errors} asked={asked} />
      <h2 className="section">
        {asked ? `${total.toLocaleString("en-GB")} ${total === 1 ? "event" : "events"} found` : "Events, newest first"}
      </h2>
      {total === 0 ? (
        <p>No event fits. Take a word or a day away, and search again.</p>
      ) : (
        <>
          <p>
            <a className="govuk-link" href={`/trail.csv${query}`}>
              Download {asked ? "what was found" : "all events"} (CSV)
            </a>
          </p>
          <Table
            caption="Events, newest first"
            captionSize="hidden"
            phoneList
            head={[{ content: "No.", numeric: true }, "When", "What happened", "Kind"]}
            rows={events.map((e) => [
              {
                content: (
                  <Link className="govuk-link" to={`/trail/${e.position}`}>
                    <span className="govuk-visually-hidden">Event </span>
                    {e.position.toLocaleString("en-GB")}
                  </Link>
                ),
                numeric: true,
              },
              e.at,
              e.sentence,
              e.kind,
            ])}
          />
        </>
      )}
      {pages > 1 && (
        <Pagination
          label="Pages of the trail"
          previous={page > 1 ? { href: `/trail${newer}`, text: "Newer" } : undefined}
          next={page < pages ? { href: `/trail${older}`, text: "Older" } : undefined}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Trail");
