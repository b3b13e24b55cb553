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
import { backupFiles, makeBackup } from "~/server/backups.server.ts";
import { area, databaseHealth, now, store } from "~/server/database.server.ts";
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
  const [health, queue, files] = [await databaseHealth(), await reportQueue(store().db), backupFiles()];
  const disk = statfsSync(settings.DATA_DIR);
  const free = disk.bavail * disk.bsize;
  const latest = files[0]?.madeAt ?? null;
  return {
    made: new URL(request.url).searchParams.has("made"),
    checkedAt: momentWords(now()),
    ok: health.ok,
    database:
      health.database === "sqlite" ? "SQLite file" : health.database === "postgres" ? "PostgreSQL" : health.database,
    folder: settings.DATA_DIR,
    free: size(free),
    littleRoom: free < LITTLE_ROOM,
    queue,
    backupIsOld: latest === null || now().getTime() - latest.getTime() > OLD_DAYS * 86_400_000,
    latest: latest ? momentWords(latest) : null,
    version,
    node: process.version,
    upSince: momentWords(new Date(now().getTime() - process.uptime() * 1000)),
    files: files.map((f) => ({ name: f.name, at: momentWords(f.madeAt), size: size(f.bytes) })),
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
          head={["File", "Made", { content: "Size", numeric: true }]}
          rows={page.files.map((f) => [
            <code className="hash" key="f">
              {f.name}
            </code>,
            f.at,
            { content: f.size, numeric: true },
          ])}
        />
      )}
      <p>
        Backups lie in the folder <code className="hash">{page.folder}/backups</code> on the server. Have them copied to
        another place each night, together with the file <code>area-keys.json</code>, but not to the same place as it:
        whoever has both can find a child. Backups hold case data, so this page gives none out.
      </p>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "System");
