import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { signOut } from "~/server/session.server.ts";

export const loader = () => redirect("/");

export async function action({ request }: ActionFunctionArgs) {
  const { headers, provider } = await signOut(request);
  return redirect(provider ? `/sign-in?out=${encodeURIComponent(provider)}` : "/sign-in", { headers });
}
