import type { ReactNode } from "react";
import type { MyAudits } from "~/server/my-audits.server.ts";
import { LinkButton } from "../govuk/button.tsx";
import { Details } from "../govuk/messages.tsx";
import { type Cell, Table } from "../govuk/table.tsx";
import { Note } from "../notes.tsx";
import { BarOnly, ProgressBar } from "../progress.tsx";
import { FactList } from "../rail.tsx";

/** Where the auditor left, by the name of the criterion. */
export function ContinueBlock({ last }: { last: NonNullable<MyAudits["last"]> }) {
  return (
    <section className="continue" aria-label="Continue where you left">
      <div className="continue__words">
        <p className="note-text">Continue where you left</p>
        <h2 className="continue__title">
          {last.reference}: {last.criterion.key} {last.criterion.title}
        </h2>
        <p>
          {last.words}. {last.saved && `Last saved ${last.saved}.`}
        </p>
        <ProgressBar done={last.scored} of={last.of} words={`${last.scored} of ${last.of} criteria scored`} />
      </div>
      <LinkButton href={last.href}>Continue with {last.criterion.key}</LinkButton>
    </section>
  );
}

export function ToDo({ todo, dueSoon }: Pick<MyAudits, "todo" | "dueSoon">) {
  const many = todo.length === 1 ? "1 audit." : `${todo.length} audits.`;
  const soon = dueSoon === 1 ? "1 is due within 7 days." : `${dueSoon} are due within 7 days.`;
  return (
    <>
      <h2 className="section">To do</h2>
      <p>
        {many} {dueSoon > 0 && soon}
      </p>
      <Table
        phoneList
        firstCellIsHeader
        caption="Audits to do, soonest due first"
        captionSize="hidden"
        head={[
          "Plan",
          "Audit",
          "Due",
          "Progress",
          <span className="govuk-visually-hidden" key="go">
            Action
          </span>,
        ]}
        rows={todo.map((audit): Cell[] => [
          { content: <TwoLines first={<strong>{audit.reference}</strong>} second={audit.words} /> },
          audit.form,
          {
            content: (
              <TwoLines
                first={audit.due}
                second={audit.late ? <strong className="late">{audit.dueIn}</strong> : audit.dueIn}
              />
            ),
          },
          {
            content: audit.started ? (
              <>
                {audit.scored} of {audit.of} <BarOnly done={audit.scored} of={audit.of} />
              </>
            ) : (
              <TwoLines first="Not started" second={`${audit.of} criteria`} />
            ),
          },
          {
            content: audit.href ? (
              <a className="govuk-link to-do__go" href={audit.href}>
                {audit.started ? "Continue" : "Start"}
                <span className="govuk-visually-hidden"> {audit.reference}</span>
              </a>
            ) : (
              <span className="soft">{audit.why}</span>
            ),
          },
        ])}
      />
    </>
  );
}

const TwoLines = ({ first, second }: { first: ReactNode; second: ReactNode }) => (
  <>
    {first} <span className="second-line">{second}</span>
  </>
);

export function Reopened({ reopened }: Pick<MyAudits, "reopened">) {
  return (
    <>
      <h2 className="section">Reopened</h2>
      {reopened.map((audit) => (
        <Note
          key={audit.id}
          tone="amber"
          headingLevel={3}
          title={`${audit.reference}, reopened by ${audit.by}${audit.on ? ` on ${audit.on}` : ""}`}
        >
          <p>‘{audit.reason}’</p>
          <p>
            <a className="govuk-link" href={audit.href}>
              Go to your answers for {audit.reference}
            </a>
          </p>
        </Note>
      ))}
    </>
  );
}

/** How many submitted audits are shown at once; the earlier ones fold away. */
const LATEST = 5;

export function Submitted({ submitted }: Pick<MyAudits, "submitted">) {
  return (
    <>
      <h2 className="section">Submitted</h2>
      <SubmittedTable caption="Audits that you submitted, latest first" submitted={submitted.slice(0, LATEST)} />
      {submitted.length > LATEST && (
        <Details summary={`All ${submitted.length} submitted audits`}>
          <SubmittedTable caption="Audits that you submitted earlier" submitted={submitted.slice(LATEST)} />
        </Details>
      )}
    </>
  );
}

function SubmittedTable({ caption, submitted }: Pick<MyAudits, "submitted"> & { caption: string }) {
  return (
    <Table
      phoneList
      firstCellIsHeader
      caption={caption}
      captionSize="hidden"
      head={["Plan", "You submitted", "What happens now"]}
      rows={submitted.map((audit): Cell[] => [
        {
          content: (
            <a className="govuk-link" href={audit.href}>
              {audit.reference}
            </a>
          ),
        },
        audit.on,
        audit.now,
      ])}
    />
  );
}

/** Audits that ended before they were submitted: nothing vanishes without a word. */
export function NoLongerYours({
  gone,
}: {
  gone: { id: string; reference: string; on: string | null; begun: boolean; because: string }[];
}) {
  return (
    <Details summary={gone.length === 1 ? "1 audit is no longer yours" : `${gone.length} audits are no longer yours`}>
      <ul className="plain-list">
        {gone.map((audit) => (
          <li key={audit.id}>
            {audit.reference}
            {audit.on && `, ${audit.on}`}: {audit.because[0]?.toLowerCase()}
            {audit.because.slice(1)}.{audit.begun && " What you wrote is kept, and is not counted."}
          </li>
        ))}
      </ul>
    </Details>
  );
}

/** What the cycle asks and when, what blind means, and how to hand a plan back. */
export function CycleAside({
  cycle,
  handBack,
}: {
  cycle: NonNullable<MyAudits["cycle"]>;
  handBack: MyAudits["handBack"];
}) {
  return (
    <>
      <h2>{cycle.title}</h2>
      <FactList
        facts={[
          { name: "Question", value: cycle.question },
          { name: "Scoring", value: cycle.scoring },
          ...(cycle.moderation ? [{ name: "Moderation", value: cycle.moderation }] : []),
          ...(cycle.rubric
            ? [
                {
                  name: "Rubric",
                  value: (
                    <a className="govuk-link" href={cycle.rubric.href}>
                      {cycle.rubric.words}
                    </a>
                  ),
                },
                {
                  name: "On paper",
                  value: (
                    <>
                      <a className="govuk-link" href={cycle.rubric.paperSheet}>
                        Print an empty sheet
                      </a>
                      . To type a filled one in, open the plan and go to “Check answers”.
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      <h2>You are scoring blind</h2>
      <p>
        Until every audit of a plan is in, you see only your own levels. We show no averages, counts or order from
        others, and send no message that hints at them.
      </p>
      <h2>After scoring</h2>
      <ul className="hand-back-list">
        <li>
          <a className="govuk-link" href="/panel">
            Views for the panel
          </a>
          , where auditors differ
        </li>
        <li>
          <a className="govuk-link" href="/my-levels">
            How my levels lay
          </a>
          , for you alone
        </li>
      </ul>
      <h2>You will not be given</h2>
      <p>
        plans you wrote, approved or advised on. If you know the child, say so and hand the plan back.{" "}
        <a className="govuk-link" href="/my-interests">
          Declare an interest
        </a>
      </p>
      {handBack.length > 0 && (
        <ul className="hand-back-list">
          {handBack.map((audit) => (
            <li key={audit.href}>
              <a className="govuk-link" href={audit.href}>
                Hand back {audit.reference}
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
