import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { browserWords } from "#audits/people/browser.ts";
import { membershipWords } from "#audits/people/permissions.ts";
import { capital } from "#audits/reports/words.ts";
import { hasPassword } from "#db/passwords.ts";
import { refusesReminders, switchReminders } from "#db/reminders.ts";
import { codesLeft, hasFactor } from "#db/second-factors.ts";
import { endSessionOf, endSessionsOf, sessionsOf } from "#db/sessions.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { area, now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { needsSecondFactor, requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "account.own");
  const { db } = store();
  const factor = await hasFactor(db, actor.id);
  const provider = area().settings.providers.find((p) => actor.session.way === `provider:${p.key}`);
  return {
    name: actor.name,
    email: actor.email,
    roles: actor.memberships.map((m) => capital(`${membershipWords(m)}, ${m.organisationName}`)),
    provider: provider?.name ?? null,
    hasPassword: await hasPassword(db, actor.id),
    factor,
    needed: await needsSecondFactor(db, actor),
    reminded: !(await refusesReminders(db, actor.id)),
    codesLeft: factor ? await codesLeft(db, actor.id) : 0,
    sessions: (await sessionsOf(db, actor.id, now())).map((s) => ({
      id: s.id,
      own: s.id === actor.session.id,
      browser: browserWords(s.userAgent),
      started: momentWords(s.startedAt),
      used: momentWords(s.usedAt),
    })),
    done: new URL(request.url).searchParams.get("done") === "password",
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "account.own");
  const form = await readForm(request);
  const session = form.raw("end");
  const reminders = /^reminders-(on|off)$/.exec(form.raw("intent"))?.[1];
  if (reminders) await switchReminders(store(), actor, reminders === "on", now());
  else if (form.raw("intent") === "end-others") await endSessionsOf(store(), actor, actor.id, now(), actor.session.id);
  else if (session && session !== actor.session.id) await endSessionOf(store(), actor, actor.id, session, now());
  return redirect("/account");
}

export default function Account() {
  const account = useLoaderData<typeof loader>();
  const { sessions, factor } = account;
  const others = sessions.filter((s) => !s.own).length;
  return (
    <ReadingPage>
      <PageTitle>My account</PageTitle>
      {account.done && (
        <Note tone="teal" title="Your password is changed">
          <p>Your other sessions have ended.</p>
        </Note>
      )}
      <SummaryList
        rows={[
          { key: "Name", value: account.name },
          { key: "Email address", value: account.email },
          { key: account.roles.length === 1 ? "Role" : "Roles", value: lines(account.roles) },
          ...(account.provider ? [{ key: "Signed in with", value: account.provider }] : []),
          {
            key: "Password",
            value: account.hasPassword ? "Set" : "None: you sign in with your work account",
            actions: account.hasPassword
              ? [{ text: "Change", href: "/account/password", hiddenText: "your password" }]
              : [],
          },
          {
            key: "Authenticator app",
            value: factor ? "Set up" : account.needed ? "Your work account asks for it" : "Not set up",
            actions: [
              {
                text: factor ? "Change" : "Set up",
                href: "/account/second-factor",
                hiddenText: "the authenticator app",
              },
            ],
          },
          ...(factor
            ? [
                {
                  key: "Recovery codes",
                  value: account.codesLeft === 1 ? "1 left" : `${account.codesLeft} left`,
                  actions: [{ text: "Make new ones", href: "/account/recovery-codes", hiddenText: "recovery codes" }],
                },
              ]
            : []),
        ]}
      />
      <h2 className="section">Reminders</h2>
      <p>
        {account.reminded
          ? "You get a mail when audits are due or late, and before a meeting: one a day at most, on working days."
          : "You get no reminders by mail. What is due stands on your first page."}{" "}
        Mail that asks you to a meeting always comes.
      </p>
      <Form method="post">
        <Button
          variant="secondary"
          name="intent"
          value={account.reminded ? "reminders-off" : "reminders-on"}
          preventDoubleClick
        >
          {account.reminded ? "Switch my reminders off" : "Switch my reminders on"}
        </Button>
      </Form>
      <h2 className="section">Where you are signed in</h2>
      <p>End a session that you do not know, then change your password.</p>
      <Table
        caption="Your sessions"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Browser", "Started", "Last used", "What you can do"]}
        rows={sessions.map((s) => [
          s.browser,
          s.started,
          s.used,
          s.own ? (
            "This session"
          ) : (
            <Form method="post" key={s.id}>
              <button type="submit" className="link-button" name="end" value={s.id}>
                End
                <span className="govuk-visually-hidden">
                  {" "}
                  the session of {s.browser}, started {s.started}
                </span>
              </button>
            </Form>
          ),
        ])}
      />
      {others > 0 && (
        <Form method="post">
          <Button variant="secondary" name="intent" value="end-others" preventDoubleClick>
            End all other sessions
          </Button>
        </Form>
      )}
    </ReadingPage>
  );
}

const lines = (items: string[]) => (
  <>
    {items.map((item) => (
      <div key={item}>{item}</div>
    ))}
  </>
);

export const handle = titled<typeof loader>(() => "My account");
