import { type Compared, compareRubrics } from "#audits/rubric/compare.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { type Run, wordDiff } from "#audits/rubric/edit/word-diff.ts";

/** One thing that changed, with the words that came and went. */
export type ChangeView = { sentence: string; runs: Run[] | null };

export type ComparedView = {
  key: string;
  title: string;
  standing: Compared["standing"];
  because: string;
  changes: ChangeView[];
};

/** What changed from one version to another, for the pages that show it: things that did not change are only counted. */
export function changesView(before: RubricDocument, after: RubricDocument) {
  const compared = compareRubrics(before, after);
  const within = new Set(
    [...compared.modules, ...compared.domains, ...compared.criteria].flatMap((one) => one.changes),
  );
  const rows = (list: Compared[]): ComparedView[] =>
    list.filter((one) => one.standing !== "same" || one.changes.length > 0).map(rowOf);
  return {
    from: before.version,
    to: after.version,
    sentence: compared.sentence,
    count: compared.changes.length,
    criteria: rows(compared.criteria),
    unchanged: compared.criteria.filter((c) => c.standing === "same" && c.changes.length === 0).length,
    domains: rows(compared.domains),
    modules: rows(compared.modules),
    rest: compared.changes.filter((change) => !within.has(change)).map(changeOf),
  };
}

export type ChangesView = ReturnType<typeof changesView>;

const rowOf = ({ key, title, standing, because, changes }: Compared): ComparedView => ({
  key,
  title,
  standing,
  because: because.join("; "),
  changes: changes.map(changeOf),
});

function changeOf(change: Compared["changes"][number]): ChangeView {
  const { before, after, sentence } = change;
  const words = before !== null && after !== null && (before.includes(" ") || after.includes(" "));
  return { sentence, runs: words ? wordDiff(before, after) : null };
}
