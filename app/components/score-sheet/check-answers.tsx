import { Form } from "@remix-run/react";
import type { CheckView, OwnGrade } from "~/server/check-audit.server.ts";
import { ReadingPage } from "../frame.tsx";
import { Button } from "../govuk/button.tsx";
import { Checkboxes } from "../govuk/choices.tsx";
import { ErrorSummary } from "../govuk/error-summary.tsx";
import { BackLink } from "../govuk/navigation.tsx";
import { type Row, Table } from "../govuk/table.tsx";
import { GradeWord, ShortGrade } from "../levels.tsx";
import { Note } from "../notes.tsx";
import { FactList } from "../rail.tsx";
import { Late } from "./late.tsx";

type Props = {
  view: CheckView;
  confirmations: { name: string; words: string }[];
  sent: { errors: { sentence: string; href: string }[]; confirmed: string[] } | null;
};

/** The whole audit on one page before it is submitted, and to read again afterwards. */
export function CheckAnswers({ view, confirmations, sent }: Props) {
  return (
    <ReadingPage
      before={
        view.back &&
        (view.closed ? (
          <BackLink href="/my-audits">Back to my audits</BackLink>
        ) : (
          <BackLink href={view.back.href}>Back to {view.back.key}</BackLink>
        ))
      }
      aside={<Totals view={view} />}
    >
      {sent && (
        <ErrorSummary
          arrival={sent}
          title={`The audit of ${view.reference} is not submitted yet`}
          errors={sent.errors.map((e) => ({ text: e.sentence, href: e.href }))}
        />
      )}
      <p className="over-title">
        {view.reference}, {view.words}
      </p>
      <h1 className="page-title">{view.closed ? "Your answers" : "Check your audit before you submit"}</h1>
      {view.closed ? (
        <Note tone="navy">
          <p>
            {view.closed}
            {view.submittedOn && ` It came in on ${view.submittedOn}.`}
          </p>
        </Note>
      ) : (
        <>
          {view.due?.late && <Late due={view.due.words} />}
          {!sent && <ToFinish todo={view.toFinish} />}
        </>
      )}
      {view.domains.map((domain) => (
        <section key={domain.title} className="check-domain">
          <h2 className="check-domain__title">
            {domain.title}
            {domain.result && <Result percent={domain.result.percent} grade={domain.result.grade} />}
          </h2>
          <Table
            phoneList
            firstCellIsHeader
            caption={domain.title}
            captionSize="hidden"
            rows={domain.rows.map((row) => rowOf(row, view.closed !== null))}
          />
        </section>
      ))}
      {!view.closed && (
        <Submit view={view} confirmations={confirmations} confirmed={sent?.confirmed ?? []} sent={sent} />
      )}
    </ReadingPage>
  );
}

function ToFinish({ todo }: { todo: CheckView["toFinish"] }) {
  if (todo.count === 0)
    return (
      <Note tone="teal">
        <p>Nothing is left to finish.</p>
      </Note>
    );
  return (
    <Note tone="amber" title={todo.count === 1 ? "1 thing to finish" : `${todo.count} things to finish`}>
      <ul className="plain-list">
        {todo.lines.map((line) => (
          <li key={line.href}>
            <a className="govuk-link" href={line.href}>
              {line.link}
            </a>
            {line.rest}
          </li>
        ))}
      </ul>
    </Note>
  );
}

function Result({ percent, grade }: { percent: string | null; grade: OwnGrade["grade"] }) {
  if (!grade) return <span className="check-domain__result">Too little could be judged for a grade</span>;
  return (
    <span className="check-domain__result">
      {percent} of 100 <GradeWord label={grade.label} />
    </span>
  );
}

function rowOf(row: CheckView["domains"][number]["rows"][number], closed: boolean): Row {
  return {
    tone: row.todo && !closed ? "amber" : undefined,
    cells: [
      {
        content: (
          <>
            <strong>
              <span className="criterion-code">{row.key}</span>
            </strong>{" "}
            {row.title}
          </>
        ),
      },
      { content: <GradeWord label={row.mark.label} tone={row.mark.tone} /> },
      { content: row.todo && !closed ? <strong className="to-finish">{todoWords(row.todo)}</strong> : row.about },
      {
        content: (
          <a className="govuk-link" href={row.href}>
            {closed ? "See" : "Change"}
            <span className="govuk-visually-hidden"> {row.key}</span>
          </a>
        ),
      },
    ],
  };
}

/** The thing to finish as a cell says it: "Add a quote for …". */
const todoWords = (todo: string) => `${todo[0]?.toUpperCase() ?? ""}${todo.slice(1).replace(/\.$/, "")}`;

function Submit({ view, confirmations, confirmed, sent }: Props & { confirmed: string[] }) {
  const missing = (name: string) => sent?.errors.find((e) => e.href === `#${name}`)?.sentence;
  return (
    <Form method="post" noValidate className="check-submit">
      <h2 className="section">Submit this audit</h2>
      <fieldset className="govuk-fieldset">
        <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">Tick to confirm</legend>
        {confirmations.map(({ name, words }) => (
          <Checkboxes
            key={name}
            name={name}
            small
            error={missing(name)}
            values={confirmed.includes(name) ? ["yes"] : []}
            items={[{ value: "yes", label: words }]}
          />
        ))}
      </fieldset>
      <div className="button-row">
        <Button preventDoubleClick>Submit audit of {view.reference}</Button>
        <a className="govuk-link" href="/my-audits">
          Save and come back later
        </a>
      </div>
      <p className="note-text">
        After you submit, only the quality lead can reopen it, with a reason that is recorded.
      </p>
    </Form>
  );
}

/** One's own totals, from the moment on which everything is scored. */
function Totals({ view }: { view: CheckView }) {
  const { counts } = view;
  return (
    <>
      {view.grades.length === 0 ? (
        <>
          <h2>What your levels add up to</h2>
          <p>You see totals and limits here when every criterion is scored.</p>
        </>
      ) : (
        view.grades.map((grade) => <ModuleTotals key={grade.module} grade={grade} only={view.grades.length === 1} />)
      )}
      <h2>Count</h2>
      <FactList
        facts={[
          { name: "Levels", value: `${counts.levels} of ${view.of}` },
          { name: "Cannot tell", value: counts.cannotTell },
          { name: "Does not apply", value: counts.notApplicable ? `${counts.notApplicable}, chosen by you` : 0 },
          { name: "Quotes", value: counts.quotes },
          { name: "Findings", value: counts.findings },
        ]}
      />
      {!view.closed && (
        <>
          <h2>On paper</h2>
          <p>
            <a className="govuk-link" href={view.paperSheet}>
              Print an empty sheet
            </a>
          </p>
          <p>
            <a className="govuk-link" href={view.typeIn}>
              Type in a filled sheet
            </a>
          </p>
        </>
      )}
    </>
  );
}

function ModuleTotals({ grade, only }: { grade: OwnGrade; only: boolean }) {
  return (
    <>
      <h2>What your levels add up to{only ? "" : `: ${grade.title}`}</h2>
      {grade.grade ? (
        <p>
          <GradeWord label={grade.grade.label} /> {grade.percent} of 100
          {grade.raw && ` (${grade.raw} by score)`}
        </p>
      ) : (
        <p>Too little could be judged for a grade.</p>
      )}
      {grade.lowered.map((words) => (
        <p key={words}>{words}.</p>
      ))}
      {grade.lowered.length === 0 && <p>{grade.fired ? "The limits that fire do not lower it." : "No limit fires."}</p>}
      {grade.couldLimit.map((words) => (
        <p key={words}>{words}</p>
      ))}
      <p className="soft">
        {grade.shadow && "In this cycle limits are reported and not applied. "}
        Only you can see this until all audits of this plan are in. The panel may agree something else; your own levels
        are kept.
      </p>
      <h2>Domains{only ? "" : `: ${grade.title}`}</h2>
      <Table
        caption="Domains by your own levels"
        captionSize="hidden"
        rows={grade.domains.map((d) => [
          d.title,
          { content: d.percent ?? "–", numeric: true },
          { content: d.grade ? <ShortGrade short={d.grade.short} label={d.grade.label} /> : "Not graded" },
        ])}
      />
    </>
  );
}
