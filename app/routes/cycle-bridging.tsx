import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { CYCLE_STATUS_LABELS } from "#audits/vocabulary.ts";
import { FEWEST_BRIDGED } from "#audits/rubric/bridging.ts";
import { bridgeable, bridgedFrom, bridgingSetsOf, makeBridging } from "#db/bridging.ts";
import { rubricsForCycles } from "#db/rubric-approvals.ts";
import { rubricOf } from "#db/rubrics.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { DateInput } from "~/components/govuk/date-input.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";
import { dayFrom, type FieldError } from "~/server/validate.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "cycles.open");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "bridging", id: cycle.id }, `the plans to bridge of ${cycle.title}`);
  const { db } = store();
  const rubric = await rubricOf(db, cycle.rubricId);
  const from = await bridgedFrom(db, cycle.id);
  const plans = await bridgeable(db, cycle.id);
  const versions = (await rubricsForCycles(db)).filter(
    ({ rubric: other }) => other.key === rubric?.key && other.id !== rubric.id,
  );
  return {
    head: cycleHead(actor, cycle),
    version: rubric?.version ?? "",
    from: from && { id: from.id, title: from.title },
    plans: plans.map((p) => p.snapshot.reference),
    versions: versions
      .filter((v) => v.why === null)
      .map(({ rubric: r }) => ({ value: r.id, label: `Version ${r.version}` })),
    notUsable: versions.flatMap(({ rubric: r, why }) => (why ? [`Version ${r.version}: ${why}`] : [])),
    fewest: FEWEST_BRIDGED,
    sets: (await bridgingSetsOf(db, cycle.id)).map(({ cycle: set, bridge }) => ({
      id: set.id,
      title: set.title,
      status: CYCLE_STATUS_LABELS[set.status],
      bridge: bridge && {
        cases: bridge.cases,
        leftOut: bridge.leftOut,
        sentences: [bridge.overall, ...bridge.domains].map((s) => s.sentence),
        criteria: bridge.criteria.map((s) => s.sentence),
      },
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "cycles.open");
  const cycle = await requireCycle(params.cycleId);
  const fields = await readForm(request);
  const errors: FieldError[] = [];
  const [opens, due] = [
    dayIn(fields, "opens", "The day scoring opens", errors),
    dayIn(fields, "due", "The day audits are due", errors),
  ];
  if (opens && due && due < opens)
    errors.push({ field: "due-day", sentence: "Audits must be due on or after the day scoring opens" });
  const typed = Object.fromEntries(fields.names().map((name) => [name, fields.raw(name)]));
  if (errors.length || !opens || !due) return data({ errors, typed }, { status: 400 });
  const made = await makeBridging(
    store(),
    actor,
    cycle.id,
    {
      rubricId: fields.text("rubricId"),
      chosen: fields.text("how") === "choose" ? [...new Set(fields.all("plans"))] : [],
      size: Number(fields.text("size")),
      scoringOpens: opens,
      scoringDue: due,
    },
    now(),
  );
  if (!made.ok) return data({ errors: [{ field: "rubricId", sentence: made.sentence }], typed }, { status: 400 });
  return redirect(`/cycles/${made.cycleId}`);
}

function dayIn(fields: Fields, name: string, what: string, errors: FieldError[]): string | null {
  const parts = {
    day: fields.text(`${name}-day`),
    month: fields.text(`${name}-month`),
    year: fields.text(`${name}-year`),
  };
  const read = dayFrom(parts, what);
  if (!read.ok) errors.push({ field: `${name}-day`, sentence: read.sentence });
  else if (read.day === null)
    errors.push({ field: `${name}-day`, sentence: `Enter ${what[0]?.toLowerCase()}${what.slice(1)}` });
  return read.ok ? read.day : null;
}

export default function CycleBridging() {
  const { head, version, from, plans, versions, notUsable, sets, fewest } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const typed: Record<string, string> = result?.typed ?? {};
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  return (
    <>
      <CycleBar cycle={head} />
      <ReadingPage>
        {result && (
          <ErrorSummary
            arrival={result}
            errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
          />
        )}
        <PageTitle>Bridging sets</PageTitle>
        <p className="lead">
          The same plans, scored under two versions of the rubric, tell how far the new version moves results.
        </p>
        {from && (
          <p>
            This cycle is itself a bridging set of{" "}
            <Link className="govuk-link" to={`/cycles/${from.id}/bridging`}>
              {from.title}
            </Link>
            , where its result stands.
          </p>
        )}
        {sets.map((set) => (
          <section key={set.id} aria-labelledby={`set-${set.id}`} className="ruled">
            <h2 className="section" id={`set-${set.id}`}>
              <Link className="govuk-link" to={`/cycles/${set.id}`}>
                {set.title}
              </Link>
            </h2>
            <p className="soft">{set.status}</p>
            {set.bridge ? (
              <>
                <ul className="govuk-list govuk-list--bullet">
                  {set.bridge.sentences.map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>
                {set.bridge.criteria.length > 0 && (
                  <Details summary="Criteria that changed">
                    <ul className="govuk-list govuk-list--bullet">
                      {set.bridge.criteria.map((sentence) => (
                        <li key={sentence}>{sentence}</li>
                      ))}
                    </ul>
                  </Details>
                )}
                {set.bridge.leftOut.map((out) => (
                  <p className="soft" key={out.reference}>
                    {out.reference} is left out: {out.because}.
                  </p>
                ))}
              </>
            ) : (
              <p>No plan is signed off under both versions yet. The shift is told from {fewest} plans on.</p>
            )}
          </section>
        ))}
        <h2 className="section">Make a bridging set</h2>
        {notUsable.length > 0 && (
          <ul className="govuk-list govuk-list--bullet">
            {notUsable.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
        {plans.length === 0 || versions.length === 0 ? (
          <p>
            {plans.length === 0
              ? "No plan of this cycle is signed off yet."
              : `There is no other version of the rubric than ${version} that can be used now.`}
          </p>
        ) : (
          <Form method="post" noValidate>
            <Radios
              name="rubricId"
              legend={`Score plans of this cycle, which used version ${version}, under`}
              legendSize="s"
              error={error("rubricId")}
              value={typed.rubricId ?? versions[0]?.value}
              items={versions}
            />
            <Radios
              name="how"
              legend="Which plans"
              legendSize="s"
              value={typed.how ?? "draw"}
              items={[
                {
                  value: "draw",
                  label: "Draw them by chance",
                  conditional: (
                    <Input
                      name="size"
                      label={`How many of ${plans.length}`}
                      hint={`${fewest} or more tell something; 20 tell it with some certainty.`}
                      width={3}
                      defaultValue={typed.size ?? String(Math.min(20, plans.length))}
                    />
                  ),
                },
                {
                  value: "choose",
                  label: "Choose them",
                  conditional: (
                    <Checkboxes
                      name="plans"
                      legend="Plans"
                      legendSize="s"
                      small
                      items={plans.map((reference) => ({ value: reference, label: reference }))}
                    />
                  ),
                },
              ]}
            />
            {(
              [
                ["opens", "Scoring opens"],
                ["due", "Audits are due"],
              ] as const
            ).map(([name, legend]) => (
              <DateInput
                key={name}
                id={name}
                namePrefix={name}
                legend={legend}
                legendSize="s"
                error={error(`${name}-day`)}
                parts={[
                  { name: "day", value: typed[`${name}-day`], width: 2 },
                  { name: "month", value: typed[`${name}-month`], width: 2 },
                  { name: "year", value: typed[`${name}-year`], width: 4 },
                ]}
              />
            ))}
            <p>
              It becomes a cycle of its own: assign auditors, open scoring, and moderate. Auditors see nothing of the
              first scores, and nobody gets a plan that they scored in the first round.
            </p>
            <Button preventDoubleClick>Make the bridging set</Button>
          </Form>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Bridging sets – ${d.head.title}` : "Bridging sets"));
