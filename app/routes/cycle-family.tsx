import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords, dayWords } from "#audits/dates.ts";
import { compareViews, countViews, publishedFamily } from "#audits/family/differences.ts";
import { DEFAULT_THRESHOLD } from "#audits/measures/suppression.ts";
import { may } from "#audits/people/permissions.ts";
import { askFamily, askingsOfCycle, callersNow, endFamilyConsent, withdrawAsking } from "#db/family.ts";
import { familiesHeard } from "#db/family-answers.ts";
import { actorOf } from "#db/people.ts";
import { rubricOf } from "#db/rubrics.ts";
import { FamilyAskings } from "~/components/family/askings.tsx";
import { FamilyViews, PublishedViews } from "~/components/family/views.tsx";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { LinkOnce } from "~/components/link-once.tsx";
import { EvidenceRemoved } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, removedOn, requireCycle } from "~/server/cycle.server.ts";
import { area, now, store } from "~/server/database.server.ts";
import { tellOfWaiting } from "~/server/feedback.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requirePublished } from "~/server/results.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { addressOf } from "~/server/settings.ts";
import type { FieldError } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "results.published");
  const cycle = await requireCycle(params.cycleId);
  requirePublished(actor, cycle);
  const { db } = store();
  const heard = await familiesHeard(db, cycle.id);
  const internal = may(actor, "family.view").ok && new URL(request.url).searchParams.get("view") !== "published";
  const shown = internal ? "what families said of" : "the published counts of what families said of";
  await noteView(actor, { kind: "cycle_family", id: cycle.id }, `${shown} the plans of ${cycle.title}`);
  const head = {
    head: cycleHead(actor, cycle),
    removed: await removedOn(cycle.id),
    cycleId: cycle.id,
    mayAsk: may(actor, "family.ask").ok,
    mayView: may(actor, "family.view").ok,
    published: publishedFamily(heard, DEFAULT_THRESHOLD),
  };
  if (!internal) return { ...head, internal: null };
  const rubric = await rubricOf(db, cycle.rubricId);
  const compared = rubric ? compareViews(rubric.document, heard) : [];
  const askings = await askingsOfCycle(db, cycle.id, now());
  return {
    ...head,
    internal: {
      heard: heard.length,
      counts: countViews(compared),
      differ: compared.filter((c) => c.view === "panel_only" || c.view === "family_only"),
      words: heard
        .filter((h) => h.words)
        .map((h) => ({ id: h.id, reference: h.reference, words: h.words, mayUse: h.mayUseWords })),
      callers: (await callersNow(db, now())).map(({ id, name, part }) => ({ id, name, part })),
      plans: askings.map(({ sampled, askings: list }) => ({
        id: sampled.id,
        reference: sampled.snapshot.reference,
        about: caseWords(sampled.snapshot),
        mayAsk: list.every((a) => a.state !== "open" && a.state !== "answered"),
        askings: list.map((a) => ({
          id: a.id,
          state: a.state,
          way: a.way,
          caller: a.caller,
          asked: dateWords(a.askedAt),
          until: dayWords(a.openUntil),
          answered: a.answeredAt ? dateWords(a.answeredAt) : null,
        })),
      })),
    },
  };
}
export type CycleFamilyData = Awaited<ReturnType<typeof loader>>;

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "family.ask");
  const cycle = await requireCycle(params.cycleId);
  const fields = await readForm(request);
  const intent = fields.text("intent");
  const planId = fields.text("planId");
  type LinkMade = { to: string; link: string; why: string };
  const answer = (errors: FieldError[], link: LinkMade | null, status: number) =>
    data({ errors, planId, link }, { status });
  const here = `/cycles/${cycle.id}/family`;
  if (intent === "withdraw" || intent === "end-consent") {
    const change = intent === "withdraw" ? withdrawAsking : endFamilyConsent;
    const verdict = await change(store(), actor, cycle.id, fields.text("id"), now());
    return verdict.ok ? redirect(here) : answer([{ field: "plans", sentence: verdict.sentence }], null, 400);
  }
  if (intent !== "link" && intent !== "call")
    return answer([{ field: "plans", sentence: "Choose how the family is asked" }], null, 400);
  const callerId = intent === "call" ? fields.text("caller") : null;
  const way = callerId === null ? { link: true as const } : { callerId };
  const made = await askFamily(store(), actor, cycle.id, planId, way, now());
  if (!made.ok) return answer([{ field: `${made.field}-${planId}`, sentence: made.sentence }], null, 400);
  if (made.secret === null) {
    const caller = callerId === null ? null : await actorOf(store().db, callerId, now());
    if (caller) tellOfWaiting([caller], "call");
    return redirect(here);
  }
  const link = addressOf(area().settings, `/family/${made.secret}`);
  const why = `The product knows no family’s address, so you put it into the letter or message. It works once, until ${dayWords(made.openUntil)}`;
  return answer([], { to: "the family", link, why }, 200);
}

export default function CycleFamily() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const errors = sent?.errors ?? [];
  const base = `/cycles/${page.cycleId}/family`;
  return (
    <>
      <CycleBar cycle={page.head} />
      <ReadingPage wide>
        {errors.length > 0 && (
          <ErrorSummary arrival={sent} errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
        )}
        <PageTitle>What families say</PageTitle>
        <EvidenceRemoved on={page.removed} />
        <p className="lead">
          Families are asked about the same plans as the panel. Their answers are kept apart: no level and no grade
          knows them.
        </p>
        {sent?.link && <LinkOnce {...sent.link} />}
        {page.internal ? (
          <>
            <p className="no-print">
              <Link className="govuk-link" to={`${base}?view=published`}>
                See what may be published
              </Link>
            </p>
            <FamilyViews internal={page.internal} />
            <FamilyAskings
              internal={page.internal}
              mayAsk={page.mayAsk}
              errors={errors}
              planId={sent?.planId ?? null}
            />
            {page.mayAsk && (
              <p className="no-print">
                <Link className="govuk-link" to="/family-questions">
                  Change the questions
                </Link>
              </p>
            )}
          </>
        ) : (
          <>
            {page.mayView && (
              <p className="no-print">
                <Link className="govuk-link" to={base}>
                  Back to the internal view
                </Link>
              </p>
            )}
            <PublishedViews published={page.published} />
          </>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `What families say – ${d?.head.title ?? "Cycle"}`);
