import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { dayWords } from "#audits/dates.ts";
import { closeRoom, moveLastDay, openRoom } from "#db/room-opening.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { DateInput } from "~/components/govuk/date-input.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Textarea } from "~/components/govuk/inputs.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { requireRoom, roomFacts } from "~/server/room/desk.server.ts";
import { dayFrom } from "~/server/validate.ts";
import { requireActor } from "~/server/session.server.ts";

/** Opening a room from a day to a day, moving its last day, and closing it before. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  return {
    ...roomFacts(room),
    opensOn: room.opensOn,
    closesOn: room.closesOn,
    from: room.opensOn ? dayWords(room.opensOn) : null,
    until: room.closesOn ? dayWords(room.closesOn) : null,
    releasedBy: room.releasedBy,
  };
}

const dayAt = (fields: Fields, name: string, what: string) =>
  dayFrom(
    { day: fields.text(`${name}-day`), month: fields.text(`${name}-month`), year: fields.text(`${name}-year`) },
    what,
  );

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  const fields = await readForm(request);
  const version = Number(fields.text("version")) || 0;
  const typed = Object.fromEntries(
    ["opensOn", "closesOn"].flatMap((name) =>
      ["day", "month", "year"].map((part) => [`${name}-${part}`, fields.text(`${name}-${part}`)]),
    ),
  );
  const kept = { ...typed, releasedBy: fields.text("releasedBy"), reason: fields.raw("reason") } as Record<
    string,
    string
  >;
  const refuse = (errors: { field: string; sentence: string }[]) => data({ errors, typed: kept }, { status: 400 });
  if (fields.text("intent") === "close") {
    const closed = await closeRoom(store(), actor, room.id, fields.raw("reason"), version, now());
    return closed.ok ? redirect(`/rooms/${room.id}/open`) : refuse(closed.problems);
  }
  const opens = fields.text("intent") === "move" ? null : dayAt(fields, "opensOn", "The first day");
  const closes = dayAt(fields, "closesOn", "The last day");
  const unread = [
    ...(opens && !opens.ok ? [{ field: "opensOn-day", sentence: opens.sentence }] : []),
    ...(closes.ok ? [] : [{ field: "closesOn-day", sentence: closes.sentence }]),
  ];
  if (unread.length || !closes.ok) return refuse(unread);
  const done =
    opens === null
      ? await moveLastDay(store(), actor, room.id, closes.day, version, now())
      : await openRoom(
          store(),
          actor,
          room.id,
          { opensOn: opens.ok ? opens.day : null, closesOn: closes.day, releasedBy: fields.text("releasedBy") },
          version,
          now(),
        );
  if (!done.ok) return refuse(done.problems);
  return redirect(opens === null ? `/rooms/${room.id}/open` : `/rooms/${room.id}/inspectors`);
}

export default function RoomOpen() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const errors = sent?.errors ?? [];
  const errorOf = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const { state } = page;
  const parts = (name: "opensOn" | "closesOn") => {
    const [year = "", month = "", day = ""] = page[name]?.split("-") ?? [];
    const held: Record<string, string> = { day: day.replace(/^0/, ""), month: month.replace(/^0/, ""), year };
    return ["day", "month", "year"].map((part) => ({
      name: part,
      value: undefined,
      defaultValue: sent?.typed[`${name}-${part}`] ?? held[part],
    }));
  };
  const version = <input type="hidden" name="version" value={page.version} />;
  const lastDay = (
    <DateInput
      id="closesOn"
      namePrefix="closesOn"
      legend="Last day"
      legendSize="s"
      hint="The room closes by itself at the end of this day, and so does every inspector’s access."
      error={errorOf("closesOn-day")}
      parts={parts("closesOn")}
    />
  );
  return (
    <>
      <CycleBar cycle={page.head} label="Parts of this room" />
      <ReadingPage>
        {errors.length > 0 && (
          <ErrorSummary arrival={sent} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle>Open and close</PageTitle>
        <p className="lead">{state.words}.</p>
        {state.key === "draft" && (
          <Form method="post" noValidate id="open">
            {version}
            <p>
              When the room is opened, everything in it is fixed: what inspectors see stays what they saw, with a
              fingerprint of each entry in the trail.
            </p>
            <DateInput
              id="opensOn"
              namePrefix="opensOn"
              legend="First day"
              legendSize="s"
              error={errorOf("opensOn-day")}
              parts={parts("opensOn")}
            />
            {lastDay}
            <Input
              name="releasedBy"
              label="Who released it for the partnership?"
              hint="By role, as inspectors are to read it: “The quality lead and the designated clinical officer”."
              defaultValue={sent?.typed.releasedBy}
              error={errorOf("releasedBy")}
            />
            <Button preventDoubleClick>Open the room</Button>
          </Form>
        )}
        {(state.key === "open" || state.key === "waiting") && (
          <>
            <p>
              Opened by decision on {page.opened}, from {page.from} to {page.until}.
            </p>
            <h2 className="section">Move the last day</h2>
            <Form method="post" noValidate>
              {version}
              <input type="hidden" name="intent" value="move" />
              {lastDay}
              <Button variant="secondary" preventDoubleClick>
                Move the last day
              </Button>
            </Form>
            <h2 className="section">Close it now</h2>
            <Form method="post" noValidate>
              {version}
              <input type="hidden" name="intent" value="close" />
              <Textarea
                name="reason"
                label="Why is it closed?"
                hint="It is kept in the trail. Inspectors who are signed in are signed out."
                rows={2}
                defaultValue={sent?.typed.reason}
                error={errorOf("reason")}
              />
              <Button variant="warning" preventDoubleClick>
                Close the room
              </Button>
            </Form>
          </>
        )}
        {state.key === "closed" && (
          <p>
            {page.closedReason && `It was closed on ${page.closed}: ${page.closedReason} `}
            What it showed, and who looked at it, stays on record. A closed room is not opened again: start a new one.
          </p>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((page) =>
  page ? `Open and close: ${page.head.title}` : "Inspection room",
);
