import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { recordMailTest } from "#db/mail.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { area, now, store } from "~/server/database.server.ts";
import { mailIsSet, sendMail } from "~/server/mail.server.ts";
import { testMail } from "~/server/mail-words.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "settings.change");
  const { SMTP_URL, MAIL_FROM } = area().settings;
  // The server's name alone: the address holds a password.
  const server = SMTP_URL ? new URL(SMTP_URL).host : null;
  return { server, from: MAIL_FROM ?? null, to: actor.email };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "settings.change");
  const result = await sendMail(testMail(actor, now()));
  if (mailIsSet()) await recordMailTest(store(), actor, result.sent, now());
  return data({ sent: result.sent, words: result.sent ? result.said : result.why });
}

export default function MailTest() {
  const { server, from, to } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <ReadingPage>
      <PageTitle>Test mail</PageTitle>
      {result && (
        <Note
          tone={result.sent ? "teal" : "worry"}
          title={result.sent ? "The mail server took the message" : "The message was not sent"}
        >
          <p>{result.sent ? `It said: ${result.words}` : result.words}</p>
          {result.sent && <p>Look into your mail. If nothing comes, ask those who run the mail server.</p>}
        </Note>
      )}
      {server ? (
        <>
          <SummaryList
            rows={[
              { key: "Mail server", value: server },
              { key: "From", value: from },
              { key: "To", value: to },
            ]}
          />
          <Form method="post">
            <Button preventDoubleClick>Send a test mail to me</Button>
          </Form>
        </>
      ) : (
        <>
          <p className="lead">No mail server is set. Links are shown to you instead, to hand over yourself.</p>
          <p>
            Whoever runs the server can set <code>SMTP_URL</code> and <code>MAIL_FROM</code>; the README has an example.
          </p>
        </>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Test mail");
