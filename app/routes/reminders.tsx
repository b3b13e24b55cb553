import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { addDays } from "#audits/cases/days.ts";
import { dayWords, momentWords, weekdayWords } from "#audits/dates.ts";
import { REMINDER_LABELS } from "#audits/panel/reminders.ts";
import { cycleOf, cyclesOf } from "#db/cycles.ts";
import { everybody } from "#db/people.ts";
import { notBegun } from "#db/reminder-sources.ts";
import { remindersSince } from "#db/reminders.ts";
import { settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { NotificationBanner, Tag } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store, today } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { mailIsSet } from "~/server/mail.server.ts";
import { remindNotBegun } from "~/server/reminders.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** How far back the page looks. */
const DAYS_SHOWN = 30;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "reminders.send");
  const { db } = store();
  const names = new Map((await everybody(db)).map((p) => [p.id, p.name]));
  const scoring = (await cyclesOf(db)).filter(({ cycle }) => cycle.status === "scoring");
  const cycles = [];
  for (const { cycle } of scoring)
    cycles.push({
      id: cycle.id,
      title: cycle.title,
      due: weekdayWords(cycle.scoringDue),
      list: (await notBegun(db, cycle)).map((r) => ({ name: names.get(r.personId) ?? "", audits: r.audits })),
    });
  return {
    mailed: mailIsSet(),
    settings: (await settingOf(db, "reminders")).value,
    cycles,
    told: (await remindersSince(db, addDays(today(), -DAYS_SHOWN))).map(({ reminder: r, name }) => ({
      key: `${r.personId}/${r.kind}/${r.about}/${r.day}`,
      name,
      day: dayWords(r.day),
      what: REMINDER_LABELS[r.kind],
      byHand: r.sentBy !== null,
      at: momentWords(r.at),
      status: r.status,
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "reminders.send");
  const form = await readForm(request);
  const { db } = store();
  const cycle = await cycleOf(db, form.text("cycleId"));
  if (cycle?.status !== "scoring") throw notFound();
  if (!mailIsSet())
    return data({ title: cycle.title, words: "No mail server is set, so nothing can be sent." }, { status: 409 });
  const { sent, failed, already, refused } = await remindNotBegun(actor, cycle, await notBegun(db, cycle));
  const people = (n: number) => (n === 1 ? "1 auditor" : `${n} auditors`);
  const words = [
    sent && `${people(sent)} reminded.`,
    failed && `The mail to ${people(failed)} did not leave.`,
    already && `${people(already)} had been reminded today.`,
    refused && `${people(refused)} want no reminders by mail: speak to them.`,
  ].filter(Boolean);
  return data({ title: cycle.title, words: words.join(" ") || "Everybody has begun." });
}

const STATES = { sent: "Sent", failed: "Did not leave", sending: "Not known" } as const;

export default function Reminders() {
  const { mailed, settings, cycles, told } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return (
    <ReadingPage wide before={<BackLink href="/cycles">Cycles</BackLink>}>
      {sent && (
        <NotificationBanner type="success" title={sent.title}>
          {sent.words}
        </NotificationBanner>
      )}
      <PageTitle>Reminders</PageTitle>
      <p className="lead">
        {!mailed
          ? "No mail server is set, so nobody is reminded by mail. What is due stands on everybody’s first page."
          : settings.on
            ? `People are reminded by mail on working days, from ${settings.daysBefore} days before audits are due.`
            : "Reminders by mail are switched off in the settings."}
      </p>
      {cycles.map((c) => (
        <section key={c.id} aria-labelledby={`begin-${c.id}`}>
          <h2 className="section" id={`begin-${c.id}`}>
            {c.title}: not begun
          </h2>
          {c.list.length === 0 ? (
            <p>Every auditor has begun.</p>
          ) : (
            <>
              <p>
                {c.list.map((p) => `${p.name} (${p.audits === 1 ? "1 audit" : `${p.audits} audits`})`).join(", ")}. Due{" "}
                {c.due}.
              </p>
              {mailed && (
                <Form method="post">
                  <input type="hidden" name="cycleId" value={c.id} />
                  <Button variant="secondary" preventDoubleClick>
                    Remind {c.list.length === 1 ? "this auditor" : `these ${c.list.length} auditors`} now
                  </Button>
                </Form>
              )}
            </>
          )}
          <p>
            <Link className="govuk-link" to={`/cycles/${c.id}/audits`}>
              All audits of {c.title}
            </Link>
          </p>
        </section>
      ))}
      <h2 className="section">Who was reminded</h2>
      {told.length === 0 ? (
        <p>Nobody was reminded by mail in the last {DAYS_SHOWN} days.</p>
      ) : (
        <Table
          caption={`Reminders of the last ${DAYS_SHOWN} days, latest first`}
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Who", "Of what", "When", "Mail"]}
          rows={told.map((t) => [
            t.name,
            t.what,
            t.at,
            <Tag key={t.key} tone={t.status === "sent" ? "teal" : t.status === "failed" ? "worry" : "neutral"}>
              {STATES[t.status]}
            </Tag>,
          ])}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Reminders");
