import { Link } from "@remix-run/react";
import { Button } from "./govuk/button.tsx";
import { Note } from "./notes.tsx";

/** New recovery codes, which no page shows again: to print, to save as a file, or to copy. */
export function RecoveryCodes({ codes, back }: { codes: string[]; back: string }) {
  return (
    <>
      <Note tone="amber" title="Keep these recovery codes now">
        <p>They are shown only once. Each signs you in once when you do not have your authenticator app.</p>
      </Note>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p className="note-text">
        Print this page, or save the codes where you keep passwords. Do not keep them on the telephone with the app.
      </p>
      <div className="no-print">
        <div className="govuk-button-group">
          <form method="post" action="/account/recovery-codes.txt">
            {codes.map((code) => (
              <input key={code} type="hidden" name="code" value={code} />
            ))}
            <Button variant="secondary">Save as a file</Button>
          </form>
          <Link className="govuk-link" to={back}>
            I have kept the codes: go on
          </Link>
        </div>
      </div>
    </>
  );
}
