import { useEffect, useRef, useState } from "react";
import { classNames, controlAttributes, FieldGroup, type FieldProps, Hint, type Native, splitField } from "./field.tsx";

export type CountedUnit = "characters" | "words";

type CharacterCountProps = Native<
  "textarea",
  FieldProps & {
    limit: number;
    count?: CountedUnit;
    /** Percent of the limit from which what is left is said. */
    threshold?: number;
  }
>;

/** A text area that says how much may be written, and while writing how much is left. It never stops anyone from typing. */
export function CharacterCount(props: CharacterCountProps) {
  const [field, { limit, count, threshold, rows = 5, onChange, ...rest }] = splitField(props);
  const [length, setLength] = useState<number | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const control = controlAttributes(field);
  const infoId = `${control.id}-info`;
  const unit = count ?? "characters";

  useEffect(() => setLength(lengthOf(area.current?.value ?? "", unit)), [unit]);
  const message = length === null || length < (limit * (threshold ?? 0)) / 100 ? null : remaining(limit - length, unit);

  return (
    <FieldGroup
      field={field}
      variant="govuk-character-count"
      data-module="govuk-character-count"
      data-maxlength={limit}
      data-threshold={threshold}
      data-count-type={count}
    >
      <textarea
        className={classNames(
          "govuk-textarea govuk-js-character-count",
          Boolean(field.error) && "govuk-textarea--error",
        )}
        rows={rows}
        ref={area}
        {...control}
        aria-describedby={classNames(infoId, control["aria-describedby"])}
        onChange={(event) => {
          setLength(lengthOf(event.target.value, unit));
          onChange?.(event);
        }}
        {...rest}
      />
      <Hint
        id={infoId}
        variant={classNames("govuk-character-count__message", message !== null && "govuk-visually-hidden")}
      >
        You can enter up to {limit} {unit}
      </Hint>
      {message !== null && (
        <>
          <Hint
            variant={classNames("govuk-character-count__message", length !== null && length > limit && "over-limit")}
            aria-hidden="true"
          >
            {message}
          </Hint>
          <Spoken message={message} />
        </>
      )}
    </FieldGroup>
  );
}

/** Reads the message out once typing has paused for a second, not at every letter. */
function Spoken({ message }: { message: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(message), 1000);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <div className="govuk-visually-hidden" aria-live="polite">
      {said}
    </div>
  );
}

/** Words as runs without white space; characters as people see them, so that an accented letter or an emoji is one. */
export function lengthOf(text: string, unit: CountedUnit): number {
  if (unit === "words") return text.match(/\S+/g)?.length ?? 0;
  return [...new Intl.Segmenter("en-GB", { granularity: "grapheme" }).segment(text)].length;
}

function remaining(left: number, unit: CountedUnit): string {
  const number = Math.abs(left);
  const noun = number === 1 ? unit.slice(0, -1) : unit;
  return `You have ${number} ${noun} ${left < 0 ? "too many" : "remaining"}`;
}
