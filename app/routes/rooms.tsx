import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { roomState } from "#audits/room/life.ts";
import { allRooms, LONGEST_TITLE, startRoom } from "#db/rooms.ts";
import { FormKey } from "~/components/form-key.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "rooms.assemble");
  const rooms = await allRooms(store().db);
  return {
    rooms: rooms.map((room) => ({
      id: room.id,
      title: room.title,
      state: roomState(room, now()).words,
      started: dateWords(room.madeAt),
    })),
    formKey: newFormKey(),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rooms.assemble");
  const fields = await readForm(request);
  const title = fields.text("title");
  const refuse = (sentence: string) => data({ errors: [{ field: "title", sentence }], title }, { status: 400 });
  if (!title) return refuse("Enter a name for the room");
  if (title.length > LONGEST_TITLE || /\p{Cc}/u.test(title))
    return refuse(`The name must be ${LONGEST_TITLE} characters or fewer, on one line`);
  const sent = await writeOnce(
    fields,
    actor,
    (on) => startRoom(on, actor, title, now()),
    (id) => `/rooms/${id}`,
  );
  return redirect(sent.to);
}

export default function Rooms() {
  const { rooms, formKey } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = sent?.errors[0];
  return (
    <ReadingPage>
      {error && <ErrorSummary arrival={sent} errors={[{ text: error.sentence, href: "#title" }]} />}
      <PageTitle>Inspection rooms</PageTitle>
      <p className="lead">
        A room shows inspectors how the partnership knows the quality of its plans and what it did about it: read only,
        from a day to a day, published figures, every visit on record.
      </p>
      {rooms.length === 0 ? (
        <p>
          There is no room yet. Start one below: its checklist names what inspectors ask for, and the product fills most
          of it.
        </p>
      ) : (
        <Table
          caption="Rooms, newest first"
          captionSize="hidden"
          phoneList
          head={["Room", "State", "Started"]}
          rows={rooms.map((room) => [
            <Link className="govuk-link" key={room.id} to={`/rooms/${room.id}`}>
              {room.title}
            </Link>,
            room.state,
            room.started,
          ])}
        />
      )}
      <h2 className="section">Start a room</h2>
      <Form method="post" noValidate>
        <FormKey value={formKey} />
        <Input
          name="title"
          label="What is the room for?"
          hint="Its name, which inspectors read: “Area SEND inspection, December 2026”."
          defaultValue={sent?.title}
          error={error?.sentence}
        />
        <Button preventDoubleClick>Start a room</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Inspection rooms");
