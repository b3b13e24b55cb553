import { createHash, randomBytes } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import type { Actor } from "#audits/people/permissions.ts";
import { type Sent, sentOnce } from "#db/form-keys.ts";
import type { Store } from "#db/store.ts";
import { now, store } from "./database.server.ts";

/**
 * The one way to read a form. Names and counts are limited before anything is built from them: a field name such as
 * `tags[50000000]` would otherwise make the framework lay out an array of that size when it answers.
 */
const FIELD_NAME = /^[A-Za-z_][\w-]{0,63}(?:\.[A-Za-z_][\w-]{0,63}|\[\d{1,3}\]){0,6}$/;
const MOST_FIELDS = 1500;

export type Fields = {
  /** The text of a field, trimmed, "" when it is not there. */
  text(name: string): string;
  /** The text as typed, "" when it is not there. */
  raw(name: string): string;
  all(name: string): string[];
  has(name: string): boolean;
  files(name: string): File[];
  names(): string[];
  /** What tells this very form from every other, its words included. @throws a 400 answer when its page gave it no key */
  key(): string;
};

/** @throws a 400 answer when the form has names or numbers of fields that no page of ours sends. */
export async function readForm(request: Request): Promise<Fields> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    throw badForm();
  }
  const names = [...form.keys()];
  if (names.length > MOST_FIELDS || names.some((name) => !FIELD_NAME.test(name))) throw badForm();
  const all = (name: string) =>
    form
      .getAll(name)
      .filter((v): v is string => typeof v === "string")
      .map((v) => v.replaceAll("\r\n", "\n").replaceAll("\u0000", ""));
  const raw = (name: string) => all(name)[0] ?? "";
  return {
    raw,
    text: (name) => raw(name).trim(),
    all,
    has: (name) => form.has(name),
    // Nothing chosen arrives as a file without a name.
    files: (name) => form.getAll(name).filter((v): v is File => typeof v !== "string" && (v.size > 0 || v.name !== "")),
    names: () => names,
    key: () => {
      if (!FORM_KEY.test(raw("formKey"))) throw badForm();
      const sent = [...form].map(([name, value]) => [
        name,
        typeof value === "string" ? value : [value.name, value.size],
      ]);
      return createHash("sha256").update(JSON.stringify(sent)).digest("hex");
    },
  };
}

const FORM_KEY = /^[\w-]{22}$/;

/** The key of one drawn form. A loader gives it to its page, which carries it in `<FormKey>`. */
export const newFormKey = (): string => randomBytes(16).toString("base64url");

/**
 * Writes what a form of this person makes, once, however often the form comes. Every form that makes something new goes
 * through here:
 *
 *     const sent = await writeOnce(fields, actor, (store) => openCycle(store, actor, input, now()), (id) => `/cycles/${id}`);
 *     return redirect(sent.to);
 *
 * Its loader gives `formKey: newFormKey()`, and the form has `<FormKey value={formKey} />`.
 *
 * @param write one transaction on the store that it is given; its result is what that transaction gave
 * @param leadsTo where the result is seen, or null when the write was refused, so that the form can be sent again
 * @returns `to`, where to lead; `made` is null when the form had come before, so that nothing is started twice
 */
export const writeOnce = <R, To extends string | null>(
  fields: Fields,
  actor: Actor,
  write: (store: Store) => Promise<R>,
  leadsTo: (made: R) => To,
): Promise<To extends string ? { to: string; made: R | null } : Sent<R>> =>
  sentOnce(store(), { key: fields.key(), personId: actor.id }, now(), write, leadsTo) as never;

const badForm = () => data({ sentence: "This form could not be read. Go back, and send it again." }, { status: 400 });

/** The pages before and after one of a list, for whatever else the address asks. @throws to the last page for one beyond it */
export function pagesAround(
  request: Request,
  page: number,
  pages: number,
): { newer: string | null; older: string | null } {
  const { pathname, searchParams } = new URL(request.url);
  searchParams.delete("_routes");
  const at = (n: number) => {
    searchParams.set("page", String(n));
    return `?${searchParams}`;
  };
  if (page > pages) throw redirect(`${pathname}${at(pages)}`);
  return { newer: page > 1 ? at(page - 1) : null, older: page < pages ? at(page + 1) : null };
}

/** Which page of a list the address asks for: 1 where it names none. */
export function pageAsked(request: Request): number {
  const page = new URL(request.url).searchParams.get("page") ?? "";
  return /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1;
}
