import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { dateWords, dayWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { closeCalibration, roundOf } from "#db/calibrations.ts";
import { Pattern } from "~/components/calibration/pattern.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { roundView } from "~/server/calibration.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "calibration.view");
  const round = await roundOf(store().db, params.roundId ?? "");
  if (!round) throw notFound();
  return {
    round: roundView(round),
    opened: dateWords(round.cycle.openedAt),
    due: dayWords(round.cycle.scoringDue),
    ended: round.cycle.closedAt ? dateWords(round.cycle.closedAt) : null,
    mayClose: may(actor, "calibration.open").ok && round.cycle.status === "scoring",
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "calibration.open");
  const form = await readForm(request);
  const id = params.roundId ?? "";
  if (form.text("intent") !== "close" || !(await roundOf(store().db, id))) throw notFound();
  await closeCalibration(store(), actor, id, now());
  return redirect(`/calibration/${id}`);
}

export default function Calibration() {
  const { round, opened, due, ended, mayClose } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide before={<BackLink href="/calibration">Calibration</BackLink>}>
      <PageTitle>{round.title}</PageTitle>
      <p className="lead">
        {round.submitted} of {round.audits} audits are in. Opened on {opened},{" "}
        {ended ? `closed on ${ended}.` : `due on ${due}.`}
      </p>
      <p className="soft">
        {round.rubric}. {round.form}. Nothing of this round counts in any result, sample, feedback or report.
      </p>
      <Details summary="Who has submitted">
        <ul className="govuk-list govuk-list--bullet">
          {round.who.map((w) => (
            <li key={w.name}>
              {w.name}: {w.submitted} of {w.of}
            </li>
          ))}
        </ul>
      </Details>
      {round.plans.length === 0 && <p>The audits of this round were removed when their time was over.</p>}
      {round.plans.map((plan) => (
        <section key={plan.key} aria-labelledby={`plan-${plan.key}`}>
          <h2 className="section" id={`plan-${plan.key}`}>
            <Link className="govuk-link" to={`/calibration/plans/${plan.key}`}>
              {plan.reference}: {plan.title}
            </Link>
          </h2>
          {plan.why && <p>{plan.why}</p>}
          {plan.pattern && <Pattern plan={plan} lines={plan.pattern} />}
        </section>
      ))}
      {mayClose && (
        <section className="ruled" aria-labelledby="close-title">
          <h2 className="section" id="close-title">
            Close the round
          </h2>
          <p>
            {round.submitted < round.audits
              ? `${round.audits - round.submitted} audits are not in. Once the round is closed they cannot be submitted, and the pattern of those that are can be read.`
              : "Every audit is in."}
          </p>
          <Form method="post">
            <Button name="intent" value="close" variant="secondary" preventDoubleClick>
              Close the round
            </Button>
          </Form>
        </section>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `${d.round.title} – Calibration` : "Calibration"));
