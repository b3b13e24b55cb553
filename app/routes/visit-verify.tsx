import { createHash } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { entryOf } from "#audits/room/checklist.ts";
import { copyWith, eventsOfRoom, noteVerified, verifyContents } from "#db/room-visits.ts";
import { checkedTrail } from "#db/trail-check.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { FileUpload } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { FactList } from "~/components/rail.tsx";
import { RoomBand } from "~/components/room/band.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireVisit, roomBand } from "~/server/room/visit.server.ts";
import { requireActor } from "~/server/session.server.ts";

const LARGEST = 20 * 1024 * 1024;

/** Whether anything was rewritten: the trail, what is shown here, and files that somebody holds. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "room.visit");
  const visit = await requireVisit(actor, params.roomId, { only: "none" });
  const { db } = store();
  const chain = await checkedTrail(db, now());
  const contents = await verifyContents(db, visit.room.id);
  // Of others' visits an inspector is told nothing.
  const events = (await eventsOfRoom(db, visit.room.id, "all")).filter(
    (e) => visit.preview || e.actorId === visit.actor.id || !VISITS.includes(e.kind),
  );
  return {
    band: roomBand(visit),
    chain: {
      events: chain.events,
      head: chain.head,
      fault: chain.fault?.sentence ?? null,
      at: momentWords(chain.wholeAt),
    },
    contents: contents.map(({ row, verdict, event }) => ({
      id: row.id,
      title: row.content?.title ?? entryOf(row.key)?.title ?? row.key,
      number: row.number,
      added: momentWords(row.addedAt),
      sha256: row.sha256,
      event: event?.position ?? null,
      verdict,
    })),
    events: events.slice(0, 100).map((e) => ({ position: e.position, at: momentWords(e.at), sentence: e.sentence })),
  };
}

const VISITS: readonly string[] = [
  "room.viewed",
  "room.downloaded",
  "room.verified",
  "room.asked",
  "room.guest_invited",
  "room.guest_ended",
];

type Found = { genuine: boolean; title: string; sentence: string; facts: { name: string; value: string }[] };

/** Walks the chain now, or holds a file against the copies that left this room. The file is not kept. */
export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "room.visit");
  const visit = await requireVisit(actor, params.roomId, { only: "none" });
  const { db } = store();
  const fields = await readForm(request);
  const answer = (error: string, found: Found | null, status = 200) => data({ error, found }, { status });
  if (fields.text("intent") === "chain") {
    const chain = await checkedTrail(db, now(), true);
    const said = chain.fault ? `broken at event ${chain.fault.position}` : `unbroken, ${chain.events} events`;
    await noteVerified(store(), visit.actor, visit.room, `had the whole chain checked (${said})`, now());
    return answer("", {
      genuine: !chain.fault,
      title: chain.fault ? "The chain is broken" : "The chain is unbroken",
      sentence:
        chain.fault?.sentence ??
        `All ${chain.events.toLocaleString("en-GB")} events were walked just now, and each fits the one before.`,
      facts: [{ name: "Fingerprint of the last event", value: chain.head }],
    });
  }
  const [file] = fields.files("file");
  if (!file || file.size === 0) return answer("Select a file that was downloaded from this room", null, 400);
  if (file.size > LARGEST) return answer("The file must be 20 MB or smaller", null, 400);
  const sha256 = createHash("sha256")
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest("hex");
  const known = await copyWith(db, visit.room.id, sha256);
  const print = { name: "Fingerprint of the file (SHA-256)", value: sha256 };
  await noteVerified(
    store(),
    visit.actor,
    visit.room,
    `had a file verified (${known ? `copy ${known.copy.number}` : "not known"})`,
    now(),
  );
  if (!known?.event)
    return answer("", {
      genuine: false,
      title: "Not known here",
      sentence:
        "This file did not leave this room, or it was changed since. A file that another program saved again is another file.",
      facts: [print],
    });
  const { copy, content, event } = known;
  return answer("", {
    genuine: true,
    title: "Genuine",
    sentence: "This is the copy as it left this room, unchanged to the last byte.",
    facts: [
      { name: "Copy", value: `${copy.number}, made for ${known.name} on ${momentWords(copy.madeAt)}` },
      { name: "Of", value: `${content.content?.title ?? content.key}, version ${content.number}` },
      { name: "Event of the trail", value: event.position.toLocaleString("en-GB") },
      print,
      { name: "Fingerprint of the original", value: content.sha256 },
    ],
  });
}

const VERDICTS = { fits: "Unchanged", changed: "Not what was fixed", gone: "Removed when its time was over" };

export default function VisitVerify() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const found = sent?.found;
  return (
    <>
      <RoomBand band={page.band} />
      <ReadingPage wide before={<BackLink href={`/room/${page.band.id}`}>{page.band.title}</BackLink>}>
        {sent?.error && <ErrorSummary arrival={sent} errors={[{ text: sent.error, href: "#file" }]} />}
        <PageTitle over={page.band.title}>Has anything been rewritten?</PageTitle>
        {found && (
          <div role="status">
            <Note tone={found.genuine ? "teal" : "worry"} title={found.title}>
              <p>{found.sentence}</p>
            </Note>
            <FactList
              stacked
              facts={found.facts.map(({ name, value }) => ({
                name,
                value: <span className="report-hash">{value}</span>,
              }))}
            />
          </div>
        )}
        <h2 className="section">The trail</h2>
        <p>
          {page.chain.fault ?? `${page.chain.events.toLocaleString("en-GB")} events, chain unbroken.`} Last walked from
          the first event on {page.chain.at}.
        </p>
        <p className="note-text">
          Fingerprint of the last event: <span className="report-hash">{page.chain.head}</span>
        </p>
        <Form method="post">
          <input type="hidden" name="intent" value="chain" />
          <Button variant="secondary" preventDoubleClick>
            Walk the whole chain now
          </Button>
        </Form>
        <h2 className="section">What this room shows</h2>
        {page.contents.length === 0 ? (
          <p>Nothing is fixed yet: entries are fixed when the room is opened.</p>
        ) : (
          <>
            <p>
              Each entry was fixed with a fingerprint, which stands in an event of the trail. It has just been worked
              out anew from what you see.
            </p>
            <Table
              caption="Entries and their fingerprints"
              captionSize="hidden"
              phoneList
              head={["Entry", "Fixed", "Fingerprint (SHA-256)", { content: "Event", numeric: true }, "Now"]}
              rows={page.contents.map((row) => [
                `${row.title}, version ${row.number}`,
                row.added,
                <span className="report-hash" key={row.id}>
                  {row.sha256}
                </span>,
                { content: row.event?.toLocaleString("en-GB") ?? "None", numeric: true },
                VERDICTS[row.verdict],
              ])}
            />
          </>
        )}
        <h2 className="section">A file that you hold</h2>
        <Form method="post" encType="multipart/form-data">
          <FileUpload
            name="file"
            label="A copy from this room"
            hint="PDF, CSV or JSON. It is compared and not kept."
            error={sent?.error || undefined}
          />
          <Button>Verify the file</Button>
        </Form>
        <h2 className="section">Events of this room</h2>
        {page.events.length === 0 ? (
          <p>Nothing has happened here yet.</p>
        ) : (
          <Table
            caption="Events of this room, newest first"
            captionSize="hidden"
            phoneList
            head={[{ content: "No.", numeric: true }, "When", "What happened"]}
            rows={page.events.map((e) => [
              { content: e.position.toLocaleString("en-GB"), numeric: true },
              e.at,
              <span className="room-event" key={e.position}>
                {e.sentence}
              </span>,
            ])}
          />
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>(() => "Has anything been rewritten?");
