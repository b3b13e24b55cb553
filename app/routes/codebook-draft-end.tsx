import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { problemInReason } from "#audits/panel/reason.ts";
import { type Codebook, offeredThemes, themeOf } from "#audits/themes/codebook.ts";
import { type CodebookStep, mergeThemes, retireTheme, splitTheme } from "#audits/themes/edit.ts";
import { stepCodebook } from "#db/codebook-drafts.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Select } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { codebookPaths, requireCodebookDraft } from "~/server/codebook.server.ts";
import { now, store } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

const PARTS = [0, 1, 2, 3];
const DONE = { merge: "merged", split: "split", retire: "retired" } as const;
type How = keyof typeof DONE;
const howOf = (text: string): How | null => (text in DONE ? (text as How) : null);

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "themes.edit");
  const draft = await requireCodebookDraft(params.draftId);
  const theme = themeOf(draft.document, params.code ?? "");
  if (!theme || theme.ended) throw notFound();
  return {
    base: codebookPaths(draft.id).base,
    code: theme.code,
    name: theme.name,
    others: offeredThemes(draft.document)
      .filter((t) => t.code !== theme.code && t.polarity === theme.polarity)
      .map((t) => ({ value: t.code, text: t.name })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "themes.edit");
  const draft = await requireCodebookDraft(params.draftId);
  const code = params.code ?? "";
  const form = await readForm(request);
  const how = howOf(form.text("how"));
  const typed = Object.fromEntries(form.names().map((name) => [name, form.raw(name)]));
  const refuse = (field: string, sentence: string, status = 400) =>
    data({ errors: [{ field, sentence }], typed }, { status });
  if (!how) return refuse("how", "Select what happens to the theme");
  const why = form.text("why");
  const problem = problemInReason(why, "Say why, in a line. It stays in the codebook", 500);
  if (problem) return refuse("why", problem);
  const made = await stepCodebook(store(), actor, draft.id, (book) => stepFor(book, how, code, form, why), now());
  if (!made.ok) return refuse(how === "merge" ? "into" : how === "split" ? "code0" : "how", made.sentence);
  return redirect(`${codebookPaths(draft.id).base}?done=${DONE[how]}`);
}

function stepFor(book: Codebook, how: How, code: string, form: Fields, why: string): CodebookStep {
  if (how === "merge") return mergeThemes(book, [code], form.text("into"), why);
  if (how === "retire") return retireTheme(book, code, why);
  const parts = PARTS.map((i) => ({ code: form.text(`code${i}`).toUpperCase(), name: form.text(`name${i}`) }));
  const named = parts.filter((p) => p.code || p.name);
  return splitTheme(book, code, named, form.text("findings") === "stay" ? "stay" : "again", why);
}

export default function CodebookDraftEnd() {
  const { base, code, name, others } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  const typed: Record<string, string> = result?.typed ?? {};
  return (
    <ReadingPage before={<BackLink href={base}>Draft of the codebook</BackLink>}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over={code}>Merge, split or retire {name}</PageTitle>
      <p>
        The theme stays known in every later version, so that what was coded to it can be read and counted honestly.
      </p>
      <Form method="post" noValidate>
        <Radios
          name="how"
          legend="What happens to it?"
          legendSize="m"
          error={error("how")}
          value={typed.how}
          items={[
            {
              value: "merge",
              label: "Merge it into another theme",
              hint: "Its findings count with the other one, also the earlier ones. Comparable.",
              conditional: (
                <Select
                  name="into"
                  label="Into"
                  error={error("into")}
                  defaultValue={typed.into}
                  options={[{ value: "", text: "Choose a theme" }, ...others]}
                />
              ),
            },
            {
              value: "split",
              label: "Split it into several themes",
              hint: "Each part begins with the text of this theme; edit them afterwards.",
              conditional: <Split typed={typed} error={error("code0")} />,
            },
            {
              value: "retire",
              label: "Retire it",
              hint: "It is not offered any more. Its findings stay with it. A fall of its count is then no finding.",
            },
          ]}
        />
        <Input
          name="why"
          label="Why"
          hint="It stays in the codebook, for whoever compares two versions."
          error={error("why")}
          defaultValue={typed.why}
        />
        <Button preventDoubleClick>Do it in the draft</Button>
      </Form>
    </ReadingPage>
  );
}

function Split({ typed, error }: { typed: Record<string, string>; error?: string }) {
  return (
    <>
      {PARTS.map((i) => (
        <fieldset className="govuk-fieldset split-part" key={i}>
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">
            Part {i + 1}
            {i > 1 && " (optional)"}
          </legend>
          <Input
            name={`code${i}`}
            label="Code"
            width={20}
            defaultValue={typed[`code${i}`]}
            error={i === 0 ? error : undefined}
          />
          <Input name={`name${i}`} label="Name" defaultValue={typed[`name${i}`]} />
        </fieldset>
      ))}
      <Radios
        name="findings"
        legend="What was coded to it"
        legendSize="s"
        value={typed.findings ?? "again"}
        items={[
          {
            value: "again",
            label: "waits to be coded again, to one of the parts",
            hint: "The theme ends. Counts of the parts are not comparable with before.",
          },
          {
            value: "stay",
            label: "stays with it, and the parts stand under it",
            hint: "The theme goes on as the broader one. Compare its counts with care.",
          },
        ]}
      />
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Merge, split or retire ${d?.name ?? "a theme"}`);
