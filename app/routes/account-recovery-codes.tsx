import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { hasPassword } from "#db/passwords.ts";
import { codesLeft, hasFactor, renewCodes } from "#db/second-factors.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { PasswordInput } from "~/components/govuk/password-input.tsx";
import { RecoveryCodes } from "~/components/recovery-codes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { newRecoveryCodes, recoveryHash } from "~/server/second-factor.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { confirmPassword } from "~/server/sign-in.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "account.own");
  const { db } = store();
  if (!(await hasFactor(db, actor.id))) throw redirect("/account");
  return { left: await codesLeft(db, actor.id), hasPassword: await hasPassword(db, actor.id) };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "account.own");
  const form = await readForm(request);
  const { db } = store();
  if (!(await hasFactor(db, actor.id))) return redirect("/account");
  if (await hasPassword(db, actor.id)) {
    const confirmed = await confirmPassword(actor, form.raw("password"));
    if (!confirmed.ok) return data({ sentence: confirmed.sentence, codes: null }, { status: 400 });
  }
  const codes = newRecoveryCodes();
  await renewCodes(store(), actor, codes.map(recoveryHash), now());
  return data({ sentence: null, codes });
}

export default function RenewRecoveryCodes() {
  const { left, hasPassword: asksPassword } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href="/account">My account</BackLink>}>
      {result?.sentence && <ErrorSummary arrival={result} errors={[{ text: result.sentence, href: "#password" }]} />}
      <PageTitle>{result?.codes ? "Your new recovery codes" : "Make new recovery codes"}</PageTitle>
      {result?.codes ? (
        <RecoveryCodes codes={result.codes} back="/account" />
      ) : (
        <Form method="post" noValidate>
          <p>
            {left === 1 ? "1 recovery code is" : `${left} recovery codes are`} left. With the new ones, the earlier ones
            stop working.
          </p>
          {asksPassword && (
            <PasswordInput
              name="password"
              label="Your password"
              autoComplete="current-password"
              error={result?.sentence ?? undefined}
            />
          )}
          <Button preventDoubleClick>Make new recovery codes</Button>
        </Form>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Recovery codes");
