import { describe, expect, it } from "vitest";
import { type Answer, emptyAnswer, problemsIn, thingsToFinish } from "#audits/panel/answer.ts";
import { identifiersIn } from "#audits/panel/identifiers.ts";
import { vaguePhrasesIn } from "#audits/panel/vague-phrases.ts";
import { criterionOf } from "#audits/rubric/document.ts";
import { SHIPPED_RUBRICS } from "#audits/rubric/library/shipped.ts";

const rubric = SHIPPED_RUBRICS[0]!;
const EP2 = criterionOf(rubric, "EP2");
const SC5 = criterionOf(rubric, "SC5");
const quote = { section: "F", page: 14, words: "[Child] will have access to regular small group support." };
const answered = (part: Partial<Answer>): Answer => ({ ...emptyAnswer(part.criterion ?? "EP2"), ...part });
const finish = (a: Answer) => thingsToFinish(rubric, [criterionOf(rubric, a.criterion)], [a]).map((t) => t.sentence);

describe("what is left to finish before an audit can be submitted", () => {
  it("is every criterion that has no answer", () => {
    expect(thingsToFinish(rubric, [EP2, SC5], [])).toHaveLength(2);
  });
  it("is a quote for Requires improvement and Inadequate, and none for Good", () => {
    expect(finish(answered({ score: 1 }))).toEqual(["add a quote for Requires improvement, or change the level."]);
    expect(finish(answered({ score: 0 }))).toEqual(["add a quote for Inadequate, or change the level."]);
    expect(finish(answered({ score: 1, quotes: [quote] }))).toEqual([]);
    expect(finish(answered({ score: 2 }))).toEqual([]);
  });
  it("is a reason for does not apply and for cannot tell", () => {
    expect(finish(answered({ criterion: "SC5", score: "NA" }))).toHaveLength(1);
    expect(finish(answered({ criterion: "SC5", score: "NA", reason: "No such service" }))).toEqual([]);
    expect(finish(answered({ score: "CT" }))).toHaveLength(1);
  });
  it("is a level where there are only words", () => {
    expect(finish(answered({ note: "Look again" }))).toEqual(["choose a level for what you wrote."]);
  });
});

describe("what is refused in an answer", () => {
  const fields = (a: Answer) => problemsIn(rubric, criterionOf(rubric, a.criterion), a).map((p) => p.field);
  it("is a level that the scale does not have", () => expect(fields(answered({ score: 7 }))).toEqual(["score"]));
  it("is does not apply where the rubric does not allow it", () =>
    expect(fields(answered({ score: "NA" }))).toEqual(["score"]));
  it("is a page that no plan has, and a section that is not one", () => {
    expect(fields(answered({ quotes: [{ ...quote, page: 501 }] }))).toEqual(["quotes[0].page"]);
    expect(fields(answered({ quotes: [{ ...quote, section: "Z" }] }))).toEqual(["quotes[0].section"]);
  });
  it("is an identifier in a quote, a note, a reason or a finding", () => {
    expect(fields(answered({ quotes: [{ ...quote, words: "Born 12 May 2014, lives at NE1 4ST" }] }))).toEqual([
      "quotes[0].words",
      "quotes[0].words",
    ]);
    expect(fields(answered({ note: "Ring 07700 900123" }))).toEqual(["note"]);
    expect(fields(answered({ finding: { kind: "strength", words: "NHS number 943 476 5919", themes: [] } }))).toEqual([
      "finding.words",
    ]);
  });
  it("is not an ordinary sentence with numbers, dates and sections in it", () => {
    const words =
      "3 sessions of 20 minutes each week from 12 June 2026, section F, page 14, H1 and H2, 1:1 for 5 hours, Ł and ŵ kept.";
    expect(fields(answered({ quotes: [{ ...quote, words }] }))).toEqual([]);
  });
});

describe("likely identifiers", () => {
  it("are recognised by their form and check digit", () => {
    expect(identifiersIn("943 476 5919")).toEqual(["NHS number"]);
    expect(identifiersIn("943 476 5918")).toEqual([]);
    expect(identifiersIn("UPN H801200001001")).toEqual(["UPN"]);
    expect(identifiersIn("write to mum@example.org")).toEqual(["e-mail address"]);
    expect(identifiersIn("dob 1/2/2015")).toEqual(["date of birth"]);
    expect(identifiersIn("0191 498 0123")).toEqual(["telephone number"]);
  });
});

describe("vague phrases", () => {
  it("are found as whole words, the longest first, once each", () => {
    expect(
      vaguePhrasesIn(
        "[Child] will have access to regular small group support as required, by a key adult. Regular checks.",
      ),
    ).toEqual(["access to", "regular", "small group", "as required", "key adult"]);
    expect(vaguePhrasesIn("They irregularly upton such assets")).toEqual([]);
    expect(vaguePhrasesIn("Access  to a\nprogramme of work, etc.")).toEqual(["Access to", "a programme of", "etc."]);
  });
});
