import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dayWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { QUESTION_LABELS, QUESTIONS } from "#audits/scorecard/questions.ts";
import { cardLead } from "#audits/scorecard/words.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Note, ViewNote } from "~/components/notes.tsx";
import { CardTable } from "~/components/scorecard/card-table.tsx";
import { titled } from "~/components/title.tsx";
import { cardFor } from "~/server/scorecard.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "scorecard.view");
  const { card, published } = await cardFor(actor, request);
  if (card.view === "internal") await noteView(actor, { kind: "scorecard", id: card.view }, "the internal scorecard");
  return {
    card,
    wouldHide: published.hidden,
    on: dayWords(card.on),
    lead: cardLead(card),
    mayChoose: may(actor, "results.view").ok,
    mayChange: may(actor, "scorecard.change").ok,
    mayEnter: may(actor, "outcomes.enter").ok,
  };
}

export default function Scorecard() {
  const { card, wouldHide, on, lead, mayChoose, mayChange, mayEnter } = useLoaderData<typeof loader>();
  const internal = card.view === "internal";
  return (
    <ReadingPage wide>
      <ViewNote
        internal={internal}
        words={
          internal
            ? `${wouldHide} figures will be hidden (shown as ‘c’) when published.`
            : `${card.hidden} figures are hidden to protect children and shown as ‘c’.`
        }
        other={mayChoose ? (internal ? "?view=published" : "?") : null}
      />
      <PageTitle over={`As it stands on ${on}`}>Scorecard</PageTitle>
      <p className="lead">{lead}</p>
      <p className="link-row no-print">
        <a className="govuk-link" href={`/scorecard.csv${internal ? "" : "?view=published"}`}>
          Download as CSV
        </a>
        {mayEnter && (
          <Link className="govuk-link" to="/outcomes">
            Outcomes at reviews
          </Link>
        )}
        {mayChange && (
          <Link className="govuk-link" to="/scorecard/rows">
            Choose the rows
          </Link>
        )}
      </p>
      {QUESTIONS.map((question) => (
        <CardTable
          key={question}
          title={QUESTION_LABELS[question]}
          id={question}
          internal={internal}
          rows={card.rows.filter((r) => r.indicator.question === question)}
        />
      ))}
      <Note tone="navy" title="How to read it">
        <p>
          A row is compared with an earlier period only where both measured the same thing in the same way. The interval
          of a change must lie wholly on one side of zero to be called up or down; anything else could not be told,
          which is not the same as no change.
        </p>
      </Note>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Scorecard");
