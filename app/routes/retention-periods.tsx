import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { type RetentionPeriods, retentionPeriods, SCHEDULE, unitOf } from "#audits/retention/schedule.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

const ROWS = Object.values(SCHEDULE);

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "retention.run");
  const { value, version } = await settingOf(store().db, "retention");
  return {
    version,
    rows: ROWS.map((row) => ({ ...row, unit: unitOf(row.period), value: String(value[row.period]) })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "retention.run");
  const form = await readForm(request);
  const errors: FieldError[] = [];
  const typed = Object.fromEntries(ROWS.map((row) => [row.period, form.text(row.period)]));
  for (const { period, title } of ROWS) {
    const text = typed[period] ?? "";
    const checked = retentionPeriods.shape[period].safeParse(/^\d{1,4}$/.test(text) ? Number(text) : undefined);
    if (!/^\d{1,4}$/.test(text) || !checked.success)
      errors.push({
        field: period,
        sentence: `${title}: enter a whole number of ${unitOf(period)}, from 1 to ${unitOf(period) === "months" ? 480 : "3650"}`,
      });
  }
  if (errors.length) return data({ errors, typed }, { status: 400 });
  const value = Object.fromEntries(ROWS.map(({ period }) => [period, Number(typed[period])])) as RetentionPeriods;
  await changeSetting(store(), actor, "retention", value, Number(form.text("version")) || 0, now());
  return redirect("/retention");
}

export default function Periods() {
  const { rows, version } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage before={<BackLink href="/retention">Retention</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Change the periods</PageTitle>
      <p className="lead">
        Agree these with your data protection officer and your partners. A shorter period removes nothing until the next
        run, which shows first what it would remove.
      </p>
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={version} />
        {rows.map((row) => (
          <Input
            key={row.period}
            name={row.period}
            label={row.title}
            labelSize="s"
            hint={`From ${row.from}. ${row.because}`}
            width={4}
            inputMode="numeric"
            suffix={row.unit}
            defaultValue={sent?.typed[row.period] ?? row.value}
            error={sent?.errors.find((e) => e.field === row.period)?.sentence}
          />
        ))}
        <Button preventDoubleClick>Save the periods</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Change the periods");
