import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords, dueWords, weekdayWords } from "#audits/dates.ts";
import type { Step } from "#audits/panel/life.ts";
import { doubleFor, doubleWarning, proposedAnchor } from "#audits/panel/assign.ts";
import { AGENCY_LABELS, AUDIT_STATUS_LABELS } from "#audits/vocabulary.ts";
import { assignAll, auditorsWithConflicts, conflictsByPlan, reassign, reopenAudit } from "#db/assignments.ts";
import { auditsOf } from "#db/audits.ts";
import { releaseAuditor, withdrawAudit } from "#db/withdrawals.ts";
import { bridgedFrom } from "#db/bridging.ts";
import { moveDueDate, sampleOf } from "#db/cycles.ts";
import { AssignForm } from "~/components/panel/assign-form.tsx";
import { AuditorTable } from "~/components/panel/auditor-table.tsx";
import { DueDateForm } from "~/components/panel/due-date-form.tsx";
import { PanelTable } from "~/components/panel/panel-table.tsx";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { EvidenceRemoved, Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { choiceFrom, lastChoice } from "~/server/assign-form.server.ts";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { now, store, today } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { dayFrom } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.assign");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle_plans", id: cycle.id }, `the plans of ${cycle.title}`);
  const { db } = store();
  const sample = await sampleOf(db, cycle.id);
  const audits = await auditsOf(db, cycle.id);
  const auditors = await auditorsWithConflicts(db, cycle.id, sample, now());
  const live = audits.filter((a) => a.audit.status !== "withdrawn");
  const agenciesOn = (id: string) =>
    new Set(live.filter((l) => l.audit.sampledCaseId === id).map((l) => l.audit.agency)).size;
  const isBridging = (await bridgedFrom(db, cycle.id)) !== null;
  const references = sample.map((s) => s.snapshot.reference);
  const ruledOut = auditors.reduce((sum, a) => sum + a.conflicts.length, 0);
  return {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    cycleId: cycle.id,
    due: weekdayWords(cycle.scoringDue),
    dueDay: cycle.scoringDue,
    scoring: cycle.status === "scoring",
    late: cycle.status === "scoring" && cycle.scoringDue < today() ? dueWords(today(), cycle.scoringDue) : null,
    done: new URL(request.url).searchParams.get("done"),
    people: [...Map.groupBy(live, (a) => a.audit.auditorId)].map(([id, list]) => ({
      id,
      name: list[0]?.auditorName ?? "",
      agency: AGENCY_LABELS[list[0]?.audit.agency ?? "education"],
      given: list.length,
      submitted: list.filter((a) => a.audit.status === "submitted").length,
      begun: list.filter((a) => a.audit.status === "in_progress").length,
      late: list.filter((a) => a.audit.status !== "submitted" && a.audit.dueOn < today()).length,
      left: !auditors.some((a) => a.id === id),
    })),
    isBridging,
    mayAssign: cycle.status === "sampling" || cycle.status === "scoring",
    short: Number(new URL(request.url).searchParams.get("short") ?? 0),
    double: doubleFor(sample.length),
    fewTwice:
      live.length > 0 && !isBridging
        ? doubleWarning(sample.length, sample.filter((s) => agenciesOn(s.id) > 1).length)
        : null,
    anchor: isBridging
      ? null
      : proposedAnchor(cycle.seed, references, auditors.length, conflictsByPlan(sample, auditors)),
    anchorPlans: cycle.panel?.anchorPlans ?? [],
    last: lastChoice(cycle.panel, sample.length),
    conflicts: {
      auditors: auditors.filter((a) => a.conflicts.length > 0).length,
      pairs: ruledOut,
      list: auditors
        .filter((a) => a.conflicts.length > 0)
        .map((a) => ({
          name: a.name,
          plans: a.conflicts.map(
            (c) => `${sample.find((s) => s.id === c.planId)?.snapshot.reference ?? ""}: ${c.because}`,
          ),
        })),
    },
    auditors: auditors.map((a) => ({
      id: a.id,
      name: a.name,
      agency: AGENCY_LABELS[a.agency],
      load: live.filter((l) => l.audit.auditorId === a.id).length,
      conflicts: a.conflicts,
    })),
    plans: sample.map((s) => ({
      id: s.id,
      reference: s.snapshot.reference,
      about: caseWords(s.snapshot),
      audits: audits
        .filter((a) => a.audit.sampledCaseId === s.id)
        .map(({ audit, auditorName }) => ({
          id: audit.id,
          auditorId: audit.auditorId,
          auditor: auditorName,
          agency: AGENCY_LABELS[audit.agency],
          status: audit.status,
          label: AUDIT_STATUS_LABELS[audit.status],
          submitted: audit.submittedAt ? dateWords(audit.submittedAt) : null,
        })),
    })),
  };
}
export type CycleAuditsData = Awaited<ReturnType<typeof loader>>;

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "audits.assign");
  const cycle = await requireCycle(params.cycleId);
  const form = await readForm(request);
  const refuse = (field: string, sentence: string, status = 400) =>
    data({ errors: [{ field, sentence, typed: form.text("reason") }], typed: null }, { status });
  const here = `/cycles/${cycle.id}/audits`;
  const again = (field: string, verdict: Step, done: string) =>
    verdict.ok ? redirect(`${here}?done=${done}`) : refuse(field, verdict.sentence);
  const [intent, auditId, reason] = [form.text("intent"), form.text("auditId"), form.text("reason")];
  if (intent === "reopen") {
    const verdict = await reopenAudit(store(), actor, cycle.id, auditId, reason, now());
    return verdict.ok ? redirect(here) : refuse(`reopen-${auditId}`, verdict.sentence);
  }
  if (intent === "reassign") {
    const verdict = await reassign(store(), actor, cycle, auditId, form.text("to"), reason, now());
    return verdict.ok ? redirect(here) : refuse(`reassign-${auditId}`, verdict.sentence);
  }
  if (intent === "withdraw") {
    const verdict = await withdrawAudit(store(), actor, cycle, auditId, reason, now());
    return again(`withdraw-${auditId}`, verdict, "withdrawn");
  }
  if (intent === "release") {
    const auditorId = form.text("auditorId");
    const released = await releaseAuditor(store(), actor, cycle, auditorId, reason, now());
    if (!released.ok) return refuse(`release-${auditorId}`, released.sentence);
    return redirect(`${here}?done=released${released.lacking ? `&short=${released.lacking}` : ""}`);
  }
  if (intent === "due") {
    const parts = { day: form.text("due-day"), month: form.text("due-month"), year: form.text("due-year") };
    const read = dayFrom(parts, "The day audits are due");
    if (!read.ok || !read.day) return refuse("due-day", read.ok ? "Enter the day audits are due" : read.sentence);
    return again("due-day", await moveDueDate(store(), actor, cycle.id, read.day, reason, today(), now()), "due");
  }
  if (cycle.status !== "sampling" && cycle.status !== "scoring")
    return refuse("auditors", "Scoring has closed, so nobody can be assigned.", 409);
  const sample = await sampleOf(store().db, cycle.id);
  const read = choiceFrom(form, await auditorsWithConflicts(store().db, cycle.id, sample, now()), sample.length);
  if (!read.ok) return data({ errors: read.errors, typed: read.typed }, { status: 400 });
  const { unassigned } = await assignAll(store(), actor, cycle, read.choice, now());
  return redirect(`${here}${unassigned.length ? `?short=${unassigned.length}` : ""}`);
}

const DONE: Record<string, string> = {
  withdrawn: "The audit is withdrawn. What was written stays with it, and is not counted.",
  released:
    "The audits are taken. What was written is kept apart, and each plan begins from nothing with its new auditor.",
  due: "The day is moved, and stands on the list of every auditor.",
};

export default function CycleAudits() {
  const page = useLoaderData<typeof loader>();
  const { head, cycleId, due, mayAssign, plans, short } = page;
  const sent = useActionData<typeof action>();
  const errors = sent?.errors ?? [];
  const live = (p: (typeof plans)[number]) => p.audits.filter((a) => a.status !== "withdrawn").length;
  const none = plans.filter((p) => live(p) === 0).length;
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage wide>
        {errors.length > 0 && (
          <ErrorSummary arrival={sent} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        {errors.length === 0 && page.done && DONE[page.done] && (
          <NotificationBanner type="success" title="Done">
            {DONE[page.done]}
          </NotificationBanner>
        )}
        <PageTitle>Audits</PageTitle>
        <EvidenceRemoved on={page.removed} />
        {plans.length === 0 ? (
          <p className="lead">
            There is no sample yet.{" "}
            <Link className="govuk-link" to={`/cycles/${cycleId}/sample`}>
              Design the sample
            </Link>
          </p>
        ) : (
          <p className="lead">
            {plans.length} plans, due {due}
            {page.late && ` (${page.late})`}. {none > 0 ? `${none} have no auditor yet.` : "Every plan has an auditor."}
          </p>
        )}
        {page.late && (
          <p>
            Answers are still taken: the day closes nothing. Scoring ends when you close it on the page of the cycle.
          </p>
        )}
        {short > 0 && (
          <Note tone="amber" title={`${short} ${short === 1 ? "plan lacks" : "plans lack"} an auditor`}>
            <p>
              No auditor without a conflict, and with room for one more, is left. Add auditors, let them take more, or
              accept fewer for these plans.
            </p>
          </Note>
        )}
        {mayAssign && page.fewTwice && (
          <Note tone="amber" title="Agreement will rest on few plans">
            <p>{page.fewTwice}</p>
            <p>
              Under “Assign what is missing”, choose two agencies for {page.double} plans or more: those that lack an
              auditor get one, and nobody loses what is begun.
            </p>
          </Note>
        )}
        {mayAssign && plans.length > 0 && <DueDateForm day={page.dueDay} errors={errors} />}
        {page.people.length > 0 && <AuditorTable {...page} errors={errors} />}
        {plans.length > 0 && (
          <p>
            The parent carer forum’s auditors are given only plans that are marked as redacted or agreed by the family.{" "}
            <Link className="govuk-link" to={`/cycles/${cycleId}/forum`}>
              Mark plans for them
            </Link>
          </p>
        )}
        {mayAssign && plans.length > 0 && <AssignForm {...page} errors={errors} typed={sent?.typed ?? null} />}
        {plans.length > 0 && <PanelTable {...page} errors={errors} />}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Audits – ${d?.head.title ?? "Cycle"}`);
