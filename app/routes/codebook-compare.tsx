import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { compareCodebooks } from "#audits/themes/lineage.ts";
import { codebookVersions } from "#db/codebooks.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Select } from "~/components/govuk/inputs.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { CodebookChanges } from "~/components/themes/changes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "themes.view");
  const versions = await codebookVersions(store().db);
  const query = new URL(request.url).searchParams;
  const named = (name: string) => versions.find((v) => v.id === query.get(name));
  const to = named("to") ?? versions[0];
  const from = named("from") ?? (to && versions[versions.indexOf(to) + 1]);
  return {
    versions: versions.map((v) => ({ value: v.id, text: `Version ${v.version}, ${dateWords(v.publishedAt)}` })),
    from: from && { id: from.id, version: from.version },
    to: to && { id: to.id, version: to.version },
    changes: from && to && from !== to ? compareCodebooks(from.document, to.document) : null,
  };
}

export default function CodebookCompare() {
  const { versions, from, to, changes } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide before={<BackLink href="/codebooks">Codebook</BackLink>}>
      <PageTitle>Compare two versions of the codebook</PageTitle>
      {versions.length < 2 ? (
        <p className="lead">
          There is one version so far. When the codebook is published again, the two are compared here.
        </p>
      ) : (
        <Form method="get" className="search">
          <div className="search__fields">
            <Select name="from" label="Before" defaultValue={from?.id} options={versions} />
            <Select name="to" label="After" defaultValue={to?.id} options={versions} />
          </div>
          <Button variant="secondary">Compare</Button>
        </Form>
      )}
      {changes && from && to && (
        <>
          <h2 className="section">
            From version {from.version} to {to.version}
          </h2>
          <CodebookChanges changes={changes} />
        </>
      )}
      {versions.length > 1 && !changes && <p>Choose two different versions.</p>}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Compare two versions of the codebook");
