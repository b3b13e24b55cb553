import { Marked } from "marked";
import dpia from "../../docs/dpia.md?raw";
import hazards from "../../docs/hazard-log.md?raw";
import purpose from "../../docs/intended-purpose.md?raw";
import families from "../../docs/privacy-notice-families.md?raw";
import staff from "../../docs/privacy-notice-staff.md?raw";
import retention from "../../docs/retention.md?raw";

/** The documents that are shown in the product, by the name of their file. They are the project's own, and so trusted. */
export const DOCUMENTS: Record<string, string> = {
  "privacy-notice-families": families,
  "privacy-notice-staff": staff,
  "intended-purpose": purpose,
  retention,
  "hazard-log": hazards,
  dpia,
};

/** A document as its title and the HTML below it; null when there is none of this name. */
export function documentCalled(name: string): { title: string; html: string } | null {
  const text = Object.hasOwn(DOCUMENTS, name) ? DOCUMENTS[name] : undefined;
  if (!text) return null;
  const [first = "", ...rest] = text.split("\n");
  let tables = 0;
  const html = new Marked({ gfm: true })
    .parse(rest.join("\n"), { async: false })
    // Tables may be wider than a phone, and scroll by themselves.
    .replaceAll("<table>", () => {
      tables++;
      return `<section class="wide-region" aria-label="Table ${tables}" tabindex="0"><table class="govuk-table">`;
    })
    .replaceAll("</table>", "</table></section>")
    .replaceAll("<h2>", '<h2 class="section">')
    .replaceAll("<ul>", '<ul class="govuk-list govuk-list--bullet">')
    .replaceAll("<ol>", '<ol class="govuk-list govuk-list--number">')
    .replaceAll("<th>", '<th class="govuk-table__header" scope="col">')
    .replaceAll("<td>", '<td class="govuk-table__cell">')
    // Documents for those who run the server are named, and are no pages of the product.
    .replaceAll(/<a href="([\w-]+)\.md">(.*?)<\/a>/g, (_, to: string, words: string) =>
      Object.hasOwn(DOCUMENTS, to) ? `<a class="govuk-link" href="/documents/${to}">${words}</a>` : words,
    );
  return { title: first.replace(/^# /, ""), html };
}
