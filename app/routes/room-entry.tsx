import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { entryOf, questionOf } from "#audits/room/checklist.ts";
import { fingerprintOf } from "#audits/room/content.ts";
import { addVersion } from "#db/room-opening.ts";
import { trailCandidates } from "#db/room-trails.ts";
import { type Change, changeEntry, choicesOf, choosePlan, contentsOf, entriesNow } from "#db/rooms.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Select, Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { ReportBlocks } from "~/components/report/blocks.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireRoom, roomFacts } from "~/server/room/desk.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { keepTyped } from "~/server/signed-out.server.ts";
import { noteView } from "~/server/views.server.ts";

/** One entry of a room: what it would say, the lead's own words, and what is decided about it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  const { db } = store();
  const entry = entryOf(params.entry);
  const [now_] = entry ? await entriesNow(db, room.id, now(), [entry.key]) : [];
  if (!entry || !now_) throw notFound();
  const last = (await contentsOf(db, room.id)).findLast(({ key }) => key === entry.key);
  const trail = entry.source === "trail";
  if (trail)
    await noteView(
      actor,
      { kind: "room_trail", id: `${room.id}/${entry.key}` },
      `${entry.title} of an inspection room`,
    );
  const chosen = new Set(
    [...(await choicesOf(db, room.id))].filter(([key]) => key !== entry.key).map(([, c]) => c.sampledId),
  );
  const { choice, content, state, heldBack } = now_;
  return {
    ...roomFacts(room),
    entry,
    question: questionOf(entry.key),
    standing: state,
    choice: {
      words: choice.words,
      reason: choice.reason,
      standing: choice.standing,
      sampledId: choice.sampledId ?? "",
      version: choice.version,
    },
    content,
    heldBack,
    fixed: last ? { number: last.number, same: content !== null && last.sha256 === fingerprintOf(content) } : null,
    plans: trail
      ? (await trailCandidates(db))
          .filter(({ id }) => !chosen.has(id))
          .map(({ id, about, month, cycle, grade }, i) => ({
            value: id,
            text: `${cycle}: ${about}, ${grade.replaceAll("_", " ")}, signed off in ${month} (${i + 1})`,
          }))
      : [],
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  await keepTyped(request, /^(words|reason)$/, () => requireActor(request, "rooms.assemble"));
  const actor = await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  const entry = entryOf(params.entry);
  if (!entry) throw notFound();
  const fields = await readForm(request);
  const intent = fields.text("intent");
  const basedOn = Number(fields.text("basedOn")) || 0;
  const typed = { words: fields.raw("words"), reason: fields.raw("reason") };
  const refuse = (errors: { field: string; sentence: string }[], status: number, version = basedOn) =>
    data({ errors, typed, version }, { status });
  if (intent === "add") {
    const added = await addVersion(store(), actor, room.id, entry.key, now());
    return added.ok
      ? redirect(`/rooms/${room.id}/entries/${entry.key}`)
      : refuse([{ field: "add", sentence: added.sentence }], 409);
  }
  const words = typed.words.trim();
  const changes: Record<string, Change> = {
    take: { standing: "taken", words },
    save: { standing: "open", words },
    "leave-out": { standing: "left_out", reason: typed.reason },
  };
  const change = changes[intent];
  const result =
    intent === "plan"
      ? await choosePlan(store(), actor, room.id, entry.key, fields.text("plan"), basedOn, now())
      : await changeEntry(store(), actor, room.id, entry.key, change ?? {}, basedOn, now());
  if (result.ok)
    return redirect(
      intent === "plan" || intent === "save" || room.openedAt
        ? `/rooms/${room.id}/entries/${entry.key}`
        : `/rooms/${room.id}`,
    );
  if (result.why === "problem") return refuse(result.problems, 400);
  const sentence =
    "Somebody changed this entry meanwhile. What you typed is still here: send it again to put it in its place";
  return refuse([{ field: "words", sentence }], 409, result.theirs.version);
}

export default function RoomEntry() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const errors = sent?.errors ?? [];
  const errorOf = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const { entry, choice, standing, fixed } = page;
  const version = <input type="hidden" name="basedOn" value={sent?.version ?? choice.version} />;
  const closed = page.state.key === "closed";
  const trail = entry.source === "trail";
  return (
    <>
      <CycleBar cycle={page.head} label="Parts of this room" />
      <ReadingPage
        before={<BackLink href={`/rooms/${page.id}`}>Checklist</BackLink>}
        aside={
          <>
            <h2 className="part">What inspectors look for</h2>
            <p>{entry.guidance}</p>
            <h2 className="part">How it stands</h2>
            <p>{standing.words}</p>
            {fixed && (
              <p className="note-text">
                Version {fixed.number} is in the room.
                {fixed.same ? " It says the same as what is made now." : " What is made now says something else."}
              </p>
            )}
          </>
        }
      >
        {errors.length > 0 && (
          <ErrorSummary arrival={sent} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle over={page.question}>{entry.title}</PageTitle>
        {closed && <p className="lead">This room is closed. What it showed stays as it was.</p>}
        {!closed && trail && (
          <Form method="post" noValidate>
            {version}
            <input type="hidden" name="intent" value="plan" />
            <Select
              name="plan"
              label="Which plan does it follow?"
              hint="Plans of closed cycles that a panel signed off. Plans that are open, reopened or shown to the forum by the family’s agreement alone are not in the list."
              options={[{ value: "", text: "Choose a plan" }, ...page.plans]}
              defaultValue={choice.sampledId}
              error={errorOf("plan")}
            />
            <Button variant="secondary" preventDoubleClick>
              Follow this plan
            </Button>
          </Form>
        )}
        {page.heldBack.length > 0 && (
          <Note tone="amber" title="Held back">
            <p>A check found what may tell who somebody is, so the inspector does not read:</p>
            <ul className="govuk-list govuk-list--bullet">
              {page.heldBack.map(({ where, kinds }) => (
                <li key={where}>
                  {where}: {kinds.join(", ")}
                </li>
              ))}
            </ul>
          </Note>
        )}
        {!closed && (
          <Form method="post" noValidate>
            {version}
            <Textarea
              name="words"
              label={entry.source === "words" ? "The entry, in your words" : "In your own words, beside it"}
              hint="Leave an empty line between paragraphs; a line that begins with a hyphen is an item of a list. Name no child, no family and no plan."
              rows={entry.source === "words" ? 14 : 5}
              defaultValue={sent?.typed.words ?? choice.words}
              error={errorOf("words")}
            />
            <div className="govuk-button-group">
              <Button name="intent" value="take" preventDoubleClick>
                {choice.standing === "taken" ? "Save and keep it in" : "Take it in"}
              </Button>
              <Button name="intent" value="save" variant="secondary" preventDoubleClick>
                Save, and decide later
              </Button>
            </div>
          </Form>
        )}
        {!closed && page.opened && standing.key !== "to_do" && standing.key !== "left_out" && !fixed?.same && (
          <Form method="post" id="add">
            <input type="hidden" name="intent" value="add" />
            <p>
              The room is open. What stands below can be added to it, beside what was shown, with the day on which it
              was added.
            </p>
            <Button preventDoubleClick>Add it as version {(fixed?.number ?? 0) + 1}</Button>
          </Form>
        )}
        {!closed && !fixed && (
          <details className="govuk-details" open={Boolean(errorOf("reason")) || choice.standing === "left_out"}>
            <summary className="govuk-details__summary">
              <span className="govuk-details__summary-text">Leave it out</span>
            </summary>
            <div className="govuk-details__text">
              <Form method="post" noValidate>
                {version}
                <input type="hidden" name="intent" value="leave-out" />
                <Textarea
                  name="reason"
                  label="Why is it left out?"
                  hint="The inspector reads it."
                  rows={2}
                  defaultValue={sent?.typed.reason ?? choice.reason}
                  error={errorOf("reason")}
                />
                <Button variant="secondary" preventDoubleClick>
                  Leave it out
                </Button>
              </Form>
            </div>
          </details>
        )}
        {page.content && (
          <section className="report" aria-label="What the inspector reads">
            <h2 className="section">What the inspector reads</h2>
            {page.content.summary && <p className="lead">{page.content.summary}</p>}
            <ReportBlocks blocks={page.content.blocks} />
          </section>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((page) =>
  page ? `${page.entry.title}: ${page.head.title}` : "Inspection room",
);
