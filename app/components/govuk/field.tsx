import type { ComponentPropsWithoutRef, ReactNode } from "react";

/**
 * Attributes of an element that a page may add to a component of its own properties. Looks are not among them: a variant
 * is a closed list of names, so that every state of a component is one that was drawn and tested.
 */
export type Native<Tag extends keyof JSX.IntrinsicElements, Own> = Own &
  Omit<ComponentPropsWithoutRef<Tag>, keyof Own | "className" | "style" | "dangerouslySetInnerHTML">;

/** "hidden" is for screen readers only. */
export type LabelSize = "s" | "m" | "l" | "xl" | "hidden";

/** What every form field has. The id is the name unless given, and hint and error are `{id}-hint` and `{id}-error`. */
export type FieldProps = {
  name: string;
  id?: string;
  label: ReactNode;
  labelSize?: LabelSize;
  labelIsHeading?: boolean;
  hint?: ReactNode;
  error?: ReactNode;
  /** Ids of further elements that describe the field. */
  describedBy?: string;
};

/** Joins the names that are there: `classNames("a", flag && "a--b")`. */
export function classNames(...names: (string | false | 0 | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}

/** Ids of what describes a field, in the order of the page, or undefined. */
export function describedByIds(field: {
  id: string;
  describedBy?: string;
  hint?: ReactNode;
  error?: ReactNode;
}): string | undefined {
  return (
    classNames(field.describedBy, field.hint && `${field.id}-hint`, field.error && `${field.id}-error`) || undefined
  );
}

type LabelProps = Native<"label", { children: ReactNode; size?: LabelSize; isHeading?: boolean; variant?: string }>;

export function Label({ children, size, isHeading, variant, ...rest }: LabelProps) {
  if (!children) return null;
  const look = size === "hidden" ? "govuk-visually-hidden" : size && `govuk-label--${size}`;
  const label = (
    // biome-ignore lint/a11y/noLabelWithoutControl: every caller gives htmlFor, which the rule cannot see in a spread
    <label className={classNames("govuk-label", variant, look)} {...rest}>
      {children}
    </label>
  );
  return isHeading ? <h1 className="govuk-label-wrapper">{label}</h1> : label;
}

export function Hint({ children, variant, ...rest }: Native<"div", { children: ReactNode; variant?: string }>) {
  return (
    <div className={classNames("govuk-hint", variant)} {...rest}>
      {children}
    </div>
  );
}

/** `prefix` is read out before the message; an empty one leaves it away. */
export function ErrorMessage({
  children,
  prefix = "Error",
  ...rest
}: Native<"p", { children: ReactNode; prefix?: string }>) {
  return (
    <p className="govuk-error-message" {...rest}>
      {prefix && (
        <>
          <span className="govuk-visually-hidden">{prefix}:</span>{" "}
        </>
      )}
      {children}
    </p>
  );
}

type FieldsetProps = Native<
  "fieldset",
  {
    legend?: ReactNode;
    legendSize?: LabelSize;
    legendIsHeading?: boolean;
    describedBy?: string;
    children?: ReactNode;
  }
>;

export function Fieldset({ legend, legendSize, legendIsHeading, describedBy, children, ...rest }: FieldsetProps) {
  const look =
    legendSize === "hidden" ? "govuk-visually-hidden" : legendSize && `govuk-fieldset__legend--${legendSize}`;
  return (
    <fieldset className="govuk-fieldset" aria-describedby={describedBy} {...rest}>
      {legend && (
        <legend className={classNames("govuk-fieldset__legend", look)}>
          {legendIsHeading ? <h1 className="govuk-fieldset__heading">{legend}</h1> : legend}
        </legend>
      )}
      {children}
    </fieldset>
  );
}

type AskedTogetherProps = FieldsetProps & { id: string; hint?: ReactNode; error?: ReactNode };

/** Several controls that answer one question: in a fieldset, described by hint and error, when they have a legend of their own. */
export function AskedTogether({ id, hint, error, describedBy, legend, children, ...fieldset }: AskedTogetherProps) {
  const described = (
    <>
      <HintAndError id={id} hint={hint} error={error} />
      {children}
    </>
  );
  return (
    <FormGroup error={error}>
      {legend ? (
        <Fieldset {...fieldset} legend={legend} describedBy={describedByIds({ id, describedBy, hint, error })}>
          {described}
        </Fieldset>
      ) : (
        described
      )}
    </FormGroup>
  );
}

/** The box around a field or a group of choices; `error` draws its red edge. */
export function FormGroup({
  error,
  variant,
  children,
  ...rest
}: Native<"div", { error?: ReactNode; variant?: string; children: ReactNode }>) {
  return (
    <div className={classNames("govuk-form-group", Boolean(error) && "govuk-form-group--error", variant)} {...rest}>
      {children}
    </div>
  );
}

/** Hint and error of a field or group, with the ids that `describedByIds` names. */
export function HintAndError({ id, hint, error }: { id: string; hint?: ReactNode; error?: ReactNode }) {
  return (
    <>
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
      {error && <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage>}
    </>
  );
}

/** Label, hint and error above a single field, as one group. */
export function FieldGroup({
  field,
  variant,
  children,
  ...rest
}: Native<"div", { field: FieldProps; variant?: string; children: ReactNode }>) {
  const id = field.id ?? field.name;
  return (
    <FormGroup error={field.error} variant={variant} {...rest}>
      <Label htmlFor={id} size={field.labelSize} isHeading={field.labelIsHeading}>
        {field.label}
      </Label>
      <HintAndError id={id} hint={field.hint} error={field.error} />
      {children}
    </FormGroup>
  );
}

/** Splits the properties of a field from the attributes of its control. */
export function splitField<P extends FieldProps>(props: P): [FieldProps, Omit<P, keyof FieldProps>] {
  const { name, id, label, labelSize, labelIsHeading, hint, error, describedBy, ...rest } = props;
  return [{ name, id, label, labelSize, labelIsHeading, hint, error, describedBy }, rest];
}

/** Name, id and description of a field's control. */
export function controlAttributes(field: FieldProps) {
  const id = field.id ?? field.name;
  return { id, name: field.name, "aria-describedby": describedByIds({ ...field, id }) };
}
