import { dictionary } from "@zxcvbn-ts/language-common";

/** Fewest and most characters of a password. There are no rules about kinds of characters. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

/** Whose password it is to be: what these words say of somebody is guessed first. */
export type PasswordOwner = { name: string; email: string; area: string };

/** The product's own words, which everybody who attacks it knows. */
const PRODUCT_WORDS = ["ehc", "ehcp", "plan", "plans", "quality", "audit", "send", "council", "nhs", "sen"];

/** About 49,000 passwords that were found most often in published breaches, in lower case. */
const COMMON = new Set((dictionary["passwords-common"] as readonly string[]).map((word) => word.toLowerCase()));

/** Rows and runs that fingers find without thinking; each is also tried backwards. */
const RUNS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "12345678901234567890",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
  "q1w2e3r4t5y6u7i8o9p0",
  "1q2w3e4r5t6y7u8i9o0p",
].flatMap((run) => [run, [...run].reverse().join("")]);

/** What is left of a password must be at least this long once words that anybody guesses are taken away. */
const ENOUGH_OF_OWN = 6;

/**
 * What is wrong with a password, or null when it can be used. Length counts; passwords that attackers try first are
 * refused: the common ones, also with digits hung on, repetitions, runs along the keyboard, and what is made of the
 * person's, the area's or the product's own name.
 */
export function problemInPassword(password: string, owner: PasswordOwner): string | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return `Password must be ${SHORTEST_PASSWORD} characters or more`;
  if (length > LONGEST_PASSWORD) return `Password must be ${LONGEST_PASSWORD} characters or fewer`;
  const plain = unmasked(password);
  if (isCommon(password.toLowerCase()) || isCommon(plain))
    return "Choose another password: this one is on the list of those that are tried first";
  if (isRepeated(plain) || isRun(plain))
    return "Choose another password: repeated characters and runs such as 123456 are tried first";
  if (isMadeOf(plain, [...ownWords(owner), ...PRODUCT_WORDS]))
    return "Choose another password: this one is made of your name, your area’s name or the name of this product";
  return null;
}

/** Lower case, and letters again where digits and signs stand for them: "P@ssw0rd" is "password". */
function unmasked(password: string): string {
  const signs: Record<string, string> = { "@": "a", $: "s", "!": "i", "€": "e" };
  const lower = password.normalize("NFKC").toLowerCase();
  return [...lower].map((sign) => signs[sign] ?? sign).join("");
}

function isCommon(text: string): boolean {
  const letters = text.replace(/[^\p{L}\p{N}]/gu, "");
  const digitsAsLetters = letters.replace(
    /[013457]/g,
    (d) => ({ 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t" })[d] ?? d,
  );
  return [text, letters, digitsAsLetters].some((word) => {
    if (COMMON.has(word)) return true;
    // "password1234", "1234password": a common word with digits at an end is as common.
    const core = word.replace(/^\d+|\d+$/g, "");
    return core.length >= 3 && core !== word && COMMON.has(core);
  });
}

/** One part of at most half the length, over and over, common parts such as "passpass" among them. */
function isRepeated(text: string): boolean {
  if (new Set(text).size < 4) return true;
  for (let part = 1; part <= text.length / 2; part++) {
    const unit = text.slice(0, part);
    if (unit.repeat(Math.ceil(text.length / part)).slice(0, text.length) === text) return true;
  }
  return false;
}

/** Made of runs of four or more, with hardly anything else. */
function isRun(text: string): boolean {
  let left = text.replace(/[^\p{L}\p{N}]/gu, "");
  for (const run of RUNS)
    for (let size = Math.min(run.length, left.length); size >= 4; size--)
      for (let start = 0; start + size <= run.length; start++)
        left = left.replaceAll(run.slice(start, start + size), "");
  return left.length < ENOUGH_OF_OWN - 2;
}

const ownWords = ({ name, email, area }: PasswordOwner): string[] =>
  [name, email, area].flatMap((words) =>
    words
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= 3),
  );

function isMadeOf(text: string, words: string[]): boolean {
  let left = text;
  let found = false;
  for (const word of [...words].sort((a, b) => b.length - a.length)) {
    const without = left.replaceAll(word, "");
    if (without !== left) found = true;
    left = without;
  }
  return found && left.replace(/[^\p{L}]/gu, "").length < ENOUGH_OF_OWN;
}
