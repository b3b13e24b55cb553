import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { cancelImport, importOf, keepImport } from "#db/cases.ts";
import { ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { Breadcrumbs } from "~/components/govuk/navigation.tsx";
import { Kept, NotKept } from "~/components/import/outcome.tsx";
import { Preview } from "~/components/import/preview.tsx";
import { Waiting } from "~/components/import/waiting.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { type ProblemFilter, previewView } from "~/server/import-view.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

const FILTERS: ProblemFilter[] = ["left_out", "check", "read_as"];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "cases.import");
  const { db } = store();
  const row = await importOf(db, params.importId ?? "");
  if (!row) throw notFound();
  if (row.status === "preview") await noteView(actor, { kind: "import", id: row.id }, "the preview of an import");
  const { searchParams } = new URL(request.url);
  const filter = FILTERS.find((one) => one === searchParams.get("show")) ?? "all";
  const about = {
    id: row.id,
    files: row.files,
    by: row.by ?? "",
    startedAt: momentWords(row.startedAt),
    /** Where the person comes from: just decided, or decided too late. */
    arrived: searchParams.get("arrived"),
  };
  if (row.status === "preview") {
    const view = await previewView(db, row, filter);
    // It was decided between the two reads: the page is asked for again.
    if (!view) throw redirect(`/imports/${row.id}`);
    return { ...about, status: row.status, view };
  }
  if (row.status === "refused") return { ...about, status: row.status, sentences: (row.refusal ?? "").split("\n") };
  if (row.status === "kept")
    return { ...about, status: row.status, summary: row.summary, keptAt: row.endedAt ? momentWords(row.endedAt) : "" };
  return { ...about, status: row.status };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "cases.import");
  const importId = params.importId ?? "";
  if (!(await importOf(store().db, importId))) throw notFound();
  const form = await readForm(request);
  const choice = form.has("cancel") ? "cancel" : form.text("choice");
  // A decision that comes too late changes nothing; the page then says how the import stands.
  const tooLate = `/imports/${importId}?arrived=late`;
  if (choice === "keep") {
    const kept = await keepImport(store(), actor, importId, now(), Number(form.text("keptBefore")));
    return redirect(kept.ok ? `/imports/${importId}?arrived=kept` : tooLate);
  }
  if (choice === "stop" || choice === "cancel") {
    const cancelled = await cancelImport(store(), actor, importId, now());
    if (!cancelled.ok) return redirect(tooLate);
    return redirect(choice === "stop" ? "/imports/new?stopped" : `/imports/${importId}`);
  }
  return data({ errors: [{ field: "choice", sentence: "Select whether to keep the import or to stop" }] }, 400);
}

export default function Import() {
  const loaded = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const { status, arrived } = loaded;
  return (
    <ReadingPage
      wide={status === "preview"}
      before={
        <Breadcrumbs
          items={[
            { text: "Cases", href: "/cases" },
            { text: "Imports", href: "/imports" },
          ]}
        />
      }
    >
      {/* Stands on all of its pages, so that a screen reader hears when the reading is done. */}
      <p role="status" className="govuk-visually-hidden">
        {TITLES[status]}
      </p>
      {result && status === "preview" && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      {arrived === "kept" && status === "kept" && (
        <NotificationBanner type="success" title="Kept">
          You can find its cases in the list now.
        </NotificationBanner>
      )}
      {arrived === "late" && (
        <Note tone="amber" title="Somebody was faster">
          <p>{LATE[status]}</p>
        </Note>
      )}
      {status === "reading" && <Waiting files={loaded.files} startedAt={loaded.startedAt} />}
      {status === "refused" && (
        <NotKept title="The files could not be read" sentences={loaded.sentences} files={loaded.files} />
      )}
      {status === "preview" && (
        <Preview
          view={loaded.view}
          csv={`/imports/${loaded.id}/problems.csv`}
          error={result?.errors.find((e) => e.field === "choice")?.sentence}
        />
      )}
      {status === "kept" && <Kept {...loaded} />}
      {status === "cancelled" && <NotKept title="Import cancelled" sentences={[]} files={loaded.files} />}
    </ReadingPage>
  );
}

type Status = Awaited<ReturnType<typeof loader>>["status"];

const TITLES: Record<Status, string> = {
  reading: "Reading your files",
  refused: "The files could not be read",
  preview: "Check the import before you keep it",
  kept: "Import kept",
  cancelled: "Import cancelled",
};

const LATE: Record<Status, string> = {
  reading: "The files are being read.",
  refused: "The files could not be read.",
  preview: "Another import was kept since you looked. The numbers below are new: check them again.",
  kept: "This import was kept already. This is what it did.",
  cancelled: "This import was cancelled already.",
};

export const handle = titled<typeof loader>((loaded) => (loaded ? TITLES[loaded.status] : "Import"));
