import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { changeSetting, settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { mailIsSet } from "~/server/mail.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "settings.change");
  const { value, version } = await settingOf(store().db, "reminders");
  return { ...value, version, mailed: mailIsSet() };
}

const whole = (typed: string, least: number, most: number): number | null => {
  const n = /^\d{1,2}$/.test(typed) ? Number(typed) : Number.NaN;
  return n >= least && n <= most ? n : null;
};

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "settings.change");
  const form = await readForm(request);
  const typed = { on: form.text("on"), daysBefore: form.text("daysBefore"), fromHour: form.text("fromHour") };
  const errors: FieldError[] = [];
  const daysBefore = whole(typed.daysBefore, 1, 14);
  const fromHour = whole(typed.fromHour, 0, 20);
  if (typed.on !== "yes" && typed.on !== "no")
    errors.push({ field: "on", sentence: "Select whether reminders leave by mail" });
  if (daysBefore === null) errors.push({ field: "daysBefore", sentence: "Enter a number of days from 1 to 14" });
  if (fromHour === null) errors.push({ field: "fromHour", sentence: "Enter an hour from 0 to 20" });
  if (errors.length || daysBefore === null || fromHour === null) return data({ errors, typed }, { status: 400 });
  const value = { on: typed.on === "yes", daysBefore, fromHour };
  const verdict = await unlessFaster(
    changeSetting(store(), actor, "reminders", value, Number(form.text("version")), now()),
    "Somebody else changed these settings meanwhile. Open the page again to see how they stand",
  );
  if (verdict.ok) return redirect("/settings?saved=yes");
  return data({ errors: [{ field: "on", sentence: verdict.sentence }], typed }, { status: 409 });
}

export default function SettingsReminders() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/settings">Back to settings</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Reminders</PageTitle>
      <p className="lead">
        Auditors are told of audits that are due or late, people of meetings on the next working day, leads and chairs
        of what waits for them. No mail holds anything of a plan.
      </p>
      {!page.mailed && (
        <p>No mail server is set, so nothing leaves yet. What is due stands on everybody’s first page.</p>
      )}
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        <Radios
          name="on"
          legend="Send reminders by mail?"
          legendSize="m"
          hint="On working days, one mail a person and day at most. Everybody can switch their own off."
          value={sent?.typed.on ?? (page.on ? "yes" : "no")}
          error={error("on")}
          items={[
            { value: "yes", label: "Yes" },
            { value: "no", label: "No" },
          ]}
        />
        <Input
          name="daysBefore"
          label="Remind of audits from"
          labelSize="m"
          hint="Days before they are due, from 1 to 14. They are told once, on the day, and when they are late"
          suffix="days before"
          width={3}
          inputMode="numeric"
          defaultValue={sent?.typed.daysBefore ?? page.daysBefore}
          error={error("daysBefore")}
        />
        <Input
          name="fromHour"
          label="Not before"
          labelSize="m"
          hint="The hour by the clock in England, from 0 to 20"
          suffix="o’clock"
          width={3}
          inputMode="numeric"
          defaultValue={sent?.typed.fromHour ?? page.fromHour}
          error={error("fromHour")}
        />
        <Button preventDoubleClick>Save the settings</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Reminder settings");
