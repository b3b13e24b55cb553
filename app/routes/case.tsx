import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dateWords, dayWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { PLAN_TYPE_LABELS } from "#audits/vocabulary.ts";
import { caseStanding } from "#db/case-file.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Checkboxes, Radios } from "~/components/govuk/choices.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

const STANDINGS = {
  sample: "In the sample",
  reserve: "On the list it was drawn from",
  replaced: "Drawn, then replaced",
  "earlier draw": "In an earlier draw",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "cases.view");
  const found = await caseStanding(store().db, params.caseId ?? "");
  if (!found) throw notFound();
  const { one, cycles, holds } = found;
  await noteView(actor, { kind: "case", id: one.id }, `the case ${one.reference}`);
  const linked = !one.pseudonym.startsWith("removed:");
  return {
    id: one.id,
    reference: one.reference,
    about: caseWords(one),
    facts: [
      { key: "Plan", value: `${PLAN_TYPE_LABELS[one.planType]}, ${dayWords(one.planDate)}` },
      { key: "Your reference", value: one.caseRef ?? "Not known" },
      { key: "Locality", value: one.locality ?? "Not known" },
      { key: "In the caseload", value: one.active ? "Yes" : "No, it is not in the latest return" },
      {
        key: "Link to the child",
        value: linked ? "A code, by which a later import recognises the child" : "Removed by the retention schedule",
      },
    ],
    cycles: cycles.map((c) => ({ ...c, standing: STANDINGS[c.standing] })),
    holds: holds.map((h) => ({ id: h.id, on: h.on, reason: h.reason, placed: dateWords(h.placedAt) })),
    mayHold: may(actor, "holds.change").ok,
    mayExport: may(actor, "cases.export").ok,
  };
}

export default function Case() {
  const page = useLoaderData<typeof loader>();
  return (
    <ReadingPage before={<BackLink href="/cases">Cases</BackLink>}>
      <PageTitle over={page.about}>{page.reference}</PageTitle>
      {page.holds.map((h) => (
        <Note tone="amber" title="Held: nothing of it is removed" key={h.id}>
          <p>
            {h.on}, since {h.placed}: {h.reason}
          </p>
        </Note>
      ))}
      <SummaryList rows={page.facts} />
      <h2 className="section">Cycles</h2>
      {page.cycles.length === 0 ? (
        <p>It is in no cycle.</p>
      ) : (
        <Table
          caption="Cycles that the case is in"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Cycle", "State", "Place", { content: "Audits", numeric: true }]}
          rows={page.cycles.map((c) => [c.title, c.status, c.standing, { content: String(c.audits), numeric: true }])}
        />
      )}
      {page.mayHold && (
        <p>
          <Link className="govuk-link" to={`/holds?case=${page.reference}`}>
            Place a legal hold on {page.reference}
          </Link>
        </p>
      )}
      {page.mayExport ? (
        <>
          <h2 className="section">Everything held about this case</h2>
          <p>
            For a family’s request to see what is held: a page to read and print, and the same for machines, in one ZIP
            file. It holds levels, quotes, notes and findings. Keep it as you keep the plan, and check it for what tells
            of other people before it is handed over. The download stands in the trail.
          </p>
          <Form method="post" action={`/cases/${page.id}/export`} reloadDocument>
            <Radios
              name="names"
              legend="How are auditors and staff shown?"
              legendSize="s"
              value="agency"
              items={[
                {
                  value: "agency",
                  label: "By agency and a number",
                  hint: "Usual: the scores are the child’s data, the names are theirs",
                },
                { value: "name", label: "By name", hint: "When your data protection officer has decided so" },
              ]}
            />
            <Checkboxes
              name="unfinished"
              items={[
                {
                  value: "yes",
                  label: "Include scoring that is still under way",
                  hint: "It is blind until every audit of the plan is in. The trail says that it was included",
                },
              ]}
            />
            <Button>Download everything held</Button>
          </Form>
        </>
      ) : (
        <p>The quality lead can download everything held about a case, for a family that asks.</p>
      )}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((page) => page?.reference ?? "Case", { plan: (d) => d.reference });
