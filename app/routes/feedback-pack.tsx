import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords, dayWords } from "#audits/dates.ts";
import { AMENDED, AMENDED_LABELS, packState } from "#audits/feedback/life.ts";
import { disputeLevel, noteReceipt, packSentTo, replyToPack } from "#db/feedback-received.ts";
import { rubricOfPlan } from "#db/rubrics.ts";
import { Exchange } from "~/components/feedback/exchange.tsx";
import { PackView } from "~/components/feedback/pack-view.tsx";
import { FormKey } from "~/components/form-key.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { DateInput } from "~/components/govuk/date-input.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Select, Textarea } from "~/components/govuk/inputs.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { Details, NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, today } from "~/server/database.server.ts";
import { afterwards, drawnFrom, exchangeOf, tellOfPack } from "~/server/feedback.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { dayFrom, type FieldError } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";

const DONE = {
  replied: "Your reply is sent. The quality lead reads it.",
  disputed: "Your dispute is sent. The quality lead answers it here.",
} as const;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "feedback.read");
  const packId = params.packId ?? "";
  await noteReceipt(store(), actor, packId, now());
  const pack = await packSentTo(store().db, actor, packId);
  if (!pack) throw notFound();
  const { row, snapshot } = pack;
  await noteView(actor, { kind: "feedback_pack", id: row.id }, `the feedback on ${snapshot.reference}`);
  const rubric = await rubricOfPlan(store().db, row.sampledCaseId);
  const exchange = exchangeOf(pack, rubric.document);
  const done = new URL(request.url).searchParams.get("done");
  return {
    id: row.id,
    formKey: newFormKey(),
    reference: snapshot.reference,
    about: caseWords(snapshot),
    cycle: pack.cycle,
    to: pack.to,
    sent: pack.facts.sentAt ? dateWords(pack.facts.sentAt) : "",
    replyBy: row.replyBy ? dayWords(row.replyBy) : "",
    state: packState(pack.facts, today()).words,
    content: row.content,
    ...drawnFrom(rubric.document, row.content),
    exchange,
    after: afterwards(exchange),
    open: row.resolvedAt === null,
    replied: pack.replies.length > 0,
    done: done === "replied" || done === "disputed" ? DONE[done] : null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "feedback.read");
  const packId = params.packId ?? "";
  if (!(await packSentTo(store().db, actor, packId))) throw notFound();
  const fields = await readForm(request);
  const date = {
    day: fields.text("amendedOn-day"),
    month: fields.text("amendedOn-month"),
    year: fields.text("amendedOn-year"),
  };
  const typed = {
    intent: fields.text("intent"),
    words: fields.raw("words"),
    amended: fields.text("amended"),
    date,
    criterion: fields.text("criterion"),
    reason: fields.raw("reason"),
  };
  const refuse = (errors: FieldError[], status = 400) => data({ errors, typed }, { status });
  const here = `/feedback/${packId}`;
  if (typed.intent === "reply") {
    const day = typed.amended === "no" ? ({ ok: true, day: null } as const) : dayFrom(date, "The date");
    if (!day.ok) return refuse([{ field: "amendedOn", sentence: day.sentence }]);
    const reply = { words: fields.text("words"), amended: typed.amended, amendedOn: day.day };
    const sent = await writeOnce(
      fields,
      actor,
      (once) => replyToPack(once, actor, packId, reply, now()),
      (made) => (made.ok ? `${here}?done=replied` : null),
    );
    if (sent.to === null) return failed(sent.made, refuse);
    if (sent.made) await tellOfPack(packId, "sender", "reply");
    return redirect(sent.to);
  }
  if (typed.intent === "dispute") {
    const given = { criterion: typed.criterion, reason: fields.text("reason") };
    const sent = await writeOnce(
      fields,
      actor,
      (once) => disputeLevel(once, actor, packId, given, now()),
      (made) => (made.ok ? `${here}?done=disputed` : null),
    );
    if (sent.to === null) return failed(sent.made, refuse);
    if (sent.made) await tellOfPack(packId, "sender", "dispute");
    return redirect(sent.to);
  }
  return refuse([{ field: "words", sentence: "Choose what to send" }]);
}

function failed<R>(
  made: Awaited<ReturnType<typeof replyToPack>>,
  refuse: (errors: FieldError[], status?: number) => R,
): R {
  if (!made.ok && made.why === "problems") return refuse(made.problems);
  return refuse([{ field: "words", sentence: "This pack is resolved, so nothing can be added to it" }], 409);
}

export default function FeedbackPack() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  const levels = page.content.lines.filter((l) => !page.exchange.disputes.some((d) => d.criterion === l.criterion));
  return (
    <ReadingPage
      before={<BackLink href="/feedback">Feedback on plans</BackLink>}
      aside={
        <>
          <h2 className="part">About this pack</h2>
          <SummaryList
            noBorder
            rows={[
              { key: "Plan", value: page.about },
              { key: "Cycle", value: page.cycle },
              { key: "Sent to", value: page.to },
              { key: "Sent", value: page.sent },
              { key: "Reply by", value: page.replyBy },
              { key: "Where it stands", value: page.state },
            ]}
          />
          <p className="no-print">
            <a className="govuk-link" href={`/feedback/${page.id}/pack.pdf`}>
              Download it as PDF
            </a>
          </p>
          {page.content.auditors === null && <p className="note-text">Auditors’ names are not shown.</p>}
        </>
      }
    >
      {page.done && !sent && (
        <NotificationBanner type="success" title="Sent">
          {page.done}
        </NotificationBanner>
      )}
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over={page.cycle}>Feedback on {page.reference}</PageTitle>
      <PackView content={page.content} scales={page.scales} sections={page.sections} after={page.after} />
      {(page.exchange.replies.length > 0 || page.exchange.disputes.length > 0 || page.exchange.resolution) && (
        <h2 className="section">What came back</h2>
      )}
      <Exchange {...page.exchange} />
      {page.open && (
        <div className="no-print">
          <h2 className="section">{page.replied ? "Add to your reply" : "Your reply"}</h2>
          <Form method="post" noValidate>
            <FormKey value={page.formKey} />
            <input type="hidden" name="intent" value="reply" />
            <Textarea
              name="words"
              label="What do you say to it?"
              labelSize="s"
              hint="The quality lead reads it. Write [child] for a name."
              rows={5}
              defaultValue={sent?.typed.words}
              error={error("words")}
            />
            <Radios
              name="amended"
              legend="Is the plan amended, or your part of it?"
              legendSize="s"
              hint="If not, say above why not."
              value={sent?.typed.amended}
              error={error("amended")}
              items={AMENDED.map((value) => ({ value, label: AMENDED_LABELS[value] }))}
            />
            <DateInput
              id="amendedOn"
              namePrefix="amendedOn"
              legend="When was it amended, or by when will it be?"
              legendSize="s"
              hint="Not needed if it is not amended."
              error={error("amendedOn")}
              parts={(["day", "month", "year"] as const).map((name) => ({ name, value: sent?.typed.date[name] }))}
            />
            <Button preventDoubleClick>Send the reply</Button>
          </Form>
          {levels.length > 0 && (
            <Details summary="Dispute a level" open={sent?.typed.intent === "dispute" ? true : undefined} id="dispute">
              <p>
                If you hold a level to be wrong, say which and why. The quality lead answers with a reason. If you are
                right, a correction is recorded beside what the panel signed off.
              </p>
              <Form method="post" noValidate>
                <FormKey value={page.formKey} />
                <input type="hidden" name="intent" value="dispute" />
                <Select
                  name="criterion"
                  label="Which level?"
                  defaultValue={sent?.typed.criterion}
                  error={error("criterion")}
                  options={[
                    { value: "", text: "Choose" },
                    ...levels.map((l) => ({ value: l.criterion, text: `${l.criterion} ${l.title}: ${l.level}` })),
                  ]}
                />
                <Textarea
                  name="reason"
                  label="Why is it wrong?"
                  hint="Say where in the plan it stands. Write [child] for a name."
                  rows={4}
                  defaultValue={sent?.typed.reason}
                  error={error("reason")}
                />
                <Button variant="secondary" preventDoubleClick>
                  Send the dispute
                </Button>
              </Form>
            </Details>
          )}
        </div>
      )}
      <p className="no-print">
        <Link className="govuk-link" to="/feedback">
          Back to all feedback
        </Link>
      </p>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => (page ? `Feedback on ${page.reference}` : "Feedback"), {
  plan: (d) => d.reference,
});
