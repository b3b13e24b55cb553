import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { ownAnchor } from "#db/calibrations.ts";
import { MadeUp, PlanText } from "~/components/calibration/plan-text.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** The text of a made-up plan that this person scores. Its reference levels are no part of it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const own = await ownAnchor(store().db, params.auditId ?? "", actor.id);
  if (!own) throw notFound();
  const { reference, sections } = own.anchor;
  return {
    plan: { reference, sections },
    about: caseWords(own.sheet.sampled.snapshot),
    sheet: `/audits/${own.sheet.audit.id}`,
  };
}

export default function AuditPlan() {
  const { plan, about, sheet } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href={sheet}>Score sheet</BackLink>}>
      <PageTitle over={about}>{plan.reference}</PageTitle>
      <MadeUp />
      <PlanText plan={plan} />
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `${d.plan.reference}, the plan` : "The plan"));
