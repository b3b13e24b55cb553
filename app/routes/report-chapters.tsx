import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { ChapterKey } from "#audits/reports/learning-report-data.ts";
import { ALWAYS, CHAPTER_TITLES, chaptersOf, nothingToSay, settledChapters } from "#audits/reports/outline.ts";
import { isOpen } from "#audits/reports/written/life.ts";
import { setOutline } from "#db/written-reports.ts";
import { ReportFrame } from "~/components/report-editor/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Input } from "~/components/govuk/inputs.tsx";
import { titled } from "~/components/title.tsx";
import { now, store } from "~/server/database.server.ts";
import { readForm } from "~/server/form.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { reportHead, reportPaths, requireReport, reviewOf } from "~/server/written-report.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "reports.make");
  const report = await requireReport(actor, params.writtenId);
  const review = await reviewOf(report);
  const off = chaptersOf(report.kind).filter((key) => !report.chapters.includes(key));
  return {
    head: reportHead(actor, report, review),
    here: reportPaths(report.id).chapters,
    audience: report.audience,
    rows: [...report.chapters, ...off].map((key) => ({
      key,
      title: CHAPTER_TITLES[key],
      on: report.chapters.includes(key),
      always: ALWAYS[report.kind].includes(key),
      why: nothingToSay(key, report.data),
    })),
  };
}

const MOVE = /^(up|down)-([a-z]+)$/;

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "reports.make");
  const report = await requireReport(actor, params.writtenId);
  if (!isOpen(report.stage)) throw notFound();
  const fields = await readForm(request);
  const paths = reportPaths(report.id);
  // The order is that of the page; a move changes two neighbours among those that are on.
  const order = fields.all("order") as ChapterKey[];
  const on = new Set(fields.all("chapter"));
  const chosen = order.filter((key) => on.has(key) || ALWAYS[report.kind].includes(key));
  const [, way, key] = MOVE.exec(fields.text("intent")) ?? [];
  const at = chosen.indexOf(key as ChapterKey);
  const to = way === "up" ? at - 1 : at + 1;
  if (way && at >= 0 && to >= 0 && to < chosen.length)
    [chosen[at], chosen[to]] = [chosen[to] as ChapterKey, chosen[at] as ChapterKey];
  const chapters = settledChapters(report.kind, chosen, report.data);
  const audience = fields.text("audience").slice(0, 200);
  const basedOn = Number(fields.text("basedOn")) || 0;
  const kept = await setOutline(store(), actor, report.id, { chapters, audience, basedOn }, now());
  if (!kept)
    return data(
      {
        errors: [
          {
            field: "chapters",
            sentence: "The report was changed since you opened this page. Look again, and set the chapters again",
          },
        ],
      },
      { status: 409 },
    );
  return redirect(way ? `${paths.chapters}#chapter-${key}` : paths.edit(chapters[0] ?? "headlines"));
}

export default function ReportChapters() {
  const { head, here, audience, rows } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const on = rows.filter((row) => row.on);
  return (
    <ReportFrame
      head={head}
      here={here}
      messages={
        result && (
          <ErrorSummary
            arrival={result}
            errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
          />
        )
      }
      work={
        <>
          <h1 className="page-title">Chapters and their order</h1>
          <p>Words of a chapter that is left out are kept, and come back with it.</p>
          <Form method="post" id="chapters">
            <input type="hidden" name="basedOn" value={head.version} />
            <Input
              name="audience"
              label="Prepared for"
              hint="As it stands on the cover: the SEND partnership board, 15 December 2026."
              defaultValue={audience}
            />
            <ul className="plain-list chapter-list">
              {rows.map((row) => (
                <li className="chapter-list__row" id={`chapter-${row.key}`} key={row.key}>
                  <input type="hidden" name="order" value={row.key} />
                  <div className="govuk-checkboxes govuk-checkboxes--small">
                    <div className="govuk-checkboxes__item">
                      <input
                        className="govuk-checkboxes__input"
                        type="checkbox"
                        id={`on-${row.key}`}
                        name="chapter"
                        value={row.key}
                        defaultChecked={row.on}
                        disabled={row.always || row.why !== null}
                      />
                      <label className="govuk-label govuk-checkboxes__label" htmlFor={`on-${row.key}`}>
                        {row.title}
                        {row.always && <span className="soft">, always part of it</span>}
                        {row.why && <span className="second-line">{row.why}</span>}
                      </label>
                    </div>
                  </div>
                  {row.on && (
                    <span className="chapter-list__moves">
                      {row !== on[0] && (
                        <button type="submit" className="link-button" name="intent" value={`up-${row.key}`}>
                          Move up<span className="govuk-visually-hidden">: {row.title}</span>
                        </button>
                      )}
                      {row !== on.at(-1) && (
                        <button type="submit" className="link-button" name="intent" value={`down-${row.key}`}>
                          Move down<span className="govuk-visually-hidden">: {row.title}</span>
                        </button>
                      )}
                    </span>
                  )}
                </li>
              ))}
            </ul>
            <Button name="intent" value="save">
              Save the chapters
            </Button>
          </Form>
        </>
      }
    />
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Chapters – ${d.head.title}` : "Chapters"));
