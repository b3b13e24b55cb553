import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { theArea } from "#db/people.ts";
import { SignInPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { PasswordInput } from "~/components/govuk/password-input.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { IDLE_MINUTES, safePath, signIn, whoIsAsking, mustWait, WAIT_MINUTES } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const back = safePath(new URL(request.url).searchParams.get("back"));
  if (await whoIsAsking(request)) throw redirect(back);
  const area = await theArea(store().db);
  return {
    back,
    area: area?.name ?? null,
    partners: area?.partners ?? "",
    demonstration: area?.demonstration ?? false,
    idleMinutes: IDLE_MINUTES,
    cameFromPage: back !== "/",
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  const email = form.text("email");
  const password = form.raw("password");
  const errors: FieldError[] = [];
  if (!email) errors.push({ field: "email", sentence: "Enter your email address" });
  if (!password) errors.push({ field: "password", sentence: "Enter your password" });
  if (errors.length === 0 && mustWait(email, context.from, now()))
    errors.push({
      field: "email",
      sentence: `Sign-in with this address was refused too often. Wait ${WAIT_MINUTES} minutes, or ask your quality lead`,
    });
  if (errors.length === 0) {
    const headers = await signIn(request, email, password, context.from);
    if (headers) return redirect(safePath(form.raw("back")), { headers });
    errors.push({
      field: "email",
      sentence: "The email address and password do not match. Check both, or ask your quality lead",
    });
  }
  return data({ errors, email }, { status: 400 });
}

export default function SignIn() {
  const { back, area, partners, demonstration, idleMinutes, cameFromPage } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  return (
    <SignInPage area={area ?? "This installation is not set up yet"} partners={partners}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <h1 className="page-title">Sign in</h1>
      {cameFromPage && !result && (
        <p>You were signed out, or have not signed in yet. After this you are back where you were.</p>
      )}
      <Form method="post" noValidate>
        <input type="hidden" name="back" value={back} />
        <Input
          name="email"
          type="email"
          label="Email address"
          autoComplete="username"
          spellCheck={false}
          defaultValue={result?.email}
          error={error("email")}
        />
        <PasswordInput name="password" label="Password" autoComplete="current-password" error={error("password")} />
        <Button preventDoubleClick>Sign in</Button>
      </Form>
      {demonstration && (
        <Note tone="navy" title="This is a demonstration">
          <p>All people and plans are invented. The README and the terminal list one sign-in for each role.</p>
        </Note>
      )}
      <p className="note-text">
        Accounts are made by your quality lead. We sign you out after {idleMinutes} minutes without activity.
      </p>
    </SignInPage>
  );
}

export const handle = titled<typeof loader>(() => "Sign in");
