import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { listWords } from "#audits/people/permissions.ts";
import { ROLE_LABELS } from "#audits/vocabulary.ts";
import { openInvitations, renewInvitation, withdrawInvitation } from "#db/invitations.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Tag, type TagTone } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { LinkOnce } from "~/components/link-once.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { type Delivery, deliverInvitation } from "~/server/invite.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "people.invite");
  const all = await openInvitations(store().db, now());
  return {
    invitations: all.map((i) => ({
      id: i.id,
      version: i.version,
      name: i.name,
      email: i.email,
      roles: listWords([...new Set(i.memberships.map((m) => ROLE_LABELS[m.role]))], "and"),
      by: i.by,
      state: i.state,
      when: {
        open: `Until ${dateWords(i.expiresAt)}`,
        expired: `On ${dateWords(i.expiresAt)}`,
        accepted: i.acceptedAt && `On ${dateWords(i.acceptedAt)}`,
        withdrawn: i.withdrawnAt && `On ${dateWords(i.withdrawnAt)}`,
      }[i.state],
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "people.invite");
  const form = await readForm(request);
  const answered = (sentence: string | null, delivery: Delivery | null, status = 200) =>
    data({ sentence, delivery }, { status });
  const [id, version, at] = [form.raw("id"), Number(form.raw("version")), now()];
  const invitation = (await openInvitations(store().db, at)).find((i) => i.id === id);
  if (!invitation || !Number.isSafeInteger(version)) throw notFound();
  if (form.raw("intent") === "withdraw") {
    await withdrawInvitation(store(), actor, id, version, at);
    return answered(null, null);
  }
  const renewed = await renewInvitation(store(), actor, id, version, at);
  if (!renewed.ok) return answered(renewed.sentence, null, 400);
  const { name, email, until } = renewed;
  const roles = invitation.memberships.map((m) => m.role);
  return answered(null, await deliverInvitation({ name, email, roles, until }, actor.name, renewed.secret));
}

const STATES: Record<string, { words: string; tone: TagTone }> = {
  open: { words: "Open", tone: "teal" },
  expired: { words: "Expired", tone: "amber" },
  accepted: { words: "Accepted", tone: "neutral" },
  withdrawn: { words: "Withdrawn", tone: "neutral" },
};

export default function Invitations() {
  const { invitations } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const delivery = result?.delivery;
  return (
    <ReadingPage wide before={<BackLink href="/people">People</BackLink>}>
      {result?.sentence && <ErrorSummary arrival={result} errors={[{ text: result.sentence }]} />}
      <PageTitle>Invitations</PageTitle>
      {delivery &&
        (delivery.mailed ? (
          <Note tone="teal" title={`The invitation of ${delivery.to} was mailed again`}>
            <p>The earlier link no longer works.</p>
          </Note>
        ) : (
          <LinkOnce {...delivery} />
        ))}
      {invitations.length === 0 ? (
        <p className="lead">Nobody has been invited yet. An invitation is the only way to an account.</p>
      ) : (
        <Table
          caption="Invitations, newest first"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Name", "Email address", "Role", "Invited by", "State", "What you can do"]}
          rows={invitations.map((i) => [
            i.name,
            i.email,
            i.roles,
            i.by,
            <span key="state">
              <Tag tone={STATES[i.state]?.tone}>{STATES[i.state]?.words}</Tag> {i.when}
            </span>,
            i.state === "open" || i.state === "expired" ? (
              <Form method="post" key={`${i.id} ${i.version}`} className="row-actions">
                <input type="hidden" name="id" value={i.id} />
                <input type="hidden" name="version" value={i.version} />
                <button type="submit" className="link-button" name="intent" value="renew">
                  Send again<span className="govuk-visually-hidden"> to {i.name}</span>
                </button>
                <button type="submit" className="link-button" name="intent" value="withdraw">
                  Withdraw<span className="govuk-visually-hidden"> the invitation of {i.name}</span>
                </button>
              </Form>
            ) : (
              "Nothing"
            ),
          ])}
        />
      )}
      <LinkButton href="/people/invite">Invite a person</LinkButton>
      <p>
        <Link className="govuk-link" to="/people">
          See who has an account
        </Link>
      </p>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Invitations");
