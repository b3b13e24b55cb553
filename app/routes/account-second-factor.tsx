import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { hasPassword } from "#db/passwords.ts";
import { theArea } from "#db/people.ts";
import { confirmFactor, factorOf, keyFor, pendingKey, removeSecondFactor } from "#db/second-factors.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { PasswordInput } from "~/components/govuk/password-input.tsx";
import { Note } from "~/components/notes.tsx";
import { RecoveryCodes } from "~/components/recovery-codes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { tell } from "~/server/notices.server.ts";
import { keyToShow, newRecoveryCodes, newSealedKey, recoveryHash, stepOf } from "~/server/second-factor.server.ts";
import { needsSecondFactor, requireActor, safePath } from "~/server/session.server.ts";
import { confirmPassword } from "~/server/sign-in.server.ts";
import { forgiveIn, limitsForConfirming, tryNow } from "~/server/throttle.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "account.own", { settingUp: true });
  const asked = new URL(request.url).searchParams;
  const { db } = store();
  const factor = await factorOf(db, actor.id);
  const shown = {
    back: safePath(asked.get("back")),
    since: factor?.confirmedAt ? dateWords(factor.confirmedAt) : null,
    needed: await needsSecondFactor(db, actor),
    hasPassword: await hasPassword(db, actor.id),
  };
  if (factor?.secret && !asked.has("new")) return { ...shown, setUp: null };
  const sealed = await pendingKey(store(), actor.id, actor.session.id, await newSealedKey());
  return { ...shown, setUp: await keyToShow(sealed, actor.email, (await theArea(db))?.name ?? "") };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "account.own", { settingUp: true });
  const form = await readForm(request);
  const { db } = store();
  const refused = (errors: FieldError[]) => data({ errors, codes: null }, { status: 400 });
  const factor = await factorOf(db, actor.id);
  // Who stands at an open screen must not be able to take the account over.
  if (factor?.secret && (await hasPassword(db, actor.id))) {
    const confirmed = await confirmPassword(actor, form.raw("password"));
    if (!confirmed.ok) return refused([{ field: "password", sentence: confirmed.sentence }]);
  }
  if (form.raw("intent") === "turn-off") {
    if (!factor?.secret) return redirect("/account");
    if (await needsSecondFactor(db, actor))
      return refused([{ field: "password", sentence: "Your role needs a second factor, so it cannot be turned off" }]);
    await removeSecondFactor(store(), actor, actor.id, now(), actor.session.id);
    tell(actor, "removed");
    return redirect("/account");
  }
  const limits = limitsForConfirming(actor.session.id);
  const allowed = await tryNow(limits);
  if (!allowed.ok)
    return refused([{ field: "code", sentence: `This was refused too often. Try again in ${allowed.wait}` }]);
  const pending = keyFor(actor.session.id, factor);
  const step = pending ? await stepOf(pending, form.text("code"), now()) : null;
  if (!pending || step === null)
    return refused([
      {
        field: "code",
        sentence: form.text("code")
          ? "That code does not fit. Enter the one that the app shows now"
          : "Enter the code that the app shows now",
      },
    ]);
  const codes = newRecoveryCodes();
  const codeHashes = codes.map(recoveryHash);
  await confirmFactor(store(), actor, { pending, step, codeHashes, sessionId: actor.session.id }, now());
  await store().transaction((tx) => forgiveIn(tx, limits));
  tell(actor, "authenticator");
  return data({ errors: [] as FieldError[], codes });
}

export default function SecondFactor() {
  const { back, since, needed, hasPassword: asksPassword, setUp } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors = result?.errors ?? [];
  const error = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const password = asksPassword && since && (
    <PasswordInput name="password" label="Your password" autoComplete="current-password" error={error("password")} />
  );
  return (
    <ReadingPage before={since || !needed ? <BackLink href="/account">My account</BackLink> : undefined}>
      {errors.length > 0 && (
        <ErrorSummary arrival={result} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      {result?.codes ? (
        <>
          <PageTitle>Your authenticator app is set up</PageTitle>
          <RecoveryCodes codes={result.codes} back={back === "/" ? "/account" : back} />
        </>
      ) : setUp ? (
        <>
          <PageTitle>{since ? "Use another authenticator app" : "Set up an authenticator app"}</PageTitle>
          <p className="lead">
            {needed && !since
              ? "Your role needs a second step at sign-in. Set it up once to go on."
              : "At sign-in you then enter a code from the app after your password."}
          </p>
          <h2 className="section">1. Add the key to an app</h2>
          <p>
            Any authenticator app does, such as the one that your organisation uses. Point it at this picture, or type
            the key.
          </p>
          <svg
            className="qr"
            viewBox={`0 0 ${setUp.size} ${setUp.size}`}
            width="220"
            height="220"
            role="img"
            aria-label="QR code that holds the key below"
            shapeRendering="crispEdges"
          >
            <rect width={setUp.size} height={setUp.size} fill="#ffffff" />
            <path d={setUp.path} fill="#000000" />
          </svg>
          <p>
            Key: <code className="secret-key">{setUp.key}</code>
          </p>
          <h2 className="section">2. Enter the code that it shows</h2>
          <Form method="post" noValidate>
            <Input
              name="code"
              label="6-digit code"
              width={10}
              code
              inputMode="numeric"
              autoComplete="one-time-code"
              spellCheck={false}
              error={error("code")}
            />
            {password}
            <Button preventDoubleClick>Set up the app</Button>
          </Form>
        </>
      ) : (
        <>
          <PageTitle>Authenticator app</PageTitle>
          <p>You set up an authenticator app on {since}. Sign-in asks for a code of it after your password.</p>
          <ul className="govuk-list">
            <li>
              <Link className="govuk-link" to="/account/second-factor?new=1">
                Use another authenticator app
              </Link>
            </li>
            <li>
              <Link className="govuk-link" to="/account/recovery-codes">
                Make new recovery codes
              </Link>
            </li>
          </ul>
          <h2 className="section">Turn it off</h2>
          {needed ? (
            <Note tone="navy">
              <p>Your role needs a second factor, so it cannot be turned off.</p>
            </Note>
          ) : (
            <Form method="post" noValidate>
              <p>Whoever knows your password can then sign in as you.</p>
              {password}
              <Button variant="warning" name="intent" value="turn-off" preventDoubleClick>
                Turn off the second factor
              </Button>
            </Form>
          )}
        </>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Authenticator app");
