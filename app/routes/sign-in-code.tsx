import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { SignInPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { titled } from "~/components/title.tsx";
import { readForm } from "~/server/form.server.ts";
import { tell } from "~/server/notices.server.ts";
import { safePath } from "~/server/session.server.ts";
import { cover, enterCode, isBetweenSteps } from "~/server/sign-in.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  if (!(await isBetweenSteps(request))) throw redirect("/sign-in");
  return cover();
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  const typed = form.text("code");
  if (!typed) return data({ sentence: "Enter the code that the app shows now" }, { status: 400 });
  const outcome = await enterCode(request, typed.slice(0, 40), context.from);
  if (outcome.kind === "again") return redirect("/sign-in");
  if (outcome.kind === "refused") return data({ sentence: outcome.sentence }, { status: 400 });
  if (outcome.codesLeft !== null) tell(outcome.person, "recovery");
  return redirect(safePath(outcome.back), { headers: outcome.headers });
}

export default function SignInCode() {
  const { area, partners } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <SignInPage area={area} partners={partners}>
      {result && <ErrorSummary arrival={result} errors={[{ text: result.sentence, href: "#code" }]} />}
      <h1 className="page-title">Enter your code</h1>
      <Form method="post" noValidate>
        <Input
          name="code"
          label="6-digit code"
          hint="Your authenticator app shows it for “EHC plan quality”. You can paste it."
          width={10}
          code
          inputMode="numeric"
          autoComplete="one-time-code"
          spellCheck={false}
          error={result?.sentence}
        />
        <Button preventDoubleClick>Go on</Button>
      </Form>
      <Details summary="I cannot use the app">
        <p>Enter one of your recovery codes in place of the 6 digits. Each works once.</p>
        <p>If you have none left, ask your administrator to remove your second factor. You then set it up anew.</p>
      </Details>
      <p>
        <Link className="govuk-link" to="/sign-in">
          Sign in as somebody else
        </Link>
      </p>
    </SignInPage>
  );
}

export const handle = titled<typeof loader>(() => "Enter your code");
