/** A run of words that stands in both texts, only in the later one, or only in the earlier one. */
export type Run = { words: string; kind: "same" | "new" | "gone" };

/** Beyond this many words a text is compared as a whole, so that one long text cannot hold the server up. */
const MOST_WORDS = 800;

/** How a text came from an earlier one, word by word: the longest run of words that both have in order stays. */
export function wordDiff(before: string, after: string): Run[] {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  if (old.length === 0) return now.length ? [{ words: now.join(" "), kind: "new" }] : [];
  if (old.length > MOST_WORDS || now.length > MOST_WORDS)
    return before === after
      ? [{ words: after, kind: "same" }]
      : joined([
          { words: before, kind: "gone" },
          { words: after, kind: "new" },
        ]);
  // longest[i][j]: how many words the rests from i and from j have in common, in order.
  const longest = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      (longest[i] as Uint16Array)[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const runs: Run[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      runs.push({ words: now[j] ?? "", kind: "same" });
      i++;
      j++;
    } else if (i < old.length && (j >= now.length || at(i + 1, j) >= at(i, j + 1))) {
      runs.push({ words: old[i++] ?? "", kind: "gone" });
    } else {
      runs.push({ words: now[j++] ?? "", kind: "new" });
    }
  }
  return joined(runs);
}

/** The later text only, with its new words marked. */
export const newWords = (before: string, after: string): Run[] =>
  wordDiff(before, after).filter((run) => run.kind !== "gone");

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean);

function joined(runs: Run[]): Run[] {
  const whole: Run[] = [];
  for (const run of runs) {
    const last = whole.at(-1);
    if (last?.kind === run.kind) last.words += ` ${run.words}`;
    else whole.push({ ...run });
  }
  return whole;
}
