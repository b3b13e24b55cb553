import { describe, expect, it } from "vitest";
import { DOCUMENTS, documentCalled } from "~/server/documents.server.ts";

describe("the documents that are shown in the product", () => {
  it("link to each other only, and name the rest in plain words", () => {
    const pages = Object.keys(DOCUMENTS).map((name) => documentCalled(name)?.html ?? "");
    const links = pages.flatMap((html) => [...html.matchAll(/href="([^"]*)"/g)].map(([, to]) => to ?? ""));
    const own = links.filter((to) => !to.startsWith("https://") && !to.startsWith("#"));
    expect(own.length).toBeGreaterThan(3);
    expect(own.filter((to) => documentCalled(to.replace("/documents/", "")) === null)).toEqual([]);
    expect(documentCalled("retention")?.html).toContain("(operations, section 4)");
  });
});
