import { type Actor, may } from "#audits/people/permissions.ts";

/** What a page of measures is made from beside the database, and all of it: nothing else of who asks. */
export type Asked = {
  view: "internal" | "published";
  /** The choices of the address bar. */
  choice: URLSearchParams;
  maySetSteps: boolean;
};
/** Who asks for which page of measures, and how. */
export type Ask = Asked & { actor: Actor };

/** What the address asks for. Only who may see internal figures gets them, and may ask for the published view instead. */
export function askOf(actor: Actor, request: Request): Ask {
  const choice = new URL(request.url).searchParams;
  const internal = may(actor, "results.view").ok && choice.get("view") !== "published";
  return { actor, view: internal ? "internal" : "published", choice, maySetSteps: may(actor, "steps.set").ok };
}
