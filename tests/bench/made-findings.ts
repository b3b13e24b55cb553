import { levelsOf } from "#audits/rubric/document.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import { generatorFromSeed } from "#audits/sampling/generator.ts";
import { indexedText } from "#audits/search/words.ts";
import { themesRaised } from "#audits/themes/codebook.ts";
import { SHIPPED_CODEBOOK } from "#audits/themes/library/shipped.ts";
import { type FindingToCode, tellingWords } from "#audits/themes/suggest.ts";
import { quotesFrom, spoken, wordsOn } from "#db/demo/words.ts";

const RUBRIC = SHIPPED_RUBRICS[0]!;
/** A made-up finding with the theme that its writer meant, and the phrase that it is a variation of. */
export type Example = { finding: FindingToCode; words: string[]; codes: string[]; phrase: string };

/** Findings from every phrase of the demonstration area, each in several variations with quotes from a plan. */
export function examples(variations: number): Example[] {
  const made: Example[] = [];
  for (const criterion of RUBRIC.criteria.filter(
    (c) => RUBRIC.domains.find((d) => d.key === c.domain)?.module === RUBRIC.mainModule,
  )) {
    const own = wordsOn(criterion.key);
    const levels = levelsOf(RUBRIC, criterion).toSorted((a, b) => a.value - b.value);
    for (const [kind, byTheme] of [
      ["improvement", own.improve],
      ["strength", own.praise],
    ] as const)
      for (const [code, phrases] of Object.entries(byTheme).filter(([theme]) => theme))
        for (const phrase of phrases)
          for (let i = 0; i < variations; i++) {
            const draws = generatorFromSeed(`bench/${criterion.key}/${phrase}/${i}`);
            const level = kind === "strength" ? levels.at(-1)! : levels[i % 2]!;
            const quotes = quotesFrom(
              kind === "strength" ? own.strong : i % 2 ? own.thin : own.poor,
              "primary",
              draws,
            ).slice(0, 1);
            const finding: FindingToCode = {
              kind,
              criterion: criterion.key,
              words: spoken(phrase, "primary", draws),
              quotes: quotes.map((q) => q.words),
              level: {
                label: level.label,
                themes: themesRaised(SHIPPED_CODEBOOK, RUBRIC, criterion, level.value).map((t) => t.code),
              },
              ticked: [],
            };
            const indexed = indexedText([finding.words, ...finding.quotes]);
            made.push({ finding, words: tellingWords(indexed, criterion.key), codes: [code], phrase });
          }
  }
  return made;
}
