import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { resetFor, resetPassword } from "#db/passwords.ts";
import { SignInPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { NewPassword } from "~/components/new-password.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { SECRET_PAGE_HEADERS, secretIn } from "~/server/links.ts";
import { tell } from "~/server/notices.server.ts";
import { cover } from "~/server/sign-in.server.ts";
import { badLink } from "~/server/throttle.server.ts";

/** Opening the link uses nothing up: mail scanners open links too. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const person = await resetFor(store().db, secretIn(params.token), now());
  const status = person ? 200 : await badLink(context.from);
  return data({ ...(await cover()), email: person?.email ?? null }, { status });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  const result = await resetPassword(store(), secretIn(params.token), form.raw("password"), now());
  if (result.ok) {
    tell(result.person, "password");
    return redirect("/sign-in?done=password");
  }
  const status = result.reason === "link" ? await badLink(context.from) : 400;
  return data({ sentence: result.sentence }, { status });
}

export const headers = () => SECRET_PAGE_HEADERS;

export default function Reset() {
  const { area, partners, email } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <SignInPage area={area} partners={partners}>
      {email ? (
        <>
          {result && <ErrorSummary arrival={result} errors={[{ text: result.sentence, href: "#password" }]} />}
          <h1 className="page-title">Choose a new password</h1>
          <p>For {email}. All sessions end. If you use an authenticator app, you go on using it.</p>
          <Form method="post" noValidate>
            <input type="text" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
            <NewPassword error={result?.sentence} />
            <Button preventDoubleClick>Keep the new password</Button>
          </Form>
        </>
      ) : (
        <>
          <h1 className="page-title">This link cannot be used</h1>
          <p>It was used before, or it is older than 60 minutes.</p>
          <p>
            <Link className="govuk-link" to="/forgot-password">
              Ask for a new link
            </Link>
          </p>
        </>
      )}
    </SignInPage>
  );
}

export const handle = titled<typeof loader>(() => "Choose a new password");
