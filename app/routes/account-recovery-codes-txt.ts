import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { ownCodes } from "#db/second-factors.ts";
import { store } from "~/server/database.server.ts";
import { download } from "~/server/download.server.ts";
import { readForm } from "~/server/form.server.ts";
import { recoveryHash } from "~/server/second-factor.server.ts";
import { requireActor } from "~/server/session.server.ts";

/** The codes of the page that shows them, as a file. The server does not know them, so the page sends them; only the person's own are written. */
export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request, "account.own");
  const form = await readForm(request);
  const own = await ownCodes(store().db, actor.id);
  const codes = form.all("code").filter((code) => /^[a-z0-9-]{14}$/.test(code) && own.has(recoveryHash(code)));
  if (codes.length === 0) return redirect("/account/recovery-codes");
  const lines = [
    "Recovery codes for EHC plan quality",
    "Each works once, in place of the code of the app.",
    "",
    ...codes,
  ];
  return download(`${lines.join("\r\n")}\r\n`, "text/plain; charset=utf-8", "recovery-codes.txt");
}
