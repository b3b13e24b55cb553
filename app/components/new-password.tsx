import { PasswordInput } from "./govuk/password-input.tsx";

/** The field for a new password, with what makes a good one. Managers may fill it, and pasting works. */
export function NewPassword({ error, name = "password" }: { error?: string; name?: string }) {
  return (
    <PasswordInput
      name={name}
      label="New password"
      hint="12 characters or more. Three words that do not belong together work well. You can paste it."
      autoComplete="new-password"
      error={error}
    />
  );
}
