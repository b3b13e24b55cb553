import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { endHold, holdsOf } from "#db/holds.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { holdView } from "~/server/retention.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "holds.change");
  const hold = (await holdsOf(store().db)).find((h) => h.id === params.holdId);
  if (!hold) throw notFound();
  if (hold.endedAt) throw redirect("/holds");
  return { hold: holdView(hold) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "holds.change");
  const form = await readForm(request);
  const reason = form.text("reason");
  const verdict = await endHold(store(), actor, params.holdId ?? "", reason, now());
  if (verdict.ok) return redirect("/holds");
  return data({ errors: [{ field: "reason", sentence: verdict.sentence }], reason }, { status: 400 });
}

export default function EndHold() {
  const { hold } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href="/holds">Legal holds</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over={hold.on}>End the hold</PageTitle>
      <p className="lead">
        Placed on {hold.placed}: {hold.reason}
      </p>
      <p>The hold stays on record. What it kept goes with the next run, if its period is over.</p>
      <Form method="post" noValidate>
        <Textarea
          name="reason"
          label="Why does it end?"
          labelSize="s"
          hint="It is kept in the trail, so name no child."
          rows={3}
          defaultValue={sent?.reason}
          error={sent?.errors[0]?.sentence}
        />
        <Button variant="warning" preventDoubleClick>
          End the hold
        </Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `End the hold on ${page.hold.on}` : "End a hold"));
