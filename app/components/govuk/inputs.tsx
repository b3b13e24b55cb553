import type { ReactNode } from "react";
import { classNames, controlAttributes, FieldGroup, type FieldProps, type Native, splitField } from "./field.tsx";

/** Widths in characters. */
export type InputWidth = 2 | 3 | 4 | 5 | 10 | 20 | 30;

type InputProps = Native<
  "input",
  FieldProps & {
    width?: InputWidth;
    /** Larger letter spacing for codes that are read digit by digit. */
    code?: boolean;
    prefix?: ReactNode;
    suffix?: ReactNode;
  }
>;

export function Input(props: InputProps) {
  const [field, { width, code, prefix, suffix, type = "text", ...rest }] = splitField(props);
  const input = (
    <input
      className={classNames(
        "govuk-input",
        width && `govuk-input--width-${width}`,
        code && "govuk-input--extra-letter-spacing",
        Boolean(field.error) && "govuk-input--error",
      )}
      type={type}
      {...controlAttributes(field)}
      {...rest}
    />
  );
  return (
    <FieldGroup field={field}>
      {prefix || suffix ? (
        <div className="govuk-input__wrapper">
          {prefix && <Affix side="prefix">{prefix}</Affix>}
          {input}
          {suffix && <Affix side="suffix">{suffix}</Affix>}
        </div>
      ) : (
        input
      )}
    </FieldGroup>
  );
}

function Affix({ side, children }: { side: "prefix" | "suffix"; children: ReactNode }) {
  return (
    <div className={`govuk-input__${side}`} aria-hidden="true">
      {children}
    </div>
  );
}

export function Textarea(props: Native<"textarea", FieldProps>) {
  const [field, { rows = 5, ...rest }] = splitField(props);
  return (
    <FieldGroup field={field}>
      <textarea
        className={classNames("govuk-textarea", Boolean(field.error) && "govuk-textarea--error")}
        rows={rows}
        {...controlAttributes(field)}
        {...rest}
      />
    </FieldGroup>
  );
}

/** Without a value the text is what is sent. */
export type Option = Native<"option", { text: string; value?: string | number }>;

type SelectProps = Native<"select", FieldProps & { options: Option[] }>;

export function Select(props: SelectProps) {
  const [field, { options, ...rest }] = splitField(props);
  return (
    <FieldGroup field={field}>
      <select
        className={classNames("govuk-select", Boolean(field.error) && "govuk-select--error")}
        {...controlAttributes(field)}
        {...rest}
      >
        {options.map(({ text, ...option }, i) => (
          <option key={i} {...option}>
            {text}
          </option>
        ))}
      </select>
    </FieldGroup>
  );
}

export function FileUpload(props: Native<"input", FieldProps>) {
  const [field, rest] = splitField(props);
  return (
    <FieldGroup field={field}>
      <input
        className={classNames("govuk-file-upload", Boolean(field.error) && "govuk-file-upload--error")}
        type="file"
        {...controlAttributes(field)}
        {...rest}
      />
    </FieldGroup>
  );
}
