import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { targetText } from "#audits/actions/effect.ts";
import { ENTRY_KINDS, readEntry, RESPONSE_LABELS } from "#audits/actions/entries.ts";
import { ACTION_STATUSES, mayChangeAction, mayMoveAction, MOVES, needsReason, nextOf } from "#audits/actions/life.ts";
import { dayWords, momentWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { actionHistory, addEntry, entriesOf, mayRespondFor, moveAction } from "#db/actions.ts";
import { ProofChain } from "~/components/actions/chain.tsx";
import { EntryForms } from "~/components/actions/entry-forms.tsx";
import { Marks } from "~/components/actions/marks.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details, NotificationBanner } from "~/components/govuk/messages.tsx";
import { Breadcrumbs } from "~/components/govuk/navigation.tsx";
import { FactList } from "~/components/rail.tsx";
import { titled } from "~/components/title.tsx";
import { chainOf } from "~/server/action-chain.server.ts";
import {
  actionItem,
  leadOf,
  readFromWords,
  readingView,
  requireAction,
  seesInternal,
  typedFields,
} from "~/server/actions.server.ts";
import { now, store, today, unlessFaster } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { insist, notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "actions.view");
  const listed = await requireAction(actor, params.actionId);
  const { action, owner, name } = listed;
  const [entries, history] = [await entriesOf(store().db, action.id), await actionHistory(store().db, action.id)];
  const internal = seesInternal(actor);
  const chain = await chainOf(actor, listed, entries, history);
  if (internal) await noteView(actor, { kind: "action", id: action.id }, `the findings behind action ${name}`);
  const mayWork = may(actor, "actions.work", action).ok;
  const evidence = entries.filter((e) => e.kind === "evidence").length;
  const moves = nextOf(action).flatMap((to) => {
    // The owner says how far the work is; agreeing, closing and withdrawing is for the quality lead.
    const allowed = may(actor, "actions.open").ok || (mayWork && (to === "in_progress" || to === "done"));
    if (!allowed) return [];
    const verdict = mayMoveAction({ status: action.status, evidence, tested: action.effect !== null }, to);
    return [
      {
        to,
        button: MOVES[to].button,
        reason: needsReason(action.status, to),
        why: verdict.ok ? null : verdict.sentence,
      },
    ];
  });
  return {
    item: actionItem(listed),
    version: action.version,
    internal,
    lead: leadOf(listed, internal),
    chain,
    next: action.next,
    facts: [
      { name: "Who answers for it", value: owner },
      ...(action.withWhom ? [{ name: "With", value: action.withWhom }] : []),
      ...(action.services.length
        ? [{ name: "Asked", value: action.services.map((s) => AGENCY_LABELS[s]).join(", ") }]
        : []),
      { name: "Measure", value: capital(action.measure.words) },
      { name: "Baseline", value: `${readingView(action.baseline, internal).text}, ${readFromWords(action.baseline)}` },
      { name: "Target", value: targetText(action.target, action.measure.better) },
      { name: "Due", value: dayWords(action.dueOn) },
    ],
    moves,
    mayChange: may(actor, "actions.open").ok && mayChangeAction(action).ok,
    mayTest: may(actor, "actions.open").ok && action.effect === null && action.status !== "withdrawn",
    mayWork,
    respondFor: mayRespondFor(actor, action),
    entryKey: newFormKey(),
    entries: entries.map((e) => ({
      id: e.id,
      kind: e.kind,
      head: `${e.by}, ${momentWords(e.writtenAt)}`,
      said: e.agency && e.response ? `${AGENCY_LABELS[e.agency]}: ${RESPONSE_LABELS[e.response]}` : "",
      words: e.words,
      link: e.link,
    })),
    history: history.map((h) => ({
      version: h.version,
      words: `${h.by} ${h.words}`,
      reason: h.reason,
      at: momentWords(h.madeAt),
      promise: `${h.kept.title}. Target ${targetText(h.kept.target, action.measure.better)}, due ${dayWords(h.kept.dueOn)}.`,
    })),
    done: new URL(request.url).searchParams.get("done"),
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "actions.view");
  const { action, name } = await requireAction(actor, params.actionId);
  const form = await readForm(request);
  const intent = form.text("intent");
  const here = `/actions/${action.id}`;
  const refuse = (errors: { field: string; sentence: string }[], status = 400) =>
    data({ errors, intent, typed: typedFields(form) }, { status });
  const kind = ENTRY_KINDS.find((k) => k === intent);
  if (kind) {
    if (kind === "evidence") insist(may(actor, "actions.work", action));
    if (kind === "response") insist(may(actor, "actions.respond", action));
    const typed = {
      kind,
      words: form.text(`${kind}-words`),
      link: form.text("evidence-link"),
      agency: form.text("response-agency"),
      response: form.text("response-response"),
    };
    const read = readEntry(typed, mayRespondFor(actor, action));
    if (!read.ok) return refuse(read.errors.map(({ field, sentence }) => ({ field: `${kind}-${field}`, sentence })));
    const { to } = await writeOnce(
      form,
      actor,
      (once) => addEntry(once, actor, action.id, read.entry, now()),
      (made) => (made ? `${here}?done=${kind}#said` : null),
    );
    if (to === null) throw notFound();
    return redirect(to);
  }
  const to = ACTION_STATUSES.find((s) => s === form.text("to"));
  if (intent !== "move" || !to) return refuse([{ field: "moves", sentence: "Choose what to do with the action" }]);
  const ownStep = to === "in_progress" || to === "done";
  insist(ownStep ? may(actor, "actions.work", action) : may(actor, "actions.open"));
  const seen = { id: action.id, version: Number(form.text("version")) };
  const verdict = await unlessFaster(
    moveAction(store(), actor, seen, { to, reason: form.text(`reason-${to}`), today: today() }, now()),
    `Somebody else changed ${name} meanwhile. Look at how it stands now, then decide again`,
  );
  return verdict.ok
    ? redirect(`${here}?done=moved`)
    : refuse([{ field: needsReason(action.status, to) ? `reason-${to}` : "moves", sentence: verdict.sentence }], 409);
}

const DONE: Record<string, string> = {
  opened: "The action is open, as a proposal.",
  moved: "The action was moved on.",
  changed: "The promise was changed. The history holds how it was.",
  chosen: "The choice of the re-audit was kept.",
  effect: "The effect was recorded.",
  comment: "Your comment was kept.",
  evidence: "Your evidence was kept.",
  response: "Your response was kept.",
};

export default function ActionPage() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const { item, chain } = page;
  const base = `/actions/${item.id}`;
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage
      before={<Breadcrumbs items={[{ text: "Actions", href: "/actions" }, { text: item.name }]} />}
      aside={
        <>
          <h2>What was promised</h2>
          <FactList facts={page.facts} />
          <h2>Done is not effective</h2>
          <p>
            An action is <strong>done</strong> when its evidence is in. It is <strong>effective</strong> only when a
            re-audit says so. Between the two it is done and not tested yet.
          </p>
          {(page.mayChange || page.mayTest) && (
            <p className="aside-links no-print">
              {page.mayChange && (
                <Link className="govuk-link" to={`${base}/change`}>
                  Change the promise
                </Link>
              )}
              {page.mayTest && (
                <Link className="govuk-link" to={`${base}/test`}>
                  Test it by a re-audit
                </Link>
              )}
            </p>
          )}
        </>
      }
    >
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      {page.done && DONE[page.done] && !sent && (
        <NotificationBanner type="success" title="Done">
          {DONE[page.done]}
        </NotificationBanner>
      )}
      <div className="title-row">
        <div>
          <PageTitle over={`Action ${item.name}`}>{item.title}</PageTitle>
        </div>
        <Marks marks={item.marks} />
      </div>
      <p className="lead">{page.lead}</p>
      {item.dueState && <p>{item.overdue ? <strong>Overdue: {item.dueState}.</strong> : <>Due {item.dueState}.</>}</p>}
      <ProofChain chain={chain} base={base} next={page.next}>
        {chain.effect.shown && !chain.effect.recorded && page.mayTest && (
          <p className="no-print">
            <Link className="govuk-link" to={`${base}/test`}>
              Record this effect
            </Link>
          </p>
        )}
      </ProofChain>

      {page.moves.length > 0 && (
        <section aria-labelledby="moves" className="no-print">
          <h2 className="section" id="moves">
            Where it stands
          </h2>
          {page.moves.map((move) =>
            move.why ? (
              <p key={move.to} className="soft">
                {move.button}: not yet. {move.why}
              </p>
            ) : (
              <Form method="post" noValidate key={move.to} className="move-form">
                <input type="hidden" name="intent" value="move" />
                <input type="hidden" name="version" value={page.version} />
                <input type="hidden" name="to" value={move.to} />
                {move.reason ? (
                  <Details summary={move.button} open={Boolean(error(`reason-${move.to}`))}>
                    <Input
                      name={`reason-${move.to}`}
                      label="Why"
                      hint="It stays in the history. Name no child."
                      defaultValue={sent?.typed[`reason-${move.to}`]}
                      error={error(`reason-${move.to}`)}
                    />
                    <Button variant={move.to === "withdrawn" ? "warning" : "secondary"}>{move.button}</Button>
                  </Details>
                ) : (
                  <Button preventDoubleClick>{move.button}</Button>
                )}
              </Form>
            ),
          )}
        </section>
      )}

      <section aria-labelledby="said">
        <h2 className="section" id="said">
          Comments, evidence and responses
        </h2>
        {page.entries.length === 0 && <p>Nobody has written anything yet.</p>}
        <ul className="said">
          {page.entries.map((e) => (
            <li key={e.id} className="said__item">
              <p className="note-text">
                {KINDS[e.kind]}, {e.head}
              </p>
              {e.said && (
                <p>
                  <strong>{e.said}</strong>
                </p>
              )}
              <p>
                {e.link ? (
                  <a className="govuk-link" href={e.link} rel="noreferrer noopener">
                    {e.words}
                  </a>
                ) : (
                  e.words
                )}
              </p>
            </li>
          ))}
        </ul>
        <EntryForms
          formKey={page.entryKey}
          mayAddEvidence={page.mayWork}
          respondFor={page.respondFor}
          refused={sent ? { intent: sent.intent, typed: sent.typed, error } : null}
        />
      </section>

      <Details summary="Everything that was done to this action">
        <ol className="govuk-list govuk-list--number">
          {page.history.map((h) => (
            <li key={h.version}>
              {h.words}, {h.at}. {h.reason && <>Because: {h.reason}. </>}
              <span className="second-line soft">{h.promise}</span>
            </li>
          ))}
        </ol>
      </Details>
    </ReadingPage>
  );
}

const KINDS = { comment: "Comment", evidence: "Evidence", response: "Response" } as const;

export const handle = titled<typeof loader>((page) => (page ? `${page.item.name} ${page.item.title}` : "Action"));
