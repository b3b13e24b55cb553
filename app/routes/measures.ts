import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { partsFor, servicePageOf } from "~/server/measures/pages.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** Leads to the page of measures on which this person's work begins. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "measures.service");
  const own = servicePageOf(actor);
  const [first] = partsFor(actor);
  const to = first?.href ?? (own && `/measures/${own}`);
  if (!to) throw notFound();
  return redirect(to);
}
