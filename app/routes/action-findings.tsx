import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { insistInternal, requireAction } from "~/server/actions.server.ts";
import { findingsBehind } from "#db/action-findings.ts";
import { cycleOf } from "#db/cycles.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { BackLink, Pagination } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { pageAsked } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

const SIZE = 50;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "actions.view");
  insistInternal(actor);
  const { action, name } = await requireAction(actor, params.actionId);
  const { of } = action.baseline;
  const cycle = of.kind === "cycle" ? await cycleOf(store().db, of.cycleId) : null;
  await noteView(actor, { kind: "action_findings", id: action.id }, `the findings behind action ${name}`);
  const page = pageAsked(request);
  const { found, total, plans } = cycle
    ? await findingsBehind(store().db, cycle, action.measure.measure, page, SIZE)
    : { found: [], total: 0, plans: 0 };
  const pages = Math.max(1, Math.ceil(total / SIZE));
  if (page > pages) throw redirect(`/actions/${action.id}/findings?page=${pages}`);
  return {
    id: action.id,
    name,
    title: action.title,
    measure: action.measure.title,
    cycle: cycle?.title ?? "",
    findings: found,
    total,
    plans,
    page,
    pages,
  };
}

export default function ActionFindings() {
  const { id, name, measure, cycle, findings, total, plans, page, pages } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href={`/actions/${id}`}>Back to {name}</BackLink>} wide>
      <PageTitle>Findings behind {name}</PageTitle>
      <p className="lead">
        {total} {total === 1 ? "finding" : "findings"} in {plans} {plans === 1 ? "plan" : "plans"} of {cycle}, on:{" "}
        {measure}. These are the words of auditors, for the partnership’s own eyes.
      </p>
      {findings.length === 0 ? (
        <p>No finding is kept for it.</p>
      ) : (
        <Table
          caption={`Findings behind ${name}`}
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Plan", "Criterion", "Level", "Finding"]}
          rows={findings.map((f) => [f.reference, f.criterion, f.level, f.words])}
        />
      )}
      {pages > 1 && (
        <Pagination
          label="Pages of findings"
          previous={page > 1 ? { href: `?page=${page - 1}`, label: `Page ${page - 1} of ${pages}` } : undefined}
          next={page < pages ? { href: `?page=${page + 1}`, label: `Page ${page + 1} of ${pages}` } : undefined}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Findings behind ${page.name}` : "Findings"));
