import type { ReactNode } from "react";
import { AskedTogether, classNames, FormGroup, Label, type LabelSize, type Native } from "./field.tsx";

/** One box of a date. `error: false` keeps it plain when the message is about another box. */
export type DatePart = Native<
  "input",
  { name: string; label?: string; value?: string | number; error?: boolean; width?: 2 | 4; id?: string }
>;

const DAY_MONTH_YEAR: DatePart[] = [{ name: "day" }, { name: "month" }, { name: "year" }];

type DateInputProps = Native<
  "div",
  {
    id: string;
    /** The sent names are "{prefix}-{name}". */
    namePrefix?: string;
    legend?: ReactNode;
    legendSize?: LabelSize;
    legendIsHeading?: boolean;
    hint?: ReactNode;
    error?: ReactNode;
    describedBy?: string;
    parts?: DatePart[];
  }
>;

/** Day, month and year in three boxes. An error marks the boxes that it is about, or all when none is named. */
export function DateInput(props: DateInputProps) {
  const { id, namePrefix, legend, legendSize, legendIsHeading, hint, error, describedBy, parts, ...rest } = props;
  const boxes = parts?.length ? parts : DAY_MONTH_YEAR;
  const named = boxes.some((part) => part.error);
  return (
    // Some screen readers leave out the description of a fieldset of text boxes unless it says that it is a group.
    <AskedTogether role="group" {...{ id, legend, legendSize, legendIsHeading, hint, error, describedBy }}>
      <div className="govuk-date-input" id={id} {...rest}>
        {boxes.map((part) => (
          <Box
            key={part.name}
            {...part}
            id={part.id ?? `${id}-${part.name}`}
            sent={namePrefix ? `${namePrefix}-${part.name}` : part.name}
            error={part.error ?? (Boolean(error) && !named)}
          />
        ))}
      </div>
    </AskedTogether>
  );
}

function Box({ name, sent, label, value, error, id, width, ...rest }: DatePart & { sent: string }) {
  return (
    <div className="govuk-date-input__item">
      <FormGroup>
        <Label htmlFor={id} variant="govuk-date-input__label">
          {label ?? name.charAt(0).toUpperCase() + name.slice(1)}
        </Label>
        <input
          className={classNames(
            "govuk-input govuk-date-input__input",
            error && "govuk-input--error",
            `govuk-input--width-${width ?? (name === "year" ? 4 : 2)}`,
          )}
          type="text"
          inputMode="numeric"
          id={id}
          name={sent}
          defaultValue={value}
          {...rest}
        />
      </FormGroup>
    </div>
  );
}
