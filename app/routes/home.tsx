import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import type { Role } from "#audits/vocabulary.ts";
import { whoIsAsking } from "~/server/session.server.ts";

/** Where each role's work begins. */
const START: Record<Role, string> = {
  auditor: "/my-audits",
  panel_chair: "/cycles",
  quality_lead: "/cycles",
  plan_writer: "/feedback",
  service_manager: "/feedback",
  board_member: "/measures",
  data_officer: "/cases",
  inspector: "/room",
  administrator: "/people",
};

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await whoIsAsking(request);
  const first = actor?.memberships[0];
  return redirect(first ? START[first.role] : "/sign-in");
}
