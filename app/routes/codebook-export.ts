import type { LoaderFunctionArgs } from "@remix-run/node";
import { codebookCsv, codebookJson } from "#audits/themes/exchange.ts";
import { publishedCodebook, recordCodebookExport } from "#db/codebooks.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** A published version as a file, in the form that can be imported again. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "themes.view");
  const book = await publishedCodebook(store().db, params.codebookId ?? "");
  const format = params.format;
  if (!book || (format !== "json" && format !== "csv")) throw notFound();
  await recordCodebookExport(store(), actor, book, format.toUpperCase(), now());
  const name = `codebook-${book.version}.${format}`;
  return format === "csv"
    ? download(codebookCsv(book.document), "text/csv; charset=utf-8", name)
    : download(codebookJson(book.document), "application/json", name);
}
