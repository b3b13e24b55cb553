import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { CaseBar, CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Note } from "~/components/notes.tsx";
import { CockpitPage } from "~/components/moderation/cockpit.tsx";
import { keysAreOn } from "~/components/single-keys.ts";
import { titled } from "~/components/title.tsx";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { readForm } from "~/server/form.server.ts";
import { moderate, moderationPage, TYPED } from "~/server/moderation-form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { keepTyped } from "~/server/signed-out.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "moderation.chair");
  const cycle = await requireCycle(params.cycleId);
  const criterion = new URL(request.url).searchParams.get("criterion");
  const { closed, page } = await moderationPage(actor, cycle, params.sampledId ?? "", criterion, "cockpit");
  const head = cycleHead(actor, cycle);
  const keysOn = keysAreOn(request.headers.get("Cookie"));
  if (!page) return { head, cycleId: cycle.id, closed, keysOn, page: null, about: "" };
  await noteView(actor, { kind: "sampled_case", id: page.sampledId }, `the moderation of ${page.view.reference}`);
  return { head, cycleId: cycle.id, closed: null, keysOn, page, about: caseWords(page.snapshot) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await keepTyped(request, TYPED, () => requireActor(request, "moderation.chair"));
  const cycle = await requireCycle(params.cycleId);
  const sampledId = params.sampledId ?? "";
  return moderate(actor, cycle, sampledId, await readForm(request), `/cycles/${cycle.id}/moderation/${sampledId}`);
}

export default function Moderation() {
  const { head, cycleId, closed, keysOn, page, about } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  if (!page)
    return (
      <>
        <CycleBar cycle={head} />
        <ReadingPage before={<BackLink href={`/cycles/${cycleId}/moderation`}>Moderation</BackLink>}>
          <PageTitle>Not open for moderation</PageTitle>
          <p className="lead">{closed}</p>
        </ReadingPage>
      </>
    );
  const { view, present, panel, savedAt, sampledId } = page;
  const at = view.current ? `?criterion=${view.current.key}` : "";
  return (
    <>
      <CycleBar cycle={head} />
      <CaseBar
        reference={view.reference}
        about={about}
        link={
          <Link className="govuk-link" to={`/cycles/${cycleId}/moderation/${sampledId}/meeting${at}`}>
            Meeting mode
          </Link>
        }
        state={savedAt ? `Saved at ${savedAt}` : null}
      />
      <CockpitPage
        key={view.current?.key ?? "none"}
        view={view}
        cycleId={cycleId}
        keysOn={keysOn}
        present={present}
        panel={panel}
        soFar={page.soFar}
        summary={
          <>
            {result && result.errors.length > 0 && (
              <ErrorSummary
                arrival={result}
                errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
              />
            )}
            {page.corrections.length > 0 && (
              <Note tone="navy" title="Corrected since, after a dispute">
                <p>What stands below is what the panel signed off. It is not rewritten.</p>
                <ul className="govuk-list govuk-list--bullet">
                  {page.corrections.map((words) => (
                    <li key={words}>{words}</li>
                  ))}
                </ul>
              </Note>
            )}
          </>
        }
        errors={result?.errors ?? []}
        typed={result?.typed ?? null}
      />
    </>
  );
}

export const handle = titled<typeof loader>(
  (d) =>
    d?.page
      ? `${d.page.view.current ? `${d.page.view.current.key} – ` : ""}Moderation of ${d.page.view.reference}`
      : "Moderation",
  { plan: (d) => d.page?.view.reference, skips: [{ text: "Skip to the levels", href: "#agreed" }] },
);
