import { data } from "@remix-run/node";
import { readForm } from "./form.server.ts";
import type { SignedIn } from "./session.server.ts";

/** A form that came when its session was over, as it was typed. */
export type TypedSignedOut = { at: string; fields: [name: string, value: string][] };

/**
 * For forms that are typed for a long time: asks who is asking, and where the session ended meanwhile, what was typed comes
 * back on a page from which it can be sent once more, instead of being lost on the way to sign-in.
 *
 * @param words the fields in which people type; a form that holds none of them leads to sign-in as any other
 * @throws 401 with the form, or what `ask` throws
 */
export async function keepTyped(request: Request, words: RegExp, ask: () => Promise<SignedIn>): Promise<SignedIn> {
  const copy = request.clone();
  try {
    return await ask();
  } catch (refusal) {
    const leadsTo = refusal instanceof Response ? refusal.headers.get("Location") : null;
    if (!leadsTo?.startsWith("/sign-in")) throw refusal;
    const form = await readForm(copy);
    const fields = form
      .names()
      .filter((name, i, all) => all.indexOf(name) === i)
      .flatMap((name) => form.all(name).map((value): [string, string] => [name, value]));
    if (!fields.some(([name, value]) => words.test(name) && value.trim())) throw refusal;
    const { pathname, search } = new URL(copy.url);
    const typed: TypedSignedOut = { at: pathname.replace(/\.data$/, "") + search.replace(/^\?_routes=.*/, ""), fields };
    throw data({ sentence: "", typed }, { status: 401 });
  }
}
