import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { may } from "#audits/people/permissions.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { MeasureContent } from "~/components/measures/measure-page.tsx";
import { titled } from "~/components/title.tsx";
import { askOf } from "~/server/measures/ask.server.ts";
import { emptyWords, isPage, makePage, nameOf, partsFor } from "~/server/measures/pages.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "measures.service");
  const { page: name } = params;
  if (!isPage(name)) throw notFound();
  const ask = askOf(actor, request);
  const page = await makePage(name, ask);
  if (page?.view === "internal")
    await noteView(actor, { kind: "measures", id: name }, `the internal measures of ${nameOf(name).toLowerCase()}`);
  return {
    name: nameOf(name),
    base: `/measures/${name}`,
    search: new URL(request.url).search,
    parts: partsFor(actor),
    mayChoose: may(actor, "results.view").ok,
    page,
    empty: emptyWords(name),
  };
}

export default function MeasuresPage() {
  const { name, base, search, parts, mayChoose, page, empty } = useLoaderData<typeof loader>();
  return (
    <>
      <CycleBar cycle={{ title: "Measures", parts }} label="Parts of the measures" />
      <ReadingPage wide>
        {page ? (
          <MeasureContent page={page as never} base={base} search={search} mayChoose={mayChoose} />
        ) : (
          <>
            <PageTitle>{name}</PageTitle>
            <p className="lead">{empty}</p>
          </>
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>((d) => `${d?.name ?? "Page"} – Measures`);
