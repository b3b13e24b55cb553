import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { changeArea, type ConcernContact } from "#db/organisations.ts";
import { theArea } from "#db/people.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Fieldset } from "~/components/govuk/field.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import type { FieldError } from "~/server/validate.ts";

const MOST = 6;
const EMPTY: ConcernContact = { name: "", role: "", telephone: "" };

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "settings.change");
  const area = await theArea(store().db);
  return { contacts: area?.concernContacts ?? [], version: area?.version ?? 0, most: MOST };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "settings.change");
  const form = await readForm(request);
  const typed = contactsTyped(form);
  const errors = typed.flatMap(problemsIn);
  const given = typed.filter((c) => !isEmpty(c));
  if (errors.length === 0 && given.length === 0)
    errors.push({
      field: "name-0",
      sentence: "Enter at least one contact, so that an urgent concern reaches somebody",
    });
  if (errors.length) return data({ errors, typed }, { status: 400 });
  const verdict = await unlessFaster(
    changeArea(store(), actor, { concernContacts: given }, Number(form.text("version")), now()),
    "Somebody else changed the area meanwhile. Open the page again to see how it stands",
  );
  if (verdict.ok) return redirect("/settings?saved=yes");
  return data({ errors: [{ field: "name-0", sentence: verdict.sentence }], typed }, { status: 409 });
}

const contactsTyped = (form: Fields): ConcernContact[] =>
  Array.from({ length: MOST }, (_, i) => ({
    name: form.text(`name-${i}`),
    role: form.text(`role-${i}`),
    telephone: form.text(`telephone-${i}`),
  }));

const isEmpty = (c: ConcernContact) => !c.name && !c.role && !c.telephone;

function problemsIn(contact: ConcernContact, i: number): FieldError[] {
  if (isEmpty(contact)) return [];
  const errors: FieldError[] = [];
  const who = `contact ${i + 1}`;
  if (!contact.name || contact.name.length > 120)
    errors.push({ field: `name-${i}`, sentence: `Enter who ${who} is, in 120 characters or fewer` });
  if (!contact.role || contact.role.length > 160)
    errors.push({ field: `role-${i}`, sentence: `Enter what to call ${who} about, in 160 characters or fewer` });
  if (!/^\+?[\d ()-]{5,25}(?: ?(?:ext|x)\.? ?\d{1,6})?$/.test(contact.telephone))
    errors.push({ field: `telephone-${i}`, sentence: `Enter the telephone number of ${who}, such as 01632 960117` });
  return errors;
}

export default function SettingsContacts() {
  const page = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  const error = (field: string) => sent?.errors.find((e) => e.field === field)?.sentence;
  const shown = sent?.typed ?? page.contacts;
  const boxes = Array.from({ length: Math.min(page.most, page.contacts.length + 2) }, (_, i) => shown[i] ?? EMPTY);
  return (
    <ReadingPage before={<BackLink href="/settings">Back to settings</BackLink>}>
      {sent && (
        <ErrorSummary arrival={sent} errors={sent.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle>Contacts for an urgent concern</PageTitle>
      <p className="lead">
        Whoever presses Urgent concern sees these people first, in this order. Empty a contact to take it away.
      </p>
      <Form method="post" noValidate>
        <input type="hidden" name="version" value={page.version} />
        {boxes.map((contact, i) => (
          <Fieldset key={i} legend={`Contact ${i + 1}`} legendSize="m">
            <Input
              name={`name-${i}`}
              label="Name of the person or the team"
              width={30}
              defaultValue={contact.name}
              error={error(`name-${i}`)}
            />
            <Input
              name={`role-${i}`}
              label="What to call them about"
              defaultValue={contact.role}
              error={error(`role-${i}`)}
            />
            <Input
              name={`telephone-${i}`}
              type="tel"
              label="Telephone"
              width={20}
              defaultValue={contact.telephone}
              error={error(`telephone-${i}`)}
            />
          </Fieldset>
        ))}
        <Button preventDoubleClick>Save the contacts</Button>
      </Form>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Contacts for an urgent concern");
