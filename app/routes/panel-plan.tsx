import { placeInPlan } from "#audits/rubric/place-in-plan.ts";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { scoreFromText } from "#audits/panel/result.ts";
import { panelSeat, saveView } from "#db/panel-views.ts";
import { useAskBeforeLeaving } from "~/components/ask-before-leaving.ts";
import { wasTouched } from "~/components/autosave/use-autosave.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { GradeWord } from "~/components/levels.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { namesShown, scoreWords } from "~/server/moderation.server.ts";
import { type SeatView, seatView } from "~/server/panel-seat.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { keepTyped } from "~/server/signed-out.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "moderation.take_part");
  const { db } = store();
  const seat = await panelSeat(db, actor, params.sampledId ?? "");
  if (!seat) throw notFound();
  const { snapshot, id } = seat.cockpit.sampled;
  await noteView(actor, { kind: "sampled_case", id }, `the levels of all auditors of ${snapshot.reference}`);
  const { cockpit: names } = await namesShown(db);
  return { ...seatView(seat, actor.id, names), about: caseWords(snapshot) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await keepTyped(request, /^reason$/, () => requireActor(request, "moderation.take_part"));
  const sampledId = params.sampledId ?? "";
  const form = await readForm(request);
  const criterion = form.text("criterion");
  const typed = { criterion, view: form.text("view"), reason: form.raw("reason") };
  const refuse = (errors: { field: string; sentence: string }[], status: number, basedOn = form.text("basedOn")) =>
    data({ errors, typed: { ...typed, basedOn } }, { status });
  const view = typed.view === "" ? null : scoreFromText(typed.view);
  const given = { criterion, view, reason: typed.reason };
  const result = await saveView(store(), actor, sampledId, given, Number(form.text("basedOn")) || 0, now());
  if (result.ok) return redirect(`/panel/${sampledId}#${criterion}`);
  if (result.why === "gone") throw notFound();
  if (result.why === "closed") return refuse([{ field: "content", sentence: result.sentence }], 409);
  if (result.why === "changed") {
    const seat = await panelSeat(store().db, actor, sampledId);
    if (!seat) throw notFound();
    const theirs = scoreWords(seat.cockpit, criterion, result.theirs.view);
    const sentence = `You saved ${theirs} for ${criterion} in another window. What you chose and typed here is still here. Save again to put it in its place`;
    return refuse([{ field: `view-${criterion}`, sentence }], 409, String(result.theirs.version));
  }
  return refuse(
    result.problems.map((p) => ({ field: `${p.field}-${criterion}`, sentence: p.sentence })),
    400,
  );
}

type Sent = {
  errors: { field: string; sentence: string }[];
  typed: { criterion: string; view: string; reason: string; basedOn: string };
};

export default function PanelPlan() {
  const { reference, about, items, settled } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const unsent = () =>
    sent !== undefined || [...document.querySelectorAll<HTMLFormElement>(".view-form")].some(wasTouched);
  const sending = useAskBeforeLeaving(unsent, "A view that you wrote is not saved yet. Leave it, and lose it?");
  return (
    <ReadingPage before={<BackLink href="/panel">Views for the panel</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over={about}>{reference}: your view</PageTitle>
      <p className="lead">
        {items.length === 0
          ? "Nothing is open. The chair has settled all on which the auditors differ."
          : `${items.length} ${items.length === 1 ? "criterion is" : "criteria are"} open, the largest difference first.${settled ? ` ${settled} are settled.` : ""}`}
      </p>
      {items.length > 0 && (
        <p>
          All audits of this plan are in. Write what you think before you read what others think: their views appear on
          a criterion when yours is saved.
        </p>
      )}
      {items.map((item) => (
        <Item key={item.key} item={item} sent={sent?.typed.criterion === item.key ? sent : null} onSubmit={sending} />
      ))}
    </ReadingPage>
  );
}

type ItemProps = { item: SeatView["items"][number]; sent: Sent | null; onSubmit: () => void };

function Item({ item, sent, onSubmit }: ItemProps) {
  const error = (field: string) => sent?.errors.find((e) => e.field === `${field}-${item.key}`)?.sentence;
  return (
    <section id={item.key} className="ruled" aria-labelledby={`title-${item.key}`}>
      <p className="note-text">{item.group}</p>
      <h2 className="section" id={`title-${item.key}`}>
        <span className="criterion-code">{item.key}</span> {item.title}
      </h2>
      <p>{item.question}</p>
      <div className="found-columns">
        {item.given.map((g) => (
          <div key={g.who} className="found">
            <h3 className="found-heading">{g.who}</h3>
            <p>
              <GradeWord label={g.words} />
            </p>
            {g.quotes.map((q, i) => (
              <blockquote key={i} className="quote">
                <p>{q.words}</p>
                <footer>{placeInPlan(q.section, q.page)}</footer>
              </blockquote>
            ))}
            {g.finding && <p>{g.finding}</p>}
            {g.note && <p className="soft">Note: {g.note}</p>}
            {g.reason && <p>Reason: {g.reason}</p>}
          </div>
        ))}
      </div>
      <Form method="post" noValidate className="view-form" onSubmit={onSubmit} key={item.mine?.version ?? 0}>
        <input type="hidden" name="criterion" value={item.key} />
        <input type="hidden" name="basedOn" value={sent?.typed.basedOn ?? item.mine?.version ?? 0} />
        <Radios
          id={`view-${item.key}`}
          name="view"
          small
          legend={`What do you think of ${item.key}?`}
          legendSize="s"
          error={error("view")}
          value={sent?.typed.view ?? item.mine?.view}
          items={item.choices}
        />
        <Textarea
          id={`reason-${item.key}`}
          name="reason"
          label="Your reason"
          labelSize="s"
          hint="The panel reads it. Nothing that tells who the child is."
          rows={3}
          defaultValue={sent?.typed.reason ?? item.mine?.reason ?? ""}
          error={error("reason")}
        />
        <Button variant="secondary" preventDoubleClick>
          {item.mine ? `Save your view on ${item.key} again` : `Save your view on ${item.key}`}
        </Button>
      </Form>
      {item.written.length > 0 ? (
        <>
          <h3 className="part">What others think</h3>
          <dl className="written">
            {item.written.map((w) => (
              <div key={w.who}>
                <dt>
                  {w.who}: <GradeWord label={w.words} />
                </dt>
                <dd>{w.reason}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        item.others > 0 && (
          <p className="soft">
            {item.others === 1 ? "1 other member has" : `${item.others} other members have`} written. You read it when
            yours is saved.
          </p>
        )
      )}
    </section>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `${d.reference}: your view` : "Your view"), {
  plan: (d) => d.reference,
});
