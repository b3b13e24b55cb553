import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { dayWords } from "#audits/dates.ts";
import { answerByLink, askedByLink } from "#db/family-answers.ts";
import type { FamilyState } from "#db/family.ts";
import { Questions } from "~/components/family/questions.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { answersFrom, type TypedAnswers } from "~/server/family.server.ts";
import { readForm } from "~/server/form.server.ts";
import { SECRET_PAGE_HEADERS, secretIn } from "~/server/links.ts";
import { cover } from "~/server/sign-in.server.ts";
import { badLink } from "~/server/throttle.server.ts";
import type { FieldError } from "~/server/validate.ts";

/** The questions to a family, for whoever has the link. Opening it uses nothing up: mail scanners open links too. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const asked = await askedByLink(store().db, secretIn(params.token), now());
  const status = asked
    ? asked.state === "over" || asked.state === "withdrawn"
      ? 410
      : 200
    : await badLink(context.from);
  const { area, demonstration } = await cover();
  return data(
    {
      area,
      demonstration,
      large: new URL(request.url).searchParams.get("size") === "large",
      state: asked?.state ?? ("none" as const),
      until: asked ? dayWords(asked.openUntil) : "",
      // What was asked is nobody's business once it was answered, but for the words of thanks.
      questionnaire: asked?.state === "open" ? asked.questionnaire : null,
      thanks: asked?.state === "answered" ? asked.questionnaire.thanks : "",
    },
    { status },
  );
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const secret = secretIn(params.token);
  const asked = await askedByLink(store().db, secret, now());
  const fields = await readForm(request);
  const refuse = (errors: FieldError[], typed: TypedAnswers | null, status: number) =>
    data({ errors, typed }, { status });
  if (!asked) return refuse([], null, await badLink(context.from));
  const { typed, given } = answersFrom(fields, asked.questionnaire);
  const size = fields.text("size") === "large" ? "?size=large" : "";
  const back = `/family/${secret}${size}`;
  const result = await answerByLink(store(), secret, given, now());
  // Of two that are sent at once the second finds it answered, and so does the page that it is led to.
  return !result.ok && result.why === "problems" ? refuse(result.problems, typed, 400) : redirect(back);
}

export const headers = () => SECRET_PAGE_HEADERS;

const ENDED: Record<Exclude<FamilyState, "open" | "answered"> | "none", { title: string; words: string }> = {
  over: {
    title: "The time for these questions is over",
    words:
      "Thank you for wanting to answer. If you still want to tell us something about the plan, ask whoever sent you the link.",
  },
  withdrawn: {
    title: "These questions were taken back",
    words: "You do not need to do anything. If you have a question, ask whoever sent you the link.",
  },
  declined: {
    title: "Thank you",
    words: "You told us that you would rather not answer. You do not need to do anything.",
  },
  consent_ended: { title: "Your answers are gone", words: "You asked us to take them out, and we did." },
  none: {
    title: "This link cannot be used",
    words: "Check that the whole link is there. If it still does not work, ask whoever sent it to you.",
  },
};

export default function Family() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const { questionnaire } = page;
  const ended = page.state === "open" || page.state === "answered" ? null : ENDED[page.state];
  return (
    <div className={page.large ? "family family--large" : "family"}>
      <header className="family__head">
        <p>{page.area}</p>
      </header>
      <main id="content" className="family__main">
        {page.demonstration && <p className="note-text">Demonstration. All people and plans here are invented.</p>}
        {questionnaire ? (
          <>
            <p className="no-print">
              <a className="govuk-link" href={page.large ? "?" : "?size=large"}>
                {page.large ? "Show it in ordinary print" : "Show it in large print"}
              </a>
            </p>
            {sent && sent.errors.length > 0 && (
              <ErrorSummary
                arrival={sent}
                errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
              />
            )}
            <h1 className="page-title page-title--bar">{questionnaire.title}</h1>
            <p className="lead">{questionnaire.opening}</p>
            <p>You can answer until {page.until}. The link works once.</p>
            <Form method="post" noValidate reloadDocument>
              <input type="hidden" name="size" value={page.large ? "large" : ""} />
              <Questions
                questionnaire={questionnaire}
                typed={sent?.typed ?? null}
                errors={sent?.errors ?? []}
                reader="family"
              />
              <Button preventDoubleClick>Send my answers</Button>
            </Form>
            <p className="note-text">
              If you change your mind later, tell whoever sent you the link, and your answers are taken out.
            </p>
          </>
        ) : ended ? (
          <>
            <h1 className="page-title page-title--bar">{ended.title}</h1>
            <p className="lead">{ended.words}</p>
          </>
        ) : (
          <>
            <h1 className="page-title page-title--bar">Your answers are sent</h1>
            <p className="lead">{page.thanks}</p>
          </>
        )}
        <p className="note-text">
          <a className="govuk-link" href="/documents/privacy-notice-families">
            How we look after what you tell us
          </a>
        </p>
      </main>
    </div>
  );
}

export const handle = titled<typeof loader>(() => "Questions about your child’s plan");
