import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dateWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { themeName, themeOf } from "#audits/themes/codebook.ts";
import { compareCodebooks, standingOf } from "#audits/themes/lineage.ts";
import { codebookVersions, cyclesByCodebook } from "#db/codebooks.ts";
import { plansByTheme } from "#db/coding-lists.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

/** One theme over all versions, and for those who see internal figures, in how many plans of each cycle it stood. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "themes.view");
  const { db } = store();
  const code = params.code ?? "";
  const versions = await codebookVersions(db);
  const latest = versions.find((v) => themeOf(v.document, code));
  const theme = latest && themeOf(latest.document, code);
  if (!latest || !theme) throw notFound();
  const history = versions.map((v, i) => {
    const before = versions[i + 1];
    const change = before && compareCodebooks(before.document, v.document).find((c) => c.code === code);
    const fields = change?.fields.map((f) => f.label.toLowerCase()) ?? [];
    const words = [...(change?.sentences ?? []), ...(fields.length ? [`Changed: ${fields.join(", ")}.`] : [])];
    const there = themeOf(v.document, code);
    return {
      id: v.id,
      version: v.version,
      published: dateWords(v.publishedAt),
      words: there ? words.join(" ") || (before ? "As before." : "In the first version.") : "Not in this version.",
    };
  });
  const internal = may(actor, "results.view").ok;
  if (internal) await noteView(actor, { kind: "theme", id: code }, `the counts of the theme ${code}`);
  return {
    code,
    name: theme.name,
    kind: theme.polarity === "strength" ? "Strength" : "Area for improvement",
    definition: theme.definition,
    include: theme.include,
    exclude: theme.exclude,
    history,
    counts: internal ? await countsIn(code) : null,
  };
}

/** Plans with the theme, cycle by cycle: what counts as it under the version of each cycle. */
async function countsIn(code: string) {
  const { db } = store();
  const cycles = await cyclesByCodebook(db);
  const versions = new Map((await codebookVersions(db)).map((v) => [v.id, v]));
  const counts = await plansByTheme(
    db,
    cycles.map((c) => c.id),
    code,
  );
  return cycles.flatMap((cycle) => {
    const book = versions.get(cycle.codebookId);
    if (!book) return [];
    const known = themeOf(book.document, code);
    const standing = standingOf(book.document, code);
    const own = counts.find((row) => row.cycleId === cycle.id && row.code === code);
    const elsewhere =
      standing.kind === "counts" && standing.code !== code
        ? `Counted with ${themeName(book.document, standing.code)}`
        : standing.kind === "waits"
          ? `Split into ${standing.into.map((c) => themeName(book.document, c)).join(" and ")}`
          : null;
    return [
      {
        id: cycle.id,
        title: cycle.title,
        version: book.version,
        plans: !known ? "Not in that version" : (elsewhere ?? String(own?.plans ?? 0)),
      },
    ];
  });
}

export default function CodebookTheme() {
  const { code, name, kind, definition, include, exclude, history, counts } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide before={<BackLink href="/codebooks">Codebook</BackLink>}>
      <PageTitle over={code}>{name}</PageTitle>
      <p className="lead">{definition}</p>
      <SummaryList
        rows={[
          { key: "Kind", value: kind },
          { key: "Use it for", value: include || "Nothing said" },
          { key: "Not for", value: exclude || "Nothing said" },
        ]}
      />
      <h2 className="section">Version by version</h2>
      <Table
        caption="What happened to the theme"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Version", "Published", "What happened"]}
        rows={history.map((h) => [
          <Link key={h.id} className="govuk-link" to={`/codebooks/${h.id}`}>
            {h.version}
          </Link>,
          h.published,
          h.words,
        ])}
      />
      {counts && (
        <>
          <h2 className="section">Plans with it, cycle by cycle</h2>
          <p className="note-text">
            Internal counts over signed-off plans, by the version that each cycle counts by. Cycles differ in size: see
            each cycle for shares, intervals and changes.
          </p>
          <Table
            caption="Plans with the theme"
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Cycle", "Codebook version", "Plans"]}
            rows={counts.map((c) => [
              <Link key={c.id} className="govuk-link" to={`/cycles/${c.id}/themes`}>
                {c.title}
              </Link>,
              c.version,
              c.plans,
            ])}
          />
        </>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `${d.name} – theme` : "Theme"));
