import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { MOST_QUESTIONS, type Questionnaire, questionnaire, readingYears } from "#audits/family/questionnaire.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Fieldset } from "~/components/govuk/field.tsx";
import { Input, Textarea } from "~/components/govuk/inputs.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

/** The reading age that the questions aim at: a school year of 6 is about 11. */
const READING_YEARS = 6;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "family.ask");
  const { value, version } = await settingOf(store().db, "family");
  const asked = value.questionnaire;
  const text = [asked.opening, asked.freeText, ...asked.questions.flatMap((q) => [q.text, q.hint])].join(" ");
  return {
    version,
    openDays: value.openDays,
    asked,
    hard: asked.questions.filter((q) => readingYears(q.text) > READING_YEARS + 3).map((q) => q.text),
    age: Math.max(6, Math.round(readingYears(text)) + 5),
    most: MOST_QUESTIONS,
    saved: new URL(request.url).searchParams.has("saved"),
  };
}

const TEXTS = ["title", "opening", "consent", "wordsConsent", "thanks", "freeText"] as const;

function typedIn(fields: Fields, before: Questionnaire) {
  const rows = Array.from({ length: MOST_QUESTIONS }, (_, i) => ({
    key: fields.text(`key-${i}`),
    text: fields.text(`text-${i}`),
    hint: fields.text(`hint-${i}`),
    criterion: fields.text(`criterion-${i}`),
  }));
  const kept = rows.filter((r) => r.text);
  const known = new Set(kept.map((r) => r.key).filter(Boolean));
  // A question keeps its key, so that its answers stay together; a new one gets the first that is free.
  const questions = kept.map((r) => {
    if (r.key) return r;
    let n = 1;
    while (known.has(`own_${n}`)) n++;
    known.add(`own_${n}`);
    return { ...r, key: `own_${n}` };
  });
  const texts = Object.fromEntries(TEXTS.map((key) => [key, fields.text(key)])) as Record<
    (typeof TEXTS)[number],
    string
  >;
  return { openDays: fields.text("openDays"), asked: { ...before, ...texts, questions } };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "family.ask");
  const fields = await readForm(request);
  const { value } = await settingOf(store().db, "family");
  const typed = typedIn(fields, value.questionnaire);
  const errors: FieldError[] = [];
  const openDays = /^\d{1,2}$/.test(typed.openDays) ? Number(typed.openDays) : 0;
  if (openDays < 1 || openDays > 90)
    errors.push({ field: "openDays", sentence: "Enter a number of days from 1 to 90" });
  for (const key of TEXTS)
    if (!typed.asked[key]) errors.push({ field: key, sentence: `Enter ${LABELS[key].toLowerCase()}` });
  if (typed.asked.questions.length === 0) errors.push({ field: "text-0", sentence: "Enter at least one question" });
  const read = questionnaire.safeParse(typed.asked);
  if (errors.length === 0 && !read.success) {
    const [issue] = read.error.issues;
    const at = issue?.path[0] === "questions" ? `text-${String(issue.path[1])}` : String(issue?.path[0] ?? "title");
    errors.push({
      field: at,
      sentence: "Make this shorter: questions and answers up to 300 characters, other words up to 1,000",
    });
  }
  if (errors.length || !read.success) return data({ errors, typed }, { status: 400 });
  const next = { openDays, questionnaire: read.data };
  const verdict = await unlessFaster(
    changeSetting(store(), actor, "family", next, Number(fields.text("version")), now()),
    "Somebody else changed the questions meanwhile. Open the page again to see how they stand",
  );
  if (verdict.ok) return redirect("/family-questions?saved=yes");
  return data({ errors: [{ field: "title", sentence: verdict.sentence }], typed }, { status: 409 });
}

const LABELS: Record<(typeof TEXTS)[number], string> = {
  title: "Title",
  opening: "Opening",
  consent: "What the family agrees to",
  wordsConsent: "Use of their own words",
  thanks: "Thanks",
  freeText: "Question for their own words",
};

export default function FamilyQuestions() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const asked = sent?.typed.asked ?? page.asked;
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  const rows = [
    ...asked.questions,
    ...Array.from({ length: Math.min(2, page.most - asked.questions.length) }, () => null),
  ];
  return (
    <ReadingPage>
      {page.saved && !sent && (
        <NotificationBanner type="success" title="Saved">
          Families who are asked from now on get these questions. What others were asked stays with their answers.
        </NotificationBanner>
      )}
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Questions to families</PageTitle>
      <p className="lead">
        Keep them short and plain. The words as they stand read at an age of about {page.age}. Aim at 11.
      </p>
      {page.hard.length > 0 && <p>Hard to read: {page.hard.join(" ")}</p>}
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        {TEXTS.map((key) => (
          <Textarea
            key={key}
            name={key}
            label={LABELS[key]}
            labelSize="s"
            rows={key === "title" || key === "freeText" ? 1 : 3}
            defaultValue={asked[key]}
            error={error(key)}
          />
        ))}
        <h2 className="section">Questions</h2>
        <p>
          Each has the same answers: {asked.options.map((o) => o.label.toLowerCase()).join(", ")}. To take a question
          out, empty it. A question may name the criterion of your rubric that looks at the same thing.
        </p>
        {rows.map((q, i) => (
          <Fieldset
            key={q?.key ?? `new-${i}`}
            legend={q ? `Question ${i + 1}` : `Question ${i + 1}, new`}
            legendSize="s"
          >
            <input type="hidden" name={`key-${i}`} value={q?.key ?? ""} />
            <Input name={`text-${i}`} label="Question" defaultValue={q?.text} error={error(`text-${i}`)} />
            <Input name={`hint-${i}`} label="Hint (optional)" defaultValue={q?.hint} />
            <Input name={`criterion-${i}`} label="Criterion (optional)" width={5} defaultValue={q?.criterion} />
          </Fieldset>
        ))}
        <Input
          name="openDays"
          label="A family can answer for"
          labelSize="s"
          suffix="days"
          width={3}
          inputMode="numeric"
          defaultValue={sent?.typed.openDays ?? page.openDays}
          error={error("openDays")}
        />
        <Button preventDoubleClick>Save the questions</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Questions to families");
