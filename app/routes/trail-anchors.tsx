import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { dayWords } from "#audits/dates.ts";
import { anchorLine, anchorsIn } from "#audits/trail/anchors.ts";
import { anchorNow, anchorsOf, verifyTrail } from "#db/trail-check.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { ErrorSummary } from "~/components/govuk/error-summary.tsx";
import { Textarea } from "~/components/govuk/inputs.tsx";
import { Breadcrumbs, Pagination } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { pageAsked } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";

const PAGE = 31;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "trail.view");
  const { db } = store();
  const asked = (new URL(request.url).searchParams.get("anchor") ?? "").slice(0, 20_000);
  const given = anchorsIn(asked);
  const errors =
    asked.trim() && given.length === 0
      ? [{ field: "anchor", sentence: "Paste a line that begins with EHC-TRAIL-ANCHOR, as it was handed out" }]
      : [];
  const chain = given.length ? await verifyTrail(db, { anchors: given }) : null;
  const all = await anchorsOf(db);
  const page = pageAsked(request);
  const last = await anchorNow(db);
  return {
    asked,
    errors,
    checked: chain && { count: given.length, events: chain.events, fault: chain.fault },
    now: last && anchorLine(last),
    page,
    pages: Math.max(1, Math.ceil(all.length / PAGE)),
    anchors: all.slice((page - 1) * PAGE, page * PAGE).map((a) => ({ ...a, line: anchorLine(a) })),
  };
}

export default function Anchors() {
  const { asked, errors, checked, now, anchors, page, pages } = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<Breadcrumbs items={[{ text: "Trail", href: "/trail" }, { text: "Anchors" }]} />}>
      {errors.length > 0 && (
        <ErrorSummary errors={errors.map((e) => ({ text: e.sentence, href: `#${e.field}` }))} arrival={errors} />
      )}
      <PageTitle>Anchors</PageTitle>
      <p className="lead">
        An anchor is the number and the checksum of the last event of a day. Hand it to somebody outside, and nobody can
        write the trail anew without their seeing it.
      </p>
      <h2 className="section">Check an anchor</h2>
      {checked &&
        (checked.fault ? (
          <Note tone="worry" title={`It does not fit, from event ${checked.fault.position.toLocaleString("en-GB")} on`}>
            <p>{checked.fault.sentence}</p>
          </Note>
        ) : (
          <Note tone="teal" title={checked.count === 1 ? "The anchor fits" : `All ${checked.count} anchors fit`}>
            <p>The whole chain of {checked.events.toLocaleString("en-GB")} events was checked against it just now.</p>
          </Note>
        ))}
      <Form method="get" key={asked}>
        <Textarea
          name="anchor"
          label="Line or file that was kept outside"
          hint="It begins with EHC-TRAIL-ANCHOR. Several lines are checked together."
          rows={3}
          defaultValue={asked}
          error={errors[0]?.sentence}
          spellCheck={false}
        />
        <Button>Check</Button>
      </Form>
      <h2 className="section">Hand one out</h2>
      {now && (
        <>
          <p>Up to this moment:</p>
          <p>
            <code className="checksum">{now}</code>
          </p>
          <p>
            <a className="govuk-link" href="/trail/anchors.txt">
              Download all anchors (text)
            </a>
          </p>
        </>
      )}
      {anchors.length === 0 ? (
        <p>No day has ended yet. The first event of a new day anchors the day before it.</p>
      ) : (
        <Table
          caption="Days, newest first"
          captionSize="m"
          phoneList
          head={["Day", { content: "Last event", numeric: true }, "Line to keep"]}
          rows={anchors.map((a) => [
            dayWords(a.day),
            { content: a.position.toLocaleString("en-GB"), numeric: true },
            <code className="checksum" key="line">
              {a.line}
            </code>,
          ])}
        />
      )}
      {pages > 1 && (
        <Pagination
          label="Pages of anchors"
          previous={page > 1 ? { href: `?page=${page - 1}`, text: "Newer" } : undefined}
          next={page < pages ? { href: `?page=${page + 1}`, text: "Older" } : undefined}
        />
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Anchors of the trail");
