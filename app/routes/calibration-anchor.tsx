import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SHIPPED_ANCHORS } from "#audits/calibration/library/shipped.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { caseWords } from "#audits/cases/words.ts";
import { MadeUp, PlanText } from "~/components/calibration/plan-text.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { GradeWord } from "~/components/levels.tsx";
import { titled } from "~/components/title.tsx";
import { notFound, requireActor } from "~/server/session.server.ts";

/** A made-up plan with its reference levels: for who leads a calibration, not for who is to score it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "calibration.view");
  const anchor = SHIPPED_ANCHORS.find((a) => a.key === params.anchor);
  if (!anchor) throw notFound();
  const rubric = SHIPPED_RUBRICS.find((r) => r.key === anchor.rubric.key);
  return {
    plan: { reference: anchor.reference, sections: anchor.sections },
    title: anchor.title,
    about: anchor.about,
    who: caseWords(anchor.snapshot),
    rubric: `${rubric?.title ?? anchor.rubric.key}, version ${anchor.rubric.version}`,
    levels: (rubric?.criteria ?? []).flatMap((c) => {
      const said = anchor.levels[c.key];
      const level = rubric?.scales.find((s) => s.key === c.scale)?.levels.find((l) => l.key === said?.level);
      return said
        ? [{ key: c.key, title: c.title, label: level?.label ?? "Does not apply", because: said.because }]
        : [];
    }),
  };
}

export default function CalibrationAnchor() {
  const { plan, title, about, who, rubric, levels } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href="/calibration">Calibration</BackLink>}>
      <PageTitle over={who}>
        {plan.reference}: {title}
      </PageTitle>
      <MadeUp />
      <p className="lead">{about}</p>
      <Details summary={`Reference levels and reasons, against ${rubric}`}>
        <Table
          caption="Reference levels"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Criterion", "Reference", "Why"]}
          rows={levels.map((l) => [
            <>
              <strong>{l.key}</strong> {l.title}
            </>,
            <GradeWord key="level" label={l.label} />,
            l.because,
          ])}
        />
      </Details>
      <PlanText plan={plan} />
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `${d.plan.reference} – Calibration` : "Calibration"));
