import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import {
  type ClientLoaderFunctionArgs,
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useLoaderData,
} from "@remix-run/react";
import type { Criterion } from "#audits/rubric/document.ts";
import { rememberPlace, type Sheet } from "#db/audits.ts";
import { codebookOf } from "#db/rubrics.ts";
import { type AnswerForm, fieldId, readAnswerForm } from "~/components/score-sheet/answer-fields.ts";
import type { Clash } from "~/components/autosave/save-reply.ts";
import { isNoConnection } from "~/components/no-connection.ts";
import { recallPage, type SheetPage } from "~/components/score-sheet/sheet-memory.ts";
import { ScoreSheet } from "~/components/score-sheet/sheet.tsx";
import { titled } from "~/components/title.tsx";
import { errorsOf, saveForm } from "~/server/answer-form.server.ts";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { clashOf, pathsOf, requireCriterion, requireSheet, sheetPage } from "~/server/score-sheet.server.ts";
import { forbidden, notFound, requireActor } from "~/server/session.server.ts";
import { keepTyped } from "~/server/signed-out.server.ts";
import type { FieldError } from "~/server/validate.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "audits.score");
  const sheet = await requireSheet(params.auditId, actor.id);
  await noteView(
    actor,
    { kind: "audit", id: sheet.audit.id },
    `the score sheet of ${sheet.sampled.snapshot.reference}`,
  );
  const criterion = requireCriterion(sheet, params.criterion);
  const book = await codebookOf(store().db, sheet.cycle.codebookId);
  const page = sheetPage(request, actor, sheet, criterion, book.document);
  if (!page.view.closed && sheet.audit.lastCriterion !== criterion.key)
    await rememberPlace(store(), actor, sheet.audit.id, criterion.key);
  return page;
}

/** Without a connection the page comes from this window's memory, where it is there. */
export async function clientLoader({ params, serverLoader }: ClientLoaderFunctionArgs) {
  try {
    return await serverLoader<typeof loader>();
  } catch (error) {
    const known = isNoConnection(error) ? recallPage(params.auditId, params.criterion) : null;
    if (known) return known;
    throw error;
  }
}

/** What was sent and is still to be settled: what is refused, or what another window saved meanwhile. */
type Unsettled = { form: AnswerForm; errors: FieldError[]; clash: Clash | null };
type Drawn = Unsettled & { drawn: number };

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await keepTyped(request, /^(score|note|reason|quotes|finding)/, () =>
    requireActor(request, "audits.score"),
  );
  const sheet = await requireSheet(params.auditId, actor.id);
  const criterion = requireCriterion(sheet, params.criterion);
  const fields = await readForm(request);
  const intent = fields.text("intent");
  const after = placeAfter(intent, fields.text("from") === "check", sheet, criterion);
  if (intent === "keep-theirs") return redirect(after);

  const sent = readAnswerForm(fields);
  const earlier = sheet.answers.get(criterion.key) ?? null;
  const saved = await saveForm(actor, { ...sheet, earlier }, criterion, sent, now());
  if (!saved.ok) {
    if (saved.why === "gone") throw notFound();
    if (saved.why === "closed") throw forbidden(saved.sentence);
    return unsettled({ form: sent, errors: [], clash: clashOf(sheet, criterion, saved.theirs) }, 409);
  }
  const form = { ...sent, basedOn: saved.version };
  const errors = errorsOf(saved.problems, form);
  if (errors.length) return unsettled({ form, errors, clash: null }, 400);
  if (intent === "add-quote") return unsettled({ form: withEmptyQuote(form), errors: [], clash: null }, 200);
  return redirect(after);
}

/** The page is drawn anew from the answer; the moment tells one answer from the next. */
const unsettled = (answer: Unsettled, status: number) => data<Drawn>({ ...answer, drawn: now().getTime() }, { status });

const withEmptyQuote = (form: AnswerForm): AnswerForm => ({
  ...form,
  quotes: [...form.quotes, { section: "", page: "", words: "" }],
});

/** Where a pressed button leads once everything is kept. */
function placeAfter(intent: string, fromCheck: boolean, sheet: Sheet, current: Criterion): string {
  const paths = pathsOf(sheet.audit.id);
  const at = sheet.asked.indexOf(current);
  const to = (c: Criterion | undefined, otherwise: string) => (c ? paths.criterion(c.key) : otherwise);
  if (intent === "finish") return paths.check;
  if (intent === "next") return fromCheck ? paths.check : to(sheet.asked[at + 1], paths.check);
  if (intent === "back") return to(sheet.asked[at - 1], "/my-audits");
  return `${paths.criterion(current.key)}${fromCheck ? "?from=check" : ""}`;
}

/** What other forms of the page do (staying signed in) leaves the sheet as it stands, with all that is being typed. */
export function shouldRevalidate({ formAction, currentUrl, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) {
  const own = formAction === undefined || formAction.split("?")[0] === currentUrl.pathname;
  return own && defaultShouldRevalidate;
}

export default function ScoreSheetPage() {
  return (
    <ScoreSheet {...(useLoaderData<typeof loader>() as SheetPage)} sent={useActionData<typeof action>() ?? null} />
  );
}

export const handle = titled<typeof loader>(
  (page) => (page ? `${page.view.criterion.key} ${page.view.criterion.title} – ${page.view.reference}` : "Score sheet"),
  { plan: (d) => d.view.reference, skips: [{ text: "Skip to the levels", href: `#${fieldId("score")}` }] },
);
