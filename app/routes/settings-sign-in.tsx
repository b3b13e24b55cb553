import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { capital } from "#audits/reports/words.ts";
import { ROLE_LABELS, ROLES } from "#audits/vocabulary.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "settings.change");
  const { value, version } = await settingOf(store().db, "sign_in");
  return {
    ...value,
    version,
    roles: ROLES.map((role) => ({ value: role as string, label: capital(ROLE_LABELS[role]) })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "settings.change");
  const form = await readForm(request);
  const typed = { secondFactorFor: form.all("secondFactorFor"), idleMinutes: form.text("idleMinutes") };
  const idleMinutes = /^\d{1,3}$/.test(typed.idleMinutes) ? Number(typed.idleMinutes) : 0;
  const errors: FieldError[] = [];
  if (idleMinutes < 5 || idleMinutes > 60)
    errors.push({ field: "idleMinutes", sentence: "Enter a number of minutes from 5 to 60" });
  if (errors.length) return data({ errors, typed }, { status: 400 });
  const value = { secondFactorFor: ROLES.filter((role) => typed.secondFactorFor.includes(role)), idleMinutes };
  const verdict = await unlessFaster(
    changeSetting(store(), actor, "sign_in", value, Number(form.text("version")), now()),
    "Somebody else changed these settings meanwhile. Open the page again to see how they stand",
  );
  if (verdict.ok) return redirect("/settings?saved=yes");
  return data({ errors: [{ field: "idleMinutes", sentence: verdict.sentence }], typed }, { status: 409 });
}

export default function SettingsSignIn() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href="/settings">Back to settings</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Sign-in</PageTitle>
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        <Checkboxes
          name="secondFactorFor"
          legend="Who needs a second factor?"
          legendSize="m"
          hint="They sign in with a password and a code from an app on their phone. Who has no app set up yet is asked to do so at the next sign-in. We suggest everybody who sees more than their own work."
          values={sent?.typed.secondFactorFor ?? page.secondFactorFor}
          items={page.roles}
        />
        <Input
          name="idleMinutes"
          label="Sign people out after"
          labelSize="m"
          hint="Minutes without activity, from 5 to 60. Two minutes before, a notice lets them stay."
          suffix="minutes"
          width={3}
          inputMode="numeric"
          defaultValue={sent?.typed.idleMinutes ?? page.idleMinutes}
          error={sent?.errors.find((e) => e.field === "idleMinutes")?.sentence}
        />
        <Button preventDoubleClick>Save the settings</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Sign-in settings");
