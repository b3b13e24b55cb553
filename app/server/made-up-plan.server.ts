import { UNKNOWN_CASE } from "#audits/cases/case.ts";
import { sheetFor } from "#audits/rubric/applies.ts";
import { type Criterion, gradesOf, levelsOf, type RubricDocument } from "#audits/rubric/document.ts";
import { nameOfKey } from "#audits/rubric/edit/parts.ts";
import { simulate } from "#audits/rubric/simulate.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import type { Fields } from "./form.server.ts";

/** What was chosen for a made-up plan: who it is about, and a level for each criterion, as text. */
export type MadeUp = { yearGroup: string; flags: string[]; levels: Record<string, string> };

const aboutOf = ({ yearGroup, flags }: MadeUp) => ({
  ...UNKNOWN_CASE,
  yearGroup: /^-?\d{1,2}$/.test(yearGroup) ? Number(yearGroup) : null,
  hasPersonalBudget: flags.includes("hasPersonalBudget"),
  lookedAfter: flags.includes("lookedAfter"),
  cinCp: flags.includes("cinCp"),
});

/** Reads the form; "all at one place of the scale" gives every criterion that level. */
export function readMadeUp(fields: Fields, rubric: RubricDocument): MadeUp {
  const all = fields.text("all");
  const madeUp: MadeUp = { yearGroup: fields.text("yearGroup"), flags: fields.all("flags"), levels: {} };
  const modules = rubric.modules.map((m) => m.key);
  for (const c of sheetFor(rubric, modules, false, "all", aboutOf(madeUp)).asked) {
    const bestFirst = levelsOf(rubric, c).sort((a, b) => b.value - a.value);
    const places = { best: 0, second: 1, lowest: bestFirst.length - 1 };
    const place = fields.text("intent") === "fill" ? places[all as keyof typeof places] : undefined;
    const level = place === undefined ? undefined : bestFirst[Math.min(place, bestFirst.length - 1)];
    madeUp.levels[c.key] = level ? String(level.value) : fields.text(`level.${nameOfKey(c.key)}`);
  }
  return madeUp;
}

/** How the made-up plan is graded, module by module, why, and which single step would change the grade. */
export function gradesOfMadeUp(rubric: RubricDocument, madeUp: MadeUp) {
  const scores = Object.fromEntries(
    rubric.criteria.map((c) => [c.key, scoreOf(rubric, c, madeUp.levels[c.key] ?? "")]),
  );
  const result = simulate(rubric, { about: aboutOf(madeUp), scores });
  const moves = Object.values(result.steps ?? {}).flatMap(({ up, down }) =>
    [up, down].flatMap((step) => (step?.moves ? [step.sentence] : [])),
  );
  return {
    unscored: result.asked.filter((c) => c.score === null).length,
    asked: result.asked.map((c) => c.key),
    modules: result.modules.map((m) => {
      const own = gradesOf(rubric, m.key);
      const place = own.findIndex((g) => g.label === m.grade);
      return {
        title: m.title,
        grade: m.grade,
        /** Place of the grade among those of the module, 0 for the best. */
        place: place < 0 ? null : place,
        of: own.length,
        why: m.why,
        domains: m.domains.map(
          (d) => `${d.title}: ${d.grade ?? "not graded"}${d.percent === null ? "" : `, ${d.percent}%`}`,
        ),
      };
    }),
    moves: moves.slice(0, 12),
  };
}

function scoreOf(rubric: RubricDocument, c: Criterion, chosen: string): Score {
  if (chosen === "NA" || chosen === "CT") return chosen;
  return levelsOf(rubric, c).find((l) => String(l.value) === chosen)?.value ?? null;
}
