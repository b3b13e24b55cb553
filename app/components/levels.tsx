import type { ChangeEvent, ReactNode } from "react";
import { ErrorMessage, Hint } from "./govuk/field.tsx";

/** How a level looks. The four grades have fixed colours; "neutral" is an answer that is no level, "unscored" is none yet. */
export type LevelTone = "outstanding" | "good" | "ri" | "inadequate" | "neutral" | "unscored";

const TONES = ["outstanding", "good", "ri", "inadequate"] as const;

const LABEL_TONES: Record<string, LevelTone> = {
  Outstanding: "outstanding",
  Good: "good",
  "Requires improvement": "ri",
  Inadequate: "inadequate",
  "Cannot tell": "neutral",
  "Does not apply": "neutral",
};

/**
 * The tone of a level by its place on the scale, 0 for the best of `of` levels. Four levels are the four grades; the middle
 * of an odd scale of five or more is neutral, the others take the nearest grade. Null is no place: cannot tell, does not apply.
 */
export function toneAt(place: number | null, of: number): LevelTone {
  if (place === null || of < 2) return "neutral";
  if (of >= 5 && of % 2 === 1 && place === (of - 1) / 2) return "neutral";
  return TONES[Math.round((place * (TONES.length - 1)) / (of - 1))] ?? "neutral";
}

/** A level or grade as a word on its colour. Words of another scale need their tone. */
export function GradeWord({ label, tone = LABEL_TONES[label] ?? "neutral" }: { label: string; tone?: LevelTone }) {
  return <span className={`grade grade--${tone}`}>{label}</span>;
}

/** What was answered, short enough for rails and narrow tables: "RI". The full word is there for screen readers. */
export function ShortGrade({ short, label, tone }: { short: string; label: string; tone?: LevelTone }) {
  return (
    <span className={`short short--${tone ?? LABEL_TONES[label] ?? "neutral"}`}>
      <span aria-hidden="true">{short}</span>
      <span className="govuk-visually-hidden">{label}</span>
    </span>
  );
}

/** The answers that are no level. */
export const NOT_SCORED = { short: "–", label: "Not scored yet", tone: "unscored" } as const;
export const CANNOT_TELL = { short: "CT", label: "Cannot tell", tone: "neutral" } as const;
export const DOES_NOT_APPLY = { short: "NA", label: "Does not apply", tone: "neutral" } as const;

/** One answer of a criterion as it is offered. */
export type LevelOption = {
  value: string;
  label: string;
  descriptor: ReactNode;
  /** The key that chooses it; shown, but not read out. */
  key?: string | null;
  /** Place on the scale, 0 for the best, or null for an answer that is no level: those stand apart. */
  place: number | null;
  /** How many levels the scale has. */
  of: number;
  /** "Limits the whole plan to Inadequate" */
  limit?: string | null;
  /** Who gave it, in words, where that may be seen. */
  givenBy?: string[];
  /** Asked only when it is chosen, such as the reason for "Cannot tell". */
  reveal?: ReactNode;
};

type LevelRowsProps = {
  name: string;
  /** Of the first radio, where an error link lands; the others are `{id}-2`, `{id}-3`. */
  id?: string;
  legend: ReactNode;
  options: LevelOption[];
  /** The chosen value, "" for none. */
  chosen: string;
  hint?: ReactNode;
  error?: ReactNode;
  disabled?: boolean;
  onChange?: (event: ChangeEvent<HTMLInputElement>) => void;
};

/** Native radios as rows: level word, descriptor, key. The row is the label. Answers that are no level stand apart below. */
export function LevelRows(props: LevelRowsProps) {
  const { name, id = name, legend, options, chosen, hint, error, disabled, onChange } = props;
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const rows = options.map((option, i) => (
    <Row
      key={option.value}
      option={option}
      input={{
        id: i === 0 ? id : `${id}-${i + 1}`,
        name,
        value: option.value,
        defaultChecked: option.value === chosen,
        disabled,
        onChange,
      }}
    />
  ));
  const levels = rows.filter((_, i) => options[i]?.place !== null);
  const apart = rows.filter((_, i) => options[i]?.place === null);
  return (
    <fieldset className={error ? "levels levels--error" : "levels"} aria-describedby={describedBy}>
      <legend className="levels__legend">{legend}</legend>
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
      {error && <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage>}
      {levels.length > 0 && <div className="levels__rows">{levels}</div>}
      {apart.length > 0 && <div className="levels__rows">{apart}</div>}
    </fieldset>
  );
}

type RowProps = {
  option: LevelOption;
  input: {
    id: string;
    name: string;
    value: string;
    defaultChecked: boolean;
    disabled?: boolean;
    onChange?: LevelRowsProps["onChange"];
  };
};

function Row({ option, input }: RowProps) {
  const { label, descriptor, key, place, of, limit, givenBy, reveal } = option;
  return (
    <>
      <label className={`level level--${toneAt(place, of)}`}>
        <input type="radio" className="level__input" {...input} />
        <span className="level__words">
          <span className="level__word">{label}</span>{" "}
          <span className="level__descriptor">
            {descriptor}
            {givenBy?.map((who) => (
              <span className="level__given" key={who}>
                {" "}
                {who}
              </span>
            ))}
            {limit && <span className="level__limit"> {limit}</span>}
          </span>
        </span>
        {key && (
          <span className="key level__key" aria-hidden="true">
            {key}
          </span>
        )}
      </label>
      {reveal && <div className="level__reveal">{reveal}</div>}
    </>
  );
}
