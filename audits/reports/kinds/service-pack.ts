import type { Report } from "../blocks.ts";
import { startDraft } from "../draft.ts";
import type { LearningReportData } from "../learning-report-data.ts";
import { metaOf, writeChapters } from "../learning-report.ts";
import { chaptersOf } from "../outline.ts";
import { requirePublished } from "./public-version.ts";

/**
 * The pack of one service: what it was asked and gave, what auditors found of the criteria that it answers for, the themes of
 * those, and what is asked of it. Its themes and actions were chosen for the service when it was begun (`forService`).
 *
 * @throws RangeError for figures with small numbers shown
 */
export function servicePack(data: LearningReportData): Report {
  requirePublished(data, "A service pack");
  const draft = startDraft();
  draft.add({ kind: "contents", title: "Contents" });
  writeChapters(data, draft, data.chapters ?? chaptersOf("service_health"));
  const name = data.service?.name ?? "Service";
  const meta = metaOf(data, `What ${name.toLowerCase()} brings to EHC plans`);
  return {
    meta: {
      ...meta,
      summary: `What ${name.toLowerCase()} services were asked and gave to Education, Health and Care plans in ${data.area}, and what the audit ${data.cycle.title} found of it.`,
      keywords: [...meta.keywords, name],
    },
    blocks: draft.blocks,
  };
}
