import { type Actor, may } from "#audits/people/permissions.ts";

/** Who asks for which page of measures, and how. */
export type Ask = {
  actor: Actor;
  view: "internal" | "published";
  /** The choices of the address bar. */
  choice: URLSearchParams;
};

/** What the address asks for. Only who may see internal figures gets them, and may ask for the published view instead. */
export function askOf(actor: Actor, request: Request): Ask {
  const choice = new URL(request.url).searchParams;
  const internal = may(actor, "results.view").ok && choice.get("view") !== "published";
  return { actor, view: internal ? "internal" : "published", choice };
}
