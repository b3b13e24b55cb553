import type { Agency } from "../vocabulary.ts";
import { problemInWords } from "./promise.ts";

/** What people add to an action while it runs. Nothing of it is ever changed; who was wrong writes again. */
export const ENTRY_KINDS = ["comment", "evidence", "response"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** How a service answers what it is asked for. */
export const RESPONSES = ["will_do", "partly", "cannot"] as const;
export type Response = (typeof RESPONSES)[number];
export const RESPONSE_LABELS: Record<Response, string> = {
  will_do: "We will do our part",
  partly: "We can do some of it",
  cannot: "We cannot do it",
};

export type Entry = {
  kind: EntryKind;
  words: string;
  /** Where the evidence lies; null without a link. */
  link: string | null;
  /** The service that responds, and how; null for comments and evidence. */
  agency: Agency | null;
  response: Response | null;
};

export type EntryError = { field: "words" | "link" | "agency" | "response"; sentence: string };

const LONGEST_ENTRY = 1000;
const ASK: Record<EntryKind, string> = {
  comment: "Enter your comment",
  evidence: "Enter what shows that it was done",
  response: "Enter what your service will do, or why not",
};

/**
 * An entry as it may be kept. A link leads to a page of the web and holds no identifier.
 *
 * @param agencies for which the writer may respond
 */
export function readEntry(
  typed: { kind: EntryKind; words: string; link: string; agency: string; response: string },
  agencies: readonly Agency[],
): { ok: true; entry: Entry } | { ok: false; errors: EntryError[] } {
  const errors: EntryError[] = [];
  if (!typed.words) errors.push({ field: "words", sentence: ASK[typed.kind] });
  const problem = problemInWords(typed.words, LONGEST_ENTRY);
  if (problem) errors.push({ field: "words", sentence: problem });
  const link = typed.kind === "evidence" && typed.link ? typed.link : null;
  if (link && !isWebAddress(link))
    errors.push({ field: "link", sentence: "A link must begin with https:// and lead to a page" });
  const linkProblem = link && problemInWords(link, 500);
  if (linkProblem) errors.push({ field: "link", sentence: linkProblem });
  if (typed.kind !== "response")
    return errors.length
      ? { ok: false, errors }
      : { ok: true, entry: { kind: typed.kind, words: typed.words, link, agency: null, response: null } };
  const agency = agencies.find((a) => a === typed.agency) ?? (agencies.length === 1 ? agencies[0] : undefined);
  const response = RESPONSES.find((r) => r === typed.response);
  if (!agency) errors.push({ field: "agency", sentence: "Select for which service you respond" });
  if (!response) errors.push({ field: "response", sentence: "Select what your service can do" });
  return errors.length || !agency || !response
    ? { ok: false, errors }
    : { ok: true, entry: { kind: "response", words: typed.words, link: null, agency, response } };
}

function isWebAddress(text: string): boolean {
  try {
    const { protocol, hostname, username } = new URL(text);
    return protocol === "https:" && hostname.includes(".") && !username;
  } catch {
    return false;
  }
}
