import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { caseWords } from "#audits/cases/words.ts";
import { dayWords } from "#audits/dates.ts";
import { may } from "#audits/people/permissions.ts";
import { PLAN_TYPE_LABELS } from "#audits/vocabulary.ts";
import { casesOf } from "#db/cases.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { LinkButton } from "~/components/govuk/button.tsx";
import { Tag } from "~/components/govuk/messages.tsx";
import { type PageLink, Pagination } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { counted, number } from "~/components/import/count.ts";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { pageAsked } from "~/server/form.server.ts";
import { requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

const PAGE = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "cases.view");
  const page = pageAsked(request);
  const { cases, total, active } = await casesOf(store().db, page, PAGE);
  const pages = Math.max(1, Math.ceil(total / PAGE));
  if (page > pages) throw redirect(`/cases?page=${pages}`);
  if (total > 0)
    await noteView(actor, { kind: "cases", id: `page ${page}` }, `the list of cases, page ${page} of ${pages}`);
  return {
    mayImport: may(actor, "cases.import").ok,
    mayHold: may(actor, "holds.change").ok,
    page,
    pages,
    total,
    active,
    cases: cases.map((one) => ({
      id: one.id,
      reference: one.reference,
      caseRef: one.caseRef,
      about: caseWords(one),
      planType: PLAN_TYPE_LABELS[one.planType],
      planDate: dayWords(one.planDate),
      locality: one.locality,
      active: one.active,
    })),
  };
}

export default function Cases() {
  const { mayImport, mayHold, page, pages, total, active, cases } = useLoaderData<typeof loader>();
  if (total === 0)
    return (
      <ReadingPage>
        <PageTitle>Cases</PageTitle>
        <p className="lead">
          There are no cases yet. A case is a plan that can be drawn for an audit, under a pseudonym and without names.
        </p>
        {mayImport ? <LinkButton href="/imports/new">Import cases</LinkButton> : <p>Your data officer imports them.</p>}
      </ReadingPage>
    );
  return (
    <ReadingPage wide>
      <PageTitle>Cases</PageTitle>
      <p className="lead">
        {counted(total, "case")}.{" "}
        {active === total
          ? "Each can be drawn for a sample."
          : `${number(active)} can be drawn for a sample; ${number(total - active)} ${total - active === 1 ? "is" : "are"} not in the latest return.`}
      </p>
      {(mayImport || mayHold) && (
        <ul className="govuk-list">
          {mayImport && (
            <li>
              <Link className="govuk-link" to="/imports/new">
                Import cases
              </Link>
            </li>
          )}
          {mayHold && (
            <li>
              <Link className="govuk-link" to="/holds">
                Legal holds
              </Link>
            </li>
          )}
        </ul>
      )}
      <Table
        caption={`Cases by reference, page ${page} of ${pages}`}
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={["Case", "About", "Plan type", "Plan date", "Locality", "Can be drawn"]}
        rows={cases.map((one) => [
          <>
            <Link className="govuk-link" to={`/cases/${one.id}`}>
              {one.reference}
            </Link>
            {one.caseRef && <span className="second-line">Your reference: {one.caseRef}</span>}
          </>,
          one.about,
          one.planType,
          one.planDate,
          one.locality ?? "not known",
          one.active ? "Yes" : <Tag key="gone">Not in the latest return</Tag>,
        ])}
      />
      {pages > 1 && (
        <Pagination
          label="Pages of cases"
          previous={page > 1 ? { href: `?page=${page - 1}` } : undefined}
          next={page < pages ? { href: `?page=${page + 1}` } : undefined}
          items={pageLinks(page, pages)}
        />
      )}
    </ReadingPage>
  );
}

/** The first, the last, this page and its neighbours; gaps between. */
function pageLinks(page: number, pages: number): (PageLink | "gap")[] {
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((one) => one >= 1 && one <= pages);
  return shown.flatMap((one, index) => {
    const link = { number: one, href: `?page=${one}`, current: one === page };
    return index > 0 && one > (shown[index - 1] ?? 0) + 1 ? ["gap" as const, link] : [link];
  });
}

export const handle = titled<typeof loader>((loaded) =>
  loaded && loaded.pages > 1 ? `Cases, page ${loaded.page} of ${loaded.pages}` : "Cases",
);
