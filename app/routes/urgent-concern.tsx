import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import { identifiersIn } from "#audits/panel/identifiers.ts";
import { may } from "#audits/people/permissions.ts";
import { capital } from "#audits/reports/words.ts";
import { concernsRaised, leadsOf, raiseConcern, theArea } from "#db/people.ts";
import { FormKey } from "~/components/form-key.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Radios } from "~/components/govuk/choices.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Textarea } from "~/components/govuk/inputs.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { tellOfWaiting } from "~/server/feedback.server.ts";
import { newFormKey, readForm, writeOnce } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { keepTyped } from "~/server/signed-out.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "concerns.raise");
  const { db } = store();
  const area = await theArea(db);
  const raised = await concernsRaised(db, may(actor, "concerns.view").ok ? "all" : { raisedBy: actor.id });
  if (raised.length) await noteView(actor, { kind: "concerns", id: "list" }, "the list of urgent concerns");
  return {
    formKey: newFormKey(),
    contacts: area?.concernContacts ?? [],
    reference: new URL(request.url).searchParams.get("case") ?? "",
    raised: raised.map((r) => ({
      id: r.concern.id,
      reference: r.concern.reference,
      about: r.concern.caseReference,
      at: momentWords(r.concern.raisedAt),
      by: r.by,
      taken: r.concern.takenUpAt ? momentWords(r.concern.takenUpAt) : null,
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await keepTyped(request, /^words$/, () => requireActor(request, "concerns.raise"));
  const form = await readForm(request);
  const [caseReference, words, told] = [form.text("caseReference"), form.text("words"), form.text("told")];
  const errors: FieldError[] = [];
  if (!/^[\w .-]{1,40}$/.test(caseReference))
    errors.push({ field: "caseReference", sentence: "Enter the reference of the plan, such as C-0417" });
  if (!words) errors.push({ field: "words", sentence: "Enter what you are worried about" });
  if (words.length > 2000)
    errors.push({ field: "words", sentence: "What you are worried about must be 2,000 characters or fewer" });
  for (const what of identifiersIn(words))
    errors.push({ field: "words", sentence: `Remove the ${what}. The contact finds the child by the reference` });
  if (told !== "yes" && told !== "no")
    errors.push({ field: "told", sentence: "Select yes if you have told one of the contacts" });
  if (errors.length) return data({ errors, typed: { caseReference, words, told } }, { status: 400 });
  let isNew = false;
  const { to } = await writeOnce(
    form,
    actor,
    (once) => {
      isNew = true;
      return raiseConcern(once, actor, { caseReference, words, told }, now());
    },
    ({ id }) => `/urgent-concern/${id}`,
  );
  if (isNew) {
    const others = (await leadsOf(store().db, now())).filter(({ id }) => id !== actor.id);
    tellOfWaiting(others, "concern");
  }
  return redirect(to);
}

export default function UrgentConcern() {
  const { formKey, contacts, reference, raised } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const error = (field: string) => result?.errors.find((e) => e.field === field)?.sentence;
  return (
    <ReadingPage>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Urgent concern</PageTitle>
      <Note tone="worry" title="If a child is in immediate danger, call 999">
        <p>
          Then tell {contacts.length > 0 ? "one of these people" : "your safeguarding lead"} today. This page keeps a
          record; it does not replace the call.
        </p>
      </Note>
      {contacts.length > 0 && (
        <SummaryList rows={contacts.map((c) => ({ key: capital(c.role), value: `${c.name}, ${c.telephone}` }))} />
      )}
      <h2 className="section">Record the concern</h2>
      <p>It never changes a score. The quality lead sees it with your name and the time.</p>
      <Form method="post" noValidate>
        <FormKey value={formKey} />
        <Input
          name="caseReference"
          label="Reference of the plan"
          hint="For example, C-0417"
          width={10}
          defaultValue={result?.typed.caseReference ?? reference}
          error={error("caseReference")}
        />
        <Textarea
          name="words"
          label="What are you worried about?"
          hint="Write [child] in place of a name"
          rows={5}
          defaultValue={result?.typed.words}
          error={error("words")}
        />
        <Radios
          name="told"
          legend="Have you told one of the contacts?"
          legendSize="s"
          inline
          value={result?.typed.told}
          error={error("told")}
          items={[
            { value: "yes", label: "Yes" },
            { value: "no", label: "Not yet" },
          ]}
        />
        <Button variant="warning" preventDoubleClick>
          Record the concern
        </Button>
      </Form>
      {raised.length > 0 && (
        <Table
          caption="Concerns that were raised"
          captionSize="m"
          firstCellIsHeader
          phoneList
          head={["Reference", "Plan", "When", "Who", "Taken up"]}
          rows={raised.map((r) => [
            <Link key={r.id} className="govuk-link" to={`/urgent-concern/${r.id}`}>
              {r.reference}
            </Link>,
            r.about,
            r.at,
            r.by,
            r.taken ?? <Tag tone="worry">Not yet</Tag>,
          ])}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Urgent concern");
