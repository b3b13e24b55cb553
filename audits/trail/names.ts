import type { NamedPerson } from "./events.ts";

/**
 * Names in the trail. An event keeps a token where a person is named, and its hash covers a commitment to the name as it was
 * then: a fingerprint of the name with a salt. The name itself stands in a row beside the trail. Taking name and salt out of
 * that row leaves the fingerprint, from which nobody can find the name, and the chain as it was; changing the name leaves a
 * fingerprint that does not fit.
 */

const TOKEN = /\{\{(tnm_[0-9a-z]+)\}\}/g;

/** What stands in an event in place of a name. */
export const tokenOf = (nameId: string): string => `{{${nameId}}}`;

/** The ids of the names of a text, in order, each once. */
export const namesIn = (text: string): string[] => [...new Set([...text.matchAll(TOKEN)].map((m) => m[1] as string))];

/** A sentence with each of these names replaced by its token. What looks like a token in what people typed is broken up first. */
export function withTokens(sentence: string, names: readonly { id: string; name: string }[]): string {
  // One pass over all names, the longest first, so that "Ann" is not found within "Ann Lee" nor within a token.
  const longestFirst = names.filter((n) => n.name.trim()).sort((a, b) => b.name.length - a.name.length);
  const typed = sentence.replaceAll("{{", "{ {");
  if (longestFirst.length === 0) return typed;
  const any = longestFirst.map((n) => n.name.replaceAll("{{", "{ {").replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, "gu");
  // Of two people of one name the first given counts: the actor.
  const idOf = new Map([...names].reverse().map((n) => [n.name.replaceAll("{{", "{ {"), n.id]));
  return typed.replace(found, (name) => tokenOf(idOf.get(name) ?? ""));
}

/** A kept text as people read it. */
export const withNames = (text: string, words: (nameId: string) => string): string =>
  text.replace(TOKEN, (_, id: string) => words(id));

/** How a person is called whose name was taken out. */
export const formerName = (number: number): string => `A person who has left (P-${String(number).padStart(4, "0")})`;

/** The text whose SHA-256 is the commitment to a name. */
export const commitmentText = (person: NamedPerson, nameId: string, salt: string): string =>
  [nameId, person.id, person.name, salt].map((part) => JSON.stringify(part)).join("\n");
