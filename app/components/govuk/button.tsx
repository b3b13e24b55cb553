import { type MouseEvent, type ReactNode, useRef } from "react";
import { classNames, type Native } from "./field.tsx";

/** "secondary" is the outlined second choice, "warning" takes something away, "inverse" stands on the dark header. */
export type ButtonVariant = "main" | "secondary" | "warning" | "inverse";

type ButtonProps = Native<
  "button",
  {
    children: ReactNode;
    variant?: ButtonVariant;
    /** A second press within a second is dropped, for what must not be sent twice. */
    preventDoubleClick?: boolean;
  }
>;

export function Button({ children, variant = "main", preventDoubleClick, onClick, ...rest }: ButtonProps) {
  const lastPress = useRef(Number.NEGATIVE_INFINITY);
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (preventDoubleClick && event.timeStamp - lastPress.current < 1000) {
      event.preventDefault();
      return;
    }
    lastPress.current = event.timeStamp;
    onClick?.(event);
  };
  return (
    <button
      type="submit"
      className={look(variant)}
      data-module="govuk-button"
      data-prevent-double-click={preventDoubleClick}
      aria-disabled={rest.disabled || undefined}
      onClick={press}
      {...rest}
    >
      {children}
    </button>
  );
}

/** A link that looks like a button, for going somewhere; what changes something is a `Button` in a form. */
export function LinkButton({
  children,
  variant = "main",
  ...rest
}: Native<"a", { children: ReactNode; variant?: ButtonVariant; href: string }>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: it goes to another page; the role is the design system's
    <a role="button" draggable="false" className={look(variant)} data-module="govuk-button" {...rest}>
      {children}
    </a>
  );
}

function look(variant: ButtonVariant): string {
  return classNames("govuk-button", variant !== "main" && `govuk-button--${variant}`);
}
