import type { Criterion } from "../document.ts";
import { truthOf } from "./cases.ts";
import type { Loose } from "./loose.ts";
import { error, type Found, type Path, warning } from "./place.ts";

/** What each criterion asks, of whom and when; and what the short form leaves out. */
export function problemsOfAsking(rubric: Loose, knownThemes: ReadonlySet<string> | null): Found[] {
  const scales = new Map(rubric.scales.map(({ is }) => [is.key, is]));
  return [
    ...rubric.criteria.flatMap(({ index, is }) =>
      problemsOfCriterion(["criteria", index], is, scales.get(is.scale)?.levels ?? null, knownThemes),
    ),
    ...emptyDomains(rubric),
    ...problemsOfShortForm(rubric),
    ...problemsOfDays(rubric),
  ];
}

type Levels = Loose["scales"][number]["is"]["levels"];

/** Scales up to this many levels have a descriptor for each; longer ones are anchored at some. */
const EACH_DESCRIBED = 4;

function problemsOfCriterion(
  at: Path,
  c: Criterion,
  levels: Levels | null,
  knownThemes: ReadonlySet<string> | null,
): Found[] {
  const found: Found[] = [];
  if (levels?.length) {
    const keys = new Set(levels.map((l) => l.key));
    const described = Object.keys(c.descriptors);
    if (levels.length <= EACH_DESCRIBED)
      for (const level of levels)
        if (!Object.hasOwn(c.descriptors, level.key))
          found.push(warning([...at, "descriptors", level.key], `Write what ${level.label} looks like for ${c.key}.`));
    if (levels.length > EACH_DESCRIBED && described.length === 0)
      found.push(
        warning([...at, "descriptors"], `No level of ${c.key} is described. Describe at least the ends of the scale.`),
      );
    for (const key of described)
      if (!keys.has(key))
        found.push(
          error(
            [...at, "descriptors", key],
            `The scale of ${c.key} has no level ${key}. Remove this descriptor, or choose another scale.`,
          ),
        );
    c.evidenceAt.forEach((key, i) => {
      if (!keys.has(key))
        found.push(
          error(
            [...at, "evidenceAt", i],
            `The scale of ${c.key} has no level ${key}, so no quote would ever be asked for it. Choose a level of the scale.`,
          ),
        );
    });
    for (const key of Object.keys(c.themesAt ?? {}))
      if (!keys.has(key))
        found.push(
          error([...at, "themesAt", key], `The scale of ${c.key} has no level ${key}. Choose a level of the scale.`),
        );
  }
  if (knownThemes)
    for (const [place, codes] of [
      [[...at, "themes"], c.themes] as const,
      ...Object.entries(c.themesAt ?? {}).map(([level, codes]) => [[...at, "themesAt", level], codes] as const),
    ])
      codes.forEach((code, i) => {
        if (!knownThemes.has(code))
          found.push(
            warning(
              [...place, i],
              `The codebook has no theme ${code}. Choose one that it has, or add the theme there.`,
            ),
          );
      });
  if (c.scoredBy?.length === 0)
    found.push(
      error([...at, "scoredBy"], `Nobody scores ${c.key}. Choose at least one agency, or let every agency score it.`),
    );
  if (c.appliesWhen) {
    const truth = truthOf(c.appliesWhen);
    if (truth === "never")
      found.push(
        error(
          [...at, "appliesWhen"],
          `${c.key} never applies: no case can meet its rule. Change the rule, or remove the criterion.`,
        ),
      );
    if (truth === "always")
      found.push(warning([...at, "appliesWhen"], `Every case meets the rule of ${c.key}. Remove the rule.`));
  }
  if (c.notApplicable.allowed && !c.notApplicable.rule?.trim())
    found.push(
      warning([...at, "notApplicable", "rule"], `Say when ${c.key} does not apply, so that auditors decide alike.`),
    );
  if (c.verified === "yes" && c.statutory.length + c.codeOfPractice.length === 0)
    found.push(
      warning(
        [...at, "verified"],
        `${c.key} says that its references were read at source, and has none. Add them, or say “no”.`,
      ),
    );
  return found;
}

function emptyDomains(rubric: Loose): Found[] {
  const full = new Set([...rubric.criteria.map(({ is }) => is.domain), ...rubric.domains.map(({ is }) => is.parent)]);
  return rubric.domains
    .filter(({ is }) => is.key && !full.has(is.key))
    .map(({ index, is }) => error(["domains", index], `${is.key} has no criterion. Add one, or remove the domain.`));
}

function problemsOfShortForm(rubric: Loose): Found[] {
  const short = rubric.criteria.filter(({ is }) => is.shortForm);
  if (short.length === 0)
    return rubric.shortForm
      ? [warning(["shortForm"], "The short form has no criterion. Mark some, or remove it.")]
      : [];
  const parentOf = new Map(rubric.domains.map(({ is }) => [is.key, is.parent]));
  const covered = new Set(short.flatMap(({ is }) => [is.domain, parentOf.get(is.domain)]));
  return rubric.domains
    .filter(({ is }) => is.headline && is.module === rubric.mainModule && !covered.has(is.key))
    .map(({ index, is }) =>
      warning(
        ["domains", index],
        `${is.key} is a headline domain and the short form asks none of its criteria. Mark at least one for the short form.`,
      ),
    );
}

function problemsOfDays(rubric: Loose): Found[] {
  const late = (at: Path, from: string | undefined, to: string | null | undefined) =>
    from && to && to < from
      ? [error(at, `The last day (${to}) is before the first (${from}). Change one of them.`)]
      : [];
  return [
    ...late(["validTo"], rubric.validFrom, rubric.validTo),
    ...(rubric.timeLimits ?? []).flatMap((t, i) => late(["timeLimits", i, "validTo"], t.validFrom, t.validTo)),
  ];
}
