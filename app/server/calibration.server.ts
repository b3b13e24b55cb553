import {
  againstReference,
  type CalibrationLine,
  FEWEST_IN_PATTERN,
  patternOf,
  type Standing,
} from "#audits/calibration/compare.ts";
import { type AgreementLine, agreementLines } from "#audits/results/agreement-detail.ts";
import { levelsOf, type RubricDocument } from "#audits/rubric/document.ts";
import type { Round } from "#db/calibrations.ts";
import { scoreWords } from "./moderation.server.ts";

const STANDING: Record<Standing, string> = {
  same: "The same",
  higher: "Higher than the reference",
  lower: "Lower than the reference",
  other: "Apart from the reference",
  none: "No reference in this rubric",
};

/** Own answers beside the reference, domain by domain. Descriptors stand where the two differ. */
export function comparisonView(rubric: RubricDocument, lines: CalibrationLine[], noteOn: (key: string) => string) {
  return rubric.domains
    .map((domain) => ({
      title: domain.title,
      lines: lines
        .filter((l) => l.criterion.domain === domain.key)
        .map(({ criterion, own, reference, standing }) => ({
          key: criterion.key,
          title: criterion.title,
          own: scoreWords({ rubric }, criterion.key, own),
          reference: reference && {
            label: scoreWords({ rubric }, criterion.key, reference.score),
            because: reference.because,
          },
          standing,
          words: STANDING[standing],
          descriptors:
            standing === "higher" || standing === "lower"
              ? levelsOf(rubric, criterion)
                  .filter((l) => l.value === own || l.value === reference?.score)
                  .map((l) => ({ label: l.label, text: criterion.descriptors[l.key] ?? "" }))
              : [],
          note: noteOn(criterion.key),
        })),
    }))
    .filter(({ lines: own }) => own.length > 0);
}

/** A round as its lead sees it: who has submitted, and the pattern once nothing of it is blind any more. */
export function roundView({ cycle, rubric, plans, audits }: Round) {
  const submitted = audits.filter((a) => a.audit.status === "submitted");
  const open = cycle.status === "scoring" && submitted.length < audits.length;
  return {
    id: cycle.id,
    title: cycle.title,
    closed: cycle.status !== "scoring",
    open,
    audits: audits.length,
    submitted: submitted.length,
    form: cycle.shortForm ? "Short form" : "Full audit",
    rubric: `${rubric.title}, version ${rubric.version}`,
    who: [...Map.groupBy(audits, (a) => a.name)].map(([name, own]) => ({
      name,
      submitted: own.filter((a) => a.audit.status === "submitted").length,
      of: own.length,
    })),
    plans: plans.map((plan) => {
      const own = submitted.filter((a) => a.audit.sampledCaseId === plan.sampledId);
      const sheets = own.map((a) => {
        const answers = new Map(a.answers.map((x) => [x.criterion, x.score]));
        return againstReference({ written: plan.written, rubric }, plan.anchor, a.asked, answers);
      });
      const pattern = open ? null : patternOf(rubric, sheets);
      return {
        key: plan.anchor.key,
        reference: plan.anchor.reference,
        title: plan.anchor.title,
        auditors: own.length,
        why: open
          ? "The pattern can be read when every audit is in, or when you close the round."
          : own.length < FEWEST_IN_PATTERN
            ? `Fewer than ${FEWEST_IN_PATTERN} auditors submitted, so a pattern would be about a person.`
            : null,
        agreement: pattern ? agreementOn(rubric, plan.sampledId, own, cycle.id) : null,
        pattern: pattern?.map((line) => ({
          key: line.criterion.key,
          title: line.criterion.title,
          reference: line.reference
            ? {
                label: scoreWords({ rubric }, line.criterion.key, line.reference.score),
                because: line.reference.because,
              }
            : null,
          auditors: line.auditors,
          same: line.same,
          higher: line.higher,
          lower: line.lower,
          other: line.other,
          given: line.given,
        })),
      };
    }),
  };
}

/** How far the auditors of one made-up plan agreed with each other: counts, for one plan carries no coefficient. */
function agreementOn(rubric: RubricDocument, sampledId: string, own: Round["audits"], cycleId: string): AgreementLine {
  return agreementLines(rubric, {
    cycleId,
    criteria: rubric.criteria.map((c) => ({
      id: c.key,
      domainId: c.domain,
      levels: levelsOf(rubric, c).map((l) => l.value),
    })),
    answers: own.flatMap((a) =>
      a.asked.map((c) => ({
        caseId: sampledId,
        criterionId: c.key,
        auditorId: a.audit.auditorId,
        score: a.answers.find((x) => x.criterion === c.key)?.score ?? null,
      })),
    ),
  }).overall;
}
