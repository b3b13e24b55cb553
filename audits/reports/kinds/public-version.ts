import type { Report } from "../blocks.ts";
import { startDraft } from "../draft.ts";
import { CHAPTERS, type LearningReportData } from "../learning-report-data.ts";
import { metaOf, writeChapters } from "../learning-report.ts";
import { KIND_LABELS } from "../outline.ts";

/**
 * The version for everybody: the same figures, always protected, with what families said, what was asked because of it, what
 * was done and the difference that it made.
 *
 * @throws RangeError for figures with small numbers shown
 */
export function publicVersion(data: LearningReportData): Report {
  requirePublished(data, KIND_LABELS.public);
  const draft = startDraft();
  draft.add({ kind: "contents", title: "Contents" });
  draft.add({
    kind: "callout",
    tone: "note",
    title: "What is an EHC plan?",
    paragraphs: [
      [
        {
          text: "An Education, Health and Care plan says what a child or young person with special educational needs wants to do, what they need, and what help they must get. The council writes it together with the family, schools, health and social care.",
        },
      ],
      [
        {
          text: "Once in a while people from all of them read some plans again and say how good they are. This is what they found.",
        },
      ],
    ],
  });
  writeChapters(data, draft, data.chapters ?? CHAPTERS);
  return { meta: metaOf(data, "How good are our EHC plans?"), blocks: draft.blocks };
}

/** @throws RangeError where small numbers are shown: such figures never become a paper for others */
export function requirePublished(data: LearningReportData, what: string): void {
  if (data.view !== "published") throw new RangeError(`${what} is made from published figures only.`);
}
