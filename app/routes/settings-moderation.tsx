import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { changeSetting, settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "settings.change");
  const { value, version } = await settingOf(store().db, "moderation");
  return { ...value, version };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "settings.change");
  const form = await readForm(request);
  const choice = (name: string): "shown" | "hidden" | null => {
    const given = form.text(name);
    return given === "shown" || given === "hidden" ? given : null;
  };
  const [auditorNames, namesOnSharedScreen] = [choice("auditorNames"), choice("namesOnSharedScreen")];
  const typed = { auditorNames: form.text("auditorNames"), namesOnSharedScreen: form.text("namesOnSharedScreen") };
  if (!auditorNames || !namesOnSharedScreen) {
    const field = auditorNames ? "namesOnSharedScreen" : "auditorNames";
    return data({ errors: [{ field, sentence: "Choose whether names are shown" }], typed }, { status: 400 });
  }
  const verdict = await unlessFaster(
    changeSetting(
      store(),
      actor,
      "moderation",
      { auditorNames, namesOnSharedScreen },
      Number(form.text("version")),
      now(),
    ),
    "Somebody else changed these settings meanwhile. Open the page again to see how they stand",
  );
  if (verdict.ok) return redirect("/settings?saved=yes");
  return data({ errors: [{ field: "auditorNames", sentence: verdict.sentence }], typed }, { status: 409 });
}

export default function SettingsModeration() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  const choices = [
    { value: "shown", label: "Agency and name" },
    { value: "hidden", label: "Agency alone" },
  ];
  return (
    <ReadingPage before={<BackLink href="/settings">Back to settings</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Moderation</PageTitle>
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        <Radios
          name="auditorNames"
          legend="What does a panel read of who gave a level?"
          legendSize="m"
          hint="Until every audit of a plan is in, nobody reads anything of them."
          error={error("auditorNames")}
          value={sent?.typed.auditorNames ?? page.auditorNames}
          items={choices}
        />
        <Radios
          name="namesOnSharedScreen"
          legend="And on the shared screen of a meeting?"
          legendSize="m"
          hint="Where names are hidden above, they are hidden here too."
          error={error("namesOnSharedScreen")}
          value={sent?.typed.namesOnSharedScreen ?? page.namesOnSharedScreen}
          items={choices}
        />
        <Button preventDoubleClick>Save the settings</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Moderation settings");
