import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { dateWords, momentWords } from "#audits/dates.ts";
import { theArea } from "#db/people.ts";
import { notePreview } from "#db/room-opening.ts";
import { checkedTrail } from "#db/trail-check.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { RoomBand } from "~/components/room/band.tsx";
import { AskForm } from "~/components/room/questions.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { ask, requireVisit, roomPage } from "~/server/room/visit.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** The room: questions first, evidence under each. Inspectors and whoever previews it get the same page from the same code. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "room.visit");
  const visit = await requireVisit(actor, params.roomId);
  const area = await theArea(store().db);
  const chain = await checkedTrail(store().db, now());
  return {
    ...(await roomPage(visit)),
    area: area?.name ?? "",
    seen: visit.seen,
    previewed: visit.seen !== null && visit.seen === visit.room.previewedHash,
    previewedAt: visit.room.previewedAt ? dateWords(visit.room.previewedAt) : null,
    chain: { events: chain.events, brokenAt: chain.fault?.position ?? null, at: momentWords(chain.wholeAt) },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "room.visit");
  const visit = await requireVisit(actor, params.roomId);
  const fields = await readForm(request);
  if (visit.preview && fields.text("intent") === "previewed") {
    const verdict = await notePreview(store(), visit.actor, visit.room.id, fields.text("seen"), now());
    if (verdict.ok) throw redirect(`/rooms/${visit.room.id}`);
    return data({ error: verdict.sentence, field: "previewed", typed: "" }, { status: 409 });
  }
  const { error } = await ask(visit, fields, null, `/room/${visit.room.id}`);
  return data({ error, field: "question", typed: fields.raw("question") }, { status: 400 });
}

export default function VisitRoom() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const { band, chain } = page;
  const base = `/room/${band.id}`;
  return (
    <>
      <RoomBand band={band} />
      <ReadingPage
        aside={
          <>
            <h2 className="part">Has anything been rewritten?</h2>
            <p className={chain.brokenAt === null ? "room-whole" : "room-broken"}>
              {chain.brokenAt === null
                ? `No. ${chain.events.toLocaleString("en-GB")} events, chain unbroken`
                : `The chain is broken at event ${chain.brokenAt}`}
            </p>
            <p className="note-text">
              Checked on {chain.at}. Each event carries the fingerprint of the one before, so a change or a gap would
              show.
            </p>
            <p>
              <Link className="govuk-link" to={`${base}/verify`}>
                Verify the trail, the entries and files
              </Link>
            </p>
            <h2 className="part">What is not here</h2>
            <ul className="govuk-list govuk-list--bullet">
              <li>children’s names and plans: ask the council through your usual route</li>
              <li>results of cycles that are still being scored or moderated</li>
              <li>single auditors’ levels and calibration, which are their own</li>
              {page.leftOut.map(({ title, reason }) => (
                <li key={title}>
                  {title}: {reason}
                </li>
              ))}
            </ul>
            {page.releasedBy && (
              <>
                <h2 className="part">Released by</h2>
                <p>
                  {page.releasedBy}
                  {page.openedOn && `, on ${page.openedOn}`}.
                </p>
              </>
            )}
            <AskForm
              title="Ask for something else"
              formKey={page.formKey}
              asked={page.asked}
              error={sent?.field === "question" ? sent.error : undefined}
              typed={sent?.typed}
            />
          </>
        }
      >
        {sent?.error && <ErrorSummary arrival={sent} errors={[{ text: sent.error, href: `#${sent.field}` }]} />}
        <PageTitle over={band.title}>Inspection room</PageTitle>
        <p className="lead">
          What the {page.area} partnership knows about the quality of its EHC plans, and what it did about it. Every
          figure leads to its evidence.
        </p>
        {page.questions.length === 0 && <p>Nothing has been taken into this room yet.</p>}
        <div className="room">
          {page.questions.map(({ question, entries }) => (
            <section className="room__row" key={question} aria-label={question}>
              <h2 className="room__question">{question}</h2>
              <ul className="plain-list room__entries">
                {entries.map((entry) => (
                  <li key={entry.key}>
                    <Link className="govuk-link room__link" to={`${base}/entries/${entry.key}`}>
                      {entry.title}
                    </Link>
                    {entry.added && <span className="note-text"> New version, added on {entry.added}</span>}
                    <p>{entry.summary}</p>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        {page.trails.length > 0 && (
          <>
            <h2 className="section">
              {page.trails.length === 6 ? "Six plans" : `${page.trails.length} of six plans`}, followed from audit to
              change
            </h2>
            <p>No names, no references, no documents of the child. Months stand instead of days.</p>
            <Table
              caption="Plans followed from audit to change"
              captionSize="hidden"
              phoneList
              head={["Trail", "Plan", "Agreed grade", "What happened then"]}
              rows={page.trails.map((trail) => [
                <Link className="govuk-link" key={trail.key} to={`${base}/entries/${trail.key}`}>
                  {trail.title}
                </Link>,
                trail.facts?.plan ?? trail.summary,
                trail.facts?.grade ?? "",
                trail.facts?.after ?? "",
              ])}
            />
            <p className="note-text">
              Combinations that could identify a child were broadened: phase and need, each only where five plans or
              more share it.
            </p>
          </>
        )}
        {page.seen && (
          <Form method="post" className="room-previewed" id="previewed">
            <input type="hidden" name="intent" value="previewed" />
            <input type="hidden" name="seen" value={page.seen} />
            {page.previewed ? (
              <p>You said on {page.previewedAt} that you looked at the room as it stands here.</p>
            ) : (
              <>
                <p>
                  Open the entries above as the inspector will. A room is opened only when somebody has looked at all
                  that it says; when anything changes, it has to be looked at again.
                </p>
                <Button preventDoubleClick>I have looked at this room</Button>
              </>
            )}
          </Form>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((page) =>
  page ? `Inspection room: ${page.band.title}` : "Inspection room",
);
