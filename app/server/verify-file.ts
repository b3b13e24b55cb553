import { createHash } from "node:crypto";
import { KIND_LABELS } from "#audits/reports/outline.ts";
import { dateWords, momentWords } from "#audits/dates.ts";
import { fileWith } from "#db/reports.ts";
import type { Db } from "#db/store.ts";
import { verifyTrail } from "#db/trail-check.ts";

/** What the trail says of a file that somebody holds. */
export type Verified = {
  /** genuine: made and issued here; draft: made here before it was issued; withdrawn; unknown: not made here, or changed since. */
  verdict: "genuine" | "draft" | "withdrawn" | "unknown" | "broken";
  sentence: string;
  facts: { term: string; text: string }[];
};

/** Holds a file against the trail: was it made here, is it the file that was issued, and is the chain unbroken? */
export async function verifyFile(db: Db, bytes: Uint8Array): Promise<Verified> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const print = { term: "Fingerprint of the file (SHA-256)", text: sha256 };
  const found = await fileWith(db, sha256);
  if (!found?.event)
    return {
      verdict: "unknown",
      sentence:
        "This file was not made here, or it was changed since. A file that was opened and saved by another program is another file.",
      facts: [print],
    };
  const { report, event, stage, issuedAt, withdrawnAt, signedAt } = found;
  const { fault, events } = await verifyTrail(db);
  const facts = [
    { term: "Report", text: `${KIND_LABELS[report.kind]} of ${report.cycleTitle}, version ${report.version}` },
    { term: "Numbers", text: report.view === "published" ? "Published: small numbers hidden" : "Internal" },
    ...(issuedAt ? [{ term: "Issued", text: dateWords(issuedAt) }] : []),
    ...(withdrawnAt ? [{ term: "Withdrawn", text: dateWords(withdrawnAt) }] : []),
    ...(signedAt ? [{ term: "Signed", text: "with the area’s own certificate, inside the file" }] : []),
    { term: "Made", text: `${momentWords(event.at)}, event ${event.position} of the trail` },
    { term: "Trail", text: fault ? `broken at event ${fault.position}` : `${events} events, chain unbroken` },
    print,
  ];
  if (fault && fault.position <= event.position)
    return {
      verdict: "broken",
      sentence: "The trail names this file, but its chain is broken before that event, so it proves nothing.",
      facts,
    };
  if (report.draft)
    return {
      verdict: "draft",
      sentence: "This file was made here as a draft. It is not the report that was issued.",
      facts,
    };
  if (stage === "withdrawn")
    return {
      verdict: "withdrawn",
      sentence: "This is the report as it was issued. It has been withdrawn since.",
      facts,
    };
  return { verdict: "genuine", sentence: "This is the report as it was issued, unchanged to the last byte.", facts };
}
