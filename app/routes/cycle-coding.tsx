import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useRef } from "react";
import { may } from "#audits/people/permissions.ts";
import { takeCodebook } from "#db/codebooks.ts";
import { codeFindings, undoCoding } from "#db/codings.ts";
import { CycleBar } from "~/components/frame.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { keysAreOn } from "~/components/single-keys.ts";
import { CodingPage } from "~/components/themes/coding.tsx";
import { titled } from "~/components/title.tsx";
import { codingPath, codingView, listOf } from "~/server/coding.server.ts";
import { cycleHead, requireCycle } from "~/server/cycle.server.ts";
import { now, store, unlessFaster } from "~/server/database.server.ts";
import { type Fields, readForm } from "~/server/form.server.ts";
import { insist, notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "themes.code");
  const cycle = await requireCycle(params.cycleId);
  await noteView(actor, { kind: "cycle_findings", id: cycle.id }, `the findings of ${cycle.title}`);
  return {
    head: cycleHead(actor, cycle),
    cycleId: cycle.id,
    keysOn: keysAreOn(request.headers.get("Cookie")),
    done: new URL(request.url).searchParams.get("done"),
    view: await codingView(actor, cycle, request),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request, "themes.code");
  const cycle = await requireCycle(params.cycleId);
  const form = await readForm(request);
  const list = listOf(form.text("list"));
  const id = Number(form.text("finding")) || 0;
  const refuse = (errors: { field: string; sentence: string }[], status: number) =>
    data({ errors, typed: { themes: form.all("theme"), line: form.raw("line"), most: form.text("most") } }, { status });

  switch (form.text("intent")) {
    case "undo": {
      const undone = await undoCoding(store(), actor, cycle.id, now());
      if (!undone.ok) return refuse([{ field: "undo", sentence: undone.sentence }], 409);
      return redirect(codingPath(cycle.id, list, { finding: undone.id, done: "undone" }));
    }
    case "codebook": {
      insist(may(actor, "themes.edit"));
      const faster = "Somebody changed this cycle meanwhile. Look again.";
      const take = async () => void (await takeCodebook(store(), actor, cycle, form.text("codebook"), now()));
      const taken = await unlessFaster(take(), faster);
      if (!taken.ok) return refuse([{ field: "codebook", sentence: taken.sentence }], 409);
      return redirect(codingPath(cycle.id, "first", { done: "codebook" }));
    }
    case "code":
    case "none": {
      // The Enter key in the line means the line.
      const noneFits = form.text("intent") === "none" || (form.text("line") !== "" && form.all("theme").length === 0);
      const input = {
        list,
        ids: [id, ...(noneFits ? [] : form.all("alike").map(Number).filter(Number.isSafeInteger))],
        choice: { themes: noneFits ? [] : chosenIn(form), noneFits, line: form.raw("line") },
        seen: Number(form.text("seen")) || 0,
        suggested: form.all("suggested").slice(0, 9),
      };
      const coded = await codeFindings(store(), actor, cycle.id, input, now());
      if (coded.ok) return redirect(codingPath(cycle.id, list, { after: id, done: coded.coded }));
      if (coded.why === "gone") throw notFound();
      if (coded.why === "changed") return refuse([{ field: "theme", sentence: coded.sentence }], 409);
      return refuse(
        coded.problems.map((p) => ({ field: p.field === "themes" ? "theme" : p.field, sentence: p.sentence })),
        400,
      );
    }
    default:
      return refuse([{ field: "theme", sentence: "Choose what to do" }], 400);
  }
}

/** The themes that were ticked, the one that matters most first. */
function chosenIn(form: Fields): string[] {
  const ticked = [...new Set(form.all("theme"))];
  const most = form.text("most");
  return ticked.includes(most) ? [most, ...ticked.filter((code) => code !== most)] : ticked;
}

export default function CycleCoding() {
  const { head, cycleId, view, keysOn, done } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const again = useRef(false);
  return (
    <>
      <CycleBar cycle={head} />
      <CodingPage
        key={`${view.list} ${view.current?.id ?? 0}`}
        cycleId={cycleId}
        title={head.title}
        view={view}
        keysOn={keysOn}
        done={done}
        again={again}
        errors={result?.errors ?? []}
        typed={result?.typed ?? null}
        summary={
          result && (
            <ErrorSummary
              arrival={result}
              errors={result.errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))}
            />
          )
        }
      />
    </>
  );
}

export const handle = titled<typeof loader>((d) => `Code findings – ${d?.head.title ?? "Cycle"}`, {
  skips: [{ text: "Skip to the themes", href: "#theme" }],
});
