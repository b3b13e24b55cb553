import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { dateWords, endOfDay } from "#audits/dates.ts";
import { problemsInPerson } from "#audits/people/membership.ts";
import { endGuest, guestsOf, letIn } from "#db/room-guests.ts";
import { organisationsOf } from "#db/rubric-approvals.ts";
import { FormKey } from "~/components/form-key.tsx";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Select } from "~/components/govuk/inputs.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { LinkOnce } from "~/components/link-once.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { type Delivery, deliverInvitation } from "~/server/invite.server.ts";
import { requireRoom, roomFacts } from "~/server/room/desk.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** Who is let into a room. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  const { db } = store();
  const guests = await guestsOf(db, room.id, now());
  return {
    ...roomFacts(room),
    guests: guests.map((g) => ({
      id: g.id,
      name: g.name,
      email: g.email,
      organisation: g.organisation,
      standing: g.standing,
      since: dateWords(g.invitedAt),
    })),
    organisations: (await organisationsOf(db)).map(({ id, name }) => ({ value: id, text: name })),
    formKey: newFormKey(),
  };
}

type Typed = { name: string; email: string; organisationId: string };

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rooms.assemble");
  const room = await requireRoom(params.roomId);
  const fields = await readForm(request);
  const here = `/rooms/${room.id}/inspectors`;
  if (fields.text("intent") === "end") {
    await endGuest(store(), actor, room.id, fields.text("guest"), now());
    return redirect(here);
  }
  const typed: Typed = {
    name: fields.text("name"),
    email: fields.text("email"),
    organisationId: fields.text("organisationId"),
  };
  const refuse = (errors: { field: string; sentence: string }[]) =>
    data({ errors, typed, delivery: null as Delivery | null, known: null as string | null }, { status: 400 });
  const errors: { field: string; sentence: string }[] = [...problemsInPerson(typed)];
  if (!(await organisationsOf(store().db)).some(({ id }) => id === typed.organisationId))
    errors.push({ field: "organisationId", sentence: "Select the inspectorate that they work for" });
  if (errors.length) return refuse(errors);
  const sent = await writeOnce(
    fields,
    actor,
    (on) => letIn(on, actor, room.id, typed, now()),
    (made) => (made.ok ? here : null),
  );
  const { made } = sent;
  if (!made) return redirect(here);
  if (!made.ok) return refuse([made]);
  if (made.secret === null) return data({ errors: [], typed: null, delivery: null, known: made.name });
  const invited = { name: made.name, email: made.email, roles: ["inspector" as const], until: endOfDay(made.until) };
  const delivery = await deliverInvitation(invited, actor.name, made.secret);
  return data({ errors: [], typed: null, delivery, known: null });
}

const STANDING = { invited: "Invited, not in yet", in: "Let in", ended: "Ended", lapsed: "The invitation has lapsed" };

export default function RoomInspectors() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const errors = sent?.errors ?? [];
  const errorOf = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const mayInvite = page.state.key === "open" || page.state.key === "waiting";
  const { delivery } = sent ?? {};
  return (
    <>
      <CycleBar cycle={page.head} label="Parts of this room" />
      <ReadingPage>
        {errors.length > 0 && (
          <ErrorSummary arrival={sent} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        {delivery?.mailed && (
          <NotificationBanner type="success">
            <p className="govuk-notification-banner__heading">The invitation was sent to {delivery.to}.</p>
          </NotificationBanner>
        )}
        {sent?.known && (
          <NotificationBanner type="success">
            <p className="govuk-notification-banner__heading">
              {sent.known} has an account as an inspector, and is let into this room as well.
            </p>
          </NotificationBanner>
        )}
        <PageTitle>Inspectors</PageTitle>
        {delivery && !delivery.mailed && <LinkOnce to={delivery.to} link={delivery.link} why={delivery.why} />}
        <p className="lead">
          An inspector comes in by an invitation that works once and a code from an authenticator app, sees this room
          and nothing else, and is out when it closes.
        </p>
        {page.guests.length === 0 ? (
          <p>Nobody is let in yet.</p>
        ) : (
          <Table
            caption="Who is let in"
            captionSize="hidden"
            phoneList
            head={["Name", "From", "Since", "State", ""]}
            rows={page.guests.map((guest) => [
              `${guest.name}, ${guest.email}`,
              guest.organisation,
              guest.since,
              STANDING[guest.standing],
              guest.standing === "ended" ? (
                ""
              ) : (
                <Form method="post" key={guest.id}>
                  <input type="hidden" name="intent" value="end" />
                  <input type="hidden" name="guest" value={guest.id} />
                  <Button variant="secondary" preventDoubleClick>
                    End access<span className="govuk-visually-hidden"> of {guest.name}</span>
                  </Button>
                </Form>
              ),
            ])}
          />
        )}
        {mayInvite ? (
          <>
            <h2 className="section">Let somebody in</h2>
            <Form method="post" noValidate>
              <FormKey value={page.formKey} />
              <Input
                name="name"
                label="Name"
                autoComplete="off"
                defaultValue={sent?.typed?.name}
                error={errorOf("name")}
              />
              <Input
                name="email"
                type="email"
                label="Email address"
                autoComplete="off"
                spellCheck={false}
                defaultValue={sent?.typed?.email}
                error={errorOf("email")}
              />
              <Select
                name="organisationId"
                label="Which inspectorate do they work for?"
                hint="An administrator adds an organisation that is not in the list."
                options={[{ value: "", text: "Select an organisation" }, ...page.organisations]}
                defaultValue={sent?.typed?.organisationId}
                error={errorOf("organisationId")}
              />
              <Button preventDoubleClick>Invite</Button>
            </Form>
          </>
        ) : (
          <p>
            {page.state.key === "draft"
              ? "Inspectors can be invited once the room is opened: an invitation lasts as long as its room."
              : "The room is closed, so nobody can be let in."}
          </p>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Inspectors: ${page.head.title}` : "Inspection room"));
