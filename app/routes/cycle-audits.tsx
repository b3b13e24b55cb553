import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords, weekdayWords } from "#audits/dates.ts";
import { AGENCY_LABELS, AUDIT_STATUS_LABELS } from "#audits/vocabulary.ts";
import { assignAll, auditsOf, reopenAudit } from "#db/audits.ts";
import { bridgedFrom } from "#db/bridging.ts";
import { sampleOf } from "#db/cycles.ts";
import { auditorsOf } from "#db/people.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details, Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { EvidenceRemoved, Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.assign");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle_plans", id: cycle.id }, `the plans of ${cycle.title}`);
  const { db } = store();
  const [sample, audits, auditors] = [
    await sampleOf(db, cycle.id),
    await auditsOf(db, cycle.id),
    await auditorsOf(db, now()),
  ];
  const live = audits.filter((a) => a.audit.status !== "withdrawn");
  return {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    cycleId: cycle.id,
    due: weekdayWords(cycle.scoringDue),
    isBridging: (await bridgedFrom(db, cycle.id)) !== null,
    mayAssign: cycle.status === "sampling" || cycle.status === "scoring",
    short: Number(new URL(request.url).searchParams.get("short") ?? 0),
    auditors: auditors.map((a) => ({ ...a, load: live.filter((l) => l.audit.auditorId === a.id).length })),
    plans: sample.map((s) => ({
      id: s.id,
      reference: s.snapshot.reference,
      about: caseWords(s.snapshot),
      audits: audits
        .filter((a) => a.audit.sampledCaseId === s.id)
        .map(({ audit, auditorName }) => ({
          id: audit.id,
          auditor: auditorName,
          agency: AGENCY_LABELS[audit.agency],
          status: audit.status,
          submitted: audit.submittedAt ? dateWords(audit.submittedAt) : null,
        })),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "audits.assign");
  const cycle = await requireCycle(params.cycleId);
  const form = await readForm(request);
  const refuse = (field: string, sentence: string) => data({ errors: [{ field, sentence }] }, { status: 400 });
  if (form.text("intent") === "reopen") {
    const verdict = await reopenAudit(store(), actor, cycle.id, form.text("auditId"), form.text("reason"), now());
    return verdict.ok
      ? redirect(`/cycles/${cycle.id}/audits`)
      : refuse(`reopen-${form.text("auditId")}`, verdict.sentence);
  }
  if (cycle.status !== "sampling" && cycle.status !== "scoring")
    return refuse("auditors", "Scoring has closed, so nobody can be assigned.");
  const chosen = form.all("auditors");
  const perPlan = form.text("perPlan") === "1" ? 1 : form.text("perPlan") === "3" ? 3 : 2;
  const agencies = new Set(
    (await auditorsOf(store().db, now())).filter((a) => chosen.includes(a.id)).map((a) => a.agency),
  );
  if (chosen.length === 0) return refuse("auditors", "Select the auditors of this cycle");
  if (agencies.size < perPlan)
    return refuse(
      "auditors",
      `Select auditors of at least ${perPlan} agencies, so that each plan is scored by ${perPlan}`,
    );
  const { unassigned } = await assignAll(store(), actor, cycle, { auditorIds: chosen, perPlan }, now());
  return redirect(`/cycles/${cycle.id}/audits${unassigned.length ? `?short=${unassigned.length}` : ""}`);
}

const TONES = { assigned: "neutral", in_progress: "amber", submitted: "teal", withdrawn: "worry" } as const;

export default function CycleAudits() {
  const { head, removed, cycleId, due, isBridging, mayAssign, auditors, plans, short } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  const live = (p: (typeof plans)[number]) => p.audits.filter((a) => a.status !== "withdrawn").length;
  const none = plans.filter((p) => live(p) === 0).length;
  const open = plans.filter((p) => live(p) < 2).length;
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage wide>
        {result && (
          <ErrorSummary
            arrival={result}
            errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
          />
        )}
        <PageTitle>Audits</PageTitle>
        <EvidenceRemoved on={removed} />
        {plans.length === 0 ? (
          <p className="lead">
            There is no sample yet.{" "}
            <Link className="govuk-link" to={`/cycles/${cycleId}/sample`}>
              Design the sample
            </Link>
          </p>
        ) : (
          <p className="lead">
            {plans.length} plans, due {due}.{" "}
            {none > 0
              ? `${none} have no auditor yet.`
              : open > 0
                ? `${open} have one auditor.`
                : "Every plan has its auditors."}
          </p>
        )}
        {short > 0 && (
          <Note tone="amber" title={`${short} ${short === 1 ? "plan lacks" : "plans lack"} an auditor`}>
            <p>
              No auditor of another agency without a conflict is left. Add auditors, or accept fewer for these plans.
            </p>
          </Note>
        )}
        {mayAssign && open > 0 && (
          <Form method="post" className="ruled">
            <Checkboxes
              name="auditors"
              id="auditors"
              legend="Who audits in this cycle?"
              legendSize="s"
              hint={
                isBridging
                  ? "Plans are shared evenly. Nobody gets a plan that they wrote, or that they scored in the first round."
                  : "Plans are shared evenly. Nobody gets a plan that they wrote."
              }
              error={error("auditors")}
              values={auditors.map((a) => a.id)}
              items={auditors.map((a) => ({
                value: a.id,
                label: `${a.name}, ${AGENCY_LABELS[a.agency].toLowerCase()}`,
                hint: a.load ? `${a.load} audits in this cycle` : undefined,
              }))}
            />
            <Radios
              name="perPlan"
              legend="Auditors for each plan"
              legendSize="s"
              inline
              value="2"
              items={[
                { value: "1", label: "One" },
                { value: "2", label: "Two, from different agencies" },
                { value: "3", label: "Three, from different agencies" },
              ]}
            />
            <Button preventDoubleClick>
              Assign auditors to {open} {open === 1 ? "plan" : "plans"}
            </Button>
          </Form>
        )}
        {plans.length > 0 && (
          <Table
            caption="Plans and their audits"
            captionSize="s"
            firstCellIsHeader
            phoneList
            head={["Plan", "About", "Audits"]}
            rows={plans.map((p) => [
              p.reference,
              p.about,
              p.audits.length === 0 ? (
                "Nobody yet"
              ) : (
                <ul className="plain-list" key={p.id}>
                  {p.audits.map((a) => (
                    <li key={a.id}>
                      {a.auditor}, {a.agency.toLowerCase()}{" "}
                      <Tag tone={TONES[a.status]}>{AUDIT_STATUS_LABELS[a.status]}</Tag>
                      {a.submitted ? ` ${a.submitted}` : ""}
                      {a.status === "submitted" && (
                        <Details
                          summary={
                            <>
                              Reopen
                              <span className="govuk-visually-hidden">
                                {" "}
                                the audit of {p.reference} by {a.auditor}
                              </span>
                            </>
                          }
                          open={error(`reopen-${a.id}`) ? true : undefined}
                        >
                          <Form method="post" id={`reopen-${a.id}`}>
                            <input type="hidden" name="intent" value="reopen" />
                            <input type="hidden" name="auditId" value={a.id} />
                            <Input
                              name="reason"
                              id={`reason-${a.id}`}
                              label="Why? The auditor sees it"
                              error={error(`reopen-${a.id}`)}
                            />
                            <Button variant="secondary" preventDoubleClick>
                              Reopen this audit
                            </Button>
                          </Form>
                        </Details>
                      )}
                    </li>
                  ))}
                </ul>
              ),
            ])}
          />
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Audits – ${d?.head.title ?? "Cycle"}`);
