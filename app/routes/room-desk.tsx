import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { ENTRIES, ROOM_QUESTIONS, TRAILS_QUESTION } from "#audits/room/checklist.ts";
import { keptFromOpening } from "#audits/room/life.ts";
import { questionsOf } from "#db/room-visits.ts";
import { contentsOf, type EntryNow, entriesNow, proposeInto, roomFingerprint, takeAllIn } from "#db/rooms.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { type Task, TaskList } from "~/components/govuk/lists.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireRoom, roomFacts } from "~/server/room/desk.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** The checklist of a room: what inspectors ask for, and how each entry stands. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  const { db } = store();
  const entries = await entriesNow(db, room.id, now());
  const fixed = await contentsOf(db, room.id);
  const list = entries.map(({ entry: { key, title }, state }) => ({ key, title, state }));
  const previewed = room.previewedHash === roomFingerprint(entries);
  const row = ({ entry, state, content, heldBack }: EntryNow) => {
    const last = fixed.findLast(({ key }) => key === entry.key);
    return {
      key: entry.key,
      title: entry.title,
      state,
      summary: content?.summary ?? "",
      fixed: last ? last.number : null,
      heldBack: heldBack.length,
    };
  };
  const waiting = (await questionsOf(db, room.id)).filter(({ answeredAt }) => answeredAt === null).length;
  return {
    ...roomFacts(room),
    groups: [
      ...ROOM_QUESTIONS.map(({ question, entries: own }) => ({
        question,
        entries: own.flatMap(({ key }) => entries.filter(({ entry }) => entry.key === key).map(row)),
      })),
      { question: TRAILS_QUESTION, entries: entries.filter(({ entry }) => entry.source === "trail").map(row) },
    ],
    total: ENTRIES.length,
    settled: list.filter(({ state }) => state.key !== "to_do").length,
    canTake: entries.filter(
      ({ choice, state, content }) => choice.standing === "open" && state.key === "to_do" && content,
    ).length,
    canPropose: entries.filter(
      ({ entry, choice }) => entry.source === "trail" && !choice.sampledId && choice.standing !== "left_out",
    ).length,
    kept: keptFromOpening(list, previewed).map(({ sentence }) => sentence),
    onlyPreview: !previewed && keptFromOpening(list, true).length === 0,
    waiting,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  const fields = await readForm(request);
  if (fields.text("intent") === "propose") await proposeInto(store(), actor, room.id, now());
  else await takeAllIn(store(), actor, room.id, now());
  return redirect(`/rooms/${room.id}`);
}

export default function RoomDesk() {
  const page = useLoaderData<typeof loader>();
  const { state } = page;
  const draft = state.key === "draft";
  return (
    <>
      <CycleBar cycle={page.head} label="Parts of this room" />
      <ReadingPage
        aside={
          <>
            <h2 className="part">How it stands</h2>
            <p>
              <strong>{state.words}</strong>
            </p>
            <p>
              {page.settled} of {page.total} entries are settled.
            </p>
            {draft && (
              <>
                {page.canPropose > 0 && (
                  <Form method="post">
                    <input type="hidden" name="intent" value="propose" />
                    <Button variant="secondary" preventDoubleClick>
                      Propose plans for the trails
                    </Button>
                    <p className="note-text">
                      By lot from the plans of closed cycles, spread over grades and phases. The number of this room
                      decides, so nobody chooses.
                    </p>
                  </Form>
                )}
                {page.canTake > 0 && (
                  <Form method="post">
                    <input type="hidden" name="intent" value="take-all" />
                    <Button variant="secondary" preventDoubleClick>
                      Take in all {page.canTake} that are made
                    </Button>
                    <p className="note-text">
                      Entries that have something to say. Read them in the preview before you open the room.
                    </p>
                  </Form>
                )}
                <LinkButton
                  href={page.onlyPreview || page.kept.length > 0 ? `/room/${page.id}` : `/rooms/${page.id}/open`}
                >
                  {page.kept.length > 0 ? "Preview as the inspector" : "Open the room"}
                </LinkButton>
              </>
            )}
          </>
        }
      >
        <PageTitle>Checklist of the room</PageTitle>
        {page.waiting > 0 && (
          <Note
            tone="amber"
            title={
              page.waiting === 1 ? "1 question waits for an answer" : `${page.waiting} questions wait for an answer`
            }
          >
            <p>
              <a className="govuk-link" href={`/rooms/${page.id}/questions`}>
                Answer
              </a>
            </p>
          </Note>
        )}
        <p className="lead">
          {draft
            ? "Decide about each entry: take it in, or leave it out with a reason that the inspector reads. Most of it is made from what the product holds."
            : "What the room shows was fixed when it was opened. A new version of an entry can be added beside it."}
        </p>
        {page.groups.map(({ question, entries }, i) => (
          <section key={question} aria-labelledby={`group-${i}`}>
            <h2 className="section" id={`group-${i}`}>
              {question}
            </h2>
            <TaskList
              idPrefix={`entries-${i}`}
              items={entries.map((entry): Task => {
                const words = entry.state.words;
                return {
                  title: entry.title,
                  href: `/rooms/${page.id}/entries/${entry.key}`,
                  hint:
                    entry.state.key === "ready" || entry.state.key === "to_do" ? (
                      <>
                        {entry.summary}
                        {entry.heldBack > 0 && ` ${entry.heldBack} reasons are held back.`}
                        {entry.state.key === "to_do" && !entry.summary && words.replace("To do: ", "")}
                      </>
                    ) : (
                      words
                    ),
                  status:
                    entry.state.key === "to_do"
                      ? { tag: "To do", tone: "amber" }
                      : entry.state.key === "left_out"
                        ? { text: "Left out" }
                        : entry.state.key === "nothing"
                          ? { text: "Nothing there yet" }
                          : { text: entry.fixed ? `In the room, version ${entry.fixed}` : "Ready" },
                };
              })}
            />
          </section>
        ))}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Checklist: ${page.head.title}` : "Inspection room"));
