import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { may } from "#audits/people/permissions.ts";
import { excerpt, type Part, searchTerms } from "#audits/search/query.ts";
import { placeInPlan } from "#audits/rubric/place-in-plan.ts";
import { offeredThemes, themeName } from "#audits/themes/codebook.ts";
import { AGENCIES, AGENCY_LABELS } from "#audits/vocabulary.ts";
import { cyclesByCodebook } from "#db/codebooks.ts";
import { currentCodebook } from "#db/rubrics.ts";
import { type FindingFilter, type FoundFinding, searchFindings } from "#db/search.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Input, Select } from "~/components/govuk/inputs.tsx";
import { Pagination } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { pageAsked } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

const PAGE = 20;
const KINDS = [
  { value: "improvement", text: "Areas for improvement" },
  { value: "strength", text: "Strengths" },
  { value: "quotes", text: "Quotes without a finding" },
  { value: "panel", text: "Written by the panel" },
] as const;

type Asked = Record<"q" | "cycle" | "kind" | "theme" | "agency" | "case", string>;

function askedIn(request: Request): Asked {
  const query = new URL(request.url).searchParams;
  const text = (name: string) => (query.get(name) ?? "").trim().slice(0, 300);
  return {
    q: text("q"),
    cycle: text("cycle"),
    kind: text("kind"),
    theme: text("theme"),
    agency: text("agency"),
    case: text("case"),
  };
}

function queryOf(asked: Asked, page = 1): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
  if (page > 1) query.set("page", String(page));
  return `?${query}`;
}

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "findings.search");
  const { db } = store();
  const asked = askedIn(request);
  const terms = searchTerms(asked.q) ?? [];
  const filter: FindingFilter = {
    terms,
    cycleId: asked.cycle,
    kind: KINDS.find((k) => k.value === asked.kind)?.value ?? "",
    theme: asked.theme,
    agency: AGENCIES.find((a) => a === asked.agency) ?? "",
    reference: asked.case.toUpperCase(),
  };
  const asks = Object.values(asked).some(Boolean);
  const noWord = asked.q !== "" && terms.length === 0;
  const page = pageAsked(request);
  const { document: book } = await currentCodebook(db);
  const all = may(actor, "findings.all").ok;
  const { found, total } =
    asks && !noWord ? await searchFindings(db, actor, filter, page, PAGE) : { found: [], total: 0 };
  const pages = Math.max(1, Math.ceil(total / PAGE));
  if (page > pages) throw redirect(`/search${queryOf(asked, pages)}`);
  if (found.length) await noteView(actor, { kind: "findings", id: actor.id }, "findings and quotes, by a search");
  return {
    asked,
    asks,
    noWord,
    all,
    total,
    page,
    pages,
    newer: queryOf(asked, page - 1),
    older: queryOf(asked, page + 1),
    cycles: all ? (await cyclesByCodebook(db)).map(({ id, title }) => ({ value: id, text: title })) : [],
    themes: offeredThemes(book).map((t) => ({ value: t.code, text: t.name })),
    found: found.map((f) => ({
      reference: f.reference,
      criterion: f.criterion,
      href: hrefOf(f),
      about: [f.cycle, kindOf(f), f.agency ? AGENCY_LABELS[f.agency] : "The panel"].filter(Boolean).join(", "),
      words: f.words ? excerpt(f.words, terms) : [],
      quotes: f.quotes
        .map((q) => ({
          source: placeInPlan(q.section, q.page),
          parts: excerpt(q.words, terms, 180),
        }))
        // A quote in which nothing was found is left out where the finding or another has it.
        .filter(
          (q, i, quotes) =>
            q.parts.some((p) => p.hit) || (!f.words && i === 0 && !quotes.some((o) => o.parts.some((p) => p.hit))),
        ),
      themes: f.codes.map((code) => themeName(book, code)).join("; "),
    })),
  };
}

const hrefOf = (f: FoundFinding) =>
  f.ownAudit
    ? `/audits/${f.ownAudit}/criteria/${f.criterion}`
    : `/cycles/${f.cycleId}/moderation/${f.sampledCaseId}?criterion=${f.criterion}`;

const kindOf = (f: FoundFinding) =>
  f.kind === "strength" ? "strength" : f.kind === "improvement" ? "area for improvement" : f.agency ? "quote" : "";

export default function Search() {
  const loaded = useLoaderData<typeof loader>();
  const { asked, asks, noWord, all, total, found, page, pages } = loaded;
  return (
    <ReadingPage wide>
      <PageTitle>Search findings and quotes</PageTitle>
      <p className="lead">
        {all
          ? "What was found and quoted in every cycle whose scoring is over, and what you wrote yourself."
          : "What you found and quoted yourself."}
      </p>
      <Form method="get" className="search" role="search" aria-label="Findings and quotes" key={JSON.stringify(asked)}>
        <Input
          name="q"
          label="Words"
          hint="All of them, whatever their endings. “small group” for words in this order, therap* for the beginning of a word."
          defaultValue={asked.q}
        />
        <div className="search__fields">
          {all && (
            <Select
              name="cycle"
              label="Cycle"
              defaultValue={asked.cycle}
              options={[{ value: "", text: "All cycles" }, ...loaded.cycles]}
            />
          )}
          <Select
            name="kind"
            label="Kind"
            defaultValue={asked.kind}
            options={[{ value: "", text: "All kinds" }, ...KINDS]}
          />
          <Select
            name="theme"
            label="Theme"
            defaultValue={asked.theme}
            options={[{ value: "", text: "All themes" }, ...loaded.themes]}
          />
          {all && (
            <Select
              name="agency"
              label="Found by"
              defaultValue={asked.agency}
              options={[
                { value: "", text: "Everybody" },
                ...AGENCIES.map((a) => ({ value: a, text: AGENCY_LABELS[a] })),
              ]}
            />
          )}
          <Input name="case" label="Case" defaultValue={asked.case} width={10} />
        </div>
        <div className="search__actions">
          <Button>Search</Button>
          {asks && (
            <Link className="govuk-link" to="/search">
              Begin again
            </Link>
          )}
        </div>
      </Form>
      {noWord && <p>There is no word to look for. Type letters or figures.</p>}
      {asks && !noWord && (
        <div role="status">
          <h2 className="section">{total === 0 ? "Nothing found" : `${total.toLocaleString("en-GB")} found`}</h2>
        </div>
      )}
      {asks && !noWord && total === 0 && (
        <p>
          Take a word away, or look for the beginning of one with a star.{" "}
          {all && "What is still scored is found by its own auditor only."}
        </p>
      )}
      {found.length > 0 && (
        <ul className="found-list">
          {found.map((f, i) => (
            // The number of a finding would tell how many others there are, so it does not leave the server.
            <li key={i} className="found-item">
              <p>
                <Link className="govuk-link" to={f.href}>
                  {f.reference}, {f.criterion}
                </Link>{" "}
                <span className="soft">{f.about}</span>
              </p>
              {f.words.length > 0 && (
                <p>
                  <Marked parts={f.words} />
                </p>
              )}
              {f.quotes.map((q, i) => (
                <blockquote className="quote" key={i}>
                  <p>
                    <Marked parts={q.parts} />
                  </p>
                  <footer>{q.source}</footer>
                </blockquote>
              ))}
              {f.themes && <p className="note-text">Themes: {f.themes}</p>}
            </li>
          ))}
        </ul>
      )}
      {pages > 1 && (
        <Pagination
          label="Pages of what was found"
          previous={page > 1 ? { href: `/search${loaded.newer}`, text: "Newer" } : undefined}
          next={page < pages ? { href: `/search${loaded.older}`, text: "Older" } : undefined}
        />
      )}
    </ReadingPage>
  );
}

function Marked({ parts }: { parts: Part[] }) {
  return parts.map((part, i) =>
    part.hit ? (
      <mark className="found-mark" key={i}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}

export const handle = titled<typeof loader>((d) =>
  d?.asked.q ? `Search: ${d.total} found` : "Search findings and quotes",
);
