import { type ActionFunctionArgs, data } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { SignInPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { readForm } from "~/server/form.server.ts";
import { mailIsSet } from "~/server/mail.server.ts";
import { resetAsked } from "~/server/reset.server.ts";
import { cover } from "~/server/sign-in.server.ts";
import { limitsFor, tryNow } from "~/server/throttle.server.ts";
import { log, loggable } from "~/server/log.ts";

export async function loader() {
  return { ...(await cover()), mail: mailIsSet() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  const email = form.text("email").toLowerCase();
  const refused = (sentence: string) => data({ asked: false, sentence, email }, { status: 400 });
  if (!/^[^@\s]+@[^@\s]+$/.test(email) || email.length > 254)
    return refused("Enter an email address, such as name@example.gov.uk");
  const allowed = await tryNow(await limitsFor("reset", request, email, context.from));
  if (!allowed.ok) return refused(`This was asked for too often. Try again in ${allowed.wait}`);
  // Not waited for: neither what is answered nor how long it takes tells whether anybody has the address.
  void resetAsked(email).catch((error: unknown) =>
    log().error({ error: loggable(error) }, "A reset link could not be made"),
  );
  return data({ asked: true, sentence: null, email });
}

export default function ForgotPassword() {
  const { area, partners, mail } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <SignInPage area={area} partners={partners}>
      {result?.sentence && <ErrorSummary arrival={result} errors={[{ text: result.sentence, href: "#email" }]} />}
      <h1 className="page-title">{result?.asked ? "Look into your mail" : "Forgot your password?"}</h1>
      {!mail ? (
        <Note tone="navy" title="This installation sends no mail">
          <p>Ask your administrator: they can make a link with which you choose a new password.</p>
        </Note>
      ) : result?.asked ? (
        <>
          <p>
            If somebody here has the address {result.email}, a link is on its way to it. It works once, for 60 minutes.
          </p>
          <p>If nothing comes, look into the folder for unwanted mail, or ask your administrator.</p>
        </>
      ) : (
        <Form method="post" noValidate>
          <p>We send a link with which you choose a new password.</p>
          <Input
            name="email"
            type="email"
            label="Email address"
            autoComplete="username"
            spellCheck={false}
            defaultValue={result?.email}
            error={result?.sentence ?? undefined}
          />
          <Button preventDoubleClick>Send the link</Button>
        </Form>
      )}
      <p>
        <Link className="govuk-link" to="/sign-in">
          Go to sign-in
        </Link>
      </p>
    </SignInPage>
  );
}

export const handle = titled<typeof loader>(() => "Forgot your password?");
