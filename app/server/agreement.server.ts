import { agreementDetail, agreementSource } from "#audits/results/agreement-detail.ts";
import { workedOutOnce } from "#db/worked-out.ts";

/** Agreement in a cycle. Worked out anew as soon as any level, plan or word of the rubric behind it is another. */
export const agreementOf = workedOutOnce(20, agreementSource, agreementDetail);
