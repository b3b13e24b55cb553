import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type ShouldRevalidateFunctionArgs, useActionData, useLoaderData } from "@remix-run/react";
import { clockWords } from "#audits/dates.ts";
import { changeRows, type RowsAt } from "#audits/rubric/edit/operations.ts";
import type { Part } from "#audits/rubric/edit/parts.ts";
import { changeDraft, savePart } from "#db/rubric-drafts.ts";
import { PartPage, type Unsettled } from "~/components/rubric-editor/part-page.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { baseOf, draftHead, draftPaths, requireDraft } from "~/server/rubric-draft.server.ts";
import { partView, readPart, requirePart } from "~/server/rubric-part.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const part = requirePart(draft, params.kind, params.ref);
  const base = await baseOf(draft);
  return {
    head: await draftHead(actor, draft, base),
    view: await partView(draft, part, base),
    here: draftPaths(draft.id).part(part),
    said: SAID[new URL(request.url).searchParams.get("done") ?? ""] ?? null,
  };
}

/** What a button of another page did, before it led here. */
const SAID: Record<string, string> = {
  added: "Added. Fill it in here.",
  copied: "Copied. This is the copy.",
  moved: "Moved.",
  edge: "It is at the edge of its list already.",
  undone: "Undone.",
  redone: "Made again.",
  late: "The draft was changed since you opened the page, so nothing was undone. Look again.",
  code: "The code is changed.",
};

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "rubrics.edit");
  const draft = await requireDraft(params.draftId);
  const part = requirePart(draft, params.kind, params.ref);
  const paths = draftPaths(draft.id);
  const fields = await readForm(request);
  const intent = fields.text("intent");
  const values = readPart(fields, draft.document, part);
  const basedOn = Number(fields.text("basedOn")) || draft.version;
  const keep = intent === "keep-mine" ? "mine" : intent === "keep-theirs" ? "theirs" : null;
  const choice = keep && ({ keep, seen: Number(fields.text("theirVersion")) || 0 } as const);
  const saved = await savePart(store(), actor, draft.id, { part, values, basedOn, choice }, now());
  if (!saved.ok && saved.why === "gone") throw notFound();
  if (!saved.ok) {
    const clash = { version: saved.version, at: clockWords(saved.at), by: saved.by, disputes: saved.disputes };
    return data<Unsettled>({ values, basedOn, clash, errors: [] }, { status: 409 });
  }
  const row = /^row-(add|up|down|remove)(?:-(\d{1,3}))?$/.exec(intent);
  const rows = rowsOf(part);
  if (row && rows) {
    const what = row[1] as "add" | "up" | "down" | "remove";
    const done = await changeDraft(
      store(),
      actor,
      draft.id,
      (d) => changeRows(d, rows, what, Number(row[2] ?? 0)),
      now(),
    );
    if (!done.ok)
      return data<Unsettled>(
        { values, basedOn: saved.version, clash: null, errors: [{ field: "edit-part", sentence: done.why }] },
        { status: 400 },
      );
  }
  if (intent === "overview") return redirect(paths.base);
  const view = intent === "next" ? await partView(draft, part, null) : null;
  return redirect(view?.next?.href ?? paths.part(part));
}

function rowsOf(part: Part): RowsAt | null {
  if (part.kind === "scale") return { holder: "scale", ref: part.ref };
  if (part.kind === "times") return { holder: "timeLimits" };
  return part.kind === "sections" || part.kind === "grades" ? { holder: part.kind } : null;
}

/** What other forms of the page do (staying signed in) leaves the page as it stands, with all that is being typed. */
export function shouldRevalidate({ formAction, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) {
  return (formAction === undefined || formAction.includes("/rubrics/drafts/")) && defaultShouldRevalidate;
}

export default function RubricDraftPart() {
  return <PartPage {...useLoaderData<typeof loader>()} sent={useActionData<typeof action>() ?? null} />;
}

export const handle = titled<typeof loader>((d) => (d ? `Edit ${d.view.words} – ${d.head.title}` : "Edit a rubric"));
