import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireActor } from "~/server/session.server.ts";

/** Keeps a session going when its owner says so: asking who they are is what counts as activity. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "account.own", { settingUp: true });
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
}
