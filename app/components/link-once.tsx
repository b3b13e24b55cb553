import { Input } from "./govuk/inputs.tsx";
import { Note } from "./notes.tsx";

/** A link with a secret that could not be mailed, shown once to whoever made it. */
export function LinkOnce({ to, link, why }: { to: string; link: string; why: string }) {
  return (
    <Note tone="amber" title={`Hand this link to ${to} yourself`}>
      <p>{why}. The link is shown only now. Give it to nobody else: whoever has it can use it.</p>
      <Input name="link" label="Link" defaultValue={link} readOnly code spellCheck={false} />
    </Note>
  );
}
