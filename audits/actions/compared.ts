import type { Bridge } from "../rubric/bridging.ts";
import { type Compared, compareRubrics } from "../rubric/compare.ts";
import type { RubricDocument } from "../rubric/document.ts";
import type { Asked, NamedMeasure, ReadFrom } from "./measure.ts";

/** What two versions of a rubric say of each other, where the later cycle used another one. */
export type Versions = { before: RubricDocument; after: RubricDocument; bridges: readonly Bridge[] };

const no = (sentence: string): { ok: false; sentence: string } => ({ ok: false, sentence });

export type Comparison = {
  cautions: string[];
  /** The way in which the new version alone moves the measure. */
  shift: "up" | "down" | null;
};

/**
 * Whether two readings of one measure may be compared: the same thing, measured in the same way on random samples, the later
 * after the earlier. Across versions of a rubric only where the versions' comparison says that it is the same, or where it
 * is bridged.
 *
 * @param versions needed where the rubric versions of the two cycles differ
 */
export function comparedReadings(
  measure: NamedMeasure,
  before: ReadFrom,
  after: ReadFrom,
  versions: Versions | null,
): Asked<Comparison> {
  if (before.kind === "records" || after.kind === "records") return recordsCompared(before, after);
  if (after.scoringOpens <= before.scoringDue)
    return no(`${after.title} did not begin after ${before.title}. Choose a later cycle.`);
  if (!before.random || !after.random) return no("Only random samples can be compared.");
  const { kind } = measure.measure;
  if (before.shortForm !== after.shortForm && kind !== "criterion")
    return no(
      `${after.title} asked ${after.shortForm ? "the short form" : "all criteria"}, so only single criteria can be compared with ${before.title}.`,
    );
  if (kind === "grade" && before.limitsMode !== after.limitsMode)
    return no(`${after.title} used limits in another way, so grades cannot be compared.`);
  const cautions = [
    ...(before.shortForm === after.shortForm
      ? []
      : ["One of the two cycles asked the short form. The criterion and its descriptors were the same."]),
    ...(kind === "theme" && before.codebook !== after.codebook
      ? ["The codebook changed between the two cycles. The theme kept its code."]
      : []),
  ];
  if (before.rubric.key !== after.rubric.key) return no(`${after.title} used another rubric.`);
  if (before.rubric.version === after.rubric.version) return { ok: true, value: { cautions, shift: null } };
  if (!versions) return no(`${after.title} used another version of the rubric.`);
  const across = acrossVersions(measure, versions);
  return across.ok
    ? { ok: true, value: { cautions: [...cautions, ...across.value.cautions], shift: across.value.shift } }
    : across;
}

function recordsCompared(before: ReadFrom, after: ReadFrom): Asked<Comparison> {
  if (before.kind !== "records" || after.kind !== "records")
    return no("Case records are compared with case records only.");
  if (after.from <= before.to)
    return no("The case records still cover the time of the baseline. Import a later return, then test the action.");
  return {
    ok: true,
    value: {
      cautions: ["Every case was counted. The interval shows how far chance alone would move the share."],
      shift: null,
    },
  };
}

/** The same measure under both versions: unchanged, or bridged by plans that were scored under both. */
function acrossVersions({ measure }: NamedMeasure, { before, after, bridges }: Versions): Asked<Comparison> {
  const compared = compareRubrics(before, after);
  const same = (row: Compared | undefined) => row?.standing === "same";
  const fine: Asked<Comparison> = { ok: true, value: { cautions: [], shift: null } };
  if (measure.kind === "theme") {
    const raising = compared.criteria.filter((row) =>
      [before, after].some((rubric) =>
        rubric.criteria.some((c) => c.key === row.key && c.themes.includes(measure.code)),
      ),
    );
    if (raising.every(same)) return fine;
    return no(
      `Criteria that raise this theme changed between version ${before.version} and ${after.version}: ${raising
        .filter((row) => !same(row))
        .map((row) => row.key)
        .join(", ")}.`,
    );
  }
  const [rows, key] =
    measure.kind === "criterion"
      ? [compared.criteria, measure.key]
      : measure.kind === "domain"
        ? [compared.domains, measure.key]
        : [compared.modules, after.mainModule];
  const row = rows.find((r) => r.before === key && r.standing !== "gone");
  if (!row) return no(`Version ${after.version} of the rubric does not have it any more.`);
  // A criterion that got another key would be read under its old one.
  if (same(row) && row.key === key) return fine;
  const why = `${row.because.join("; ") || "its key changed"}`;
  const bridge = bridges.find((b) => b.from === before.version && b.to === after.version && b.enough);
  const shift =
    row.standing === "bridge" && row.key === key && bridge
      ? measure.kind === "criterion"
        ? bridge.criteria.find((s) => s.key === key)
        : measure.kind === "domain"
          ? bridge.domains.find((s) => s.key === key)
          : bridge.overall
      : undefined;
  if (!shift?.interval)
    return no(
      `Between version ${before.version} and ${after.version} ${why}, so the two cycles did not measure the same. A bridging set can tell the two apart.`,
    );
  const way = shift.interval.lower > 0 ? "up" : shift.interval.upper < 0 ? "down" : null;
  return {
    ok: true,
    value: {
      cautions: [`The rubric changed between the two cycles (${why}). From plans scored under both: ${shift.sentence}`],
      shift: way,
    },
  };
}
