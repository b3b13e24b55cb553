import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { INTEREST_KINDS, INTERESTS, readInterest } from "#audits/panel/interests.ts";
import { declareInterest, endInterest, ownInterests } from "#db/interests.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  return {
    done: new URL(request.url).searchParams.get("done"),
    interests: (await ownInterests(store().db, actor.id)).map((i) => ({
      id: i.id,
      label: INTERESTS[i.kind].label,
      value: i.value,
      since: dateWords(i.declaredAt),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const form = await readForm(request);
  if (form.text("intent") === "end") {
    await endInterest(store(), actor, form.text("id"), now());
    return redirect("/my-interests?done=ended");
  }
  const typed = { kind: form.text("kind"), value: form.text(`value-${form.text("kind")}`) };
  const read = readInterest(typed.kind, typed.value);
  if (!read.ok) {
    const field = read.field === "value" ? `value-${typed.kind}` : "kind";
    return data({ errors: [{ field, sentence: read.sentence }], typed }, { status: 400 });
  }
  await declareInterest(store(), actor, read.interest, now());
  return redirect("/my-interests?done=declared");
}

const DONE: Record<string, string> = {
  declared: "Your interest is declared. You are not given these plans. Hand back those that you have already.",
  ended: "The interest is taken back.",
};

export default function Interests() {
  const { interests, done } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/my-audits">Back to my audits</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      {done && DONE[done] && !sent && (
        <NotificationBanner type="success" title="Done">
          {DONE[done]}
        </NotificationBanner>
      )}
      <PageTitle>My interests</PageTitle>
      <p className="lead">
        Auditors do not score plans that they wrote or advised on, of settings they work for, or of children they know.
        What you declare here keeps such plans away from you.
      </p>
      {interests.length > 0 ? (
        <Table
          caption="What you declared"
          captionSize="s"
          phoneList
          head={["What", "Which", "Since", ""]}
          rows={interests.map((i) => [
            i.label,
            i.value,
            i.since,
            <Form method="post" key={i.id}>
              <input type="hidden" name="intent" value="end" />
              <button type="submit" className="link-button" name="id" value={i.id}>
                Take back
                <span className="govuk-visually-hidden">
                  {" "}
                  {i.label} {i.value}
                </span>
              </button>
            </Form>,
          ])}
        />
      ) : (
        <p>You have declared nothing.</p>
      )}
      <Form method="post" noValidate>
        <Radios
          name="kind"
          legend="What do you declare?"
          legendSize="m"
          value={sent?.typed.kind}
          error={error("kind")}
          items={INTEREST_KINDS.map((kind) => ({
            value: kind,
            label: INTERESTS[kind].label,
            conditional: (
              <Input
                name={`value-${kind}`}
                label={INTERESTS[kind].ask}
                hint={`Such as ${INTERESTS[kind].example}. Nobody’s name`}
                width={20}
                spellCheck={false}
                defaultValue={sent?.typed.kind === kind ? sent.typed.value : ""}
                error={error(`value-${kind}`)}
              />
            ),
          }))}
        />
        <Button preventDoubleClick>Declare</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "My interests");
