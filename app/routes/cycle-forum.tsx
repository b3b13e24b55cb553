import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords } from "#audits/dates.ts";
import { CLEARANCE_LABELS, CLEARANCES, forumCriteria } from "#audits/panel/forum.ts";
import { sampleOf } from "#db/cycles.ts";
import { clearancesOf, endForumMarking, markForForum } from "#db/forum.ts";
import { rubricOf } from "#db/rubrics.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "forum.mark");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle_plans", id: cycle.id }, `the plans of ${cycle.title}`);
  const { db } = store();
  const sample = await sampleOf(db, cycle.id);
  const marked = await clearancesOf(
    db,
    sample.map((s) => s.id),
  );
  const rubric = await rubricOf(db, cycle.rubricId);
  const { all, forum } = rubric ? forumCriteria(rubric.document, cycle) : { all: [], forum: [] };
  return {
    head: cycleHead(actor, cycle),
    cycleId: cycle.id,
    criteria: { all: all.length, forum: forum.map((c) => `${c.key} ${c.title}`) },
    plans: sample.map((s) => {
      const row = marked.get(s.id);
      return {
        id: s.id,
        reference: s.snapshot.reference,
        about: caseWords(s.snapshot),
        marking: row && {
          id: row.id,
          label: CLEARANCE_LABELS[row.kind].label,
          how: row.how,
          by: row.by,
          on: dateWords(row.markedAt),
        },
      };
    }),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "forum.mark");
  const cycle = await requireCycle(params.cycleId);
  const fields = await readForm(request);
  const here = `/cycles/${cycle.id}/forum`;
  const typed = { plans: fields.all("plans"), kind: fields.text("kind"), how: fields.raw("how") };
  const refuse = (errors: FieldError[]) => data({ errors, typed }, { status: 400 });
  if (fields.text("intent") === "end") {
    const verdict = await endForumMarking(store(), actor, cycle.id, fields.text("id"), now());
    return verdict.ok ? redirect(here) : refuse([{ field: "plans", sentence: verdict.sentence }]);
  }
  const result = await markForForum(
    store(),
    actor,
    cycle.id,
    typed.plans,
    { kind: typed.kind, how: fields.text("how") },
    now(),
  );
  return result.ok ? redirect(here) : refuse([{ field: result.field, sentence: result.sentence }]);
}

export default function CycleForum() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  const open = page.plans.filter((p) => !p.marking);
  const marked = page.plans.filter((p) => p.marking);
  const { all, forum } = page.criteria;
  return (
    <>
      <CycleBar cycle={page.head} />
      <ReadingPage before={<BackLink href={`/cycles/${page.cycleId}/audits`}>Audits</BackLink>}>
        {sent && (
          <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle>The parent carer forum’s auditors</PageTitle>
        <p className="lead">
          They see a plan only where it is marked here, and score what the rubric means for them. {marked.length} of{" "}
          {page.plans.length} plans are marked.
        </p>
        <p>
          {forum.length === all
            ? `The rubric of this cycle gives the forum all ${all} criteria. To give it fewer, say in the rubric who scores each criterion.`
            : `The rubric of this cycle gives the forum ${forum.length} of ${all} criteria.`}
        </p>
        {forum.length > 0 && forum.length < all && (
          <Details summary="Which criteria">
            <ul className="govuk-list govuk-list--bullet">
              {forum.map((c) => (
                <li key={c}>{c}</li>
              ))}
            </ul>
          </Details>
        )}
        {marked.length > 0 && (
          <Table
            caption="Open to the forum’s auditors"
            captionSize="s"
            firstCellIsHeader
            phoneList
            head={["Plan", "Why", "Marked", ""]}
            rows={marked.map((p) => [
              p.reference,
              `${p.marking?.label}: ${p.marking?.how}`,
              `${p.marking?.by}, ${p.marking?.on}`,
              <Form method="post" key={p.id}>
                <input type="hidden" name="intent" value="end" />
                <input type="hidden" name="id" value={p.marking?.id} />
                <Button variant="secondary" preventDoubleClick>
                  Close<span className="govuk-visually-hidden"> {p.reference} to the forum’s auditors</span>
                </Button>
              </Form>,
            ])}
          />
        )}
        {page.plans.length === 0 && <p>No sample is drawn yet.</p>}
        {open.length > 0 && (
          <Form method="post" noValidate>
            <h2 className="section">Open plans to them</h2>
            <Checkboxes
              name="plans"
              legend="Which plans?"
              legendSize="s"
              small
              values={sent?.typed.plans}
              error={error("plans")}
              items={open.map((p) => ({ value: p.id, label: `${p.reference}: ${p.about}` }))}
            />
            <Radios
              name="kind"
              legend="Why may they see them?"
              legendSize="s"
              value={sent?.typed.kind}
              error={error("kind")}
              items={CLEARANCES.map((kind) => ({
                value: kind,
                label: CLEARANCE_LABELS[kind].label,
                hint: CLEARANCE_LABELS[kind].hint,
              }))}
            />
            <Input
              name="how"
              label="Who redacted and checked it, or how the consent is recorded"
              hint="Such as: redacted by the SEND team, checked by the quality lead; or: form of 3 June 2026, in the case system."
              defaultValue={sent?.typed.how}
              error={error("how")}
            />
            <Button preventDoubleClick>Mark these plans</Button>
          </Form>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `The forum’s auditors – ${d?.head.title ?? "Cycle"}`);
