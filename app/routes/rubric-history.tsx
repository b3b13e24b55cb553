import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { dateWords, dayWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { compareRubrics } from "#audits/rubric/compare.ts";
import { approvalsOf, cyclesWith, retiredRubrics } from "#db/rubric-approvals.ts";
import { versionsOf } from "#db/rubrics.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button } from "~/components/govuk/button.tsx";
import { Select } from "~/components/govuk/inputs.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { BackLink } from "~/components/govuk/navigation.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "rubrics.view");
  const { db } = store();
  const versions = await versionsOf(db, params.key ?? "");
  const [latest] = versions;
  if (!latest) throw notFound();
  const retired = await retiredRubrics(db);
  const seesCycles = may(actor, "cycles.view").ok;
  const rows = [];
  for (const [i, v] of versions.entries()) {
    const before = versions.find((other) => other.id === v.basedOn) ?? versions[i + 1];
    const compared = before ? compareRubrics(before.document, v.document) : null;
    rows.push({
      id: v.id,
      version: v.version,
      published: v.publishedAt ? dateWords(v.publishedAt) : "",
      agreed: v.agreedBy ? `${v.agreedBy}, ${v.agreedOn ? dayWords(v.agreedOn) : ""}` : null,
      retired: retired.get(v.id)?.reason ?? null,
      changed:
        before && compared
          ? { id: before.id, version: before.version, sentence: compared.sentence, count: compared.changes.length }
          : null,
      partners: (await approvalsOf(db, v.document)).approvals.map((a) => ({
        name: a.organisation,
        words: `${a.confirmedBy}, ${dayWords(a.confirmedOn)}`,
      })),
      cycles: seesCycles ? (await cyclesWith(db, [v.id])).map((c) => ({ id: c.id, title: c.title })) : [],
    });
  }
  return { title: latest.title, latest: latest.id, versions: rows };
}

export default function RubricHistory() {
  const { title, latest, versions } = useLoaderData<typeof loader>();
  const options = versions.map((v) => ({ value: v.id, text: `Version ${v.version}` }));
  return (
    <ReadingPage before={<BackLink href={`/rubrics/${latest}`}>{title}</BackLink>}>
      <PageTitle>Versions of {title}</PageTitle>
      {versions.length > 1 && (
        <Form method="get" action="/rubrics/compare" className="select-row">
          <Select name="before" label="Compare" options={options} defaultValue={versions[1]?.id} />
          <Select name="after" label="with" options={options} defaultValue={latest} />
          <Button variant="secondary">Compare</Button>
        </Form>
      )}
      {versions.map((v) => (
        <section key={v.id} className="version" aria-labelledby={`version-${v.id}`}>
          <h2 className="section" id={`version-${v.id}`}>
            <Link className="govuk-link" to={`/rubrics/${v.id}`}>
              Version {v.version}
            </Link>{" "}
            {v.retired && <Tag>Retired</Tag>}
          </h2>
          <p>
            Published {v.published}. {v.agreed && `Agreed by ${v.agreed}. `}
            {v.retired && `Retired: ${v.retired}`}
          </p>
          {v.changed && (
            <p>
              {v.changed.count === 0 ? "Nothing changed." : v.changed.sentence}{" "}
              <Link className="govuk-link" to={`/rubrics/compare?before=${v.changed.id}&after=${v.id}`}>
                See what changed since version {v.changed.version}
              </Link>
            </p>
          )}
          {v.partners.length > 0 && (
            <ul className="govuk-list govuk-list--bullet">
              {v.partners.map((p) => (
                <li key={p.name}>
                  {p.name} agrees: {p.words}
                </li>
              ))}
            </ul>
          )}
          {v.cycles.length > 0 && (
            <p>
              Used in{" "}
              {v.cycles.map((c, i) => (
                <span key={c.id}>
                  {i > 0 && ", "}
                  <Link className="govuk-link" to={`/cycles/${c.id}`}>
                    {c.title}
                  </Link>
                </span>
              ))}
              .
            </p>
          )}
        </section>
      ))}
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>((d) => (d ? `Versions of ${d.title}` : "Versions"));
