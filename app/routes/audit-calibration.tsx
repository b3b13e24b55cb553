import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { againstReference, countsSentence } from "#audits/calibration/compare.ts";
import { ownAnchor } from "#db/calibrations.ts";
import { comparisonView } from "~/server/calibration.server.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Details, Tag } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { GradeWord } from "~/components/levels.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** Own levels on a made-up plan beside the reference levels: only once they are submitted, and for this person alone. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const own = await ownAnchor(store().db, params.auditId ?? "", actor.id);
  if (!own) throw notFound();
  const { sheet, anchor, written } = own;
  if (sheet.audit.status !== "submitted") throw redirect(`/audits/${sheet.audit.id}/check`);
  const answers = new Map([...sheet.answers].map(([key, a]) => [key, a.score]));
  const lines = againstReference({ written, rubric: sheet.rubric }, anchor, sheet.asked, answers);
  return {
    reference: anchor.reference,
    round: sheet.cycle.title,
    plan: `/audits/${sheet.audit.id}/plan`,
    sentence: countsSentence(lines),
    domains: comparisonView(sheet.rubric, lines, (key) => sheet.answers.get(key)?.note ?? ""),
  };
}

const TONES = { same: "teal", higher: "amber", lower: "amber", other: "amber", none: "neutral" } as const;

export default function AuditCalibration() {
  const { reference, round, plan, sentence, domains } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href="/my-levels">How my levels lay</BackLink>}>
      <PageTitle over={round}>{reference}: your levels and the reference</PageTitle>
      <p className="lead">{sentence}</p>
      <Note tone="navy" title="Only you see this page">
        <p>
          Your quality lead sees how many of all auditors lay at, above or below the reference, without names. A
          reference is a reasoned opinion, not the law: where you think it wrong, say so in the panel. The round counts
          in no result, sample, feedback or report.
        </p>
      </Note>
      <p>
        <a className="govuk-link" href={plan}>
          Read the plan again
        </a>
      </p>
      {domains.map((domain) => (
        <section key={domain.title}>
          <h2 className="section">{domain.title}</h2>
          {domain.lines.map((line) => (
            <section key={line.key} className="ruled" aria-labelledby={`line-${line.key}`}>
              <h3 className="part" id={`line-${line.key}`}>
                <span className="criterion-code">{line.key}</span> {line.title}
              </h3>
              <p>
                You: <GradeWord label={line.own} />{" "}
                {line.reference && (
                  <>
                    Reference: <GradeWord label={line.reference.label} />{" "}
                  </>
                )}
                <Tag tone={TONES[line.standing]}>{line.words}</Tag>
              </p>
              {line.reference && <p>{line.reference.because}</p>}
              {line.descriptors.length > 0 && (
                <Details summary={`What the levels of ${line.key} say`}>
                  <dl className="written">
                    {line.descriptors.map((d) => (
                      <div key={d.label}>
                        <dt>{d.label}</dt>
                        <dd>{d.text}</dd>
                      </div>
                    ))}
                  </dl>
                </Details>
              )}
              {line.note && <p className="soft">Your note: {line.note}</p>}
            </section>
          ))}
        </section>
      ))}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `${d.reference}: the reference` : "The reference"));
