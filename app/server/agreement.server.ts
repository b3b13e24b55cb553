import { createHash } from "node:crypto";
import { type AgreementDetail, agreementDetail, agreementSource } from "#audits/results/agreement-detail.ts";
import type { CycleEvidence } from "#audits/results/evidence.ts";

/** By the checksum of what they are worked out from, the latest asked for last: thousands of resamples are done once. */
const kept = new Map<string, AgreementDetail>();
const MOST_KEPT = 20;

/** Agreement in a cycle. Worked out anew as soon as any level, plan or word of the rubric behind it is another. */
export function agreementOf(evidence: CycleEvidence): AgreementDetail {
  const key = createHash("sha256").update(agreementSource(evidence)).digest("base64");
  const detail = kept.get(key) ?? agreementDetail(evidence);
  kept.delete(key);
  kept.set(key, detail);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return detail;
}
