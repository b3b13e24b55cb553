import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { SignInPage } from "~/components/frame.tsx";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { PasswordInput } from "~/components/govuk/password-input.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { area } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { type ProviderProblem, providerWith, signOutAt } from "~/server/oidc.server.ts";
import { idleMinutes, safePath, SET_UP_PATH, standingOf } from "~/server/session.server.ts";
import { cover, signIn } from "~/server/sign-in.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const back = safePath(asked.get("back"));
  const standing = await standingOf(request);
  if (standing) throw redirect(standing.mustSetUp ? `${SET_UP_PATH}?back=${encodeURIComponent(back)}` : back);
  const provider = providerWith(asked.get("with") ?? asked.get("out") ?? "");
  return {
    ...(await cover()),
    back,
    idleMinutes: await idleMinutes(),
    cameFromPage: back !== "/",
    providers: area().settings.providers.map(({ key, name }) => ({ key, name })),
    problem: provider && problemWords(provider.name, asked.get("problem")),
    signedOut: provider && asked.has("out") ? { name: provider.name, address: await signOutAt(provider) } : null,
    done: asked.get("done") === "password",
  };
}

function problemWords(name: string, problem: string | null): string | null {
  const words: Record<ProviderProblem, string> = {
    unreachable: `Your ${name} cannot be reached at the moment. Try again later, or sign in with your email address and password`,
    unchecked: `The answer of your ${name} could not be checked. Begin again. If it happens again, tell your administrator`,
    cancelled: `You did not sign in with your ${name}. Begin again, or sign in with your email address and password`,
    unknown: `Nobody has invited the email address of your ${name}. Ask your quality lead for an invitation`,
    unverified: `Your ${name} has not confirmed your email address. Ask those who run it, or sign in with your email address and password`,
    other: `Your email address belongs to another ${name} here. Ask your administrator`,
  };
  return problem && Object.hasOwn(words, problem) ? words[problem as ProviderProblem] : null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  const email = form.text("email");
  const password = form.raw("password");
  const back = safePath(form.raw("back"));
  const errors: FieldError[] = [];
  if (!email) errors.push({ field: "email", sentence: "Enter your email address" });
  if (!password) errors.push({ field: "password", sentence: "Enter your password" });
  if (errors.length === 0) {
    const outcome = await signIn(request, email, password, context.from, back);
    if (outcome.kind === "in") return redirect(back, { headers: outcome.headers });
    if (outcome.kind === "code") return redirect("/sign-in/code", { headers: outcome.headers });
    errors.push({ field: "email", sentence: outcome.sentence });
  }
  return data({ errors, email }, { status: 400 });
}

export default function SignIn() {
  const page = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  const { back, providers, signedOut } = page;
  return (
    <SignInPage area={page.area} partners={page.partners}>
      {result ? (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      ) : (
        page.problem && <ErrorSummary errors={[{ text: page.problem, href: "#email" }]} />
      )}
      <h1 className="page-title">Sign in</h1>
      {signedOut && (
        <Note tone="amber" title="You are signed out here">
          <p>
            You may still be signed in to your {signedOut.name}.{" "}
            {signedOut.address ? (
              <a className="govuk-link" href={signedOut.address}>
                Sign out there too
              </a>
            ) : (
              "Close the browser if others use this computer."
            )}
          </p>
        </Note>
      )}
      {page.done && (
        <Note tone="teal" title="Your new password is kept">
          <p>Sign in with it now.</p>
        </Note>
      )}
      {page.cameFromPage && !result && (
        <p>You were signed out, or have not signed in yet. After this you are back where you were.</p>
      )}
      {providers.length > 0 && (
        <>
          <p>Use your work account if your organisation is listed.</p>
          {providers.map((provider) => (
            <LinkButton
              key={provider.key}
              variant="secondary"
              href={`/sign-in/with/${provider.key}?back=${encodeURIComponent(back)}`}
            >
              Sign in with your {provider.name}
            </LinkButton>
          ))}
          <p className="or">or</p>
        </>
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
      <p>
        <Link className="govuk-link" to="/forgot-password">
          Forgot your password?
        </Link>
      </p>
      {page.demonstration && (
        <Note tone="navy" title="This is a demonstration">
          <p>All people and plans are invented. The README and the terminal list one sign-in for each role.</p>
        </Note>
      )}
      <p className="note-text">
        Accounts are by invitation from your quality lead. We sign you out after {page.idleMinutes} minutes without
        activity, with a warning.
      </p>
    </SignInPage>
  );
}

export const handle = titled<typeof loader>((page) => (page?.problem ? "Error: Sign in" : "Sign in"));
