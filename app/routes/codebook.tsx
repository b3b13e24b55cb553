import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { publishedCodebook } from "#db/codebooks.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { BookList } from "~/components/themes/book.tsx";
import { titled } from "~/components/title.tsx";
import { bookView } from "~/server/codebook.server.ts";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, "themes.view");
  const book = await publishedCodebook(store().db, params.codebookId ?? "");
  if (!book) throw notFound();
  return {
    id: book.id,
    title: book.document.title,
    about: book.document.about,
    version: book.version,
    published: dateWords(book.publishedAt),
    view: await bookView(book.document),
  };
}

export default function Codebook() {
  const { id, title, about, version, published, view } = useLoaderData<typeof loader>();
  const kinds = [
    { title: "Areas for improvement", rows: view.improvement },
    { title: "Strengths", rows: view.strength },
    { title: "Not in use any more", rows: view.ended },
  ];
  return (
    <ReadingPage wide before={<BackLink href="/codebooks">Codebook</BackLink>}>
      <PageTitle over={title}>Version {version}</PageTitle>
      <p className="lead">{about}</p>
      <p className="note-text">
        Published on {published}. It never changes. Download as{" "}
        <a className="govuk-link" href={`/codebooks/${id}/export/json`}>
          JSON
        </a>{" "}
        or{" "}
        <a className="govuk-link" href={`/codebooks/${id}/export/csv`}>
          CSV
        </a>
        .
      </p>
      {kinds
        .filter((kind) => kind.rows.length > 0)
        .map((kind) => (
          <section key={kind.title}>
            <h2 className="section">{kind.title}</h2>
            <BookList rows={kind.rows} />
          </section>
        ))}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `${d.title}, version ${d.version}` : "Codebook"));
