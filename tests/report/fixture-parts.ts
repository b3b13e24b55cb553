import type { Logo } from "#audits/reports/blocks.ts";
import { feedbackPackReport } from "#audits/reports/feedback-pack.ts";

/** A made-up mark: a disc and two bars on a ground that is see-through. */
export const logo: Logo = {
  png: "iVBORw0KGgoAAAANSUhEUgAAAPAAAABgCAYAAAAjM//RAAAAD3RFWHRBdXRob3IAU29tZWJvZHlzxYaJAAACEUlEQVR42u3dsXXDQBBDQdXgKtSH6nE9jlXpqQZZfuYuMMEPmZCYjDzezjk3STtzEySAJQEsCWAJ4AF9Pb7PX+VhC+BFYIEWwIFwQRbAy9HCLICD4IIsgAPggiyAQ/BCrHrAm+GCrGrASXghVhXgRLwQKx5wMlyQFQ24CS/EigLciBdiRQBuxguxVgOGF2IBDLD034ChvR7x/flz1B28ixEbsOBdjNiABTDAagEM5yzEBix4FyM2YAEMsNIBwzgTsQELYICVDBjCuYgNWAADLIAFsMYBhm82YgMWwAArETB08xEbsAAGWAALYAEMMMD6HDBsOxAbsAB2dpbSzsQCDWABLIAFMMASwAALYAEsgAGWAAZYAAMMsAAWwAIYYAlggAWwABbAAlgAAywBDLAAFsACGGAncqQ0CjDEzsQSwAIYYIABBhhggAFWE2CI/RtJAAtggK8CDLH/AwtggAEGGGCAAQb4bcAQz311EhyAAQZY6YAhnvnhAjgAAwywGgBDPO+zQXAAfvsCOOd88wsOwAADrCbAEM85cQMcgH99IazXH5cDDsAfXQyts6408EwsgAFWAWCI4dVywO2IjUjrAbciNiDFAG5DbDyKA9wA2WgUDzgVscGoBnAaYmNRHeAEyEaiesBbERuIAF4I2TAE8ELIBiGAl2E2AgG8ELKHL4AXgfawBbAkgCUBLAHsJkh7ewFN4UVoMbdaagAAAABJRU5ErkJggg==",
  width: 240,
  height: 96,
  alt: "Northshire Council",
};

/** A feedback pack of so many lines, with a long quote, letters of Welsh and Polish, a level without a place on its scale, and auditors named. */
export function packOf(lines: number) {
  const shapes = [
    { level: "Good", standing: "strength", words: "The child speaks." },
    { level: "Inadequate", standing: "improvement", words: "Nobody could tell how much." },
    { level: "Does not apply", standing: "other", words: "No difference of view: مرحبا 🚂 Θέλω." },
  ] as const;
  const content = Array.from({ length: lines }, (_, i) => {
    const { level, standing, words } = shapes[i % shapes.length]!;
    const quote = i < 3 ? `${words}\nDŵr, Żółw. ${"access to speech therapy ".repeat(i === 0 ? 500 : 80)}` : words;
    return {
      criterion: `VC${i + 1}`,
      title: `What VC${i + 1} asks`,
      level,
      standing,
      words,
      quotes: [{ section: "F", page: 14, words: quote, included: true }],
      shared: false,
      included: true,
    };
  });
  const scale = ["Outstanding", "Good", "Requires improvement", "Inadequate"];
  return feedbackPackReport(
    {
      lines: content,
      ask: "Say how much and how often.",
      next: "Reply.",
      auditors: ["Siân Gruffŷdd", "Małgorzata Żak"],
    },
    {
      reference: "C-0417",
      cycle: "Autumn 2026 routine audit",
      to: "Health services, NHS Northshire",
      sentOn: "20 November 2026",
      replyBy: "4 December 2026",
      organisation: "Northshire",
      partners: "",
      date: "2026-11-20",
      rubric: "EHC plan audit, version 1.0.0",
      scales: Object.fromEntries(content.map(({ criterion }) => [criterion, scale])),
      sections: { F: "F: special educational provision" },
    },
  );
}
