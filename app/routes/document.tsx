import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { documentCalled } from "~/server/documents.server.ts";
import { notFound } from "~/server/session.server.ts";

/** One of the documents on data protection, for everybody: a family may be sent its address. */
export async function loader({ params }: LoaderFunctionArgs) {
  const found = documentCalled(params.name ?? "");
  if (!found) throw notFound();
  return found;
}

export default function Document() {
  const { title, html } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href="/privacy">Privacy</BackLink>}>
      <PageTitle>{title}</PageTitle>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the project's own text, from a fixed list of files */}
      <div className="document" dangerouslySetInnerHTML={{ __html: html }} />
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => page?.title ?? "Document");
