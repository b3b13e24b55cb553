import { type ReactNode, useRef } from "react";
import { useFocusOnArrival } from "./arrival.ts";
import type { Native } from "./field.tsx";

/** `href` is "#" and the id of the first field that the error is about. */
export type SummaryError = Native<"a", { text: ReactNode; href?: string }>;

type ErrorSummaryProps = Native<
  "div",
  {
    errors: SummaryError[];
    title?: ReactNode;
    description?: ReactNode;
    disableAutoFocus?: boolean;
    /** What the server answered: a new answer takes the focus again, even with the same errors. */
    arrival?: unknown;
  }
>;

/** Everything that stops the form, on top of the page, in the words that stand at the fields. Takes the focus when it comes. */
export function ErrorSummary(props: ErrorSummaryProps) {
  const { errors, title = "There is a problem", description, disableAutoFocus, arrival, ...rest } = props;
  const box = useRef<HTMLDivElement>(null);
  useFocusOnArrival(box, !disableAutoFocus, arrival);
  return (
    <div
      className="govuk-error-summary"
      data-disable-auto-focus={disableAutoFocus}
      data-module="govuk-error-summary"
      ref={box}
      {...rest}
    >
      <div role="alert">
        <h2 className="govuk-error-summary__title">{title}</h2>
        <div className="govuk-error-summary__body">
          {description && <p>{description}</p>}
          {errors.length > 0 && (
            <ul className="govuk-list govuk-error-summary__list">
              {errors.map(({ text, href, ...link }, i) => (
                <li key={i}>
                  {href ? (
                    <a href={href} {...link}>
                      {text}
                    </a>
                  ) : (
                    text
                  )}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>
  );
}
