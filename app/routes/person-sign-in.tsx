import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { browserWords } from "#audits/people/browser.ts";
import { rolesNow } from "#db/memberships.ts";
import { hasPassword } from "#db/passwords.ts";
import { hasFactor, removeSecondFactor } from "#db/second-factors.ts";
import { endSessionsOf, sessionsOf } from "#db/sessions.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { LinkOnce } from "~/components/link-once.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireChangeable } from "~/server/person.server.ts";
import { resetLinkFor } from "~/server/reset.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { person, memberships } = await requireChangeable(actor, params.personId);
  const { db } = store();
  return {
    id: person.id,
    name: person.name,
    here: rolesNow(memberships, now()).length > 0,
    hasPassword: await hasPassword(db, person.id),
    factor: await hasFactor(db, person.id),
    sessions: (await sessionsOf(db, person.id, now())).map((s) => ({
      id: s.id,
      browser: browserWords(s.userAgent),
      started: momentWords(s.startedAt),
      used: momentWords(s.usedAt),
    })),
  };
}

type Answer = { done: string | null; link: { link: string; why: string; to: string } | null; error: string | null };
const answer = (given: Partial<Answer>, status = 200) =>
  data<Answer>({ done: null, link: null, error: null, ...given }, { status });

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "people.change");
  const { person, memberships } = await requireChangeable(actor, params.personId);
  const intent = (await readForm(request)).text("intent");
  const at = now();
  if (intent === "end-sessions") {
    const ended = await endSessionsOf(store(), actor, person.id, at);
    return answer({ done: ended === 1 ? "1 session has ended." : `${ended} sessions have ended.` });
  }
  if (intent === "remove-factor") {
    if (!(await hasFactor(store().db, person.id))) return answer({ error: "No authenticator app is set up" }, 409);
    await removeSecondFactor(store(), actor, person.id, at);
    return answer({ done: "The authenticator app and the recovery codes are removed, and every session has ended." });
  }
  if (intent !== "link") return answer({ error: "Press one of the buttons" }, 400);
  if (rolesNow(memberships, at).length === 0)
    return answer({ error: `Give ${person.name} a role first: without one nobody can sign in` }, 409);
  const made = await resetLinkFor(actor, person);
  return made.mailed
    ? answer({ done: `A link to choose a password was mailed to ${person.email}.` })
    : answer({ link: { link: made.link, why: made.why, to: person.name } });
}

export default function PersonSignIn() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href={`/people/${page.id}`}>Back to {page.name}</BackLink>}>
      {sent?.error && <ErrorSummary arrival={sent} errors={[{ text: sent.error, href: "#link" }]} />}
      {sent?.done && (
        <NotificationBanner type="success" title="Done">
          {sent.done}
        </NotificationBanner>
      )}
      <PageTitle>Sign-in of {page.name}</PageTitle>
      {sent?.link && <LinkOnce {...sent.link} />}

      <h2 className="section">Password</h2>
      <p>
        {page.hasPassword ? "A password is set." : "No password is set."} A link lets {page.name} choose a new one. It
        works once, for 60 minutes, and does not get past the authenticator app.
      </p>
      <Form method="post">
        <Button name="intent" value="link" variant="secondary" preventDoubleClick id="link">
          Make a link to choose a password
        </Button>
      </Form>

      <h2 className="section">Authenticator app</h2>
      {page.factor ? (
        <Form method="post">
          <p>
            Remove it when the phone and the recovery codes are lost. Make sure first that it is {page.name} who asks,
            by a call to a number that you know: whoever has the password can sign in after this.
          </p>
          <Button name="intent" value="remove-factor" variant="warning" preventDoubleClick>
            Remove the authenticator app
          </Button>
        </Form>
      ) : (
        <p>None is set up.</p>
      )}

      <h2 className="section">Open sessions</h2>
      {page.sessions.length === 0 ? (
        <p>{page.name} is not signed in anywhere.</p>
      ) : (
        <>
          <Table
            caption={`Open sessions of ${page.name}`}
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Browser", "Started", "Last used"]}
            rows={page.sessions.map((s) => [s.browser, s.started, s.used])}
          />
          <Form method="post">
            <Button name="intent" value="end-sessions" variant="warning" preventDoubleClick>
              End all sessions of {page.name}
            </Button>
          </Form>
        </>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Sign-in of ${page.name}` : "Sign-in of a person"));
