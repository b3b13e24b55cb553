import { clockWords, sinceWords } from "#audits/dates.ts";
import type { Actor } from "#audits/people/permissions.ts";
import { asDocument, type Json, same, textOf, thingsIn } from "#audits/rubric/edit/json.ts";
import { type Part, partAt, refsOf } from "#audits/rubric/edit/parts.ts";
import { sharesOf } from "#audits/rubric/edit/shown.ts";
import { type RubricProblem, rubricProblems } from "#audits/rubric/problems.ts";
import { type Draft, draftOf, noteVisit, othersAt, undoable } from "#db/rubric-drafts.ts";
import { cyclesWith } from "#db/rubric-approvals.ts";
import { type PublishedRubric, rubricOf } from "#db/rubrics.ts";
import { fieldIdOf } from "~/components/rubric-editor/field-ids.ts";
import { now, store } from "./database.server.ts";
import { notFound } from "./session.server.ts";

/** The draft of an address. @throws 404 when it is not at work: deleted, published, or never there */
export async function requireDraft(id: string | undefined): Promise<Draft> {
  const draft = id ? await draftOf(store().db, id) : null;
  if (!draft) throw notFound();
  return draft;
}

/** Addresses of the pages of one draft. */
export const draftPaths = (id: string) => {
  const base = `/rubrics/drafts/${id}`;
  return {
    base,
    part: ({ kind, ref }: Part) => `${base}/edit/${kind}${ref ? `/${encodeURIComponent(ref)}` : ""}`,
    save: `${base}/save`,
    preview: `${base}/preview`,
    agree: `${base}/partners`,
    publish: `${base}/publish`,
    remove: `${base}/delete`,
    compare: `${base}/changes`,
  };
};

export type ProblemLink = { words: string; href: string; stops: boolean };

/** What is wrong with a draft, what stops publishing first, each with the way to its field. */
export function problemsOf(draft: Pick<Draft, "id" | "key" | "document">): ProblemLink[] {
  return problemList(draft).map(({ problem, part, field }) => ({
    words: `${problem.where}: ${problem.sentence}`.replace(/^: /, ""),
    href: `${draftPaths(draft.id).part(part)}${field ? `#${fieldIdOf(field)}` : ""}`,
    stops: problem.stops,
  }));
}

function problemList(draft: Pick<Draft, "key" | "document">) {
  const found: RubricProblem[] = rubricProblems({ ...draft.document, key: draft.key });
  return [...found]
    .sort((a, b) => Number(b.stops) - Number(a.stops))
    .map((problem) => ({ problem, ...partAt(draft.document, problem.at) }));
}

/** The rubric that a draft was made from, or null. */
export const baseOf = async (draft: Draft): Promise<PublishedRubric | null> =>
  draft.basedOn ? rubricOf(store().db, draft.basedOn) : null;

/** What a criterion was called and said in the version before; null where the draft's is new. */
export function criterionBefore(base: Json | null, criterion: Json): Json | null {
  const name = textOf(criterion.replaces) || textOf(criterion.key);
  return thingsIn(base ?? {}, "criteria").find((c) => c.key === name) ?? null;
}

/** What the pages of a draft show around their work: which draft, its parts, its problems, who else is there. */
export async function draftHead(actor: Actor, draft: Draft, base: PublishedRubric | null) {
  const { db } = store();
  const at = now();
  await noteVisit(store(), actor, draft.id, at);
  const paths = draftPaths(draft.id);
  const problems = problemsOf(draft);
  const cycles = base ? await cyclesWith(db, [base.id]) : [];
  const running = cycles.filter((c) => c.status !== "closed").length;
  const others = await othersAt(db, draft.id, actor.id, at);
  return {
    id: draft.id,
    paths: {
      base: paths.base,
      save: paths.save,
      preview: paths.preview,
      agree: paths.agree,
      publish: paths.publish,
      remove: paths.remove,
      compare: paths.compare,
    },
    title: textOf(draft.document.title) || "Rubric without a title",
    tag: base && base.key === draft.key ? `Draft after version ${base.version}` : "Draft of a new rubric",
    about: base
      ? `Version ${base.version} ${running ? `is in use in ${running} ${running === 1 ? "cycle" : "cycles"} and` : "is published and"} cannot change`
      : "Nothing is published yet",
    base: base && { id: base.id, version: base.version, title: base.title },
    /** A draft of a rubric that has a version before it: new words are marked, trends are spoken of. */
    isNext: base !== null && base.key === draft.key,
    version: draft.version,
    savedAt: sinceWords(draft.editedAt, at),
    savedBy: draft.editedBy === actor.id ? null : draft.editor,
    others: others.map(
      ({ name, lastChange }) =>
        `${name} has this draft open${lastChange ? `; last change ${clockWords(lastChange)}` : ""}.`,
    ),
    ...(await undoable(db, draft.id)),
    problems,
    rail: railOf(draft, asDocumentOrNull(base)),
  };
}

export type DraftHead = Awaited<ReturnType<typeof draftHead>>;

const asDocumentOrNull = (base: PublishedRubric | null): Json | null => (base ? asDocument(base.document) : null);

/** Domains with their weights and criteria, and the parts that are not lists of criteria. */
function railOf(draft: Draft, base: Json | null) {
  const { document } = draft;
  const paths = draftPaths(draft.id);
  const problems = problemList(draft);
  const count = (kind: string, ref?: string) =>
    problems.filter(
      ({ part, problem }) => problem.stops && part.kind === kind && (ref === undefined || part.ref === ref),
    ).length;
  const refs = refsOf(document, "criterion");
  const criteria = thingsIn(document, "criteria").map((c, i) => {
    const ref = refs[i] ?? "";
    const before = base ? criterionBefore(base, c) : null;
    return {
      ref,
      domain: textOf(c.domain),
      code: textOf(c.key) || "No code",
      title: textOf(c.title) || "No title yet",
      href: paths.part({ kind: "criterion", ref }),
      mark: base === null || (before && same(before, c)) ? null : before ? "Changed" : "New",
      problems: count("criterion", ref),
    };
  });
  const domainRefs = refsOf(document, "domain");
  const domains = thingsIn(document, "domains").map((d, i) => {
    const ref = domainRefs[i] ?? "";
    return {
      ref,
      key: textOf(d.key),
      module: textOf(d.module),
      title: textOf(d.title) || textOf(d.key) || "Domain without a name",
      weight: textOf(d.weight),
      href: paths.part({ kind: "domain", ref }),
      problems: count("domain", ref),
      criteria: criteria.filter((c) => c.domain === textOf(d.key)),
    };
  });
  const known = new Set(domains.map((d) => d.key));
  const main = textOf(document.mainModule);
  const weights = thingsIn(document, "domains").flatMap((d) =>
    textOf(d.module) === main && typeof d.weight === "number" && !d.parent ? [d.weight] : [],
  );
  const named = (kind: "scale" | "limit" | "module", list: "scales" | "limits" | "modules", name: string) => {
    const own = refsOf(document, kind);
    return thingsIn(document, list).map((thing, i) => ({
      ref: own[i] ?? "",
      title: textOf(thing[name]) || own[i] || "No name yet",
      href: paths.part({ kind, ref: own[i] ?? "" }),
      problems: count(kind, own[i]),
    }));
  };
  const single = (kind: "about" | "sections" | "times" | "grades", title: string) => ({
    title,
    href: paths.part({ kind, ref: "" }),
    problems: count(kind),
  });
  return {
    domains,
    /** Criteria whose domain is not there: they can be reached and mended. */
    strays: criteria.filter((c) => !known.has(c.domain)),
    weights: plainNumber(weights.reduce((sum, w) => sum + w, 0)),
    singles: [
      single("about", "About the rubric"),
      single("sections", "Plan sections"),
      single("times", "Time limits"),
      single("grades", "Grades and cut points"),
    ],
    scales: named("scale", "scales", "title"),
    limits: named("limit", "limits", "label"),
    modules: named("module", "modules", "title"),
  };
}

/** The weight of one thing among its neighbours: what the others weigh together, and the share in percent. */
export function weightAmong(neighbours: Json[], own: Json): { others: number; share: number | null; count: number } {
  const weights = neighbours.map((n) => (typeof n.weight === "number" ? n.weight : null));
  const place = neighbours.indexOf(own);
  const others = weights.reduce<number>((sum, w, i) => (i === place ? sum : sum + (w ?? 0)), 0);
  return { others, share: sharesOf(weights)[place] ?? null, count: neighbours.length };
}

export const plainNumber = (value: number) => String(Number(value.toFixed(2)));
