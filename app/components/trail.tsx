import { Form, Link } from "@remix-run/react";
import { EVENT_GROUPS } from "#audits/trail/events.ts";
import type { TrailFilter } from "#db/trail-search.ts";
import { Button } from "./govuk/button.tsx";
import { Input, Select } from "./govuk/inputs.tsx";
import { Note } from "./notes.tsx";

type ChainState = { events: number; fault: { position: number; sentence: string } | null; wholeAt: string };

/** Whether the chain holds, when it was last walked from its beginning, and the way to walk it now. */
export function Chain({ chain }: { chain: ChainState }) {
  const check = (
    <Form method="post" action="/trail" className="inline-form">
      <input type="hidden" name="intent" value="check" />
      <Button variant="secondary" preventDoubleClick>
        Check the whole chain
      </Button>
    </Form>
  );
  if (chain.fault)
    return (
      <Note tone="worry" title={`The chain is broken at event ${number(chain.fault.position)}`} action={check}>
        <p>{chain.fault.sentence} Somebody changed the database from outside.</p>
        <p>
          Keep a copy of the database as it is, and compare it with the last backup and with the anchors kept outside.
        </p>
      </Note>
    );
  return (
    <Note tone="teal" title={`${number(chain.events)} events, chain unbroken`} action={check}>
      <p>Every event was last checked from the first on {chain.wholeAt}; what came since was checked just now.</p>
    </Note>
  );
}

const number = (n: number) => n.toLocaleString("en-GB");

type Errors = { field: string; sentence: string }[];

/** What to look for. It is sent by the address, so that a search can be kept and passed on. */
export function TrailSearch({ filter, errors, asked }: { filter: TrailFilter; errors: Errors; asked: boolean }) {
  const errorOf = (field: string) => errors.find((e) => e.field === field)?.sentence;
  const groups = Object.entries(EVENT_GROUPS).map(([value, text]) => ({ value, text }));
  return (
    <Form method="get" className="search" role="search" aria-label="Events" key={JSON.stringify(filter)}>
      <div className="search__fields">
        <Input name="person" label="Person" defaultValue={filter.person} />
        <Select
          name="group"
          label="Kind of event"
          defaultValue={filter.group}
          options={[{ value: "", text: "All kinds" }, ...groups]}
        />
        <Input name="subject" label="Case or cycle" defaultValue={filter.subject} />
        <Input name="words" label="Words" defaultValue={filter.words} />
        <Input name="from" type="date" label="First day" defaultValue={filter.from} error={errorOf("from")} />
        <Input name="to" type="date" label="Last day" defaultValue={filter.to} error={errorOf("to")} />
      </div>
      <div className="search__actions">
        <Button>Search</Button>
        {asked && (
          <Link className="govuk-link" to="/trail">
            Show all events
          </Link>
        )}
      </div>
    </Form>
  );
}
