import { useEffect, useRef, useState } from "react";
import { classNames, controlAttributes, FieldGroup, type FieldProps, type Native, splitField } from "./field.tsx";

/** A password with a button to show it. Without JavaScript it is a plain password field; it is never sent while shown. */
export function PasswordInput(props: Native<"input", FieldProps>) {
  const [field, rest] = splitField(props);
  const [shown, setShown] = useState<boolean | null>(null);
  const [said, setSaid] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const control = controlAttributes(field);

  useEffect(() => {
    setShown(false);
    const form = input.current?.form;
    // A browser may offer to remember a field that was sent as plain text.
    const hide = () => {
      if (input.current) input.current.type = "password";
      setShown(false);
    };
    form?.addEventListener("submit", hide);
    return () => form?.removeEventListener("submit", hide);
  }, []);

  return (
    <FieldGroup field={field} variant="govuk-password-input" data-module="govuk-password-input">
      <div className="govuk-input__wrapper govuk-password-input__wrapper">
        <input
          className={classNames(
            "govuk-input govuk-password-input__input govuk-js-password-input-input",
            Boolean(field.error) && "govuk-input--error",
          )}
          type={shown ? "text" : "password"}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="current-password"
          ref={input}
          {...control}
          {...rest}
        />
        <button
          type="button"
          className="govuk-button govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle"
          data-module="govuk-button"
          aria-controls={control.id}
          aria-label={shown ? "Hide password" : "Show password"}
          hidden={shown === null}
          onClick={() => {
            setShown(!shown);
            setSaid(shown ? "Your password is hidden" : "Your password is visible");
          }}
        >
          {shown ? "Hide" : "Show"}
        </button>
        {shown !== null && (
          <span className="govuk-visually-hidden" aria-live="polite">
            {said}
          </span>
        )}
      </div>
    </FieldGroup>
  );
}
