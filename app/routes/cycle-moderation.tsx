import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords } from "#audits/dates.ts";
import { shutToActor } from "#db/forum.ts";
import { moderationList } from "#db/moderations.ts";
import { isReopened } from "#db/reopenings.ts";
import { viewsWritten } from "#db/panel-views.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { EvidenceRemoved } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "moderation.chair");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle_plans", id: cycle.id }, `the plans of ${cycle.title}`);
  const { db } = store();
  const every = await moderationList(db, cycle.id);
  const shut = await shutToActor(
    db,
    actor,
    every.map((p) => p.sampled.id),
  );
  const plans = every.filter((p) => !shut.has(p.sampled.id));
  const written = await viewsWritten(
    db,
    plans.map((p) => p.sampled.id),
  );
  return {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    cycleId: cycle.id,
    reopened: cycle.status === "moderation" && (await isReopened(store().db, cycle.id)),
    shut: shut.size,
    open: cycle.status === "scoring" || cycle.status === "moderation",
    plans: plans.map((p) => ({
      id: p.sampled.id,
      reference: p.sampled.snapshot.reference,
      about: caseWords(p.sampled.snapshot),
      audits: p.audits,
      submitted: p.submitted,
      ready: p.audits > 0 && p.submitted === p.audits,
      started: p.started,
      signedOff: p.signedOffAt ? dateWords(p.signedOffAt) : null,
      written: written.get(p.sampled.id) ?? 0,
    })),
  };
}

export default function CycleModeration() {
  const { head, removed, cycleId, shut, open, reopened, plans } = useLoaderData<typeof loader>();
  const waiting = plans.filter((p) => !p.ready).length;
  const done = plans.filter((p) => p.signedOff).length;
  const next = plans.find((p) => p.ready && !p.signedOff);
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage wide>
        <PageTitle>Moderation</PageTitle>
        <EvidenceRemoved on={removed} />
        {plans.length === 0 ? (
          <p className="lead">Plans come here when every audit of them is in. No sample is drawn yet.</p>
        ) : (
          <p className="lead">
            {done} of {plans.length} plans are signed off.
            {waiting > 0 &&
              ` ${waiting} ${waiting === 1 ? "plan is" : "plans are"} still being scored blind: nothing of them is shown here.`}
          </p>
        )}
        {reopened && (
          <p>
            The cycle is reopened. A sign-off stands until you take it back; then the panel can settle the plan again.
          </p>
        )}
        {shut > 0 && (
          <p>
            {shut} {shut === 1 ? "plan is" : "plans are"} not open to the parent carer forum, so another chair moderates{" "}
            {shut === 1 ? "it" : "them"}.
          </p>
        )}
        {open && next && (
          <>
            <p>
              <Link className="govuk-link" to={`/cycles/${cycleId}/moderation/${next.id}`}>
                {next.started ? "Continue with" : "Begin with"} {next.reference}
              </Link>
              , or open it{" "}
              <Link className="govuk-link" to={`/cycles/${cycleId}/moderation/${next.id}/meeting`}>
                in meeting mode for a shared screen
              </Link>
              .
            </p>
            <p>
              Panels that work apart write what they think under{" "}
              <Link className="govuk-link" to="/panel">
                Views for the panel
              </Link>
              ; each plan’s auditors find it there too.
            </p>
          </>
        )}
        {plans.length > 0 && (
          <Table
            caption="Plans of this cycle"
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Plan", "About", "Audits in", "Views written beforehand", "Moderation"]}
            rows={plans.map((p) => [
              p.ready ? (
                <Link key={p.id} className="govuk-link" to={`/cycles/${cycleId}/moderation/${p.id}`}>
                  {p.reference}
                </Link>
              ) : (
                p.reference
              ),
              p.about,
              `${p.submitted} of ${p.audits}`,
              p.written === 0 ? "None" : `On ${p.written} ${p.written === 1 ? "criterion" : "criteria"}`,
              <>
                <Tag tone={p.signedOff ? "teal" : p.ready ? "amber" : "neutral"}>
                  {p.signedOff
                    ? `Signed off ${p.signedOff}`
                    : p.started
                      ? "Under way"
                      : p.ready
                        ? "Ready"
                        : "Scoring blind"}
                </Tag>{" "}
                {reopened && p.signedOff && (
                  <Link className="govuk-link" to={`/cycles/${cycleId}/moderation/${p.id}/take-back`}>
                    Take back<span className="govuk-visually-hidden"> the sign-off of {p.reference}</span>
                  </Link>
                )}
              </>,
            ])}
          />
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Moderation – ${d?.head.title ?? "Cycle"}`);
