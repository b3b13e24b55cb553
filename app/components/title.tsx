import { useMatches } from "@remix-run/react";
import { useContext } from "react";
import { UNSAFE_DataRouterStateContext } from "react-router-dom";

/** What a route says of itself beside its data: the title of its page, and further ways past what repeats. */
export type PageHandle = {
  title: (data: unknown) => string;
  skips?: { text: string; href: string }[];
  /** The reference of the plan that the page is about, for the way to an urgent concern. */
  plan?: (data: unknown) => string | null;
};

/** The handle of a route whose title follows from its loader's data; `null` data: the loader failed. */
export function titled<Loader extends (...args: never[]) => unknown>(
  title: (data: Loaded<Loader> | null) => string,
  rest: Pick<PageHandle, "skips"> & { plan?: (data: Loaded<Loader>) => string | null | undefined } = {},
): PageHandle {
  const { plan, ...others } = rest;
  return {
    ...others,
    title: (data) => title((data ?? null) as Loaded<Loader> | null),
    plan: (data) => (data ? (plan?.(data as Loaded<Loader>) ?? null) : null),
  };
}
type Loaded<Loader extends (...args: never[]) => unknown> = Exclude<Awaited<ReturnType<Loader>>, Response>;

/**
 * The page's title. After a form was refused it begins with "Error: ", so that a screen reader says so first. Remix gives
 * what an action answered to its own route only; the router's state, which holds it for all, has no public name in this version.
 */
export function Title() {
  const matches = useMatches();
  const state = useContext(UNSAFE_DataRouterStateContext);
  const last = matches.findLast((m) => typeof (m.handle as PageHandle | undefined)?.title === "function");
  // A form that is sent by its address is refused by the loader.
  const refused = [...Object.values(state?.actionData ?? {}), last?.data].some(hasErrors);
  const name = (last?.handle as PageHandle | undefined)?.title(last?.data) ?? "EHC plan quality";
  const whole = name === "EHC plan quality" ? name : `${name} – EHC plan quality`;
  return <title>{state?.errors ? "EHC plan quality" : `${refused ? "Error: " : ""}${whole}`}</title>;
}

function hasErrors(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null || !("errors" in answer)) return false;
  return Array.isArray(answer.errors) && answer.errors.length > 0;
}
