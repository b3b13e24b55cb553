import { isRecord, type Loose } from "./loose.ts";
import { error, type Found, type Path, warning } from "./place.ts";

/** The longest key that people type back from paper without a slip. */
const HANDY_KEY = 12;

/** Keys that occur twice, and keys that name something that is not there. */
export function problemsOfKeys(raw: Record<string, unknown>, rubric: Loose): Found[] {
  return [...repeatedKeys(raw), ...danglingKeys(raw, rubric), ...brokenTree(rubric), ...renamed(rubric)];
}

const KEYED: readonly (readonly [list: string, field: string, one: string])[] = [
  ["sections", "key", "section"],
  ["timeLimits", "key", "time limit"],
  ["scales", "key", "scale"],
  ["grades", "key", "grade"],
  ["modules", "key", "module"],
  ["domains", "key", "domain"],
  ["criteria", "key", "criterion"],
  ["limits", "id", "limit"],
];

/** Read from the document itself, so that a row with another fault still counts. */
function keysIn(list: unknown, field: string): { key: string; index: number }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((row, index) => {
    const key = isRecord(row) ? row[field] : undefined;
    return typeof key === "string" && key !== "" ? [{ key, index }] : [];
  });
}

function repeatedKeys(raw: Record<string, unknown>): Found[] {
  const found = KEYED.flatMap(([list, field, one]) => repeatedIn(raw[list], field, one, [list]));
  const inner = (list: string, within: string, one: string) =>
    (Array.isArray(raw[list]) ? raw[list] : []).flatMap((row: unknown, i: number) =>
      isRecord(row) ? repeatedIn(row[within], "key", one, [list, i, within]) : [],
    );
  const long = keysIn(raw.criteria, "key")
    .filter(({ key }) => key.length > HANDY_KEY && key.length <= 64)
    .map(({ index, key }) =>
      warning(
        ["criteria", index, "key"],
        `“${key}” is long for a code that people type back from paper. Make it ${HANDY_KEY} characters or fewer.`,
      ),
    );
  return [...found, ...inner("scales", "levels", "level"), ...inner("modules", "grades", "grade"), ...long];
}

function repeatedIn(list: unknown, field: string, one: string, at: Path): Found[] {
  const seen = new Map<string, string>();
  return keysIn(list, field).flatMap(({ key, index }) => {
    const before = seen.get(key.toLowerCase());
    seen.set(key.toLowerCase(), before ?? key);
    if (before === undefined) return [];
    const place = [...at, index, field];
    return before === key
      ? [error(place, `Another ${one} has the key ${key}. Give one of them another key.`)]
      : [error(place, `${key} and ${before} differ only by capital letters. Give one of them another key.`)];
  });
}

function danglingKeys(raw: Record<string, unknown>, rubric: Loose): Found[] {
  const keys = (list: string, field = "key") => new Set(keysIn(raw[list], field).map(({ key }) => key));
  const [scales, modules, domains, criteria, grades, sections] = [
    keys("scales"),
    keys("modules"),
    keys("domains"),
    keys("criteria"),
    keys("grades"),
    keys("sections"),
  ];
  const found: Found[] = [];
  const names = (known: ReadonlySet<string>, key: string, at: Path, what: string) => {
    if (key !== "" && !known.has(key))
      found.push(error(at, `There is no ${what} with the key ${key}. Choose one that the rubric has, or add it.`));
  };
  const namesAll = (known: ReadonlySet<string>, list: readonly string[] | undefined, at: Path, what: string) => {
    for (const [i, key] of (list ?? []).entries()) names(known, key, [...at, i], what);
  };
  names(grades, rubric.goodFrom, ["goodFrom"], "grade");
  names(modules, rubric.mainModule, ["mainModule"], "module");
  const allGrades = new Set([...grades, ...rubric.modules.flatMap(({ is }) => is.grades?.map((g) => g.key) ?? [])]);
  const levelKeys = new Set(rubric.scales.flatMap(({ is }) => is.levels.map((l) => l.key)));
  for (const { index, is } of rubric.domains) {
    names(modules, is.module, ["domains", index, "module"], "module");
    if (is.parent !== undefined) names(domains, is.parent, ["domains", index, "parent"], "domain");
  }
  for (const { index, is } of rubric.criteria) {
    names(domains, is.domain, ["criteria", index, "domain"], "domain");
    names(scales, is.scale, ["criteria", index, "scale"], "scale");
    namesAll(sections, is.sections, ["criteria", index, "sections"], "plan section");
  }
  for (const { index, is } of rubric.limits) {
    names(allGrades, is.cap, ["limits", index, "cap"], "grade");
    if (is.type === "domain") {
      names(allGrades, is.gradeAtOrBelow, ["limits", index, "gradeAtOrBelow"], "grade");
      namesAll(domains, is.domains, ["limits", index, "domains"], "domain");
    } else namesAll(criteria, is.criteria, ["limits", index, "criteria"], "criterion");
  }
  const rulesOf = (at: Path, rows: Loose["grades"]) => {
    for (const { index, is } of rows)
      (is.when ?? []).forEach((rule, r) => {
        const place = [...at, index, "when", r];
        namesAll(levelKeys, rule.levels, [...place, "levels"], "level");
        namesAll(criteria, rule.criteria, [...place, "criteria"], "criterion");
        namesAll(domains, rule.domains, [...place, "domains"], "domain");
      });
  };
  rulesOf(["grades"], rubric.grades);
  for (const { index, is } of rubric.modules)
    rulesOf(
      ["modules", index, "grades"],
      (is.grades ?? []).map((grade, i) => ({ index: i, is: grade })),
    );
  return found;
}

/** The most steps from a domain down to its parts. */
const DEEPEST = 3;

/** Domains that are parts of themselves, too deep, in two modules, or that have both parts and criteria. */
function brokenTree(rubric: Loose): Found[] {
  const by = new Map(rubric.domains.map(({ is }) => [is.key, is]));
  const parents = new Set(rubric.domains.flatMap(({ is }) => (is.parent === undefined ? [] : [is.parent])));
  const withCriteria = new Set(rubric.criteria.map(({ is }) => is.domain));
  const found: Found[] = [];
  for (const { index, is } of rubric.domains) {
    const at: Path = ["domains", index, "parent"];
    if (parents.has(is.key) && withCriteria.has(is.key))
      found.push(
        error(["domains", index], `${is.key} has both parts and criteria of its own. Move the criteria into a part.`),
      );
    const parent = is.parent === undefined ? undefined : by.get(is.parent);
    if (!parent) continue;
    if (parent.module !== is.module)
      found.push(
        error(at, `${is.key} is a part of ${parent.key}, which is in another module. Put both in one module.`),
      );
    const seen = new Set([is.key]);
    for (let up: typeof parent | undefined = parent; up; up = up.parent === undefined ? undefined : by.get(up.parent)) {
      if (seen.has(up.key)) {
        const way = [...seen].slice(1).map((key) => `by way of ${key}`);
        const round = [`${is.key} is a part of itself`, ...way.slice(-1)].join(", ");
        found.push(error(at, `${round}. Choose another domain, or none.`));
        break;
      }
      seen.add(up.key);
      if (seen.size === DEEPEST + 1) {
        found.push(
          error(at, `${is.key} is ${DEEPEST} steps down. Domains may have parts, and parts may have parts: no more.`),
        );
        break;
      }
    }
  }
  return found;
}

/** What says that it replaces a key of the version before. */
function renamed(rubric: Loose): Found[] {
  return (["criteria", "domains"] as const).flatMap((list) => {
    const rows: { index: number; is: { key: string; replaces?: string } }[] = rubric[list];
    const keys = new Set(rows.map(({ is }) => is.key));
    const seen = new Set<string>();
    return rows.flatMap(({ index, is: { key, replaces } }) => {
      if (replaces === undefined) return [];
      const at: Path = [list, index, "replaces"];
      const twice = seen.has(replaces);
      seen.add(replaces);
      if (twice) return [error(at, `Two say that they replace ${replaces}. Only one can carry its results on.`)];
      if (replaces !== key && keys.has(replaces))
        return [error(at, `${key} says that it replaces ${replaces}, which is still there. Remove one of the two.`)];
      return [];
    });
  });
}
