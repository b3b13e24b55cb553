import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { targetText } from "#audits/actions/effect.ts";
import { mayChangeAction } from "#audits/actions/life.ts";
import { ownersOf } from "#db/action-people.ts";
import { changePromise } from "#db/actions.ts";
import { PromiseFields } from "~/components/actions/promise-fields.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { dayBoxes } from "~/components/period-fields.tsx";
import { titled } from "~/components/title.tsx";
import { promiseFrom, readFromWords, readingView, requireAction, typedFields } from "~/server/actions.server.ts";
import { now, store, today, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { forbidden, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "actions.open");
  const { action, name } = await requireAction(actor, params.actionId);
  const verdict = mayChangeAction(action);
  if (!verdict.ok) throw forbidden(verdict.sentence);
  return {
    id: action.id,
    name,
    version: action.version,
    stands: {
      title: action.title,
      steps: action.steps,
      ownerId: action.ownerId,
      withWhom: action.withWhom,
      target: String(action.target),
      next: action.next,
    },
    services: action.services as string[],
    dueOn: action.dueOn,
    hint: `Baseline ${readingView(action.baseline, true).text}, ${readFromWords(action.baseline)}. Now ${targetText(action.target, action.measure.better)}`,
    owners: await ownersOf(store().db, now()),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "actions.open");
  const { action } = await requireAction(actor, params.actionId);
  const form = await readForm(request);
  const refuse = (errors: { field: string; sentence: string }[], status = 400) =>
    data({ errors, typed: typedFields(form), services: form.all("services") }, { status });
  // A due date that has passed may stay as it is.
  const from = action.dueOn < today() ? action.dueOn : today();
  const promised = await promiseFrom(form, { measure: action.measure, baseline: action.baseline, from });
  if (!promised.ok) return refuse(promised.errors);
  const seen = { id: action.id, version: Number(form.text("version")) };
  const verdict = await unlessFaster(
    changePromise(store(), actor, seen, promised.promise, now()),
    "Somebody else changed this action meanwhile. What you typed is kept here. Open the action in another window to compare, then open this page again",
  );
  return verdict.ok
    ? redirect(`/actions/${action.id}?done=changed`)
    : refuse([{ field: verdict.sentence.includes("target") ? "target" : "title", sentence: verdict.sentence }], 409);
}

export default function ChangeAction() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href={`/actions/${page.id}`}>Back to {page.name}</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Change the promise of {page.name}</PageTitle>
      <p className="lead">Its measure and baseline stay. The history keeps how the promise was.</p>
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        <PromiseFields
          owners={page.owners}
          typed={sent?.typed ?? page.stands}
          services={sent?.services ?? page.services}
          due={dayBoxes("dueOn", sent?.typed, page.dueOn)}
          error={error}
          targetHint={page.hint}
        />
        <Button preventDoubleClick>Save the promise</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Change ${page.name}` : "Change an action"));
