import { Link } from "@remix-run/react";
import { Details } from "./govuk/messages.tsx";
import { Table } from "./govuk/table.tsx";

export type DueView = {
  kind: string;
  title: string;
  removal: string;
  due: { group: string; words: string[]; count: number; since: string }[];
  dueCount: number;
  held: { words: string; because: string }[];
};

const number = (n: number) => n.toLocaleString("en-GB");

/** What a run would remove now, kind by kind, and what a hold keeps back. */
export function DueList({ kinds }: { kinds: DueView[] }) {
  return (
    <>
      <Table
        caption="What is due"
        captionSize="hidden"
        firstCellIsHeader
        phoneList
        head={[
          "Kind of record",
          { content: "Would be removed", numeric: true },
          { content: "Kept by a hold", numeric: true },
        ]}
        rows={kinds.map((k) => [
          k.title,
          { content: number(k.dueCount), numeric: true },
          { content: number(k.held.length), numeric: true },
        ])}
      />
      {kinds
        .filter((k) => k.dueCount > 0)
        .map((k) => (
          <Details summary={`${k.title}: the ${number(k.dueCount)} that would be removed`} key={k.kind}>
            <p>{k.removal}</p>
            {k.due.map((group) => (
              <p key={`${group.group} ${group.since}`}>
                <strong>
                  {group.group ? `${group.group}, ` : ""}
                  {number(group.count)} since {group.since}
                </strong>
                {group.words.length > 0 && (
                  <>
                    <br />
                    {group.words.join(", ")}
                  </>
                )}
              </p>
            ))}
          </Details>
        ))}
      {kinds
        .filter((k) => k.held.length > 0)
        .map((k) => (
          <Details summary={`${k.title}: the ${number(k.held.length)} that a hold keeps`} key={k.kind}>
            <ul className="govuk-list govuk-list--bullet">
              {k.held.map((h) => (
                <li key={h.words}>
                  {h.words}: {h.because}
                </li>
              ))}
            </ul>
          </Details>
        ))}
    </>
  );
}

export type HoldView = {
  id: string;
  on: string;
  reason: string;
  placed: string;
  ended: string | null;
};

/** Holds, those in force first. `mayEnd` puts a link beside each that can be ended. */
export function HoldTable({ holds, mayEnd }: { holds: HoldView[]; mayEnd: boolean }) {
  return (
    <Table
      caption="Legal holds"
      captionSize="hidden"
      firstCellIsHeader
      phoneList
      head={["On", "Why", "Placed", "State"]}
      rows={holds.map((h) => [
        h.on,
        h.reason,
        h.placed,
        h.ended ??
          (mayEnd ? (
            <>
              In force{" "}
              <Link className="govuk-link" to={`/holds/${h.id}/end`}>
                End <span className="govuk-visually-hidden">the hold on {h.on}</span>
              </Link>
            </>
          ) : (
            "In force"
          )),
      ])}
    />
  );
}
