import type { TypedSignedOut } from "~/server/signed-out.server.ts";
import { PageTitle, ReadingPage } from "./frame.tsx";
import { Button } from "./govuk/button.tsx";

/** The session ended while somebody typed: the words stand here, and are sent again after signing in, with or without JavaScript. */
export function SignedOutForm({ typed: { at, fields } }: { typed: TypedSignedOut }) {
  return (
    <ReadingPage>
      <PageTitle>You are signed out</PageTitle>
      <p className="lead">Your last words are not saved yet. They are kept on this page, and nowhere else.</p>
      <ol className="govuk-list govuk-list--number">
        <li>
          <a className="govuk-link" href="/sign-in" target="_blank" rel="noopener">
            Sign in in another window
          </a>
        </li>
        <li>Come back to this page, and save what you typed.</li>
      </ol>
      <form method="post" action={at}>
        {fields.map(([name, value], i) => (
          <input key={`${i}-${name}`} type="hidden" name={name} value={value} />
        ))}
        <Button preventDoubleClick>Save what I typed</Button>
      </form>
    </ReadingPage>
  );
}
