import { statfsSync } from "node:fs";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { reportQueue } from "#db/reports.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { NotificationBanner, Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { backupFiles, backupFolder, recipientsOf } from "~/server/backups.ts";
import { area, databaseHealth, now, store } from "~/server/database.server.ts";
import { makeBackup } from "~/server/jobs.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { version } from "../../package.json";

/** Less than this free, and the page says that room is short. */
const LITTLE_ROOM = 1024 ** 3;
/** A backup older than this many days is told as old. */
const OLD_DAYS = 2;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "system.view");
  const { settings } = area();
  const [health, queue, files] = [await databaseHealth(), await reportQueue(store().db), backupFiles(settings)];
  const disk = statfsSync(settings.DATA_DIR);
  const free = disk.bavail * disk.bsize;
  const latest = files[0]?.madeAt ?? null;
  return {
    made: new URL(request.url).searchParams.has("made"),
    checkedAt: momentWords(now()),
    ok: health.ok,
    database:
      health.database === "sqlite" ? "SQLite file" : health.database === "postgres" ? "PostgreSQL" : health.database,
    folder: backupFolder(settings),
    keys: recipientsOf(settings).length,
    keep: settings.BACKUP_KEEP.replace(/, (?=\d+ months?$)/, " and "),
    free: size(free),
    littleRoom: free < LITTLE_ROOM,
    queue,
    backupIsOld: latest === null || now().getTime() - latest.getTime() > OLD_DAYS * 86_400_000,
    latest: latest ? momentWords(latest) : null,
    version,
    node: process.version,
    upSince: momentWords(new Date(now().getTime() - process.uptime() * 1000)),
    files: files.map((f) => ({ name: f.name, at: momentWords(f.madeAt), size: size(f.bytes), sealed: f.sealed })),
  };
}

const size = (bytes: number) =>
  bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : `${Math.max(0.1, bytes / 1024 ** 2).toFixed(1)} MB`;

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "system.view");
  const form = await readForm(request);
  if (form.text("intent") !== "backup") return data({ sentence: "Press Make a backup now" }, { status: 400 });
  const verdict = await makeBackup(actor);
  return verdict.ok ? redirect("/system?made=yes") : data({ sentence: verdict.sentence }, { status: 503 });
}

export default function System() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const { waiting, making, failed } = page.queue;
  return (
    <ReadingPage>
      {sent && <ErrorSummary arrival={sent} errors={[{ text: sent.sentence, href: "#backup" }]} />}
      {page.made && !sent && (
        <NotificationBanner type="success" title="Backup made">
          The database was copied, and the copy was checked.
        </NotificationBanner>
      )}
      <PageTitle>System</PageTitle>
      <p className="lead">Whether everything runs, and what there is to fall back on. Checked on {page.checkedAt}.</p>
      <h2 className="section">Health</h2>
      <SummaryList
        rows={[
          {
            key: "Database",
            value: page.ok ? `${page.database}, answers` : <Tag tone="worry">Does not answer as it should</Tag>,
          },
          {
            key: "Room on the disk",
            value: page.littleRoom ? (
              <>
                <Tag tone="worry">Little room</Tag> {page.free} free
              </>
            ) : (
              `${page.free} free`
            ),
          },
          {
            key: "Reports being made",
            value:
              waiting + making + failed === 0
                ? "None waiting, none failed"
                : `${making} being made, ${waiting} waiting, ${failed} failed`,
          },
          { key: "Running since", value: page.upSince },
          { key: "Version", value: `${page.version}, on Node ${page.node}` },
        ]}
      />
      <h2 className="section">Backups</h2>
      <p>
        {page.latest ? `The latest backup is from ${page.latest}.` : "No backup was made yet."}{" "}
        {page.backupIsOld && <Tag tone="amber">Make one, or see to it that one is made each night</Tag>}
      </p>
      <Form method="post">
        <input type="hidden" name="intent" value="backup" />
        <Button preventDoubleClick id="backup">
          Make a backup now
        </Button>
      </Form>
      {page.files.length > 0 && (
        <Table
          caption="Copies of the database, newest first"
          captionSize="s"
          firstCellIsHeader
          phoneList
          head={["File", "Made", "Encrypted", { content: "Size", numeric: true }]}
          rows={page.files.map((f) => [
            <code className="hash" key="f">
              {f.name}
            </code>,
            f.at,
            f.sealed ? "Yes" : "No",
            { content: f.size, numeric: true },
          ])}
        />
      )}
      <SummaryList
        rows={[
          { key: "Folder on the server", value: <code className="hash">{page.folder}</code> },
          {
            key: "Encrypted",
            value:
              page.keys > 0 ? (
                `For ${page.keys === 1 ? "one key" : `${page.keys} keys`} of the area, which the server does not have`
              ) : (
                <>
                  <Tag tone="amber">Not encrypted</Tag> Set BACKUP_RECIPIENTS to the area’s public key
                </>
              ),
          },
          { key: "Kept by the command of each night", value: `The newest of ${page.keep}` },
        ]}
      />
      <p>
        Have the backups copied to another place each night. The file <code>area-keys.json</code> belongs elsewhere
        again: whoever has it and a backup can find a child. Backups hold case data, so this page gives none out. How a
        backup is restored stands in the project’s <code>docs/operations.md</code>.
      </p>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "System");
