import type { ContributionsData } from "../reports/learning-report-data.ts";
import { domainsOf } from "../rubric/document.ts";
import { AGENCY_LABELS, type Agency } from "../vocabulary.ts";
import type { CycleEvidence } from "./evidence.ts";

const SERVICES: readonly Agency[] = ["health", "social_care"];

/**
 * The domains that health and social care answer for: those of the audited modules in which at least half of the criteria are
 * theirs. Null where there is none. It names rows of the report and holds no figure.
 */
export function contributionsOf({ rubric, cycle, codebook }: CycleEvidence): ContributionsData | null {
  const { document } = rubric;
  const domains = cycle.modules
    .flatMap((module) => domainsOf(document, module))
    .filter(({ domain }) => {
      const criteria = document.criteria.filter((criterion) => criterion.domain === domain.key);
      const theirs = criteria.filter(({ responsible }) => SERVICES.some((service) => service === responsible));
      return criteria.length > 0 && theirs.length * 2 >= criteria.length;
    })
    .map(({ domain }) => domain);
  if (domains.length === 0) return null;
  const keys = new Set(domains.map(({ key }) => key));
  return {
    domains: domains.map(({ shortTitle }) => shortTitle),
    themes: codebook.themes.filter(({ domain }) => keys.has(domain)).map(({ code }) => code),
    agencies: SERVICES.map((service) => AGENCY_LABELS[service]),
  };
}
