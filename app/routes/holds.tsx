import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { HOLD_SCOPES } from "#audits/vocabulary.ts";
import { cyclesOf } from "#db/cycles.ts";
import { holdsOf, placeHold } from "#db/holds.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Select, Textarea } from "~/components/govuk/inputs.tsx";
import { HoldTable } from "~/components/retention.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { holdView } from "~/server/retention.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "holds.change");
  const { db } = store();
  return {
    holds: (await holdsOf(db)).map(holdView),
    cycles: (await cyclesOf(db)).map(({ cycle }) => ({ value: cycle.id, text: cycle.title })),
    case: new URL(request.url).searchParams.get("case")?.slice(0, 40) ?? "",
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "holds.change");
  const form = await readForm(request);
  const scope = HOLD_SCOPES.find((one) => one === form.text("scope"));
  const typed = {
    scope: form.text("scope"),
    case: form.text("case"),
    cycle: form.text("cycle"),
    reason: form.text("reason"),
  };
  const refuse = (field: string, sentence: string, status = 400) =>
    data({ errors: [{ field, sentence }], typed }, { status });
  if (!scope) return refuse("scope", "Select what is held");
  const subject = scope === "case" ? typed.case : scope === "cycle" ? typed.cycle : "";
  const verdict = await placeHold(store(), actor, { scope, subject }, typed.reason, now());
  if (verdict.ok) return redirect("/holds");
  const field = verdict.field === "reason" ? "reason" : scope === "everything" ? "scope" : scope;
  return refuse(field, verdict.sentence, 400);
}

export default function Holds() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Legal holds</PageTitle>
      <p className="lead">
        What is held is never removed, whatever its period: for a complaint, a tribunal, an inquiry or a request that is
        not answered yet.
      </p>
      {page.holds.length === 0 ? <p>Nothing is held.</p> : <HoldTable holds={page.holds} mayEnd />}
      <h2 className="section">Place a hold</h2>
      <Form method="post" noValidate key={page.case}>
        <Radios
          name="scope"
          legend="What is held?"
          legendSize="s"
          value={sent?.typed.scope ?? (page.case ? "case" : undefined)}
          error={error("scope")}
          items={[
            {
              value: "case",
              label: "One case",
              hint: "In every cycle, with its link to the child and urgent concerns about it",
              conditional: (
                <Input
                  name="case"
                  label="Reference of the case"
                  hint="For example, C-0417"
                  width={10}
                  defaultValue={sent?.typed.case ?? page.case}
                  error={error("case")}
                />
              ),
            },
            {
              value: "cycle",
              label: "One cycle",
              hint: "Every plan of it",
              conditional: (
                <Select
                  name="cycle"
                  label="Cycle"
                  defaultValue={sent?.typed.cycle}
                  options={[{ value: "", text: "Choose a cycle" }, ...page.cycles]}
                  error={error("cycle")}
                />
              ),
            },
            { value: "everything", label: "Everything", hint: "No run removes anything while this is in force" },
          ]}
        />
        <Textarea
          name="reason"
          label="Why"
          labelSize="s"
          hint="It is kept in the trail, so name no child."
          rows={3}
          defaultValue={sent?.typed.reason}
          error={error("reason")}
        />
        <Button preventDoubleClick>Place the hold</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Legal holds");
