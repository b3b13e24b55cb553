import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dateWords, dayWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { levelsOf, type RubricDocument } from "#audits/rubric/document.ts";
import { retiredRubrics, rubricsForCycles } from "#db/rubric-approvals.ts";
import { rubricOf, versionsOf } from "#db/rubrics.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { Details } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

const VERIFIED = {
  yes: "References read at source",
  part: "References read in part",
  no: "References not read at source yet",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.view");
  const rubric = await rubricOf(store().db, params.rubricId ?? "");
  if (!rubric) throw notFound();
  const { db } = store();
  const usable = (await rubricsForCycles(db)).find((one) => one.rubric.id === rubric.id);
  return {
    id: rubric.id,
    key: rubric.key,
    versions: (await versionsOf(db, rubric.key)).length,
    why: usable?.why ?? null,
    mayEdit: may(actor, "rubrics.edit").ok,
    mayApprove: may(actor, "rubrics.approve").ok,
    retired: (await retiredRubrics(db)).has(rubric.id),
    arrived: new URL(request.url).searchParams.get("done") === "published",
    agreed: rubric.agreedBy && rubric.agreedOn ? `${rubric.agreedBy}, ${dayWords(rubric.agreedOn)}` : null,
    document: rubric.document,
    sha256: rubric.sha256,
    published: rubric.publishedAt ? dateWords(rubric.publishedAt) : "",
  };
}

export default function Rubric() {
  const { document, sha256, published, agreed, why, arrived, ...rubric } = useLoaderData<typeof loader>();
  const grade = (key: string) => document.grades.find((g) => g.key === key)?.label ?? key;
  return (
    <ReadingPage
      before={<BackLink href="/rubrics">Rubrics</BackLink>}
      aside={
        <>
          <h2 className="part">Version {document.version}</h2>
          <p>
            Published {published}. {agreed && `Agreed by ${agreed}. `}It never changes; a correction is a new version.
          </p>
          <RubricLinks rubric={rubric} />
          <SummaryList
            noBorder
            rows={document.grades.map((g) => ({
              key: g.label,
              value: g.min > 0 ? `from ${g.min} of 100` : `below ${document.grades.at(-2)?.min ?? 0}`,
            }))}
          />
          <h3 className="part">Limits</h3>
          <ul className="govuk-list govuk-list--bullet">
            {document.limits.map((l) => (
              <li key={l.id}>
                {l.label}: at most {grade(l.cap)}
                {l.type !== "domain" && <span className="soft"> ({l.criteria.join(", ")})</span>}
              </li>
            ))}
          </ul>
          <p className="note-text hash">Checksum {sha256}</p>
        </>
      }
    >
      {arrived && (
        <Note tone="teal">
          <p role="status">Version {document.version} is published.</p>
        </Note>
      )}
      <PageTitle>{document.title}</PageTitle>
      {why && (
        <Note tone="amber">
          <p>No cycle can be opened with this version now. {why}</p>
        </Note>
      )}
      <p className="lead">{document.about}</p>
      {document.modules.map((m) => (
        <section key={m.key}>
          <h2 className="section">{m.title}</h2>
          <p>{m.about}</p>
          {document.domains
            .filter((d) => d.module === m.key)
            .map((d) => (
              <section key={d.key}>
                <h3 className="part">
                  {d.title}
                  <span className="soft"> weight {d.weight}</span>
                </h3>
                {document.criteria
                  .filter((c) => c.domain === d.key)
                  .map((c) => (
                    <CriterionDetails key={c.key} rubric={document} criterion={c} />
                  ))}
              </section>
            ))}
        </section>
      ))}
    </ReadingPage>
  );
}

type RubricLinksProps = {
  rubric: { id: string; key: string; versions: number; mayEdit: boolean; mayApprove: boolean; retired: boolean };
};

/** What can be done with a published version: read its history, take it along, go on from it. */
function RubricLinks({ rubric: { id, key, versions, mayEdit, mayApprove, retired } }: RubricLinksProps) {
  const links = [
    {
      href: `/rubrics/history/${key}`,
      text: versions > 1 ? `All ${versions} versions` : "Versions and where they are used",
    },
    ...(mayEdit ? [{ href: `/rubrics/new?from=${id}`, text: "Start a draft from this version" }] : []),
    ...(mayApprove ? [{ href: `/rubrics/${id}/partners`, text: "Partners who agree" }] : []),
    ...(mayEdit
      ? [{ href: `/rubrics/${id}/retire`, text: retired ? "Bring it back into use" : "Retire this version" }]
      : []),
  ];
  return (
    <ul className="plain-list rubric-links">
      {links.map((link) => (
        <li key={link.href}>
          <Link className="govuk-link" to={link.href}>
            {link.text}
          </Link>
        </li>
      ))}
      {[
        { as: "export/xlsx", text: "Download as an Excel workbook" },
        { as: "export/csv", text: "Download the criteria as CSV" },
        { as: "export/json", text: "Download as JSON" },
        { as: "sheet.pdf", text: "Download a sheet to print" },
      ].map((file) => (
        <li key={file.as}>
          <a className="govuk-link" href={`/rubrics/${id}/${file.as}`}>
            {file.text}
          </a>
        </li>
      ))}
    </ul>
  );
}

function CriterionDetails({
  rubric,
  criterion: c,
}: {
  rubric: RubricDocument;
  criterion: RubricDocument["criteria"][number];
}) {
  return (
    <Details
      summary={
        <>
          <strong className="criterion-code">{c.key}</strong> {c.title}
        </>
      }
    >
      <p>{c.question}</p>
      <Table
        caption="What each level looks like"
        captionSize="hidden"
        firstCellIsHeader
        head={["Level", "What it looks like"]}
        rows={levelsOf(rubric, c).map((l) => [l.label, c.descriptors[l.key] ?? ""])}
      />
      <p>Look for: {c.lookFor.join("; ")}.</p>
      <p>
        Weight {c.weight}. Sections {c.sections.join(", ")}.{" "}
        {c.limiting ? `${c.limiting.kind === "hard" ? "Hard" : "Soft"} limit: ${c.limiting.reason}` : ""}
      </p>
      <p className="note-text">
        {[...c.statutory, ...c.codeOfPractice.map((n) => `Code of Practice ${n}`)].join("; ")}. {VERIFIED[c.verified]}.
      </p>
    </Details>
  );
}

export const handle = titled<typeof loader>((d) => d?.document.title ?? "Rubric");
