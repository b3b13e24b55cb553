import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { codebookProblems } from "#audits/themes/check.ts";
import { offeredThemes, themeOf } from "#audits/themes/codebook.ts";
import { addTheme, type Dispute, fieldsOfTheme, THEME_FIELDS, type ThemeFields } from "#audits/themes/edit.ts";
import { saveTheme, stepCodebook } from "#db/codebook-drafts.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Select, Textarea } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { codebookPaths, familiesIn, requireCodebookDraft } from "~/server/codebook.server.ts";
import { now, store } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

const EMPTY: ThemeFields = {
  name: "",
  polarity: "improvement",
  domain: "",
  under: "",
  definition: "",
  include: "",
  exclude: "",
  keywords: "",
  basis: "",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "themes.edit");
  const draft = await requireCodebookDraft(params.draftId);
  const code = params.code ?? "";
  const isNew = code === "new";
  const theme = themeOf(draft.document, code);
  if (!isNew && (!theme || theme.ended)) throw notFound();
  return {
    base: codebookPaths(draft.id).base,
    isNew,
    code: isNew ? "" : code,
    seen: draft.version,
    fields: theme ? fieldsOfTheme(theme) : EMPTY,
    problems: codebookProblems(draft.document, draft.base)
      .filter((p) => p.code === code)
      .map(({ field, sentence }) => ({ field, sentence })),
    families: await familiesIn(draft.document),
    under: offeredThemes(draft.document)
      .filter((t) => t.code !== code)
      .map((t) => ({ value: t.code, text: `${t.name} (${t.polarity === "strength" ? "strength" : "improvement"})` })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "themes.edit");
  const draft = await requireCodebookDraft(params.draftId);
  const { base } = codebookPaths(draft.id);
  const form = await readForm(request);
  const fields = typedIn(form);
  const refuse = (errors: { field: string; sentence: string }[], status: number) =>
    data({ errors, clash: null, typed: { code: form.text("code"), fields } }, { status });
  if (params.code === "new") {
    const code = form.text("code").toUpperCase();
    const added = await stepCodebook(store(), actor, draft.id, (book) => addTheme(book, code, fields), now());
    return added.ok ? redirect(`${base}?done=saved`) : refuse([{ field: "code", sentence: added.sentence }], 400);
  }
  const keep = form.text("keep");
  const saved = await saveTheme(
    store(),
    actor,
    draft.id,
    {
      code: params.code ?? "",
      fields,
      seen: Number(form.text("seen")) || 0,
      keep: keep === "mine" || keep === "theirs" ? keep : null,
    },
    now(),
  );
  if (saved.ok) return redirect(`${base}?done=saved`);
  if (saved.why === "gone") return refuse([{ field: "name", sentence: saved.sentence }], 409);
  const sentence = `${saved.by} changed the same fields meanwhile. Choose which texts hold; nothing that you typed is lost`;
  return data(
    {
      errors: [{ field: "keep", sentence }],
      clash: { by: saved.by, disputes: saved.disputes as Dispute[] },
      typed: { code: "", fields },
    },
    { status: 409 },
  );
}

const typedIn = (form: Fields): ThemeFields =>
  Object.fromEntries(THEME_FIELDS.map(({ name }) => [name, form.raw(name)])) as ThemeFields;

export default function CodebookDraftTheme() {
  const { base, isNew, code, seen, fields, problems, families, under } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const shown = result?.typed.fields ?? fields;
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  const hint = (field: string, words: string) => {
    const problem = problems.find((p) => p.field === field);
    return problem ? `${words} ${problem.sentence}.` : words;
  };
  return (
    <ReadingPage before={<BackLink href={base}>Draft of the codebook</BackLink>}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over={isNew ? undefined : code}>{isNew ? "Add a theme" : fields.name || code}</PageTitle>
      <Form method="post" noValidate>
        <input type="hidden" name="seen" value={seen} />
        {result?.clash && (
          <Note tone="amber" title={`${result.clash.by} changed it too`}>
            <Table
              caption="Fields that two people changed"
              captionSize="hidden"
              firstCellIsHeader
              phoneList
              head={["Field", "Yours", "Theirs"]}
              rows={result.clash.disputes.map((d) => [d.label, d.mine || "Nothing", d.theirs || "Nothing"])}
            />
            <Radios
              name="keep"
              legend="Which hold?"
              legendSize="s"
              items={[
                { value: "mine", label: "Mine" },
                { value: "theirs", label: "Theirs, and my other changes" },
              ]}
            />
          </Note>
        )}
        {isNew && (
          <Input
            name="code"
            label="Code"
            hint="Two to four capitals, a hyphen, then capitals: EP-VAGUE. It never changes, and people seldom see it."
            width={20}
            defaultValue={result?.typed.code}
            error={error("code")}
          />
        )}
        <Input
          name="name"
          label="Name"
          hint={hint("name", "A few words that a board member understands.")}
          defaultValue={shown.name}
          error={error("name")}
        />
        <Radios
          name="polarity"
          legend="Kind"
          legendSize="s"
          hint={isNew ? undefined : "Counts before and after are not comparable when the kind changes."}
          value={shown.polarity}
          inline
          items={[
            { value: "improvement", label: "Area for improvement" },
            { value: "strength", label: "Strength" },
          ]}
        />
        <Select
          name="domain"
          label="Family"
          defaultValue={shown.domain}
          options={[{ value: "", text: "None" }, ...families.map((f) => ({ value: f.key, text: f.title }))]}
        />
        <Select
          name="under"
          label="Stands under"
          hint={hint("under", "A broader theme of the same kind. Findings are counted where they were coded.")}
          defaultValue={shown.under}
          options={[{ value: "", text: "No other theme" }, ...under]}
        />
        <Textarea
          name="definition"
          label="Definition"
          hint={hint("definition", "What the finding says, in one sentence.")}
          rows={2}
          defaultValue={shown.definition}
        />
        <Textarea
          name="include"
          label="Use it for"
          hint={hint("include", "Examples.")}
          rows={2}
          defaultValue={shown.include}
        />
        <Textarea
          name="exclude"
          label="Not for"
          hint={hint("exclude", "What is meant instead, with its code in brackets.")}
          rows={2}
          defaultValue={shown.exclude}
        />
        <Textarea
          name="keywords"
          label="Keywords"
          hint={hint("keywords", "One a line. They only suggest the theme; plurals and endings are found anyway.")}
          rows={6}
          defaultValue={shown.keywords}
        />
        <Input name="basis" label="Basis" hint="Where the theme comes from." defaultValue={shown.basis} />
        <Button preventDoubleClick>{isNew ? "Add the theme" : "Save in the draft"}</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d?.isNew ? "Add a theme" : `Edit ${d?.code ?? "theme"}`));
