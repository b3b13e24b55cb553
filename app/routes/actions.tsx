import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { ACTION_STATUS_LABELS, ACTION_STATUSES, isOpen } from "#audits/actions/life.ts";
import { may } from "#audits/people/permissions.ts";
import { type ActionListed, actionsFor } from "#db/actions.ts";
import { Marks } from "~/components/actions/marks.tsx";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { Button, LinkButton } from "~/components/govuk/button.tsx";
import { Select } from "~/components/govuk/inputs.tsx";
import { Table } from "~/components/govuk/table.tsx";
import { titled } from "~/components/title.tsx";
import { actionItem } from "~/server/actions.server.ts";
import { store, today } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

const DUE = { overdue: "Overdue", soon: "Due within 30 days" } as const;
const EFFECT = { effective: "It worked", other: "Tested, and not effective or not told", none: "Not tested" } as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request, "actions.view");
  const all = await actionsFor(store().db, actor);
  const asked = new URL(request.url).searchParams;
  const filter = {
    state: ACTION_STATUSES.find((s) => s === asked.get("state")) ?? (asked.get("state") === "open" ? "open" : ""),
    owner: asked.get("owner") ?? "",
    due: Object.keys(DUE).find((d) => d === asked.get("due")) ?? "",
    effect: Object.keys(EFFECT).find((e) => e === asked.get("effect")) ?? "",
  };
  const owners = new Map(all.map(({ action, owner }) => [action.ownerId, owner]));
  return {
    filter,
    filtered: Object.values(filter).some(Boolean),
    lead: leadOf(all),
    any: all.length > 0,
    mayOpen: may(actor, "actions.open").ok,
    maySources: may(actor, "sources.view").ok,
    owners: [...owners].map(([value, text]) => ({ value, text })).sort((a, b) => (a.text < b.text ? -1 : 1)),
    actions: inOrder(all.filter((one) => fits(one, filter))).map(actionItem),
  };
}

type Filter = { state: string; owner: string; due: string; effect: string };

function fits({ action }: ActionListed, { state, owner, due, effect }: Filter): boolean {
  const inMonth = new Date(Date.parse(today()) + 30 * 86_400_000).toISOString().slice(0, 10);
  const tested = action.effect ? (action.effect.outcome === "effective" ? "effective" : "other") : "none";
  return (
    (state === "" || (state === "open" ? isOpen(action.status) : action.status === state)) &&
    (owner === "" || action.ownerId === owner) &&
    (due === "" ||
      (isOpen(action.status) &&
        (due === "overdue" ? action.dueOn < today() : action.dueOn >= today() && action.dueOn <= inMonth))) &&
    (effect === "" || tested === effect)
  );
}

/** What is open first, soonest due on top; then what is done, newest first. */
function inOrder(actions: ActionListed[]): ActionListed[] {
  const open = actions.filter((a) => isOpen(a.action.status));
  const rest = actions.filter((a) => !isOpen(a.action.status));
  return [...open.sort((a, b) => (a.action.dueOn < b.action.dueOn ? -1 : 1)), ...rest];
}

/** "3 actions are open, 1 of them overdue. Of 2 that a re-audit tested, 1 worked." */
function leadOf(all: ActionListed[]): string {
  const open = all.filter((a) => isOpen(a.action.status));
  const late = open.filter((a) => a.action.dueOn < today()).length;
  const tested = all.filter((a) => a.action.effect);
  const worked = tested.filter((a) => a.action.effect?.outcome === "effective").length;
  const first = open.length === 1 ? "1 action is open" : `${open.length} actions are open`;
  const overdue = late ? `, ${late} of them overdue` : open.length ? ", none of them overdue" : "";
  const second = tested.length
    ? ` Of ${tested.length} that a re-audit tested, ${worked} worked.`
    : " None has been tested yet.";
  return `${first}${overdue}.${second}`;
}

export default function Actions() {
  const { filter, filtered, lead, any, mayOpen, maySources, owners, actions } = useLoaderData<typeof loader>();
  return (
    <ReadingPage wide>
      <PageTitle>Actions</PageTitle>
      <p className="lead">
        {any
          ? lead
          : "An action says what will change, who answers for it, by when, and which figure will show whether it worked. There is none for you yet."}
      </p>
      {mayOpen && <LinkButton href="/actions/new">Open an action</LinkButton>}
      <p className="link-row">
        {maySources && (
          <Link className="govuk-link" to="/actions/sources">
            Complaint and tribunal themes
          </Link>
        )}
        <Link className="govuk-link" to="/scorecard">
          Scorecard
        </Link>
      </p>
      {any && (
        <Form method="get" className="search" key={JSON.stringify(filter)}>
          <div className="search__fields">
            <Select
              name="state"
              label="State"
              defaultValue={filter.state}
              options={[
                { value: "", text: "Any" },
                { value: "open", text: "Still to be done" },
                ...ACTION_STATUSES.map((value) => ({ value, text: ACTION_STATUS_LABELS[value] })),
              ]}
            />
            <Select
              name="owner"
              label="Who answers for it"
              defaultValue={filter.owner}
              options={[{ value: "", text: "Anybody" }, ...owners]}
            />
            <Select name="due" label="Due" defaultValue={filter.due} options={options(DUE)} />
            <Select name="effect" label="Effect" defaultValue={filter.effect} options={options(EFFECT)} />
          </div>
          <div className="search__actions">
            <Button variant="secondary">Show</Button>
            {filtered && (
              <Link className="govuk-link" to="/actions">
                Show all
              </Link>
            )}
          </div>
        </Form>
      )}
      {any && actions.length === 0 && <p>No action fits.</p>}
      {actions.length > 0 && (
        <Table
          caption="Actions"
          captionSize="hidden"
          firstCellIsHeader
          phoneList
          head={["Action", "Measure", "Who answers for it", "Due", "State and effect"]}
          rows={actions.map((a) => ({
            tone: a.overdue ? ("amber" as const) : undefined,
            cells: [
              <Link key="t" className="govuk-link" to={`/actions/${a.id}`}>
                {a.name} {a.title}
              </Link>,
              a.measure,
              a.owner,
              <>
                {a.due}
                {a.dueState && (
                  <span className="second-line">{a.overdue ? <strong>{a.dueState}</strong> : a.dueState}</span>
                )}
              </>,
              <Marks key="m" marks={a.marks} />,
            ],
          }))}
        />
      )}
    </ReadingPage>
  );
}

const options = (from: Record<string, string>) => [
  { value: "", text: "Any" },
  ...Object.entries(from).map(([value, text]) => ({ value, text })),
];

export const handle = titled<typeof loader>(() => "Actions");
