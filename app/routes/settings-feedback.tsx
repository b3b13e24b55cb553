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
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "settings.change");
  const { value, version } = await settingOf(store().db, "feedback");
  return { ...value, version };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "settings.change");
  const fields = await readForm(request);
  const typed = { showAuditors: fields.text("showAuditors"), replyDays: fields.text("replyDays") };
  const replyDays = /^\d{1,2}$/.test(typed.replyDays) ? Number(typed.replyDays) : 0;
  const errors: FieldError[] = [];
  if (typed.showAuditors !== "yes" && typed.showAuditors !== "no")
    errors.push({ field: "showAuditors", sentence: "Select whether auditors’ names are shown" });
  if (replyDays < 1 || replyDays > 60)
    errors.push({ field: "replyDays", sentence: "Enter a number of working days from 1 to 60" });
  if (errors.length) return data({ errors, typed }, { status: 400 });
  const verdict = await unlessFaster(
    changeSetting(
      store(),
      actor,
      "feedback",
      { showAuditors: typed.showAuditors === "yes", replyDays },
      Number(fields.text("version")),
      now(),
    ),
    "Somebody else changed these settings meanwhile. Open the page again to see how they stand",
  );
  if (verdict.ok) return redirect("/settings?saved=yes");
  return data({ errors: [{ field: "replyDays", sentence: verdict.sentence }], typed }, { status: 409 });
}

export default function SettingsFeedback() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/settings">Back to settings</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Feedback</PageTitle>
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        <Radios
          name="showAuditors"
          legend="Do feedback packs say who audited the plan?"
          legendSize="m"
          hint="Packs that were sent stay as they were sent. Auditors should know of the choice before they score."
          value={sent?.typed.showAuditors ?? (page.showAuditors ? "yes" : "no")}
          error={error("showAuditors")}
          items={[
            { value: "no", label: "No", hint: "Usual: the panel speaks as one" },
            { value: "yes", label: "Yes, by name" },
          ]}
        />
        <Input
          name="replyDays"
          label="Replies are due after"
          labelSize="m"
          hint="Working days, Monday to Friday, from 1 to 60."
          suffix="working days"
          width={3}
          inputMode="numeric"
          defaultValue={sent?.typed.replyDays ?? page.replyDays}
          error={error("replyDays")}
        />
        <Button preventDoubleClick>Save the settings</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Feedback settings");
