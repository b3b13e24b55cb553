import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { levelsOf, mayNotTell } from "#audits/rubric/document.ts";
import { CaseBar, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { ShortGrade } from "~/components/levels.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { readForm } from "~/server/form.server.ts";
import { caseHead, domainsAsked, pathsOf, requireSheet, scoreMark } from "~/server/score-sheet.server.ts";
import { forbidden, requireActor } from "~/server/session.server.ts";
import { keepTyped } from "~/server/signed-out.server.ts";
import { noteView } from "~/server/views.server.ts";
import { idOf, rowNames, saveTyped } from "~/server/type-in.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const sheet = await requireSheet(params.auditId, actor.id);
  await noteView(
    actor,
    { kind: "typed_sheet", id: sheet.audit.id },
    `the sheet to type in of ${sheet.sampled.snapshot.reference}`,
  );
  const paths = pathsOf(sheet.audit.id);
  return {
    head: caseHead(sheet),
    check: paths.check,
    domains: domainsAsked(sheet).map(({ domain, criteria }) => ({
      title: domain.title,
      rows: criteria.map((c) => ({
        code: c.key,
        title: c.title,
        href: paths.criterion(c.key),
        id: idOf(c.key),
        names: rowNames(c.key),
        version: sheet.answers.get(c.key)?.version ?? 0,
        mark: scoreMark(sheet.rubric, c, sheet.answers.get(c.key)?.score ?? null),
        choices: [
          ...levelsOf(sheet.rubric, c).map((l) => `${l.short} ${l.label}`),
          ...(mayNotTell(c) ? ["CT cannot tell"] : []),
          ...(c.notApplicable.allowed ? ["NA does not apply"] : []),
        ].join(", "),
      })),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await keepTyped(request, /^line\./, () => requireActor(request, "audits.score"));
  const sheet = await requireSheet(params.auditId, actor.id);
  const head = caseHead(sheet);
  if (head.closed) throw forbidden(head.closed);
  const result = await saveTyped(actor, sheet, await readForm(request));
  return data(result, { status: result.errors.length ? 400 : 200 });
}

export default function TypeIn() {
  const { head, check, domains } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (id: string) => result?.errors.find((e) => e.field === id)?.sentence;
  const first = domains[0]?.rows[0];
  return (
    <>
      <CaseBar
        reference={head.reference}
        about={`${head.words}, plan of ${head.planDate}`}
        progress={{ done: head.scored, of: head.of, words: `${head.scored} of ${head.of} scored` }}
        state={head.savedAt ? `Saved at ${head.savedAt}` : null}
      />
      <ReadingPage wide before={<BackLink href={check}>Check answers</BackLink>}>
        {result && result.errors.length > 0 && (
          <ErrorSummary
            arrival={result}
            errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
            description={result.saved.length ? `${result.saved.length} rows are saved. These are not:` : undefined}
          />
        )}
        {result && result.errors.length === 0 && (
          <Note tone="teal">
            <p role="status">
              {result.saved.length} {result.saved.length === 1 ? "row is" : "rows are"} saved.
            </p>
          </Note>
        )}
        <h1 className="page-title page-title--bar">Type in a filled sheet</h1>
        {head.closed ? (
          <p>{head.closed}</p>
        ) : (
          <>
            <p>
              One line for each criterion: the level, then section, page and quote where there is one, and a note after
              two slashes. For example: <kbd>{"RI F p12 “access to support” // no hours given"}</kbd>. Tab leads to the
              next line. Empty lines change nothing.
            </p>
            {first && (
              <p className="note-text">
                Levels of {first.code}: {first.choices}.
              </p>
            )}
            <Form method="post" noValidate autoComplete="off" key={JSON.stringify(result ?? null)}>
              {domains.map((domain) => (
                <fieldset className="type-in" key={domain.title}>
                  <legend className="part">{domain.title}</legend>
                  {domain.rows.map((row) => (
                    <div className={error(row.id) ? "type-in__row type-in__row--error" : "type-in__row"} key={row.code}>
                      <label htmlFor={row.id}>
                        <span className="criterion-code">{row.code}</span> {row.title}
                        <span className="govuk-visually-hidden">. Levels: {row.choices}</span>
                      </label>
                      <ShortGrade {...row.mark} />
                      <input type="hidden" name={row.names.based} value={row.version} />
                      <span className="type-in__field">
                        {error(row.id) && (
                          <span className="govuk-error-message" id={`${row.id}-error`}>
                            {error(row.id)}
                          </span>
                        )}
                        <input
                          className={error(row.id) ? "govuk-input govuk-input--error" : "govuk-input"}
                          id={row.id}
                          name={row.names.line}
                          defaultValue={result?.typed[row.code] ?? ""}
                          aria-describedby={error(row.id) ? `${row.id}-error` : undefined}
                        />
                      </span>
                    </div>
                  ))}
                </fieldset>
              ))}
              <Button preventDoubleClick>Save these lines</Button>
            </Form>
            <p>
              <Link className="govuk-link" to={check}>
                Check answers
              </Link>
            </p>
          </>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Type in – ${d.head.reference}` : "Type in a filled sheet"), {
  plan: (d) => d.head.reference,
});
