import { describe, expect, it } from "vitest";
import { gradeWithCorrections } from "#audits/feedback/correction.ts";
import { packState, NO_PACK, problemsInAnswer, problemsInReply, workingDaysAfter } from "#audits/feedback/life.ts";
import {
  asksFor,
  packToSend,
  type PlanFound,
  problemsInPack,
  proposePack,
  receiversOf,
  withEdit,
} from "#audits/feedback/pack.ts";
import { gradeModule } from "#audits/rubric/grade-plan.ts";
import { domainsOf } from "#audits/rubric/document.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";
import type { Score } from "#audits/scoring/consensus.ts";

const rubric = SHIPPED_RUBRICS[0]!;
const asked = domainsOf(rubric, "plan").flatMap((d) => d.criteria);

/** Everything Good but what is named; health and shared criteria have a quote and a finding each. */
function found(levels: Record<string, Score> = {}): PlanFound {
  const scores = Object.fromEntries(asked.map((c) => [c.key, c.key in levels ? (levels[c.key] as Score) : 2]));
  const quote = (key: string) => ({ section: "G", page: 4, words: `quote on ${key}` });
  return {
    rubric,
    asked,
    result: { scores, bothViews: [] },
    panel: new Map([["HS2", "The panel’s words on HS2"]]),
    auditors: asked.map((c) => ({
      criterion: c.key,
      quotes: [quote(c.key), quote(c.key), { ...quote(c.key), words: `second on ${c.key}` }],
      finding: c.key === "EP2" ? { kind: "improvement", words: "Vague throughout", themes: [] } : null,
    })),
  };
}
const LOW = { HS1: 0, HS2: 1, EP2: 0, VC4: 1, HS5: 0 };

describe("what a pack is made of", () => {
  it("goes to the plan writer, the setting and each service that the rubric's criteria name", () => {
    expect(receiversOf(asked, "mainstream")).toEqual(["plan_writer", "education", "health", "social_care", "setting"]);
    expect(receiversOf(asked, "home_educated")).not.toContain("setting");
  });
  it("gives a service its own criteria, offers shared ones without quotes, and never another service's", () => {
    const { lines } = proposePack(found(LOW), "health");
    const responsible = new Set(lines.map((l) => asked.find((c) => c.key === l.criterion)?.responsible));
    expect(responsible).toEqual(new Set(["health", "all"]));
    expect(lines.filter((l) => l.included).every((l) => !l.shared)).toBe(true);
    expect(
      lines
        .filter((l) => l.shared)
        .flatMap((l) => l.quotes)
        .some((q) => q.included),
    ).toBe(false);
    expect(lines.find((l) => l.criterion === "HS2")).toMatchObject({
      level: "Requires improvement",
      standing: "improvement",
      words: "The panel’s words on HS2",
      quotes: [
        { words: "quote on HS2", included: true },
        { words: "second on HS2", included: true },
      ],
    });
  });
  it("takes the words of the panel, else of an auditor, else of the level's descriptor", () => {
    const { lines } = proposePack(found(LOW), "plan_writer");
    const words = (key: string) => lines.find((l) => l.criterion === key)?.words;
    expect(words("EP2")).toBe("Vague throughout");
    expect(words("HS1")).toBe(rubric.criteria.find((c) => c.key === "HS1")?.descriptors.inadequate);
  });
  it("proposes what fits a page: strengths first, the limiting and weakest to work on, and one ask in the rubric's words", () => {
    const content = proposePack(found(LOW), "plan_writer");
    const sent = packToSend(content, null);
    expect(sent.lines.map((l) => l.standing)).toEqual([
      ...Array.from({ length: 4 }, () => "strength"),
      ...Array.from({ length: 5 }, () => "improvement"),
    ]);
    const asks = asksFor(rubric, found(LOW).result, content.lines);
    expect(asks).toHaveLength(5);
    // What is asked for is good, never just less bad.
    const good = rubric.criteria.map((c) => c.descriptors.good);
    expect(asks.every((ask) => good.some((words) => words && ask.endsWith(words)))).toBe(true);
    expect(content.ask).toBe(asks[0]);
  });
  it("sends only what was chosen, whatever else a form names", () => {
    const proposed = proposePack(found(LOW), "health");
    const edited = withEdit(proposed, {
      criteria: new Set(["HS2", "EP2"]),
      quotes: new Set(["HS2.1", "EP2.0"]),
      words: new Map([["HS2", "Say how often"]]),
      ask: "Say how often",
      next: "Reply",
    });
    const { lines } = packToSend(edited, ["Ann"]);
    expect(lines.map((l) => [l.criterion, l.words, l.quotes.map((q) => q.words)])).toEqual([
      ["HS2", "Say how often", ["second on HS2"]],
    ]);
  });
  it("refuses words that identify the child, and a pack without a criterion or an ask", () => {
    const proposed = proposePack(found(LOW), "health");
    const edit = (words: string, ask: string, criteria: string[]) =>
      problemsInPack(
        withEdit(proposed, {
          criteria: new Set(criteria),
          quotes: new Set(),
          words: new Map([["HS2", words]]),
          ask,
          next: "",
        }),
        true,
      ).map((p) => p.field);
    expect(edit("Call 01632 960001", "Ask", ["HS2"])).toEqual(["words-HS2"]);
    expect(edit("Fine", "", [])).toEqual(["criteria", "ask"]);
    expect(edit("", "Ask", ["HS2"])).toEqual(["words-HS2"]);
  });
});

describe("where a pack stands", () => {
  const at = (day: string) => new Date(`${day}T10:00:00Z`);
  const sent = { ...NO_PACK, draftedAt: at("2026-11-02"), sentAt: at("2026-11-02"), replyBy: "2026-11-16" };
  const words = (facts: Partial<typeof NO_PACK>, today = "2026-11-10") => {
    const state = packState({ ...sent, ...facts }, today);
    return [state.words, state.overdue];
  };
  it("is told in words with dates, and says what is overdue", () => {
    expect(packState(NO_PACK, "2026-11-10").words).toBe("Proposed, not reviewed yet");
    expect(words({})).toEqual(["Sent on 2 November 2026, not read yet", false]);
    expect(words({ readAt: at("2026-11-03") }, "2026-11-18")).toEqual([
      "Read on 3 November 2026, no reply yet. The reply is 2 days late",
      true,
    ]);
    expect(words({ openDisputes: 1 }, "2026-11-18")).toEqual([
      "1 level disputed, waiting for the quality lead’s answer",
      false,
    ]);
    expect(words({ repliedAt: at("2026-11-05") }, "2026-12-18")).toEqual(["Replied on 5 November 2026", false]);
    expect(words({ repliedAt: at("2026-11-05"), resolvedAt: at("2026-11-06"), openDisputes: 0 })).toEqual([
      "Resolved on 6 November 2026",
      false,
    ]);
  });
  it("counts working days only", () => {
    expect(workingDaysAfter(at("2026-11-06"), 1)).toBe("2026-11-09");
    expect(workingDaysAfter(at("2026-11-02"), 10)).toBe("2026-11-16");
  });
  it("asks a reply for a day where the plan is amended, and for a reason where it is not", () => {
    const fields = (reply: Parameters<typeof problemsInReply>[0]) => problemsInReply(reply).map((p) => p.field);
    expect(fields({ words: "Done", amended: "yes", amendedOn: null })).toEqual(["amendedOn"]);
    expect(problemsInReply({ words: "", amended: "no", amendedOn: null })[0]?.sentence).toBe(
      "Say why the plan is not amended",
    );
    expect(fields({ words: "Done", amended: "planned", amendedOn: "2026-12-01" })).toEqual([]);
    expect(fields({ words: "Mail a@b.org", amended: "maybe", amendedOn: null })).toEqual(["words", "amended"]);
  });
  it("corrects a level only to another one", () => {
    const answer = { words: "You are right", before: "1", levels: ["0", "1", "2", "3"] };
    const fields = (outcome: string, after: string | null) =>
      problemsInAnswer({ ...answer, outcome, after }).map((p) => p.field);
    expect(fields("corrected", "2")).toEqual([]);
    expect(fields("corrected", "1")).toEqual(["after"]);
    expect(fields("corrected", "9")).toEqual(["after"]);
    expect(fields("noted", null)).toEqual([]);
    expect(fields("", null)).toEqual(["outcome"]);
  });
});

it("says what the grade would be with a correction, and leaves the grade as it was signed off", () => {
  const { result } = found({ EP2: 0 });
  const scores = new Map(Object.entries(result.scores));
  const main = gradeModule(rubric, "plan", asked, scores, "applied");
  const signed = { scores: result.scores, bothViews: [], modules: [main], method: "grade/1" as const };
  const before = structuredClone(signed);
  expect(
    gradeWithCorrections(rubric, asked, signed, [{ criterion: "EP2", before: "0", after: "2" }], "applied"),
  ).toEqual({
    signedOff: "Inadequate",
    corrected: "Good",
  });
  expect(
    gradeWithCorrections(rubric, asked, signed, [{ criterion: "EP2", before: "0", after: null }], "applied"),
  ).toEqual({
    signedOff: "Inadequate",
    corrected: "Inadequate",
  });
  expect(signed).toEqual(before);
});
