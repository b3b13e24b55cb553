import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { themeOf } from "#audits/themes/codebook.ts";
import { bringBackTheme, type CodebookStep, moveTheme, removeTheme } from "#audits/themes/edit.ts";
import type { Codebook } from "#audits/themes/codebook.ts";
import { dropCodebookDraft, stepCodebook, undoCodebook } from "#db/codebook-drafts.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input, Textarea } from "~/components/govuk/inputs.tsx";
import { Details, Tag } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { BookList, DraftNotes } from "~/components/themes/book.tsx";
import { titled } from "~/components/title.tsx";
import { bookView, codebookHead, codebookPaths, requireCodebookDraft } from "~/server/codebook.server.ts";
import type { BookRow } from "~/server/codebook.server.ts";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

const SAID: Record<string, string> = {
  saved: "Saved in the draft.",
  undone: "Undone.",
  redone: "Made again.",
  moved: "Moved.",
  removed: "Removed from the draft. Undo brings it back.",
  back: "In use again.",
  merged: "Merged. Undo takes it apart again.",
  split: "Split. Undo puts it together again.",
  retired: "Retired. Undo takes it into use again.",
  imported: "The draft says what the file says. Read what changed before you publish it.",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "themes.edit");
  const draft = await requireCodebookDraft(params.draftId);
  const fresh = draft.document.themes.filter((t) => !themeOf(draft.base, t.code)).map((t) => t.code);
  return {
    head: await codebookHead(actor, draft),
    about: draft.document.about,
    view: await bookView(draft.document),
    fresh,
    said: SAID[new URL(request.url).searchParams.get("done") ?? ""] ?? null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "themes.edit");
  const draft = await requireCodebookDraft(params.draftId);
  const { base } = codebookPaths(draft.id);
  const form = await readForm(request);
  const seen = Number(form.text("seen")) || 0;
  const refuse = (sentence: string, status = 409, field = "draft") =>
    data(
      {
        errors: [{ field, sentence }],
        // Only where these two were sent: other forms of the page know nothing of them.
        typed: form.text("intent") === "about" ? { title: form.raw("title"), about: form.raw("about") } : null,
      },
      { status },
    );
  const run = async (step: (book: Codebook, published: Codebook) => CodebookStep, done: string) => {
    const made = await stepCodebook(store(), actor, draft.id, step, now());
    return made.ok ? redirect(`${base}?done=${done}`) : refuse(made.sentence);
  };
  const [verb = "", code = ""] = form.text("intent").split(" ");
  switch (verb) {
    case "undo":
    case "redo": {
      const made = await undoCodebook(store(), actor, draft.id, verb, seen, now());
      return made.ok ? redirect(`${base}?done=${verb === "undo" ? "undone" : "redone"}`) : refuse(made.sentence);
    }
    case "up":
      return run((book) => moveTheme(book, code, -1), "moved");
    case "down":
      return run((book) => moveTheme(book, code, 1), "moved");
    case "back":
      return run((book) => bringBackTheme(book, code), "back");
    case "remove":
      return run((book, published) => removeTheme(book, published, code), "removed");
    case "about": {
      const [title, about] = [form.text("title"), form.text("about")];
      if (!title) return refuse("Enter a title", 400, "title");
      if (title.length > 200) return refuse("The title must be 200 characters or fewer", 400, "title");
      if (about.length > 2000) return refuse("What it is about must be 2,000 characters or fewer", 400, "about");
      const words = "changed the title and what it is about";
      return run((book) => ({ ok: true, book: { ...book, title, about }, sentence: words, at: null }), "saved");
    }
    case "drop": {
      const sentence = "The draft was changed since you opened this page. Look again before you put it away.";
      const dropped = await unlessFaster(dropCodebookDraft(store(), actor, draft.id, seen, now()), sentence);
      return dropped.ok ? redirect("/codebooks?done=dropped") : refuse(dropped.sentence);
    }
    default:
      return refuse("Choose what to do.", 400);
  }
}

export default function CodebookDraft() {
  const { head, about, view, fresh, said } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const { base } = head.paths;
  const actions = (row: BookRow) => (
    <>
      <Link className="govuk-link" to={`${base}/themes/${row.code}`}>
        Edit<span className="govuk-visually-hidden"> {row.name}</span>
      </Link>
      <Link className="govuk-link" to={`${base}/end/${row.code}`}>
        Merge, split or retire<span className="govuk-visually-hidden"> {row.name}</span>
      </Link>
      <RowButton intent={`up ${row.code}`} words="Up" about={row.name} />
      <RowButton intent={`down ${row.code}`} words="Down" about={row.name} />
      {fresh.includes(row.code) && <RowButton intent={`remove ${row.code}`} words="Remove" about={row.name} />}
    </>
  );
  return (
    <ReadingPage wide before={<BackLink href="/codebooks">Codebook</BackLink>}>
      {result && (
        <ErrorSummary arrival={result} errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} />
      )}
      <PageTitle over={<Tag tone="amber">Draft, from version {head.from}</Tag>}>{head.title}</PageTitle>
      <p className="note-text" id="draft" tabIndex={-1}>
        Last changed on {head.changed} by {head.editor}. Nothing of it is used before it is published.
      </p>
      {said && (
        <p className="coding-done" role="status">
          {said}
        </p>
      )}
      <DraftNotes head={head} />
      <p className="button-row">
        <LinkButton href={`${base}/themes/new`}>Add a theme</LinkButton>
        <LinkButton href={head.paths.publish} variant="secondary">
          See what changed, and publish
        </LinkButton>
      </p>
      <Form method="post">
        <input type="hidden" name="seen" value={head.version} />
        <h2 className="section">Areas for improvement</h2>
        <BookList rows={view.improvement} actions={actions} />
        <h2 className="section">Strengths</h2>
        <BookList rows={view.strength} actions={actions} />
        {view.ended.length > 0 && (
          <>
            <h2 className="section">Not in use any more</h2>
            <BookList
              rows={view.ended}
              actions={(row) => <RowButton intent={`back ${row.code}`} words="Take into use again" about={row.name} />}
            />
          </>
        )}
      </Form>
      <Details
        summary="Title, and what the codebook is about"
        open={result?.errors.some((e) => e.field === "title" || e.field === "about") || undefined}
      >
        <Form method="post" noValidate>
          <Input
            name="title"
            label="Title"
            defaultValue={result?.typed?.title ?? head.title}
            error={result?.errors.find((e) => e.field === "title")?.sentence}
          />
          <Textarea
            name="about"
            label="About"
            rows={3}
            defaultValue={result?.typed?.about ?? about}
            error={result?.errors.find((e) => e.field === "about")?.sentence}
          />
          <Button name="intent" value="about" variant="secondary">
            Save
          </Button>
        </Form>
      </Details>
      <Details summary="Every step of this draft">
        {head.steps.length === 0 ? (
          <p>Nothing was changed yet.</p>
        ) : (
          <ul className="govuk-list">
            {head.steps.map((s) => (
              <li key={s.version}>
                {s.words}, {s.at}
              </li>
            ))}
          </ul>
        )}
      </Details>
      <Details summary="Put this draft away">
        <p>What is published stands as it was. A new draft starts from it.</p>
        <Form method="post">
          <input type="hidden" name="seen" value={head.version} />
          <Button name="intent" value="drop" variant="warning" preventDoubleClick>
            Put the draft away
          </Button>
        </Form>
      </Details>
    </ReadingPage>
  );
}

function RowButton({ intent, words, about }: { intent: string; words: string; about: string }) {
  return (
    <button type="submit" name="intent" value={intent} className="link-button">
      {words}
      <span className="govuk-visually-hidden"> {about}</span>
    </button>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `${d.head.title} – draft` : "Draft of the codebook"));
