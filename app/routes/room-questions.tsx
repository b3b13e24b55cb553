import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { answerQuestion } from "#db/room-visits.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { Asked } from "~/components/room/questions.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireRoom, roomFacts } from "~/server/room/desk.server.ts";
import { askedOf } from "~/server/room/visit.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { keepTyped } from "~/server/signed-out.server.ts";

/** What inspectors asked, and the answers. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  return { ...roomFacts(room), asked: await askedOf(room.id) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  await keepTyped(request, /^answer$/, () => requireActor(request, "rooms.assemble"));
  const actor = await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  const fields = await readForm(request);
  const question = fields.text("question");
  const said = await answerQuestion(store(), actor, room.id, question, fields.raw("answer"), now());
  if (said.ok) return redirect(`/rooms/${room.id}/questions`);
  return data({ error: said.sentence, question, typed: fields.raw("answer") }, { status: 400 });
}

export default function RoomQuestions() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const open = page.asked.filter(({ answer }) => answer === null);
  const done = page.asked.filter(({ answer }) => answer !== null);
  return (
    <>
      <CycleBar cycle={page.head} label="Parts of this room" />
      <ReadingPage>
        {sent && <ErrorSummary arrival={sent} errors={[{ text: sent.error, href: `#answer-${sent.question}` }]} />}
        <PageTitle>Questions</PageTitle>
        {page.asked.length === 0 && (
          <p className="lead">No inspector has asked anything yet. You are reminded when one does.</p>
        )}
        {open.map((q) => (
          <section className="room-ask" key={q.id}>
            <h2 className="part">{q.about ? `About ${q.about}` : "About the room"}</h2>
            <p className="room-asked__words">{q.words}</p>
            <p className="note-text">
              {q.by}, {q.at}
            </p>
            <Form method="post" noValidate>
              <input type="hidden" name="question" value={q.id} />
              <Textarea
                name="answer"
                id={`answer-${q.id}`}
                label="Your answer"
                hint="It stands in the room with your name. It cannot be changed afterwards."
                rows={4}
                defaultValue={sent?.question === q.id ? sent.typed : undefined}
                error={sent?.question === q.id ? sent.error : undefined}
              />
              <Button preventDoubleClick>Answer</Button>
            </Form>
          </section>
        ))}
        {done.length > 0 && (
          <>
            <h2 className="section">Answered</h2>
            <Asked asked={done} />
          </>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Questions: ${page.head.title}` : "Inspection room"));
