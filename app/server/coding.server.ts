import { redirect } from "@remix-run/node";
import { dateWords } from "#audits/dates.ts";
import { vaguePhrasesIn } from "#audits/panel/vague-phrases.ts";
import { mayCode } from "#audits/panel/life.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { may } from "#audits/people/permissions.ts";
import { levelAt, type RubricDocument } from "#audits/rubric/document.ts";
import { type Codebook, offeredThemes, type Theme, themeName, themeOf } from "#audits/themes/codebook.ts";
import { type FindingToCode, suggestThemes, tellingWords } from "#audits/themes/suggest.ts";
import { themesRaised } from "#audits/themes/codebook.ts";
import { standingOf } from "#audits/themes/lineage.ts";
import { AGENCY_LABELS } from "#audits/vocabulary.ts";
import { codebookVersions } from "#db/codebooks.ts";
import {
  alike,
  type Coder,
  type CodingList,
  codingProgress,
  codingQueue,
  codingsOf,
  type FindingOnTable,
  findingsToCode,
  waitsForSecond,
} from "#db/coding-lists.ts";
import { lastCoded } from "#db/codings.ts";
import type { Cycle } from "#db/cycles.ts";
import { settledOf } from "#db/moderations.ts";
import { codebookOf, rubricOf } from "#db/rubrics.ts";
import { scoreFromText } from "#audits/panel/result.ts";
import { settingOf } from "#db/settings.ts";
import { countsOf, type Learnt } from "#db/theme-words.ts";
import { whileUnchanged } from "#db/unchanged.ts";
import type { ThemeTab } from "~/components/themes/tabs.tsx";
import { store } from "./database.server.ts";
import { notFound } from "./session.server.ts";

export const CODING_LISTS: CodingList[] = ["first", "second", "differences"];
const IN_RAIL = 8;
const ALIKE = 12;

/** The list of an address: "first" unless it names another. */
export const listOf = (named: string | null): CodingList => CODING_LISTS.find((one) => one === named) ?? "first";

export async function coderOf(actor: Actor): Promise<Coder> {
  return { id: actor.id, share: (await settingOf(store().db, "themes")).value.codedTwice };
}

/** The address of a coding page. */
export const codingPath = (cycleId: string, list: CodingList, rest: Record<string, string | number> = {}): string => {
  const query = new URLSearchParams(list === "first" ? {} : { list });
  for (const [name, value] of Object.entries(rest)) query.set(name, String(value));
  const text = query.toString();
  return `/cycles/${cycleId}/themes/code${text ? `?${text}` : ""}`;
};

/** A coding page as plain data: where the person is, the finding, what is suggested for it, and the codebook. */
export async function codingView(actor: Actor, cycle: Cycle, request: Request) {
  const { db } = store();
  const query = new URL(request.url).searchParams;
  const list = listOf(query.get("list"));
  const coder = await coderOf(actor);
  const asked = Number(query.get("finding")) || 0;
  const after = asked ? null : Number(query.get("after")) || null;
  const open = mayCode(cycle.status);
  const [rubric, { document: book }, progress, queue, [latest], undo] = await Promise.all([
    rubricOf(db, cycle.rubricId),
    codebookOf(db, cycle.codebookId),
    codingProgress(db, cycle.id, coder),
    codingQueue(db, cycle.id, list, coder, IN_RAIL + 1, after),
    codebookVersions(db),
    open.ok ? lastOwn(cycle.id, actor.id) : 0,
  ]);
  if (!rubric) throw notFound();
  const currentId = asked || queue.ids[0] || 0;
  const ids = [...new Set([...(currentId ? [currentId] : []), ...queue.ids])];
  const rows = await findingsToCode(db, cycle.id, ids);
  const current = rows.find((r) => r.finding.id === currentId) ?? null;
  if (asked && !current) throw notFound();
  // Whoever may still be the second coder of a finding does not see the first through another door.
  if (current && list === "first" && waitsForSecond(current.finding, coder))
    throw redirect(codingPath(cycle.id, "second", { finding: currentId }));
  return {
    list,
    open: open.ok ? null : open.sentence,
    progress,
    total: queue.total,
    share: coder.share,
    book: { version: book.version, title: book.title },
    newer:
      latest && latest.id !== cycle.codebookId && may(actor, "themes.edit").ok && cycle.status !== "closed"
        ? { id: latest.id, version: latest.version }
        : null,
    rail: rows.map((r) => ({ ...railOf(r), current: r.finding.id === currentId })).slice(0, IN_RAIL),
    undo,
    current: current && (await findingView(actor, cycle, rubric.document, book, current, list, coder)),
  };
}
export type CodingView = Awaited<ReturnType<typeof codingView>>;

/** How many findings the last coding of this person holds that can be taken back. */
const lastOwn = (cycleId: string, personId: string): Promise<number> =>
  whileUnchanged(
    store().db,
    `last coded ${JSON.stringify([cycleId, personId])}`,
    async () => (await lastCoded(store().db, cycleId, personId))?.length ?? 0,
  );

const railOf = ({ finding, answer }: FindingOnTable) => ({
  id: finding.id,
  reference: finding.reference,
  criterion: finding.criterion,
  words: short(answer.finding?.words ?? ""),
});

const short = (words: string) => (words.length > 100 ? `${words.slice(0, words.lastIndexOf(" ", 97))} …` : words);

async function findingView(
  actor: Actor,
  cycle: Cycle,
  rubric: RubricDocument,
  book: Codebook,
  on: FindingOnTable,
  list: CodingList,
  coder: Coder,
) {
  const { db } = store();
  const { finding, answer, audit } = on;
  const kind = finding.kind ?? "improvement";
  const criterion = rubric.criteria.find((c) => c.key === finding.criterion);
  const score = scoreFromText(answer.score);
  const level = criterion && typeof score === "number" ? levelAt(rubric, criterion, score) : null;
  const parts = await codingsOf(db, finding);
  const words = answer.finding?.words ?? "";
  const quotes = answer.quotes.map((q) => q.words);
  const toCode: FindingToCode = {
    kind,
    criterion: finding.criterion,
    words,
    quotes,
    level:
      level && criterion
        ? { label: level.label, themes: themesRaised(book, rubric, criterion, level.value).map((t) => t.code) }
        : null,
    ticked: answer.finding?.themes ?? [],
  };
  const telling = tellingWords(finding.stems, finding.criterion);
  // A second coder learns nothing of what the first chose, also not through what suggestions learnt from it.
  const own: Learnt | null = parts.first?.themes
    ? { words: telling, codes: parts.settled?.themes ?? parts.first.themes }
    : null;
  const suggestions = suggestThemes(book, toCode, telling, await countsOf(db, book, telling, own));
  const part = list === "second" ? parts.second : list === "differences" ? parts.settled : parts.first;
  const chosen = part?.themes ?? [];
  const offered = offeredThemes(book).filter((t) => t.polarity === kind);
  const split = (parts.first?.themes ?? []).flatMap((code) => {
    const standing = standingOf(book, code);
    return standing.kind === "waits"
      ? [`${themeName(book, code)} was split into ${standing.into.map((c) => themeName(book, c)).join(" and ")}.`]
      : [];
  });
  const panel = (await settledOf(db, finding.sampledCaseId)).get(finding.criterion);
  const similar =
    list === "first" ? await findingsToCode(db, cycle.id, await alike(db, finding, list, coder, ALIKE)) : [];
  const said = (which: "first" | "second") => {
    const one = parts[which];
    return one?.themes ? { by: one.by, themes: one.themes.map((code) => themeName(book, code)), line: one.line } : null;
  };
  return {
    id: finding.id,
    reference: finding.reference,
    sampledId: finding.sampledCaseId,
    criterion: { key: finding.criterion, title: criterion?.title ?? "", question: criterion?.question ?? "" },
    level: level?.label ?? null,
    kind,
    agency: AGENCY_LABELS[audit.agency].toLowerCase(),
    words,
    vague: vaguePhrasesIn([words, ...quotes].join(" \n ")),
    quotes: answer.quotes,
    panel: panel?.finding && panel.finding !== words ? panel.finding : null,
    signedOff: on.signedOffAt ? dateWords(on.signedOffAt) : null,
    suggestions: suggestions.map((s) => ({ ...s, name: themeName(book, s.code), chosen: chosen.includes(s.code) })),
    others: offered
      .filter((t) => !suggestions.some((s) => s.code === t.code))
      .map((t) => ({
        code: t.code,
        name: t.name,
        definition: t.definition,
        family: familyOf(rubric, t),
        chosen: chosen.includes(t.code),
      })),
    entries: suggestions.slice(0, 3).flatMap((s) => {
      const theme = themeOf(book, s.code);
      return theme
        ? [
            {
              code: theme.code,
              name: theme.name,
              definition: theme.definition,
              include: theme.include,
              exclude: named(book, theme.exclude),
            },
          ]
        : [];
    }),
    most: chosen[0] ?? "",
    noneFits: part?.themes?.length === 0,
    line: part?.line ?? "",
    seen: part?.version ?? 0,
    split: finding.waits ? split : [],
    coded: list !== "second" && part?.themes ? { by: part.by, at: dateWords(part.codedAt) } : null,
    both: list === "differences" ? { first: said("first"), second: said("second") } : null,
    alike: similar.map((r) => railOf(r)),
    mayModerate: may(actor, "moderation.chair").ok,
  };
}
export type FindingView = Awaited<ReturnType<typeof findingView>>;

const familyOf = (rubric: RubricDocument, { domain }: Theme): string =>
  rubric.domains.find((d) => d.key === domain)?.shortTitle ?? domain;

/** Codes in a text as the names that people know. */
const named = (book: Codebook, text: string): string =>
  text.replace(/\b[A-Z]{2,4}-[A-Z]{2,20}\b/g, (code) =>
    themeOf(book, code) ? `use “${themeName(book, code)}”` : code,
  );

/** The parts of a cycle's themes, with what is to do in each. */
export async function themeTabs(actor: Actor, cycle: Cycle): Promise<ThemeTab[]> {
  const base = `/cycles/${cycle.id}/themes`;
  const { open, differs } = await codingProgress(store().db, cycle.id, await coderOf(actor));
  const todo = (n: number, words: string) => (n > 0 && mayCode(cycle.status).ok ? `${n} ${words}` : undefined);
  return [
    { name: "How common", href: base },
    { name: "Code findings", href: `${base}/code`, note: todo(open, "to do") },
    { name: "Two coders", href: `${base}/coders`, note: todo(differs, "to settle") },
    { name: "Codebook", href: `/codebooks/${cycle.codebookId}` },
  ];
}
