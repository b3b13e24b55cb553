import type { LoaderFunctionArgs } from "@remix-run/node";
import { cardCsv } from "#audits/scorecard/words.ts";
import { recordCardDownload } from "#db/scorecard.ts";
import { now, store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { cardFor } from "~/server/scorecard.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** The scorecard as a file, in the view that the person sees. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "scorecard.view");
  const { card } = await cardFor(actor, request);
  await recordCardDownload(store(), actor, card.view, now());
  return download(cardCsv(card), "text/csv; charset=utf-8", `scorecard-${card.view}-${card.on}.csv`);
}
