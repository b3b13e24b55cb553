import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { momentWords } from "#audits/dates.ts";
import type { Json } from "#audits/rubric/edit/json.ts";
import { textOf, thingsIn } from "#audits/rubric/edit/json.ts";
import { valuesOf } from "#audits/rubric/edit/merge.ts";
import {
  addCriterion,
  addThing,
  duplicate,
  move,
  type Operation,
  remove,
  rename,
} from "#audits/rubric/edit/operations.ts";
import { isListKind, isPartKind, LISTS, type ListKind, refsOf, thingAt } from "#audits/rubric/edit/parts.ts";
import { sharesOf } from "#audits/rubric/edit/shown.ts";
import { changeDraft, draftOf, latestSteps, undoDraft } from "#db/rubric-drafts.ts";
import { DraftOverview } from "~/components/rubric-editor/overview.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { baseOf, draftHead, draftPaths, plainNumber, requireDraft } from "~/server/rubric-draft.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const base = await baseOf(draft);
  const steps = await latestSteps(store().db, draft.id, 20);
  return {
    head: await draftHead(actor, draft, base),
    about: textOf(draft.document.about),
    weights: weightsOf(draft.document),
    steps: steps.map((s) => ({ version: s.version, words: `${s.by} ${s.sentence}`, at: momentWords(s.at) })),
    said: SAID[new URL(request.url).searchParams.get("done") ?? ""] ?? null,
  };
}

const SAID: Record<string, string> = {
  started: "The draft is made. Everything that you change in it is kept here until you publish it.",
  imported: "The file is a draft now. Nothing is published yet.",
  removed: "Removed. Undo brings it back.",
  undone: "Undone.",
  redone: "Made again.",
  moved: "Moved.",
  edge: "It is at the edge of its list already.",
  late: "The draft was changed since you opened the page, so nothing was undone. Look again.",
  restored: "The draft is back.",
};

/** The weight of each criterion and its share in its domain, by the criterion's address. */
function weightsOf(document: Json): Record<string, { weight: string; share: string }> {
  const criteria = thingsIn(document, "criteria");
  const shares = new Map<Json, number | null>();
  for (const group of Map.groupBy(criteria, (c) => textOf(c.domain)).values()) {
    const own = sharesOf(group.map((c) => (typeof c.weight === "number" ? c.weight : null)));
    for (const [i, c] of group.entries()) shares.set(c, own[i] ?? null);
  }
  const refs = refsOf(document, "criterion");
  return Object.fromEntries(
    criteria.map((c, i) => {
      const share = shares.get(c) ?? null;
      const weight = typeof c.weight === "number" ? plainNumber(c.weight) : textOf(c.weight);
      return [refs[i] ?? "", { weight, share: share === null ? "" : `${share.toFixed(1)}%` }];
    }),
  );
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const fields = await readForm(request);
  const intent = fields.text("intent");
  const paths = draftPaths(draft.id);
  const back = fields.text("back");
  /** Where the person was, if that part is still there. */
  const came = async (done: string) => {
    const now = (await draftOf(store().db, draft.id))?.document ?? {};
    const there = /\/edit\/([a-z]+)(?:\/([^/?#]+))?$/.exec(back.startsWith(`${paths.base}/`) ? back : "");
    const [, kind = "", ref = ""] = there ?? [];
    const stands = isPartKind(kind) && valuesOf(now, { kind, ref: decodeURIComponent(ref) }) !== null;
    const elsewhere = back.startsWith(`${paths.base}/`) && !there;
    return redirect(`${stands || elsewhere ? back : paths.base}?done=${done}`);
  };

  if (intent === "undo" || intent === "redo") {
    const done = await undoDraft(store(), actor, draft.id, intent, Number(fields.text("seen")) || 0, now());
    if (!done.ok && done.why === "gone") throw notFound();
    return came(done.ok ? (intent === "undo" ? "undone" : "redone") : "late");
  }
  const operation = operationOf(fields, intent, draft.document);
  if (!operation) return refused("Choose what to do.");
  if ("sentence" in operation) return refused(operation.sentence);
  const done = await changeDraft(store(), actor, draft.id, operation.run, now());
  if (!done.ok && done.why === "gone") throw notFound();
  if (!done.ok) return intent === "up" || intent === "down" ? came("edge") : refused(done.why);
  if (intent === "up" || intent === "down") return came("moved");
  if (intent === "remove") return redirect(`${paths.base}?done=removed`);
  const said = intent === "duplicate" ? "copied" : intent === "rename" ? "code" : "added";
  return redirect(`${paths.part({ kind: operation.kind, ref: done.ref })}?done=${said}`);
}

const refused = (sentence: string) => data({ errors: [{ field: "parts", sentence }] }, { status: 400 });

type Wanted = { kind: ListKind; run: (document: Json) => Operation } | { sentence: string } | null;

/** What a button asks, on whichever document it will be done. */
function operationOf(fields: Fields, intent: string, document: Json): Wanted {
  const [kind, ref] = [fields.text("kind"), fields.text("ref")];
  if (intent === "add-criterion") {
    const domain = textOf(thingAt(document, "domain", ref)?.key);
    return { kind: "criterion", run: (d) => addCriterion(d, domain) };
  }
  const adds = /^add-(domain|scale|limit|module)$/.exec(intent)?.[1] as Exclude<ListKind, "criterion"> | undefined;
  if (adds) return { kind: adds, run: (d) => addThing(d, adds) };
  if (!isListKind(kind)) return null;
  if (intent === "up") return { kind, run: (d) => move(d, kind, ref, -1) };
  if (intent === "down") return { kind, run: (d) => move(d, kind, ref, 1) };
  if (intent === "duplicate") return { kind, run: (d) => duplicate(d, kind, ref) };
  if (intent === "remove") return { kind, run: (d) => remove(d, kind, ref) };
  if (intent !== "rename") return null;
  const code = fields.text("code");
  if (!/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(code))
    return { sentence: "A code starts with a letter and has letters, figures, dots, hyphens or underscores only." };
  return {
    kind,
    run(d) {
      const { list, key, word } = LISTS[kind];
      const own = thingAt(d, kind, ref);
      if (!own) return { ok: false, sentence: "This part is not there any more." };
      if (thingsIn(d, list).some((t) => t !== own && textOf(t[key]) === code))
        return { ok: false, sentence: `Another ${word} has the code ${code}. Choose a code that no other has.` };
      const sentence = `changed the code of ${textOf(own[key]) || `a ${word}`} to ${code}`;
      // Of two with one code only this one changes, and what names the code goes on naming the other.
      const twin = thingsIn(d, list).filter((t) => textOf(t[key]) === textOf(own[key])).length > 1;
      const renamed = twin
        ? { ...d, [list]: thingsIn(d, list).map((t) => (t === own ? { ...t, [key]: code } : t)) }
        : rename(d, kind, textOf(own[key]), code);
      return { ok: true, document: renamed, ref: code, sentence };
    },
  };
}

export default function RubricDraft() {
  const loaded = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return <DraftOverview {...loaded} errors={result?.errors ?? []} arrival={result} />;
}

export const handle = titled<typeof loader>((d) => (d ? `${d.head.title} – draft` : "Draft of a rubric"));
