import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import {
  type ShouldRevalidateFunctionArgs,
  isRouteErrorResponse,
  Links,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { type Actor, may, onlyInspects, roleWords } from "#audits/people/permissions.ts";
import { theArea } from "#db/people.ts";
import { Frame, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { isNoConnection } from "~/components/no-connection.ts";
import { IdleNotice } from "~/components/idle-notice.tsx";
import { useNonce } from "~/components/nonce.ts";
import { type PageHandle, Title } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { referenceOf } from "~/server/request.ts";
import { idleMinutes, standingOf } from "~/server/session.server.ts";
import styles from "~/styles/main.scss?url";
import { SignedOutForm } from "~/components/signed-out.tsx";
import type { TypedSignedOut } from "~/server/signed-out.server.ts";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

/** What the header shows: the area, the person, and the parts that they may open. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const [area, standing] = [await theArea(store().db), await standingOf(request)];
  const shown = {
    area: area?.name ?? "",
    demonstration: area?.demonstration ?? false,
    reference: referenceOf(context.requestId),
    idleMinutes: await idleMinutes(),
  };
  if (!standing) return { ...shown, person: null, links: [] };
  const { actor, mustSetUp } = standing;
  const links = [
    { name: "My audits", href: "/my-audits", when: actor.memberships.some((m) => m.role === "auditor") },
    { name: "Cycles", href: "/cycles", when: may(actor, "cycles.view").ok },
    { name: "Measures", href: "/measures", when: may(actor, "measures.service").ok },
    { name: "Cases", href: "/cases", when: may(actor, "cases.view").ok },
    { name: "Imports", href: "/imports", when: may(actor, "cases.import").ok },
    { name: "Retention", href: "/retention", when: may(actor, "retention.view").ok },
    { name: "Feedback", href: "/feedback", when: may(actor, "feedback.read").ok },
    { name: "Actions", href: "/actions", when: may(actor, "actions.view").ok },
    { name: "Scorecard", href: "/scorecard", when: may(actor, "scorecard.view").ok },
    { name: "Outcomes", href: "/outcomes", when: mayOnlyEnter(actor) },
    { name: "Reports", href: "/reports", when: may(actor, "reports.read").ok },
    { name: "Inspection room", href: "/room", when: onlyInspects(actor) },
    { name: "Themes", href: "/codebooks", when: may(actor, "themes.view").ok },
    { name: "Rubrics", href: "/rubrics", when: may(actor, "rubrics.view").ok },
    { name: "Search", href: "/search", when: may(actor, "findings.search").ok },
    { name: "People", href: "/people", when: may(actor, "people.view").ok },
    { name: "Settings", href: "/settings", when: may(actor, "settings.change").ok },
    { name: "Trail", href: "/trail", when: may(actor, "trail.view").ok },
  ];
  return {
    ...shown,
    person: { name: actor.name, role: roleWords(actor) },
    links: links.filter((l) => l.when && !mustSetUp).map(({ name, href }) => ({ name, href })),
  };
}

/** Whoever sees the scorecard finds the counts of outcomes there. */
const mayOnlyEnter = (actor: Actor) => may(actor, "outcomes.enter").ok && !may(actor, "scorecard.view").ok;

/** The header stays as it is from one page of an audit to the next, which so opens without a connection too. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const withinAudit = [currentUrl, nextUrl].every((url) => url.pathname.startsWith("/audits/"));
  return withinAudit && formMethod === undefined ? false : defaultShouldRevalidate;
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const loaded = useRouteLoaderData<typeof loader>("root");
  const match = useMatches().at(-1);
  const shown = (match?.handle ?? {}) as Partial<PageHandle>;
  return (
    <html lang="en-GB" className="govuk-template">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#0b2c4a" />
        <meta name="robots" content="noindex, nofollow" />
        <Title />
        <Links />
      </head>
      <body className="govuk-template__body">
        <Frame
          area={loaded?.area ?? ""}
          demonstration={loaded?.demonstration ?? false}
          person={loaded?.person ?? null}
          links={loaded?.links ?? []}
          skips={shown.skips ?? []}
          plan={shown.plan?.(match?.data) ?? null}
        >
          {children}
        </Frame>
        {loaded?.person && <IdleNotice minutes={loaded.idleMinutes} />}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

/** A missing and a forbidden thing, and what nobody expected: a plain sentence, one way on, a reference. */
export function ErrorBoundary() {
  const error = useRouteError();
  const loaded = useRouteLoaderData<typeof loader>("root");
  if (isNoConnection(error)) return <NoConnection />;
  if (isRouteErrorResponse(error) && error.status === 401 && error.data?.typed)
    return <SignedOutForm typed={error.data.typed as TypedSignedOut} />;
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const sentence = isRouteErrorResponse(error) && typeof error.data?.sentence === "string" ? error.data.sentence : "";
  // An answer carries the reference of the request that failed; what failed while it was drawn has the page's own.
  const given = isRouteErrorResponse(error) && typeof error.data?.reference === "string" ? error.data.reference : "";
  const reference = given || loaded?.reference;
  const { title, words } = WORDS[status] ?? WORDS[500]!;
  return (
    <ReadingPage>
      <PageTitle>{title}</PageTitle>
      <p className="lead">{sentence || words}</p>
      <p>
        <a className="govuk-link" href="/">
          Go to your start page
        </a>
      </p>
      {reference && <p className="note-text">If you ask for help, give this reference: {reference}</p>}
    </ReadingPage>
  );
}

function NoConnection() {
  return (
    <ReadingPage>
      <PageTitle>No connection</PageTitle>
      <p className="lead">
        The server cannot be reached. Go back: what you wrote is still there, and is sent when the connection is back.
      </p>
    </ReadingPage>
  );
}

const WORDS: Record<number, { title: string; words: string }> = {
  400: { title: "That could not be read", words: "Go back, and send it again." },
  403: { title: "You do not have access to this page", words: "Ask your quality lead if you need it." },
  404: {
    title: "Page not found",
    words: "Check the address. If you came here by a link, the page may have been removed, or it is not for you.",
  },
  405: { title: "That could not be read", words: "Begin at your start page." },
  409: { title: "Somebody was faster", words: "This was changed meanwhile. Open the page again to see how it stands." },
  503: { title: "Try again in a moment", words: "Nothing was changed. Go back, and send it again." },
  500: {
    title: "Something went wrong",
    words: "What was saved before is kept. Go back and try again; if it happens again, tell your quality lead.",
  },
};
