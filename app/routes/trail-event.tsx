import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { EVENT_LABELS } from "#audits/trail/events.ts";
import { eventAt } from "#db/trail.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { Breadcrumbs, Pagination } from "~/components/govuk/navigation.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { WideRegion } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "trail.view");
  const position = /^[1-9]\d{0,11}$/.test(params.position ?? "") ? Number(params.position) : 0;
  const found = await eventAt(store().db, position);
  if (!found) throw notFound();
  const { event, text, fits, hasNext } = found;
  return {
    position,
    hasNext,
    fits,
    text,
    at: momentWords(event.at),
    kind: EVENT_LABELS[event.kind].label,
    sentence: event.sentence,
    subject: `${event.subjectKind.replaceAll("_", " ")} ${event.subjectId}`,
    hash: event.hash,
    previousHash: event.previousHash,
    format: event.format,
  };
}

export default function TrailEvent() {
  const e = useLoaderData<typeof loader>();
  const code = (text: string) => <code className="checksum">{text}</code>;
  return (
    <ReadingPage
      before={
        <Breadcrumbs
          items={[{ text: "Trail", href: "/trail" }, { text: `Event ${e.position.toLocaleString("en-GB")}` }]}
        />
      }
    >
      <PageTitle over={e.at}>Event {e.position.toLocaleString("en-GB")}</PageTitle>
      <p className="lead">{e.sentence}</p>
      {!e.fits && (
        <Note tone="worry" title="This event does not fit">
          <p>Its checksum is not that of what it says and of the event before it.</p>
        </Note>
      )}
      <SummaryList
        rows={[
          { key: "Kind", value: e.kind },
          { key: "About", value: e.subject },
          { key: "Checksum (SHA-256)", value: code(e.hash) },
          { key: "Checksum of the event before", value: code(e.previousHash) },
        ]}
      />
      <Details summary="How to check it by hand">
        <p>
          Save the text below as it stands, without a line break at its end, and take its SHA-256, for example with{" "}
          <code>sha256sum event.txt</code>. It must be the checksum above; the fourth line holds the checksum of the
          event before.
        </p>
        {e.format > 1 && (
          <p>
            Where a person is named, the text has a token, and the last lines have the fingerprint of each name. The
            names are kept beside the trail, so that a name can be removed when a person has long left and the chain
            still holds.
          </p>
        )}
        <WideRegion label="The text that was hashed">
          <pre className="hashed">{e.text ?? "A name that belongs to it is missing."}</pre>
        </WideRegion>
      </Details>
      <Pagination
        label="Events before and after"
        previous={e.position > 1 ? { href: `/trail/${e.position - 1}`, text: "Event before" } : undefined}
        next={e.hasNext ? { href: `/trail/${e.position + 1}`, text: "Event after" } : undefined}
      />
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Event ${d.position.toLocaleString("en-GB")}` : "Event"));
