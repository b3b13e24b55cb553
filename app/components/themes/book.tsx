import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { BookRow, CodebookHead } from "~/server/codebook.server.ts";
import { Details } from "../govuk/messages.tsx";
import { Note } from "../notes.tsx";

/** Themes one under the other, those under another set in. `actions` says what can be done with each. */
export function BookList({ rows, actions }: { rows: BookRow[]; actions?: (row: BookRow) => ReactNode }) {
  return (
    <ul className="codebook">
      {rows.map((row) => (
        <li key={row.code} className={row.depth ? `codebook__row codebook__row--under-${row.depth}` : "codebook__row"}>
          <div>
            <p className="codebook__name">
              <span className="criterion-code">{row.code}</span> {row.name}
            </p>
            <p className="codebook__words">
              {row.ended ?? row.definition} {!row.ended && <span>Family: {row.family}.</span>}
            </p>
            <Entry row={row} />
          </div>
          {actions && <div className="codebook__actions">{actions(row)}</div>}
        </li>
      ))}
    </ul>
  );
}

/** The rest of what an entry says. */
function Entry({ row }: { row: BookRow }) {
  return (
    <Details
      summary={
        <>
          Use it for, not for, keywords<span className="govuk-visually-hidden"> of {row.name}</span>
        </>
      }
    >
      {row.ended && <p>{row.definition}</p>}
      <p>
        <strong>Use it for:</strong> {row.include || "nothing said"}
      </p>
      <p>
        <strong>Not for:</strong> {row.exclude || "nothing said"}
      </p>
      <p>
        <strong>Keywords, which only suggest:</strong> {row.keywords || "none"}
      </p>
      {row.basis && (
        <p>
          <strong>Basis:</strong> {row.basis}
        </p>
      )}
    </Details>
  );
}

/** What is wrong with a draft, and the way back and forth among its steps. */
export function DraftNotes({ head }: { head: CodebookHead }) {
  const stopping = head.problems.filter((p) => p.stops);
  const suggestions = head.problems.filter((p) => !p.stops);
  return (
    <>
      {stopping.length > 0 && (
        <Note
          tone="amber"
          id="problems"
          title={`${stopping.length} ${stopping.length === 1 ? "problem stops" : "problems stop"} this draft from being published`}
        >
          <Problems problems={stopping} />
        </Note>
      )}
      {suggestions.length > 0 && (
        <Details
          summary={`${suggestions.length} ${suggestions.length === 1 ? "suggestion" : "suggestions"}, which stop nothing`}
        >
          <Problems problems={suggestions} />
        </Details>
      )}
      {(head.undo || head.redo) && (
        <Form method="post" action={head.paths.base} className="steps-back">
          <input type="hidden" name="seen" value={head.version} />
          {head.undo && (
            <button type="submit" name="intent" value="undo" className="link-button">
              Undo<span className="steps-back__what">: {head.undo}</span>
            </button>
          )}
          {head.redo && (
            <button type="submit" name="intent" value="redo" className="link-button">
              Redo<span className="steps-back__what">: {head.redo}</span>
            </button>
          )}
        </Form>
      )}
    </>
  );
}

function Problems({ problems }: { problems: CodebookHead["problems"] }) {
  return (
    <ul className="govuk-list govuk-list--bullet">
      {problems.slice(0, 50).map((p) => (
        <li key={p.words}>
          <Link className="govuk-link" to={p.href} reloadDocument>
            {p.words}
          </Link>
        </li>
      ))}
    </ul>
  );
}
