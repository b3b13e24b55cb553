import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { signOut } from "~/server/session.server.ts";

export const loader = () => redirect("/");

export async function action({ request }: ActionFunctionArgs) {
  return redirect("/sign-in", { headers: await signOut(request) });
}
