/** Words that descriptions of charts share. */

/** "Good or better": the words for the levels that count as good. */
export function goodWords(levels: { label: string; good: boolean }[]): string {
  const good = levels.filter((level) => level.good);
  const least = good[good.length - 1];
  if (!least) return "Good or better";
  return good.length === 1 ? least.label : `${least.label} or better`;
}

/** A label inside a sentence: "voice of the child", "SEND team". */
export const inSentence = (label: string): string =>
  /^[A-Z]{2}/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);

/** "Voice of the child, Outcomes focus and Adulthood". */
export function list(words: string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** The sentence that a description ends with when figures are hidden. Empty when none is. */
export function hiddenSentence(hidden: number): string {
  if (hidden === 0) return "";
  return hidden === 1 ? " 1 figure is hidden and marked c." : ` ${hidden} figures are hidden and marked c.`;
}
