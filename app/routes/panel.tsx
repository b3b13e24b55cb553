import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dayWords } from "#audits/dates.ts";
import { panelPlansOf } from "#db/panel-views.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

/** The plans on whose panel this person sits, for those who work apart. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "moderation.take_part");
  await noteView(actor, { kind: "panel", id: actor.id }, "the plans of the own panels");
  const plans = await panelPlansOf(store().db, actor);
  return {
    plans: plans.map((p) => ({
      href: `/panel/${p.sampledId}`,
      reference: p.reference,
      about: caseWords(p.snapshot),
      cycle: p.cycle.title,
      meets: p.cycle.moderationOn ? dayWords(p.cycle.moderationOn) : "Not fixed",
      written: `${p.written} of ${p.open}`,
    })),
  };
}

export default function PanelPlans() {
  const { plans } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide>
      <PageTitle>Views for the panel</PageTitle>
      <p className="lead">
        Where auditors differ, write what you think and why, before the panel meets or where it works apart. The chair
        settles each criterion with your reasons in sight.
      </p>
      {plans.length === 0 ? (
        <p>Nothing is open for you. A plan comes here when every audit of it is in and its auditors differ.</p>
      ) : (
        <Table
          caption="Plans with something to settle"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Plan", "About", "Cycle", "The panel meets", { content: "You wrote on", numeric: true }]}
          rows={plans.map((p) => [
            <Link key={p.href} className="govuk-link" to={p.href}>
              {p.reference}
            </Link>,
            p.about,
            p.cycle,
            p.meets,
            { content: p.written, numeric: true },
          ])}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Views for the panel");
