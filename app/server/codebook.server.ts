import { momentWords } from "#audits/dates.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { may } from "#audits/people/permissions.ts";
import { codebookProblems } from "#audits/themes/check.ts";
import { type Codebook, offeredThemes, type Theme, themeName, themeTree } from "#audits/themes/codebook.ts";
import { type CodebookDraft, codebookDraft, codebookSteps } from "#db/codebook-drafts.ts";
import { publishedRubrics } from "#db/rubrics.ts";
import { store } from "./database.server.ts";
import { notFound } from "./session.server.ts";

/** The draft of an address. @throws 404 when it is not at work: published, put away, or never there */
export async function requireCodebookDraft(id: string | undefined): Promise<CodebookDraft> {
  const draft = id ? await codebookDraft(store().db, id) : null;
  if (!draft) throw notFound();
  return draft;
}

/** Addresses of the pages of one draft. */
export const codebookPaths = (id: string) => {
  const base = `/codebooks/drafts/${id}`;
  return {
    base,
    theme: (code: string) => `${base}/themes/${code}`,
    end: (code: string, how?: string) => `${base}/end/${code}${how ? `?how=${how}` : ""}`,
    publish: `${base}/publish`,
  };
};

/** What each family is called: the short title of the domain of that key in a published rubric. */
export async function familiesIn(book: Codebook): Promise<{ key: string; title: string }[]> {
  const titles = new Map<string, string>();
  for (const rubric of await publishedRubrics(store().db))
    for (const d of rubric.document.domains) if (!titles.has(d.key)) titles.set(d.key, d.shortTitle);
  const keys = [...new Set([...book.themes.map((t) => t.domain), ...titles.keys()])].filter(Boolean);
  return keys.map((key) => ({ key, title: titles.get(key) ?? key }));
}

export type BookRow = {
  code: string;
  name: string;
  depth: number;
  family: string;
  definition: string;
  include: string;
  exclude: string;
  keywords: string;
  basis: string;
  ended: string | null;
};

/** A codebook as its pages list it: by kind, themes under themes; those that ended apart. */
export async function bookView(book: Codebook) {
  const titles = new Map((await familiesIn(book)).map((f) => [f.key, f.title]));
  const row = (theme: Theme, depth: number): BookRow => ({
    code: theme.code,
    name: theme.name,
    depth: Math.min(4, depth),
    family: titles.get(theme.domain) ?? theme.domain,
    definition: theme.definition,
    include: theme.include,
    exclude: theme.exclude,
    keywords: theme.keywords.join(", "),
    basis: theme.basis,
    ended: endedWords(book, theme),
  });
  const offered = offeredThemes(book);
  const kind = (polarity: Theme["polarity"]) =>
    themeTree(offered.filter((t) => t.polarity === polarity)).map(({ theme, depth }) => row(theme, depth));
  return {
    improvement: kind("improvement"),
    strength: kind("strength"),
    ended: book.themes.filter((t) => t.ended).map((t) => row(t, 0)),
  };
}

function endedWords(book: Codebook, { ended }: Theme): string | null {
  if (!ended) return null;
  const into = ended.into.map((code) => themeName(book, code)).join(" and ");
  const how = ended.how === "merged" ? `Merged into ${into}` : ended.how === "split" ? `Split into ${into}` : "Retired";
  return ended.why ? `${how}: ${ended.why}` : how;
}

/** What every page of a draft shows around its work. */
export async function codebookHead(actor: Actor, draft: CodebookDraft) {
  const steps = await codebookSteps(store().db, draft.id, 15);
  const paths = codebookPaths(draft.id);
  return {
    id: draft.id,
    title: draft.document.title,
    version: draft.version,
    from: draft.base.version,
    paths: { base: paths.base, publish: paths.publish },
    changed: momentWords(draft.editedAt),
    editor: draft.editedBy === actor.id ? "you" : draft.editor,
    undo: steps.undo,
    redo: steps.redo,
    steps: steps.latest.map((s) => ({ version: s.version, words: `${s.by} ${s.sentence}`, at: momentWords(s.at) })),
    problems: codebookProblems(draft.document, draft.base).map((p) => ({
      words: p.code ? `${p.code}: ${p.sentence}` : p.sentence,
      href: p.code ? `${paths.theme(p.code)}#${p.field}` : paths.base,
      stops: p.stops,
    })),
  };
}
export type CodebookHead = Awaited<ReturnType<typeof codebookHead>>;

export const mayEdit = (actor: Actor): boolean => may(actor, "themes.edit").ok;
