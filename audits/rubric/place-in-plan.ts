const UNLETTERED: Record<string, string> = {
  all: "Whole plan",
  cover: "Cover",
  review: "Review papers",
  record: "Case record",
};

export const isLettered = (section: string): boolean => /^[A-Z]\d?$/.test(section);

/**
 * Where words of a plan stand: "Section F, page 11". What is no lettered section stands for itself: "Whole plan", "Cover, page 1".
 *
 * @param page as a number or as it was typed; null, 0 and "" where nobody gave one
 */
export function placeInPlan(section: string, page: number | string | null): string {
  const part = isLettered(section) ? `Section ${section}` : (UNLETTERED[section] ?? section);
  return [part, page ? `page ${page}` : ""].filter(Boolean).join(", ");
}

/** The same inside a sentence: "section F, page 11", "whole plan". */
export function placeInSentence(section: string, page: number | string | null): string {
  const place = placeInPlan(section, page);
  return place.charAt(0).toLowerCase() + place.slice(1);
}
