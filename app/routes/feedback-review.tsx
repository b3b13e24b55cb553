import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords, dayWords } from "#audits/dates.ts";
import { packState } from "#audits/feedback/life.ts";
import { RECEIVER_LABELS, RECEIVERS, withEdit } from "#audits/feedback/pack.ts";
import { levelsOf } from "#audits/rubric/document.ts";
import { addresseesFor, leaveOutPack, savePack, sendPack } from "#db/feedback-sending.ts";
import { answerDispute, resolvePack } from "#db/feedback-answers.ts";
import { leadPack, type PackKey } from "#db/feedback.ts";
import { settingOf } from "#db/settings.ts";
import { ReviewForm } from "~/components/feedback/review-form.tsx";
import { SentPack } from "~/components/feedback/sent-pack.tsx";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store, today, wasFaster } from "~/server/database.server.ts";
import {
  afterwards,
  drawnFrom,
  exchangeOf,
  packEditFrom,
  tellOfPack,
  tellOfWaiting,
} from "~/server/feedback.server.ts";
import { readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";

const DONE = {
  saved: "The draft is kept. Nothing was sent.",
  sent: "The pack is sent. Whoever it went to is told by mail that something waits.",
  left: "It is recorded that no pack goes out.",
  answered: "Your answer is recorded. Whoever disputed the level is told by mail that something waits.",
  resolved: "The pack is resolved.",
} as const;

const TAKEN_BACK =
  "The sign-off of this plan was taken back. The pack stands as it was sent: answer it when the plan is signed off again";

async function keyOf(params: { cycleId?: string; sampledId?: string; receiver?: string }): Promise<PackKey> {
  const cycle = await requireCycle(params.cycleId);
  const receiver = RECEIVERS.find((r) => r === params.receiver);
  if (!receiver) throw notFound();
  return { cycleId: cycle.id, sampledId: params.sampledId ?? "", receiver };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "feedback.manage");
  const cycle = await requireCycle(params.cycleId);
  const key = await keyOf(params);
  const { db } = store();
  const pack = await leadPack(db, key);
  if (!pack) throw notFound();
  const { sampled, row, facts, content, cockpit, corrections, grades } = pack;
  const { reference, planWriterRef } = sampled.snapshot;
  await noteView(actor, { kind: "sampled_case", id: sampled.id }, `the feedback on ${reference}`);
  const exchange = exchangeOf(pack, cockpit.rubric);
  const done = new URL(request.url).searchParams.get("done") ?? "";
  const { value: setting } = await settingOf(db, "feedback");
  const addressees = row?.sentAt ? [] : await addresseesFor(db, key.receiver, planWriterRef, now());
  return {
    head: cycleHead(actor, cycle),
    cycleId: cycle.id,
    reference,
    takenBack: pack.takenBack,
    about: caseWords(sampled.snapshot),
    label: RECEIVER_LABELS[key.receiver],
    receiver: key.receiver,
    version: row?.version ?? 0,
    state: packState(facts, today()).words,
    sent: facts.sentAt ? { on: dateWords(facts.sentAt), to: pack.sentTo ?? "", by: row?.replyBy ?? "" } : null,
    replyBy: row?.replyBy ? dayWords(row.replyBy) : null,
    read: facts.readAt ? dateWords(facts.readAt) : null,
    resolved: row?.resolvedAt !== null && row?.resolvedAt !== undefined,
    notNeeded: row?.notNeeded ?? null,
    content,
    asks: pack.asks,
    ...drawnFrom(cockpit.rubric, content),
    levels: Object.fromEntries(
      pack.disputes.map(({ criterion }) => {
        const c = cockpit.rubric.criteria.find((one) => one.key === criterion);
        return [
          criterion,
          c ? levelsOf(cockpit.rubric, c).map((l) => ({ value: String(l.value), label: l.label })) : [],
        ];
      }),
    ),
    exchange,
    after: afterwards(exchange),
    grades: corrections.some((c) => c.after !== null) ? grades : null,
    showAuditors: setting.showAuditors,
    replyDays: setting.replyDays,
    addressees: addressees.map(({ value, label }) => ({ value, label })),
    done: done in DONE ? DONE[done as keyof typeof DONE] : null,
  };
}
export type LeadPackData = Awaited<ReturnType<typeof loader>>;

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "feedback.manage");
  const key = await keyOf(params);
  const pack = await leadPack(store().db, key);
  if (!pack) throw notFound();
  const fields = await readForm(request);
  const here = `/cycles/${key.cycleId}/feedback/${key.sampledId}/${key.receiver}`;
  const basedOn = Number(fields.text("version")) || 0;
  const intent = fields.text("intent");
  const edit = packEditFrom(fields);
  const typed = {
    intent,
    content: intent === "save" || intent === "send" ? withEdit(pack.content, edit) : null,
    askOther: fields.raw("askOther"),
    ask: fields.text("ask"),
    to: fields.text("to"),
    notNeeded: fields.raw("notNeeded"),
    disputeId: fields.text("disputeId"),
    outcome: fields.text("outcome"),
    after: fields.text("after"),
    answer: fields.raw("answer"),
    resolution: fields.raw("resolution"),
  };
  const refuse = (errors: FieldError[], status: number) => data({ errors, typed }, { status });
  if (pack.takenBack) return refuse([{ field: "content", sentence: TAKEN_BACK }], 409);
  const changed = (field: string) =>
    refuse(
      [
        {
          field,
          sentence:
            "Somebody else changed this pack meanwhile. What you typed is still here: open the page anew in another window and compare",
        },
      ],
      409,
    );
  try {
    switch (intent) {
      case "save": {
        const result = await savePack(store(), actor, key, edit, basedOn, now());
        if (result.ok) return redirect(`${here}?done=saved`);
        if (result.why === "gone") throw notFound();
        return refuse(result.problems, 400);
      }
      case "send": {
        const result = await sendPack(store(), actor, key, edit, typed.to, basedOn, now());
        if (!result.ok && result.why === "gone") throw notFound();
        if (!result.ok) return refuse(result.problems, 400);
        tellOfWaiting(result.to, "pack");
        return redirect(`${here}?done=sent`);
      }
      case "leave-out": {
        const result = await leaveOutPack(store(), actor, key, fields.text("notNeeded"), basedOn, now());
        if (result.ok) return redirect(`${here}?done=left`);
        if (result.why === "gone") throw notFound();
        return refuse(result.problems, 400);
      }
      case "answer": {
        const answer = { outcome: typed.outcome, words: fields.text("answer"), after: typed.after || null };
        const result = await answerDispute(store(), actor, key, typed.disputeId, answer, now());
        if (!result.ok && result.why === "gone") throw notFound();
        if (!result.ok) return refuse(result.problems, 400);
        if (pack.row) await tellOfPack(pack.row.id, "readers", "answer");
        return redirect(`${here}?done=answered`);
      }
      case "resolve": {
        const result = await resolvePack(store(), actor, key, fields.text("resolution"), now());
        if (result.ok) return redirect(`${here}?done=resolved`);
        if (result.why === "gone") throw notFound();
        return refuse(result.problems, 400);
      }
      default:
        return refuse([{ field: "criteria", sentence: "Choose what to do with the pack" }], 400);
    }
  } catch (error) {
    if (wasFaster(error)) return changed(FIELDS[intent] ?? "criteria");
    throw error;
  }
}

const FIELDS: Record<string, string> = { answer: "answer", resolve: "resolution", "leave-out": "notNeeded" };

export default function CycleFeedbackPack() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const errors: FieldError[] = sent?.errors ?? [];
  const typed = sent?.typed ?? null;
  return (
    <>
      <CycleBar cycle={page.head} />
      <ReadingPage
        before={<BackLink href={`/cycles/${page.cycleId}/feedback`}>Feedback</BackLink>}
        aside={
          <>
            <h2 className="part">About this pack</h2>
            <SummaryList
              noBorder
              rows={[
                { key: "Plan", value: `${page.reference}: ${page.about}` },
                { key: "Where it stands", value: page.state },
                ...(page.sent
                  ? [
                      { key: "Sent to", value: page.sent.to },
                      { key: "Sent", value: page.sent.on },
                      { key: "Read", value: page.read ?? "Not yet" },
                      { key: "Reply by", value: page.replyBy ?? "" },
                    ]
                  : [
                      { key: "Reply due", value: `${page.replyDays} working days after it is sent` },
                      {
                        key: "Auditors’ names",
                        value: page.showAuditors ? "Shown, by your area’s settings" : "Not shown",
                      },
                    ]),
              ]}
            />
          </>
        }
      >
        {page.done && !sent && (
          <NotificationBanner type="success" title="Done">
            {page.done}
          </NotificationBanner>
        )}
        {sent && (
          <ErrorSummary arrival={sent} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle over={`Feedback on ${page.reference}`}>{page.label}</PageTitle>
        {page.takenBack && (
          <Note tone="amber" title="Not signed off at present">
            <p>{TAKEN_BACK}.</p>
          </Note>
        )}
        {page.sent ? (
          <SentPack page={page} errors={errors} typed={typed} />
        ) : (
          <ReviewForm page={page} errors={errors} typed={typed} />
        )}
      </ReadingPage>
    </>
  );
}

export type PackTyped =
  ReturnType<typeof useActionData<typeof action>> extends infer A
    ? NonNullable<A> extends { typed: infer T }
      ? T | null
      : null
    : null;

export const handle = titled<typeof loader>((d) => (d ? `${d.label} – Feedback on ${d.reference}` : "Feedback"), {
  plan: (d) => d.reference,
});
