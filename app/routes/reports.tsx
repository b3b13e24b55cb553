import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readyReports } from "#db/reports.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ReportTable } from "~/components/results/reports.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { scopeOf } from "~/server/results.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.read");
  return { reports: await readyReports(store().db, scopeOf(actor)) };
}

export default function Reports() {
  const { reports } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide>
      <PageTitle>Reports</PageTitle>
      {reports.length === 0 ? (
        <p className="lead">
          Learning reports of all cycles stand here when they are made. The quality lead makes one from the page of its
          cycle.
        </p>
      ) : (
        <ReportTable reports={reports} across />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Reports");
