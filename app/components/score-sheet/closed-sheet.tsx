import { placeInPlan } from "#audits/rubric/place-in-plan.ts";
import type { SheetView } from "~/server/score-sheet.server.ts";
import { Bench, CaseBar } from "../frame.tsx";
import { GradeWord, NOT_SCORED } from "../levels.tsx";
import { Note } from "../notes.tsx";
import { Quote } from "../quotes.tsx";
import { type AnswerForm, fieldId } from "./answer-fields.ts";
import { PlanLink } from "./margin.tsx";
import { SheetRail } from "./sheet-rail.tsx";

/** One's own answer once nothing can be changed any more: after submitting, or when scoring has closed. */
export function ClosedSheet({ view, form, why }: { view: SheetView; form: AnswerForm; why: string }) {
  const { criterion } = view;
  const mark = view.marks[form.score] ?? NOT_SCORED;
  const level = criterion.levels.find((l) => l.value === form.score);
  const theme = (code: string) => view.themes.find((t) => t.code === code)?.name ?? code;
  return (
    <>
      <CaseBar
        reference={view.reference}
        about={`${view.words}, plan of ${view.planDate}`}
        link={view.plan && <PlanLink href={view.plan} />}
        progress={{ done: view.scored, of: view.of, words: `${view.scored} of ${view.of} scored` }}
      />
      <Bench
        kind="score"
        railTitle="All domains and criteria"
        rail={<SheetRail view={view} answer={mark} />}
        summary={
          <Note tone="navy">
            <p>{why}</p>
          </Note>
        }
        first={
          <>
            <p className="note-text">{criterion.place}</p>
            <h1 className="working-title">
              <span className="criterion-code">{criterion.key}</span> {criterion.title}
            </h1>
            <p className="question">{criterion.question}</p>
            <p id={fieldId("score")} tabIndex={-1}>
              <GradeWord label={mark.label} tone={mark.tone} />
            </p>
            {(level?.descriptor || form.reason) && <p>{level?.descriptor ?? form.reason}</p>}
          </>
        }
        work={
          <>
            {form.quotes.length > 0 && <h2 className="part">Evidence from the plan</h2>}
            {form.quotes.map((q, i) => (
              <Quote key={i} words={q.words} source={placeInPlan(q.section, q.page)} />
            ))}
            {form.words && (
              <>
                <h2 className="part">{form.kind === "strength" ? "Strength" : "Area for improvement"}</h2>
                <p>{form.words}</p>
                {form.themes.length > 0 && <p className="soft">{form.themes.map(theme).join("; ")}</p>}
              </>
            )}
            {form.note && (
              <>
                <h2 className="part">Note for the panel</h2>
                <p>{form.note}</p>
              </>
            )}
            <p>
              <a className="govuk-link" href={view.checkAt}>
                All answers of this audit
              </a>
            </p>
          </>
        }
      />
    </>
  );
}
