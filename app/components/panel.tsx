import { ErrorMessage } from "./govuk/field.tsx";
import { type LevelOption, toneAt } from "./levels.tsx";
import { Tick } from "./progress.tsx";

export type ScaleColumn = { key: string; short: string; letters: string[]; agreed: boolean };

/** Who gave which level, as letters in a row of boxes; the agreed one is boxed. `text` says the same to screen readers. */
export function AuditorScale({ columns, text }: { columns: ScaleColumn[]; text: string }) {
  return (
    <span className="auditor-scale">
      <span className="auditor-scale__boxes" aria-hidden="true">
        {columns.map((column) => (
          <span
            className={column.agreed ? "auditor-scale__box auditor-scale__box--agreed" : "auditor-scale__box"}
            key={column.key}
          >
            {column.letters.join(" ")}
          </span>
        ))}
      </span>
      <span className="govuk-visually-hidden">{text}</span>
    </span>
  );
}

/** The heads of the boxes, once above a list of scales. */
export function AuditorScaleHead({ columns }: { columns: Pick<ScaleColumn, "key" | "short">[] }) {
  return (
    <span className="auditor-scale auditor-scale--head" aria-hidden="true">
      <span className="auditor-scale__boxes">
        {columns.map((column) => (
          <span className="auditor-scale__short" key={column.key}>
            {column.short}
          </span>
        ))}
      </span>
    </span>
  );
}

/** An auditor of the plan, and the value of the answer given ("" for none). */
export type PanelAuditor = { id: string; agency: string; name: string; letter: string; score: string };

type AgreeTableProps = {
  name: string;
  /** Of the first radio, where an error link lands. */
  id: string;
  legend: string;
  auditors: PanelAuditor[];
  rows: LevelOption[];
  /** The agreed value, "" for none. */
  chosen: string;
  error?: string;
  disabled?: boolean;
};

/**
 * What each level looks like, who chose it, and the panel's radio, in one table. On a phone the same table is laid out as a
 * list of levels with the auditors' names inside.
 */
export function AgreeTable({ name, id, legend, auditors, rows, chosen, error, disabled }: AgreeTableProps) {
  return (
    <fieldset
      className={error ? "levels levels--error" : "levels"}
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend className="levels__legend">{legend}</legend>
      {error && <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage>}
      {/* The layout of a phone makes some browsers forget that this is a table, unless the roles are written down. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table className="agree" role="table">
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <thead role="rowgroup">
          {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
          <tr role="row">
            {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
            <th scope="col" role="columnheader">
              Level and what it looks like
            </th>
            {auditors.map((auditor) => (
              // biome-ignore lint/a11y/noRedundantRoles: see above
              <th scope="col" className="agree__auditor" key={auditor.id} role="columnheader">
                {auditor.agency} {auditor.name && <span className="agree__name">{auditor.name}</span>}
              </th>
            ))}
            {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
            <th scope="col" className="agree__panel" role="columnheader">
              Panel agrees
            </th>
          </tr>
        </thead>
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <tbody role="rowgroup">
          {rows.map((row, i) => (
            // biome-ignore lint/a11y/noRedundantRoles: see above
            <tr className={`agree__row level--${toneAt(row.place, row.of)}`} key={row.value} role="row">
              {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
              <th scope="row" className="agree__level" role="rowheader">
                <span className="level__word">{row.label}</span>{" "}
                <span className="agree__descriptor">{row.descriptor}</span>
                {row.limit && <span className="level__limit"> {row.limit}</span>}
              </th>
              {auditors.map((auditor) => (
                // biome-ignore lint/a11y/noRedundantRoles: see above
                <td className="agree__given" key={auditor.id} role="cell">
                  {auditor.score === row.value && (
                    <span className="agree__mark">
                      <Tick />
                      <span className="agree__who">{[auditor.agency, auditor.name].filter(Boolean).join(", ")}</span>
                    </span>
                  )}
                </td>
              ))}
              {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
              <td className="agree__panel" role="cell">
                <label className="agree__choice">
                  <input
                    type="radio"
                    className="level__input"
                    id={i === 0 ? id : `${id}-${i + 1}`}
                    name={name}
                    value={row.value}
                    defaultChecked={row.value === chosen}
                    disabled={disabled}
                    aria-label={`Panel agrees ${row.label}`}
                  />
                  {row.key && (
                    <span className="key" aria-hidden="true">
                      {row.key}
                    </span>
                  )}
                </label>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}
