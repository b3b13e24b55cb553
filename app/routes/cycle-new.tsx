import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { domainsOf, type RubricDocument } from "#audits/rubric/document.ts";
import { openCycle } from "#db/cycles.ts";
import { rubricsForCycles } from "#db/rubric-approvals.ts";
import { FormKey } from "~/components/form-key.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { DateInput } from "~/components/govuk/date-input.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Textarea } from "~/components/govuk/inputs.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { cycleFrom } from "~/server/cycle-form.server.ts";
import { now, store } from "~/server/database.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "cycles.open");
  const listed = await rubricsForCycles(store().db);
  const rubrics = listed.filter(({ why }) => why === null).map(({ rubric }) => rubric);
  const fullest = Math.max(...rubrics.map((r) => criteriaOf(r.document).length));
  return {
    formKey: newFormKey(),
    rubrics: rubrics.map((r) => ({
      id: r.id,
      title: r.title,
      version: r.version,
      full: criteriaOf(r.document).length,
      short: criteriaOf(r.document).filter((c) => c.shortForm).length,
    })),
    /** The rubric that is chosen until somebody chooses: the one that asks most. */
    first: rubrics.find((r) => criteriaOf(r.document).length === fullest)?.id,
    modules: modulesOf(rubrics.map((r) => r.document)),
    notUsable: listed.flatMap(({ rubric: r, why }) =>
      why === null ? [] : [{ id: r.id, words: `${r.title}, version ${r.version}`, why }],
    ),
  };
}

/** The modules that can be added, each once, with the rubrics that have it. */
function modulesOf(rubrics: RubricDocument[]) {
  const extra = rubrics.flatMap((r) =>
    r.modules.filter((m) => m.key !== r.mainModule).map((m) => ({ ...m, of: r.title })),
  );
  return [...Map.groupBy(extra, (m) => m.key)].map(([key, same]) => ({
    key,
    title: same[0]?.title ?? key,
    about: same[0]?.about ?? "",
    of: [...new Set(same.map((m) => m.of))].join(", "),
  }));
}

/** The criteria that give the plan its grade. */
const criteriaOf = (rubric: RubricDocument) => domainsOf(rubric, rubric.mainModule).flatMap((d) => d.criteria);

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "cycles.open");
  const form = await readForm(request);
  const read = await cycleFrom(form);
  if (!read.ok) {
    const typed = Object.fromEntries(form.names().map((name) => [name, form.raw(name)]));
    return data({ errors: read.errors, typed, modules: form.all("modules") }, { status: 400 });
  }
  const { to } = await writeOnce(
    form,
    actor,
    (once) => openCycle(once, actor, read.cycle, now()),
    (id) => `/cycles/${id}/sample`,
  );
  return redirect(to);
}

const DAYS = [
  {
    name: "periodFrom",
    legend: "Plans from",
    hint: "First day of the period that the plans are from. For example, 1 9 2025",
  },
  { name: "periodTo", legend: "Plans to", hint: "Last day of the period" },
  { name: "scoringOpens", legend: "Scoring opens", hint: "The first day auditors can score" },
  { name: "scoringDue", legend: "Audits are due", hint: "Auditors see this date on their list" },
  { name: "moderationOn", legend: "Moderation (optional)", hint: "The day of the panel, if it is fixed" },
];

export default function NewCycle() {
  const { formKey, rubrics, first, modules, notUsable } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const typed: Record<string, string> = result?.typed ?? {};
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage before={<BackLink href="/cycles">Cycles</BackLink>}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Open a cycle</PageTitle>
      <p className="lead">The seed of the sample is fixed when you open the cycle, before the list of cases is read.</p>
      <Form method="post" noValidate>
        <FormKey value={formKey} />
        <Input
          name="title"
          label="Name of the cycle"
          hint="For example, Spring 2027 routine audit"
          defaultValue={typed.title}
          error={error("title")}
          width={30}
        />
        <Textarea
          name="question"
          label="Question (optional)"
          hint="What do you want to learn? Auditors see it, and the report answers it."
          rows={2}
          defaultValue={typed.question}
          error={error("question")}
        />
        <Radios
          name="rubricId"
          legend="Rubric"
          legendSize="s"
          error={error("rubricId")}
          value={typed.rubricId ?? first}
          items={rubrics.map((r) => ({
            value: r.id,
            label: `${r.title}, version ${r.version}`,
            hint: `${r.full} criteria${r.short ? `, or ${r.short} in the short form` : ""}`,
          }))}
        />
        {notUsable.length > 0 && (
          <Details summary="Rubrics that cannot be used now, and why">
            <ul className="govuk-list govuk-list--bullet">
              {notUsable.map((r) => (
                <li key={r.id}>
                  <Link className="govuk-link" to={`/rubrics/${r.id}`}>
                    {r.words}
                  </Link>
                  : {r.why}
                </li>
              ))}
            </ul>
          </Details>
        )}
        <Radios
          name="length"
          legend="Length"
          legendSize="s"
          error={error("length")}
          value={typed.length ?? "full"}
          items={[
            {
              value: "full",
              label: "Full audit",
              hint: "Every criterion. For the full audit of a plan, about 75 to 90 minutes each",
            },
            {
              value: "short",
              label: "Short form",
              hint: "Where the rubric has one, for dip samples: about half the time",
            },
          ]}
        />
        <Checkboxes
          name="modules"
          legend="Add modules (optional)"
          legendSize="s"
          error={error("modules")}
          hint="Graded apart from the plan"
          values={result?.modules ?? []}
          items={modules.map((m) => ({ value: m.key, label: m.title, hint: `${m.of}. ${m.about}` }))}
        />
        <Radios
          name="limitsMode"
          legend="Limits"
          legendSize="s"
          hint="Some criteria limit the grade of the whole plan, because a legal duty is not met."
          value={typed.limitsMode ?? "applied"}
          items={[
            { value: "applied", label: "Apply limits", hint: "The grade is held where a limit fires" },
            {
              value: "shadow",
              label: "Show limits only",
              hint: "For a first cycle: the results say what limits would have done",
            },
          ]}
        />
        {DAYS.map((d) => (
          <DateInput
            key={d.name}
            id={d.name}
            namePrefix={d.name}
            legend={d.legend}
            legendSize="s"
            hint={d.hint}
            error={error(`${d.name}-day`)}
            parts={[
              { name: "day", value: typed[`${d.name}-day`], width: 2 },
              { name: "month", value: typed[`${d.name}-month`], width: 2 },
              { name: "year", value: typed[`${d.name}-year`], width: 4 },
            ]}
          />
        ))}
        <Button preventDoubleClick>Open the cycle</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Open a cycle");
