import { identifiersIn } from "./identifiers.ts";

/** The most characters of a reason. */
export const LONGEST_REASON = 2000;

/**
 * What is wrong with a reason that somebody gives for a step. It goes into the trail, from which nothing is ever taken out,
 * so it is read before it is kept.
 *
 * @param missing what to say when no reason is given; null where none is needed
 * @returns the sentence for the page, or null when the reason can be kept
 */
export function problemInReason(reason: string, missing: string | null, longest = LONGEST_REASON): string | null {
  const words = reason.trim();
  if (!words) return missing;
  const [identifier] = identifiersIn(words);
  if (identifier) return `Remove the ${identifier} from your reason. It must not identify the child`;
  if (words.length > longest) return `Your reason must be ${longest.toLocaleString("en-GB")} characters or fewer`;
  return null;
}
