import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { organisationsOf } from "#db/rubric-approvals.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes } from "~/components/govuk/choices.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "rubrics.edit");
  const { db } = store();
  const { value, version } = await settingOf(db, "rubrics");
  return {
    organisations: await organisationsOf(db),
    chosen: value.partnersWhoAgree,
    version,
    saved: new URL(request.url).searchParams.has("saved"),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const fields = await readForm(request);
  const known = (await organisationsOf(store().db)).map((o) => o.id);
  const partnersWhoAgree = known.filter((id) => fields.all("partners").includes(id));
  const version = Number(fields.text("version")) || 0;
  await changeSetting(store(), actor, "rubrics", { partnersWhoAgree }, version, now());
  return redirect("/rubrics/partners?saved");
}

export default function PartnersNeeded() {
  const { organisations, chosen, version, saved } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href="/rubrics">Rubrics</BackLink>}>
      {saved && (
        <Note tone="teal">
          <p role="status">Kept. It holds for cycles that are opened from now on.</p>
        </Note>
      )}
      <PageTitle>Partners whose word is needed</PageTitle>
      <p>
        A cycle can be opened with a rubric once each of these partners agrees to its weights and limits. Cycles that
        are open already go on.
      </p>
      <Form method="post">
        <input type="hidden" name="version" value={version} />
        <Checkboxes
          name="partners"
          legend="Partners"
          legendSize="s"
          hint="None ticked: a published rubric can be used at once."
          values={chosen}
          items={organisations.map((o) => ({ value: o.id, label: o.name }))}
        />
        <Button preventDoubleClick>Save</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Partners whose word is needed");
