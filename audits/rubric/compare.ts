import { type Fraction, over, plus, times, written, ZERO } from "../scoring/fraction.ts";
import { canonicalText } from "./canonical.ts";
import { type Change, changesBetween, sameWords } from "./compare-fields.ts";
import {
  type Criterion,
  type Domain,
  domainsOf,
  gradesOf,
  methodOf,
  type RubricDocument,
  type Scale,
} from "./document.ts";

export type { Change } from "./compare-fields.ts";

/**
 * Whether results of two versions may stand in one line: "same" carries on, "bridge" needs cases scored under both
 * versions, "new" and "gone" have nothing to be compared with.
 */
export type Standing = "same" | "bridge" | "new" | "gone";

export type Compared = {
  /** The key in the new version; in the old one where it is gone. */
  key: string;
  title: string;
  /** The key in the old version; null where it is new. */
  before: string | null;
  standing: Standing;
  /** Why it is not "same", each a part of a sentence: "the descriptor for Good changed". */
  because: string[];
  changes: Change[];
};

export type RubricComparison = {
  from: string;
  to: string;
  /** Everything that changed, in the order of the new version. */
  changes: Change[];
  criteria: Compared[];
  /** The grade of each domain. */
  domains: Compared[];
  /** The grade of each module; that of the main module is the plan's overall grade. */
  modules: Compared[];
  sentence: string;
};

/**
 * What changed from one version of a rubric to the next, and what may still be compared.
 *
 * A criterion is the same one when its key is the same, or when it says `replaces`. Its results are comparable when the
 * question, guidance, descriptors, scale (values and names of levels), levels that need evidence, when it applies, who
 * scores it and which answers without a level it has are the same. Words are the same when they differ only in capital
 * letters, spaces and punctuation; other changes of words are taken as changes of meaning unless the authors state
 * otherwise (`sameMeaningSince`). Title, look-fors, references, sections, themes, agency that answers for it, short form
 * and weight do not touch the level that an auditor gives.
 *
 * A domain's grade is comparable when the same criteria are in it, each comparable, at the same shares of the weight, and
 * percents turn into grades in the same way. A module's grade is comparable when its domains are, at the same shares, with
 * the same cut points, counts and limits.
 */
export function compareRubrics(before: RubricDocument, after: RubricDocument): RubricComparison {
  const criteria = matched(before.criteria, after.criteria, (one, other) => {
    const changes = changesBetween("criterion", one, other, before, after);
    return { changes, because: whyCriterion(before, after, one, other) };
  });
  const standing = new Map(criteria.map((c) => [c.key, c]));
  const domains = matched(before.domains, after.domains, (one, other) => ({
    changes: changesBetween("domain", one, other, before, after),
    because: whyDomain(before, after, one, other, standing),
  }));
  const ofDomain = new Map(domains.map((d) => [d.key, d]));
  const modules = matched(before.modules, after.modules, (one, other) => ({
    changes: changesBetween("module", one, other, before, after),
    because: whyModule(before, after, one.key, other.key, ofDomain),
  }));
  const rest = [
    ...changesBetween("document", before, after, before, after),
    ...rowChanges("scale", before.scales, after.scales, (s) => s.key, before, after),
    ...rowChanges("grade", before.grades, after.grades, (g) => g.key, before, after),
    ...rowChanges("limit", before.limits, after.limits, (l) => l.id, before, after),
    ...rowChanges("section", before.sections, after.sections, (s) => s.key, before, after),
    ...rowChanges("time limit", before.timeLimits ?? [], after.timeLimits ?? [], (t) => t.key, before, after),
  ];
  return {
    from: before.version,
    to: after.version,
    changes: [...rest, ...[...modules, ...domains, ...criteria].flatMap((one) => one.changes)],
    criteria,
    domains,
    modules,
    sentence: summaryOf(criteria),
  };
}

type Keyed = { key: string; title: string; replaces?: string };

/** Rows of the new version with their twins of the old one, then those that are gone. */
function matched<T extends Keyed>(
  before: T[],
  after: T[],
  judge: (one: T, other: T) => { changes: Change[]; because: string[] },
): Compared[] {
  const old = new Map(before.map((row) => [row.key, row]));
  const taken = new Set<string>();
  const found = after.map((row): Compared => {
    const was = (row.replaces === undefined ? undefined : old.get(row.replaces)) ?? old.get(row.key);
    const named = { key: row.key, title: row.title };
    if (!was || taken.has(was.key)) {
      const change: Change = {
        of: row.key,
        field: null,
        before: null,
        after: row.title,
        sentence: `${row.key} is new: ${row.title}.`,
      };
      return { ...named, before: null, standing: "new", because: ["it is new"], changes: [change] };
    }
    taken.add(was.key);
    const { changes, because } = judge(was, row);
    return { ...named, before: was.key, standing: because.length ? "bridge" : "same", because, changes };
  });
  const gone = before
    .filter((row) => !taken.has(row.key))
    .map((row): Compared => {
      const change: Change = {
        of: row.key,
        field: null,
        before: row.title,
        after: null,
        sentence: `${row.key} is gone: ${row.title}.`,
      };
      return {
        key: row.key,
        title: row.title,
        before: row.key,
        standing: "gone",
        because: ["it is gone"],
        changes: [change],
      };
    });
  return [...found, ...gone];
}

function rowChanges<T extends object>(
  kind: "scale" | "grade" | "limit" | "section" | "time limit",
  before: T[],
  after: T[],
  keyOf: (row: T) => string,
  rubricBefore: RubricDocument,
  rubricAfter: RubricDocument,
): Change[] {
  const old = new Map(before.map((row) => [keyOf(row), row]));
  const now = new Set(after.map(keyOf));
  return [
    ...after.flatMap((row): Change[] => {
      const was = old.get(keyOf(row));
      if (was) return changesBetween(kind, was, row, rubricBefore, rubricAfter);
      return [
        { of: keyOf(row), field: null, before: null, after: keyOf(row), sentence: `The ${kind} ${keyOf(row)} is new.` },
      ];
    }),
    ...before
      .filter((row) => !now.has(keyOf(row)))
      .map((row) => ({
        of: keyOf(row),
        field: null,
        before: keyOf(row),
        after: null,
        sentence: `The ${kind} ${keyOf(row)} is gone.`,
      })),
  ];
}

function whyCriterion(before: RubricDocument, after: RubricDocument, one: Criterion, other: Criterion): string[] {
  const because: string[] = [];
  const stated = other.sameMeaningSince !== undefined && !isBefore(before.version, other.sameMeaningSince);
  const words = (what: string, a: string | undefined, b: string | undefined) => {
    if (!stated && !sameWords(a ?? "", b ?? "")) because.push(`the ${what} changed`);
  };
  words("question", one.question, other.question);
  words("guidance", one.guidance, other.guidance);
  const [scaleBefore, scaleAfter] = [scaleOf(before, one), scaleOf(after, other)];
  if (sameScale(scaleBefore, scaleAfter))
    for (const level of scaleAfter?.levels ?? [])
      words(`descriptor for ${level.label}`, one.descriptors[level.key], other.descriptors[level.key]);
  else because.push("the scale changed");
  const same = (a: unknown, b: unknown) => canonicalText(a) === canonicalText(b);
  if (!same([...one.evidenceAt].sort(), [...other.evidenceAt].sort()))
    because.push("the levels that need evidence changed");
  if (!same(one.appliesWhen, other.appliesWhen)) because.push("it applies to other cases");
  if (!same(one.scoredBy && [...one.scoredBy].sort(), other.scoredBy && [...other.scoredBy].sort()))
    because.push("other agencies score it");
  if (
    one.notApplicable.allowed !== other.notApplicable.allowed ||
    (one.cannotTell ?? true) !== (other.cannotTell ?? true)
  )
    because.push("the answers without a level changed");
  if (one.notApplicable.allowed && other.notApplicable.allowed)
    words("rule on what does not apply", one.notApplicable.rule ?? "", other.notApplicable.rule ?? "");
  return because;
}

function whyDomain(
  before: RubricDocument,
  after: RubricDocument,
  one: Domain,
  other: Domain,
  criteria: ReadonlyMap<string, Compared>,
): string[] {
  const because = [...whyPercents(before, after)];
  if (!sameCuts(before, after, one.module, other.module)) because.push("the grades or their cut points changed");
  because.push(...whyMembers(membersOf(before, one.key), membersOf(after, other.key), criteria, "criteria"));
  return because;
}

/** Criteria of a domain and of its parts, each with its share of the domain. */
function membersOf(rubric: RubricDocument, domainKey: string): { key: string; weight: Fraction }[] {
  const parts = rubric.domains.filter((d) => d.parent === domainKey);
  const own = shares(rubric.criteria.filter((c) => c.domain === domainKey));
  return [
    ...own,
    ...shares(parts).flatMap(({ key, weight }) =>
      membersOf(rubric, key).map((m) => ({ ...m, weight: times(m.weight, weight) })),
    ),
  ];
}

/** Each row's weight as a share of the sum; 0 where nothing has a weight. */
function shares(rows: { key: string; weight: number }[]): { key: string; weight: Fraction }[] {
  const sum = rows.map((row) => written(row.weight)).reduce(plus, ZERO);
  return rows.map(({ key, weight }) => ({ key, weight: sum.top === 0n ? ZERO : over(written(weight), sum) }));
}

/** Why a weighted mean over these members is another one: other members, members that changed, or other shares. */
function whyMembers(
  before: { key: string; weight: Fraction }[],
  after: { key: string; weight: Fraction }[],
  compared: ReadonlyMap<string, Compared>,
  what: "criteria" | "domains",
): string[] {
  const because: string[] = [];
  const old = new Map(before.map((m) => [m.key, m.weight]));
  const list = (keys: string[]) => keys.join(", ");
  const matchedTo = (key: string) => compared.get(key)?.before ?? null;
  const added = after.filter((m) => !old.has(matchedTo(m.key) ?? "")).map((m) => m.key);
  const kept = new Set(after.map((m) => matchedTo(m.key)));
  const gone = before.filter((m) => !kept.has(m.key)).map((m) => m.key);
  const changed = after.filter((m) => compared.get(m.key)?.standing === "bridge").map((m) => m.key);
  if (added.length) because.push(`${what} were added: ${list(added)}`);
  if (gone.length) because.push(`${what} were taken out: ${list(gone)}`);
  if (changed.length) because.push(`${what} changed: ${list(changed)}`);
  if (added.length || gone.length) return because;
  const [sumBefore, sumAfter] = [total(before), total(after)];
  const moved = after.filter((m) => {
    const was = old.get(matchedTo(m.key) ?? "") ?? ZERO;
    return !equal(times(was, sumAfter), times(m.weight, sumBefore));
  });
  if (moved.length) because.push(`the weights changed: ${list(moved.map((m) => m.key))}`);
  return because;
}

const total = (members: { weight: Fraction }[]): Fraction => members.map((m) => m.weight).reduce(plus, ZERO);
const equal = (a: Fraction, b: Fraction): boolean => a.top * b.bottom === b.top * a.bottom;

function whyModule(
  before: RubricDocument,
  after: RubricDocument,
  one: string,
  other: string,
  domains: ReadonlyMap<string, Compared>,
): string[] {
  const because = [...whyPercents(before, after)];
  if (methodOf(before, one) !== methodOf(after, other)) because.push("the way of grading changed");
  if (!sameCuts(before, after, one, other)) because.push("the grades or their cut points changed");
  const counted = (rubric: RubricDocument, module: string) =>
    canonicalText(gradesOf(rubric, module).map((g) => g.when ?? []));
  if (methodOf(after, other) === "counts" && counted(before, one) !== counted(after, other))
    because.push("the rules that count changed");
  if (limitsOn(before, one) !== limitsOn(after, other)) because.push("the limits changed");
  const tops = (rubric: RubricDocument, module: string) =>
    domainsOf(rubric, module)
      .filter(({ domain }) => domain.parent === undefined)
      .map(({ domain }) => ({ key: domain.key, weight: written(domain.weight) }));
  because.push(...whyMembers(tops(before, one), tops(after, other), domains, "domains"));
  return because;
}

/** What turns levels into percents, whatever is graded. */
function whyPercents(before: RubricDocument, after: RubricDocument): string[] {
  const parts = ({ scoring: s }: RubricDocument) =>
    canonicalText([
      s.percentFrom ?? "lowest_level",
      s.overall ?? "domains",
      s.gradeOn,
      s.decimals,
      s.notGradedBelow,
      s.missing,
    ]);
  return parts(before) === parts(after) ? [] : ["percents are worked out in another way"];
}

const sameCuts = (before: RubricDocument, after: RubricDocument, one: string, other: string): boolean =>
  canonicalText(gradesOf(before, one).map((g) => [g.key, g.min])) ===
  canonicalText(gradesOf(after, other).map((g) => [g.key, g.min]));

/** The limits that reach a module, without what they are called. */
function limitsOn(rubric: RubricDocument, module: string): string {
  const own = domainsOf(rubric, module);
  const inside = new Set([
    ...own.map(({ domain }) => domain.key),
    ...own.flatMap(({ criteria }) => criteria.map((c) => c.key)),
  ]);
  return canonicalText(
    rubric.limits
      .map(({ label: _label, id: _id, ...limit }) =>
        limit.type === "domain"
          ? { ...limit, domains: limit.domains.filter((d) => inside.has(d)).sort() }
          : { ...limit, criteria: limit.criteria.filter((c) => inside.has(c)).sort() },
      )
      .filter((limit) => (limit.type === "domain" ? limit.domains : limit.criteria).length > 0)
      .map((limit) => canonicalText(limit))
      .sort(),
  );
}

const scaleOf = (rubric: RubricDocument, c: Criterion): Scale | undefined =>
  rubric.scales.find((s) => s.key === c.scale);

/** The same levels: keys, values and names. What the scale is called does not matter. */
function sameScale(one: Scale | undefined, other: Scale | undefined): boolean {
  const parts = (scale: Scale | undefined) =>
    canonicalText([...(scale?.levels ?? [])].sort((a, b) => a.value - b.value).map((l) => [l.key, l.value, l.label]));
  return parts(one) === parts(other);
}

/** Is version a older than b? Versions are three numbers. */
function isBefore(a: string, b: string): boolean {
  const [one, other] = [a.split(".").map(Number), b.split(".").map(Number)];
  for (const i of [0, 1, 2]) if (one[i] !== other[i]) return (one[i] ?? 0) < (other[i] ?? 0);
  return false;
}

function summaryOf(criteria: Compared[]): string {
  const count = (standing: Standing) => criteria.filter((c) => c.standing === standing).length;
  const now = criteria.length - count("gone");
  const parts = [
    `${count("same")} of ${now} criteria can be compared with the version before`,
    ...(count("bridge") ? [`${count("bridge")} need a bridging set`] : []),
    ...(count("new") ? [`${count("new")} ${count("new") === 1 ? "is" : "are"} new`] : []),
    ...(count("gone") ? [`${count("gone")} ${count("gone") === 1 ? "is" : "are"} gone`] : []),
  ];
  return `${parts.join(", ")}.`;
}

/** What a line of results does from one version to the next. */
export type TrendLink = { from: string; to: string; link: "carries_on" | "bridges" | "breaks"; because: string[] };

/**
 * What a trend does over the versions of a rubric, oldest first: between two versions it carries on, needs a bridge, or
 * breaks.
 *
 * @param key the criterion or domain by its key in the newest version that has it; the module for "overall" (default: main)
 */
export function trendLinks(
  versions: readonly RubricDocument[],
  of: { kind: "criterion" | "domain"; key: string } | { kind: "overall"; key?: string },
): TrendLink[] {
  const links: TrendLink[] = [];
  let key: string | null = of.key ?? versions.at(-1)?.mainModule ?? null;
  for (let i = versions.length - 1; i > 0; i--) {
    const [before, after] = [versions[i - 1], versions[i]];
    if (!before || !after) break;
    const comparison = compareRubrics(before, after);
    const rows =
      of.kind === "criterion" ? comparison.criteria : of.kind === "domain" ? comparison.domains : comparison.modules;
    const row = key === null ? undefined : rows.find((r) => r.key === key && r.standing !== "gone");
    const gone = rows.find((r) => r.key === key && r.standing === "gone");
    const link = row?.standing === "same" ? "carries_on" : row?.standing === "bridge" ? "bridges" : "breaks";
    const because = row?.because ?? gone?.because ?? ["it is in neither version"];
    links.unshift({ from: before.version, to: after.version, link, because });
    key = row ? row.before : gone ? key : null;
  }
  return links;
}
