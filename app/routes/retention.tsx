import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { dateWords, dayOf } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { dueBefore } from "#audits/retention/schedule.ts";
import { runDisposal } from "#db/disposal.ts";
import { holdsOf } from "#db/holds.ts";
import { disposalsOf, dueForDisposal } from "#db/retention.ts";
import { noteBackupRemoved } from "#db/trail.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { DueList, HoldTable } from "~/components/retention.tsx";
import { titled } from "~/components/title.tsx";
import { backupFiles, removeBackup } from "~/server/backups.ts";
import { area, now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { dueView, holdView, runView, scheduleView } from "~/server/retention.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "retention.view");
  const { db, kind } = store();
  const due = await dueForDisposal(db, now());
  const runs = await disposalsOf(db);
  await noteView(actor, { kind: "retention", id: "due" }, "what is due for removal");
  const lastRun = runs[0]?.at ?? null;
  const oldest = dueBefore(due.periods, "backupDays", dayOf(now()));
  return {
    mayRun: may(actor, "retention.run").ok,
    mayHold: may(actor, "holds.change").ok,
    schedule: scheduleView(due.periods),
    due: dueView(due),
    total: due.kinds.reduce((sum, k) => sum + k.due.length, 0),
    seen: due.seen,
    holds: (await holdsOf(db)).map(holdView),
    runs: runs.map(runView),
    done: new URL(request.url).searchParams.get("done"),
    postgres: kind === "postgres",
    backups: backupFiles(area().settings).map((file) => ({
      name: file.name,
      at: dateWords(file.madeAt),
      size: `${(file.bytes / 1_000_000).toFixed(1)} MB`,
      old: dayOf(file.madeAt) <= oldest,
      beforeRun: lastRun !== null && file.madeAt < lastRun,
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "retention.run");
  const form = await readForm(request);
  const refuse = (field: string, sentence: string, status = 400) => data({ errors: [{ field, sentence }] }, { status });
  if (form.text("intent") === "backups") {
    const chosen = form.all("backup");
    if (chosen.length === 0) return refuse("backup", "Select the backups to remove");
    for (const name of chosen) {
      if (!removeBackup(area().settings, name)) return refuse("backup", "One of these backups is gone already", 409);
      await noteBackupRemoved(store(), actor, name, now());
    }
    return redirect("/retention?done=backups");
  }
  if (form.text("intent") !== "run") return refuse("sure", "Choose what to do");
  if (!form.has("sure")) return refuse("sure", "Confirm that the records shall be removed for good");
  const result = await runDisposal(store(), actor, form.text("seen"), now());
  if (!result.ok) return refuse("sure", result.sentence, 409);
  return redirect("/retention?done=run");
}

export default function Retention() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage wide>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Retention</PageTitle>
      <p className="lead">What is kept, for how long, and what has been kept long enough.</p>
      {page.done === "run" && (
        <Note tone="teal" title="The records were removed">
          <p>
            {page.postgres
              ? "Their room in the database is used again in time. Ask who runs the server for VACUUM FULL, which gives it back at once."
              : "The database file was compacted, so that their bytes are gone as well."}{" "}
            Backups made before still hold them: see below.
          </p>
        </Note>
      )}
      {page.done === "backups" && (
        <Note tone="teal" title="The backups were removed">
          <p>Copies that were taken to another place are not known here.</p>
        </Note>
      )}

      <h2 className="section">What is due today</h2>
      {page.total === 0 ? (
        <p>Nothing has been kept longer than its period.</p>
      ) : (
        <p>Nothing is removed before somebody has looked at this list and pressed the button below it.</p>
      )}
      {page.due.some((k) => k.dueCount + k.held.length > 0) && <DueList kinds={page.due} />}
      {page.mayRun && page.total > 0 && (
        <Form method="post" noValidate key={page.seen}>
          <input type="hidden" name="intent" value="run" />
          <input type="hidden" name="seen" value={page.seen} />
          <Checkboxes
            name="sure"
            error={error("sure")}
            items={[
              {
                value: "yes",
                label: "I have looked at the list. These records shall be removed, and nobody can bring them back.",
              },
            ]}
          />
          <Button variant="warning" preventDoubleClick>
            Remove {page.total.toLocaleString("en-GB")} records
          </Button>
        </Form>
      )}
      {!page.mayRun && <p>Your data officer removes them.</p>}

      <h2 className="section">Legal holds</h2>
      {page.holds.length === 0 ? <p>Nothing is held.</p> : <HoldTable holds={page.holds} mayEnd={page.mayHold} />}
      {page.mayHold && (
        <p>
          <Link className="govuk-link" to="/holds">
            Place or end a hold
          </Link>
        </p>
      )}

      <h2 className="section">The schedule</h2>
      <Table
        caption="How long each kind of record is kept"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Kind of record", "Kept for", "What becomes of it", "Why"]}
        rows={page.schedule.map((row) => [
          <>
            {row.title}
            <span className="second-line">{row.contains}</span>
          </>,
          `${row.length} from ${row.from}`,
          row.removal,
          row.because,
        ])}
      />
      <p>Results, themes, learning reports, the rubric and the trail are kept. The trail holds no content of a plan.</p>
      {page.mayRun && (
        <p>
          <Link className="govuk-link" to="/retention/periods">
            Change the periods
          </Link>
        </p>
      )}

      <h2 className="section">Backups beside the database</h2>
      {page.backups.length === 0 ? (
        <p>There are none in the data folder. Copies that were taken to another place are not known here.</p>
      ) : (
        <>
          <p>
            A run never removes a file. A backup made before a run still holds what the run removed; when one is
            restored, run the schedule again.
          </p>
          <Form method="post" noValidate>
            <input type="hidden" name="intent" value="backups" />
            {page.mayRun ? (
              <>
                <Checkboxes
                  name="backup"
                  legend="Backups to remove"
                  legendSize="s"
                  error={error("backup")}
                  small
                  items={page.backups.map((b) => ({ value: b.name, label: b.name, hint: backupHint(b) }))}
                />
                <Button variant="warning" preventDoubleClick>
                  Remove the selected backups
                </Button>
              </>
            ) : (
              <ul className="govuk-list govuk-list--bullet">
                {page.backups.map((b) => (
                  <li key={b.name} className="checksum">
                    {b.name}: {backupHint(b)}
                  </li>
                ))}
              </ul>
            )}
          </Form>
        </>
      )}

      <h2 className="section">Runs so far</h2>
      {page.runs.length === 0 ? (
        <p>No run has removed anything yet.</p>
      ) : (
        <Table
          caption="Runs, newest first"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["When", "By", "What"]}
          rows={page.runs.map((run) => [run.at, run.by, run.what.join("; ")])}
        />
      )}
    </ReadingPage>
  );
}

function backupHint(b: { at: string; size: string; old: boolean; beforeRun: boolean }): string {
  const notes = [b.beforeRun && "holds what the last run removed", b.old && "kept longer than its period"].filter(
    Boolean,
  );
  return [`${b.at}, ${b.size}`, ...notes].join("; ");
}

export const handle = titled<typeof loader>(() => "Retention");
