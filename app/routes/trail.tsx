import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { latestEvents, verifyTrail } from "#db/trail.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Pagination } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { pageAsked } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

const PAGE = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "trail.view");
  const page = pageAsked(request);
  const { db } = store();
  const [{ events, total }, chain] = [await latestEvents(db, page), await verifyTrail(db)];
  return {
    page,
    pages: Math.max(1, Math.ceil(total / PAGE)),
    chain: { events: chain.events, brokenAt: chain.brokenAt },
    checkedAt: momentWords(now()),
    events: events.map((e) => ({
      position: e.position,
      at: momentWords(e.at),
      sentence: e.sentence,
      hash: e.hash.slice(0, 12),
    })),
  };
}

export default function Trail() {
  const { page, pages, chain, checkedAt, events } = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      <PageTitle>Trail</PageTitle>
      {chain.brokenAt === null ? (
        <p className="lead">
          {chain.events.toLocaleString("en-GB")} events, chain unbroken. Checked on {checkedAt}.
        </p>
      ) : (
        <Note tone="worry" title="The chain is broken">
          <p>
            Event {chain.brokenAt.toLocaleString("en-GB")} does not fit the one before it. Somebody changed the database
            from outside.
          </p>
        </Note>
      )}
      <Table
        caption="Events, newest first"
        captionSize="hidden"
        phoneList
        head={[{ content: "No.", numeric: true }, "When", "What happened", "Hash"]}
        rows={events.map((e) => [
          { content: e.position.toLocaleString("en-GB"), numeric: true },
          e.at,
          e.sentence,
          <code key="h">{e.hash}</code>,
        ])}
      />
      {pages > 1 && (
        <Pagination
          label="Pages of the trail"
          previous={page > 1 ? { href: `?page=${page - 1}`, text: "Newer" } : undefined}
          next={page < pages ? { href: `?page=${page + 1}`, text: "Older" } : undefined}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Trail");
