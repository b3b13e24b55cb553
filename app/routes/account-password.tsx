import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { changePassword, hasPassword } from "#db/passwords.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { PasswordInput } from "~/components/govuk/password-input.tsx";
import { NewPassword } from "~/components/new-password.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { tell } from "~/server/notices.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { confirmPassword } from "~/server/sign-in.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "account.own");
  if (!(await hasPassword(store().db, actor.id))) throw redirect("/account");
  return { email: actor.email };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "account.own");
  const form = await readForm(request);
  if (!(await hasPassword(store().db, actor.id))) return redirect("/account");
  const refused = (field: string, sentence: string) => data({ errors: [{ field, sentence }] }, { status: 400 });
  const confirmed = await confirmPassword(actor, form.raw("current"));
  if (!confirmed.ok) return refused("current", confirmed.sentence);
  const changed = await changePassword(store(), actor, form.raw("password"), actor.session.id, now());
  if (!changed.ok) return refused("password", changed.sentence);
  tell(actor, "password");
  return redirect("/account?done=password");
}

export default function ChangePassword() {
  const { email } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/account">My account</BackLink>}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Change your password</PageTitle>
      <p>Your other sessions end. This one goes on.</p>
      <Form method="post" noValidate>
        <input type="text" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
        <PasswordInput
          name="current"
          label="Current password"
          autoComplete="current-password"
          error={error("current")}
        />
        <NewPassword error={error("password")} />
        <Button preventDoubleClick>Change the password</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Change your password");
