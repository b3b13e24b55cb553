import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { feedbackFor } from "#db/moderations.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { GradeWord } from "~/components/levels.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "feedback.read");
  const plans = await feedbackFor(store().db, actor);
  await noteView(
    actor,
    { kind: "feedback", id: actor.id },
    `feedback on ${plans.map((p) => p.reference).join(", ") || "no plan yet"}`,
  );
  return { plans: plans.map((p) => ({ ...p, signedOffAt: dateWords(p.signedOffAt) })) };
}

export default function Feedback() {
  const { plans } = useLoaderData<typeof loader>();
  return (
    <ReadingPage>
      <PageTitle>Feedback on your plans</PageTitle>
      {plans.length === 0 ? (
        <p className="lead">
          When a panel has signed off a plan that you wrote or your service gave advice for, what it found is here.
          Nothing is there for you yet.
        </p>
      ) : (
        <p className="lead">
          What panels found in {plans.length} {plans.length === 1 ? "plan" : "plans"} that you wrote or your service
          gave advice for. Auditors’ names are not shown.
        </p>
      )}
      {plans.map((p) => (
        <section key={`${p.cycle}-${p.reference}`} className="ruled">
          <h2 className="section">{p.reference}</h2>
          <p className="note-text">
            {p.cycle}, signed off {p.signedOffAt}
          </p>
          {!p.own && <p className="note-text">Only what your service answers for is shown.</p>}
          {p.domains.length > 0 && (
            <Table
              caption={`Grades of ${p.reference} by domain`}
              captionSize="hidden"
              firstCellIsHeader
              head={["Domain", "Grade"]}
              rows={p.domains.map((d) => [
                d.title,
                d.grade ? <GradeWord key={d.title} label={d.grade} /> : "Not graded",
              ])}
            />
          )}
          <h3 className="part">What the panel found</h3>
          {p.findings.length > 0 ? (
            <ul className="govuk-list govuk-list--bullet">
              {p.findings.map((f) => (
                <li key={f.criterion}>
                  <strong>{f.title}.</strong> {f.words}
                </li>
              ))}
            </ul>
          ) : (
            <p>The panel wrote no finding for this plan.</p>
          )}
        </section>
      ))}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Feedback on your plans");
