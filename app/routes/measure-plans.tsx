import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dayWords } from "#audits/dates.ts";
import { CycleBar, PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Pagination } from "~/components/govuk/navigation.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { GradeWord } from "~/components/levels.tsx";
import { Note } from "~/components/notes.tsx";
import { titled } from "~/components/title.tsx";
import { pageAsked, pagesAround } from "~/server/form.server.ts";
import { partsFor } from "~/server/measures/pages.server.ts";
import { plansAsked } from "~/server/measures/plans.server.ts";
import { notFound, requireActor } from "~/server/session.server.ts";
import { noteView } from "~/server/views.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "results.view");
  const { searchParams } = new URL(request.url);
  const page = pageAsked(request);
  const found = await plansAsked(searchParams, page);
  if (!found) throw notFound();
  const around = pagesAround(request, page, found.pages);
  await noteView(
    actor,
    // Each list is a view of its own; its pages are one.
    { kind: "measures_plans", id: found.asked },
    `plans behind a number of ${found.cycle.title}: ${found.plans.map(({ reference }) => reference).join(", ") || "none"}`,
  );
  return {
    ...found,
    page,
    parts: partsFor(actor),
    plans: found.plans.map((plan) => ({ ...plan, signedOffOn: dayWords(plan.signedOffOn) })),
    ...around,
  };
}

export default function MeasurePlans() {
  const { parts, words, cycle, total, plans, newer, older, page, pages } = useLoaderData<typeof loader>();
  return (
    <>
      <CycleBar cycle={{ title: "Measures", parts }} label="Parts of the measures" />
      <ReadingPage wide>
        <Note tone="amber">
          <p>
            <strong>Internal.</strong> These are single plans. That you looked at them is recorded.
          </p>
        </Note>
        <PageTitle over={cycle.title}>Plans behind the number</PageTitle>
        <p className="lead">
          {total === 1 ? "1 plan" : `${total} plans`}: {words}.
        </p>
        {plans.length > 0 && (
          <Table
            caption="Plans, the last signed off first"
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={["Plan", "What it is", "Audits", "Grade", "By score alone", "Signed off"]}
            rows={plans.map((plan) => [
              <Link className="govuk-link" key="plan" to={plan.href}>
                {plan.reference}
              </Link>,
              plan.about,
              <Link className="govuk-link" key="audits" to={plan.audits.href}>
                {plan.audits.words}
                <span className="govuk-visually-hidden">: audits of {plan.reference}</span>
              </Link>,
              plan.grade ? <GradeWord key="grade" label={plan.grade} /> : "Not graded",
              plan.byScore ?? "",
              plan.signedOffOn,
            ])}
          />
        )}
        {(newer || older) && (
          <Pagination
            previous={newer ? { href: newer, label: `Page ${page - 1} of ${pages}` } : undefined}
            next={older ? { href: older, label: `Page ${page + 1} of ${pages}` } : undefined}
          />
        )}
      </ReadingPage>
    </>
  );
}

export const handle = titled<typeof loader>(() => "Plans behind the number – Measures");
