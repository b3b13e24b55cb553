import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { dayWords, momentWords } from "#audits/dates.ts";
import { AGENCY_LABELS, ROLE_LABELS } from "#audits/vocabulary.ts";
import { acceptInvitation, invitationWith } from "#db/invitations.ts";
import { SignInPage } from "~/components/frame.tsx";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { NewPassword } from "~/components/new-password.tsx";
import { titled } from "~/components/title.tsx";
import { area, now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { SECRET_PAGE_HEADERS, secretIn } from "~/server/links.ts";
import { cover } from "~/server/sign-in.server.ts";
import { badLink } from "~/server/throttle.server.ts";

/** Opening the link uses nothing up: mail scanners open links too. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const invited = await invitationWith(store().db, secretIn(params.token), now());
  const status = invited ? 200 : await badLink(context.from);
  const shown = invited && {
    name: invited.name,
    email: invited.email,
    by: invited.by,
    until: momentWords(invited.expiresAt),
    roles: invited.memberships.map(
      (m) =>
        `${m.agency ? `${AGENCY_LABELS[m.agency]} ` : ""}${ROLE_LABELS[m.role]}, ${m.organisation}${m.lastDay ? `, until ${dayWords(m.lastDay)}` : ""}`,
    ),
    providers: area().settings.providers.map(({ key, name }) => ({ key, name })),
  };
  return data({ ...(await cover()), invited: shown }, { status });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  const result = await acceptInvitation(store(), secretIn(params.token), form.raw("password"), now());
  if (result.ok) return redirect("/sign-in?done=password");
  const status = result.reason === "link" ? await badLink(context.from) : 400;
  return data({ sentence: result.sentence }, { status });
}

export const headers = () => SECRET_PAGE_HEADERS;

export default function Invitation() {
  const { area: areaName, partners, invited } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <SignInPage area={areaName} partners={partners}>
      {invited ? (
        <>
          {result && <ErrorSummary arrival={result} errors={[{ text: result.sentence, href: "#password" }]} />}
          <h1 className="page-title">Welcome, {invited.name}</h1>
          <p>{invited.by} invites you to check the quality of Education, Health and Care plans as:</p>
          <ul className="govuk-list govuk-list--bullet">
            {invited.roles.map((role) => (
              <li key={role}>{role}</li>
            ))}
          </ul>
          {invited.providers.length > 0 && (
            <>
              <p>Use your work account if your organisation is listed.</p>
              {invited.providers.map((provider) => (
                <LinkButton key={provider.key} variant="secondary" href={`/sign-in/with/${provider.key}`}>
                  Sign in with your {provider.name}
                </LinkButton>
              ))}
              <p className="or">or</p>
            </>
          )}
          <p>Choose a password for {invited.email}.</p>
          <Form method="post" noValidate>
            <input type="text" name="username" autoComplete="username" defaultValue={invited.email} hidden readOnly />
            <NewPassword error={result?.sentence} />
            <Button preventDoubleClick>Accept the invitation</Button>
          </Form>
          <p className="note-text">The invitation works once, until {invited.until}.</p>
        </>
      ) : (
        <>
          <h1 className="page-title">This invitation cannot be used</h1>
          <p>It was used before, withdrawn, or is older than 7 days.</p>
          <p>
            If you have an account,{" "}
            <a className="govuk-link" href="/sign-in">
              sign in
            </a>
            . If not, ask who invited you to send it again.
          </p>
        </>
      )}
    </SignInPage>
  );
}

export const handle = titled<typeof loader>(() => "Invitation");
