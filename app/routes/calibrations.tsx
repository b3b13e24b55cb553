import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { SHIPPED_ANCHORS } from "#audits/calibration/library/shipped.ts";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords, dayWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { roundsOf } from "#db/calibrations.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "calibration.view");
  const rounds = await roundsOf(store().db);
  return {
    mayOpen: may(actor, "calibration.open").ok,
    rounds: rounds.map(({ cycle, audits, submitted }) => ({
      id: cycle.id,
      title: cycle.title,
      opened: dateWords(cycle.openedAt),
      due: dayWords(cycle.scoringDue),
      open: cycle.status === "scoring",
      in: `${submitted} of ${audits}`,
    })),
    anchors: SHIPPED_ANCHORS.map((a) => ({
      key: a.key,
      reference: a.reference,
      title: a.title,
      about: caseWords({ ...a.snapshot, primaryNeed: a.snapshot.primaryNeed }),
      shows: a.about,
    })),
  };
}

export default function Calibrations() {
  const { mayOpen, rounds, anchors } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href="/cycles">Cycles</BackLink>}>
      <PageTitle>Calibration</PageTitle>
      <p className="lead">
        Auditors score the same made-up plan blind, on the ordinary sheet, and then see where their levels lay against a
        reasoned reference. It counts in no result, sample, feedback or report.
      </p>
      {mayOpen && <LinkButton href="/calibration/new">Open a calibration</LinkButton>}
      {rounds.length === 0 ? (
        <p>No calibration has been opened yet.</p>
      ) : (
        <Table
          caption="Rounds, newest first"
          captionSize="m"
          firstCellIsHeader
          phoneList
          head={["Round", "Opened", "Due", "Audits in", "Where it is"]}
          rows={rounds.map((r) => [
            <Link key={r.id} className="govuk-link" to={`/calibration/${r.id}`}>
              {r.title}
            </Link>,
            r.opened,
            r.due,
            { content: r.in, numeric: true },
            <Tag key="state" tone={r.open ? "teal" : "neutral"}>
              {r.open ? "Scoring" : "Closed"}
            </Tag>,
          ])}
        />
      )}
      <h2 className="section">Made-up plans that ship</h2>
      <p>Who reads one here sees its reference levels, and cannot score it blind any more.</p>
      <ul className="plain-list">
        {anchors.map((a) => (
          <li key={a.key} className="ruled">
            <h3 className="part">
              <Link className="govuk-link" to={`/calibration/plans/${a.key}`}>
                {a.reference}: {a.title}
              </Link>
            </h3>
            <p className="soft">{a.about}</p>
            <p>{a.shows}</p>
          </li>
        ))}
      </ul>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Calibration");
