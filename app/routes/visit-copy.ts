import type { LoaderFunctionArgs } from "@remix-run/node";
import { copyOf } from "~/server/room/copy.server.ts";
import { requireVisit, versionAsked } from "~/server/room/visit.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

/** A watermarked copy of an entry, or of one of its tables, in the version that the address names or the newest. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "room.visit");
  const visit = await requireVisit(actor, params.roomId, { only: params.entry });
  const row = versionAsked(
    visit.contents.filter(({ key }) => key === params.entry),
    request,
  );
  if (!row) throw notFound();
  return copyOf(visit, row, params.file);
}
