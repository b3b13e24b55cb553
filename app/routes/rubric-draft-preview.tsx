import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { textOf, thingsIn } from "#audits/rubric/edit/json.ts";
import { nameOfKey } from "#audits/rubric/edit/parts.ts";
import { askedOf, shownCriteria, wholeRubric } from "#audits/rubric/edit/shown.ts";
import { AGENCIES, AGENCY_LABELS } from "#audits/vocabulary.ts";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes } from "~/components/govuk/choices.tsx";
import { Input, Select } from "~/components/govuk/inputs.tsx";
import { GradeWord, LevelRows, toneAt } from "~/components/levels.tsx";
import { Note } from "~/components/notes.tsx";
import { DraftFrame } from "~/components/rubric-editor/draft-frame.tsx";
import { titled } from "~/components/title.tsx";
import { readForm } from "~/server/form.server.ts";
import { gradesOfMadeUp, type MadeUp, readMadeUp } from "~/server/made-up-plan.server.ts";
import { baseOf, draftHead, draftPaths, requireDraft } from "~/server/rubric-draft.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const { searchParams } = new URL(request.url);
  const agency = AGENCIES.find((one) => one === searchParams.get("agency")) ?? "all";
  const shortForm = searchParams.get("form") === "short";
  const criteria = shownCriteria(draft.document);
  const short = new Set(
    thingsIn(draft.document, "criteria").flatMap((c) => (c.shortForm === true ? [textOf(c.key)] : [])),
  );
  const asked = criteria.filter((c) => askedOf(c, agency) && (!shortForm || short.has(c.key)));
  return {
    head: await draftHead(actor, draft, await baseOf(draft)),
    here: draftPaths(draft.id).preview,
    agency,
    shortForm,
    agencies: AGENCIES.map((value) => ({ value, text: AGENCY_LABELS[value] })),
    of: criteria.length,
    asked: asked.length,
    domains: thingsIn(draft.document, "domains").flatMap((d) => {
      const own = asked.filter((c) => c.domain === textOf(d.key));
      return own.length ? [{ title: textOf(d.title), criteria: own }] : [];
    }),
    /** Every criterion with its levels, to choose from for a made-up plan; null while the draft cannot be graded. */
    gradable: wholeRubric(draft.document)
      ? criteria.map((c) => ({
          key: c.key,
          title: c.title,
          name: `level.${nameOfKey(c.key)}`,
          levels: valuesOf(draft.document, c.key, c.levels),
          mayNotApply: c.mayNotApply,
          cannotTell: c.cannotTell,
        }))
      : null,
  };
}

/** The levels with the values that are scored. */
function valuesOf(
  document: Parameters<typeof thingsIn>[0],
  criterion: string,
  levels: { key: string; label: string }[],
) {
  const c = thingsIn(document, "criteria").find((one) => textOf(one.key) === criterion);
  const scale = thingsIn(document, "scales").find((s) => textOf(s.key) === textOf(c?.scale));
  const value = (key: string) => textOf(thingsIn(scale ?? {}, "levels").find((l) => textOf(l.key) === key)?.value);
  return levels.map((l) => ({ value: value(l.key), text: l.label }));
}

export async function action({ request, params }: ActionFunctionArgs) {
  await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const rubric = wholeRubric(draft.document);
  const fields = await readForm(request);
  if (!rubric) return data({ madeUp: null, grades: null }, { status: 400 });
  const madeUp = readMadeUp(fields, rubric);
  return data({ madeUp, grades: gradesOfMadeUp(rubric, madeUp) });
}

export default function RubricDraftPreview() {
  const { head, here, agency, shortForm, agencies, of, asked, domains, gradable } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <DraftFrame
      head={head}
      here={here}
      margin={
        <>
          <h2>How a made-up plan is graded</h2>
          {result?.grades ? <Grades grades={result.grades} /> : <p>Choose levels below the sheet, and grade it.</p>}
        </>
      }
      work={
        <>
          <h1 className="working-title">The sheet as an auditor would have it</h1>
          <Form method="get" className="select-row">
            <Select
              name="agency"
              label="Agency"
              defaultValue={agency}
              options={[{ value: "all", text: "Every agency" }, ...agencies]}
            />
            <Select
              name="form"
              label="Form"
              defaultValue={shortForm ? "short" : "full"}
              options={[
                { value: "full", text: "Full audit" },
                { value: "short", text: "Short form" },
              ]}
            />
            <Button variant="secondary">Show this sheet</Button>
          </Form>
          <p role="status">
            {asked} of {of} criteria are asked.
          </p>
          {domains.map((domain) => (
            <details className="govuk-details" key={domain.title}>
              <summary className="govuk-details__summary">
                <span className="govuk-details__summary-text">
                  {domain.title}: {domain.criteria.length} criteria
                </span>
              </summary>
              {domain.criteria.map((c) => (
                <div className="preview-row" key={c.key}>
                  <p className="preview-row__title">
                    <span className="criterion-code">{c.key}</span> {c.title}
                  </p>
                  <p className="question">{c.question}</p>
                  {c.guidance && <p className="soft">{c.guidance}</p>}
                  <LevelRows
                    name={`try-${c.key}`}
                    legend="Which level fits best?"
                    chosen=""
                    options={c.levels.map((l) => ({
                      value: l.key,
                      label: l.label,
                      descriptor: l.descriptor,
                      place: l.place,
                      of: c.levels.length,
                    }))}
                  />
                </div>
              ))}
            </details>
          ))}
          <h2 className="section" id="made-up">
            Grade a made-up plan
          </h2>
          {gradable ? (
            <MadeUpForm
              gradable={gradable}
              madeUp={result?.madeUp ?? NOBODY_YET}
              asked={result?.grades?.asked ?? null}
              here={here}
            />
          ) : (
            <Note tone="amber">
              <p>A plan can be graded once the problems that stop publishing are mended.</p>
            </Note>
          )}
          {result?.grades && (
            <div className="made-up-result">
              <h3 className="part">Result</h3>
              <Grades grades={result.grades} />
            </div>
          )}
        </>
      }
    />
  );
}

const NOBODY_YET: MadeUp = { yearGroup: "", flags: [], levels: {} };

type Gradable = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["gradable"]>;

function MadeUpForm({
  gradable,
  madeUp,
  asked,
  here,
}: {
  gradable: Gradable;
  madeUp: MadeUp;
  asked: string[] | null;
  here: string;
}) {
  const drawn = JSON.stringify(madeUp.levels);
  return (
    <Form method="post" action={here} key={drawn} preventScrollReset>
      <div className="field-row">
        <Input name="yearGroup" label="Year group" hint="Empty: not known" width={3} defaultValue={madeUp.yearGroup} />
        <Select
          name="all"
          label="Begin with every criterion at"
          options={[
            { value: "second", text: "the second best level" },
            { value: "best", text: "the best level" },
            { value: "lowest", text: "the lowest level" },
          ]}
        />
      </div>
      <Checkboxes
        name="flags"
        legend="The plan or the child has"
        legendSize="s"
        small
        values={madeUp.flags}
        items={[
          { value: "hasPersonalBudget", label: "a personal budget" },
          { value: "lookedAfter", label: "a care plan as a looked after child" },
          { value: "cinCp", label: "a child in need or protection plan" },
        ]}
      />
      <Button name="intent" value="fill" variant="secondary">
        Fill in and grade
      </Button>
      <div className="made-up-levels">
        {gradable.map((c) => (
          <Select
            key={c.key}
            name={c.name}
            label={`${c.key} ${c.title}`}
            disabled={asked !== null && !asked.includes(c.key)}
            defaultValue={madeUp.levels[c.key] ?? ""}
            options={[
              { value: "", text: asked !== null && !asked.includes(c.key) ? "Not asked of this plan" : "Not scored" },
              ...c.levels,
              ...(c.cannotTell ? [{ value: "CT", text: "Cannot tell" }] : []),
              ...(c.mayNotApply ? [{ value: "NA", text: "Does not apply" }] : []),
            ]}
          />
        ))}
      </div>
      <Button name="intent" value="grade">
        Grade this plan
      </Button>
    </Form>
  );
}

type MadeUpGrades = ReturnType<typeof gradesOfMadeUp>;

function Grades({ grades }: { grades: MadeUpGrades }) {
  return (
    <div role="status">
      {grades.unscored > 0 && <p>{grades.unscored} criteria have no level yet.</p>}
      {grades.modules.map((m) => (
        <div key={m.title}>
          <p>
            <strong>{m.title}:</strong> {m.grade ? <GradeWord label={m.grade} tone={toneOf(m)} /> : "no grade"}
          </p>
          {m.why.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <details className="govuk-details">
            <summary className="govuk-details__summary">
              <span className="govuk-details__summary-text">
                By domain<span className="govuk-visually-hidden"> of {m.title}</span>
              </span>
            </summary>
            <ul className="plain-list">
              {m.domains.map((domain) => (
                <li key={domain}>{domain}</li>
              ))}
            </ul>
          </details>
        </div>
      ))}
      {grades.moves.length > 0 && (
        <>
          <p>
            <strong>One step would change the grade:</strong>
          </p>
          <ul className="govuk-list govuk-list--bullet">
            {grades.moves.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

const toneOf = (m: MadeUpGrades["modules"][number]) => (m.place === null ? undefined : toneAt(m.place, m.of));

export const handle = titled<typeof loader>((d) => (d ? `The whole sheet – ${d.head.title}` : "The whole sheet"));
