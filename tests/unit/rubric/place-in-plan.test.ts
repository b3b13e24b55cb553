import { expect, it } from "vitest";
import { placeInPlan, placeInSentence } from "#audits/rubric/place-in-plan.ts";

it.each([
  ["F", 11, "Section F, page 11", "section F, page 11"],
  ["H1", "4", "Section H1, page 4", "section H1, page 4"],
  ["K", null, "Section K", "section K"],
  ["all", 2, "Whole plan, page 2", "whole plan, page 2"],
  ["cover", "", "Cover", "cover"],
  ["review", null, "Review papers", "review papers"],
])("words in %s, page %s, stand in a place that a reader knows", (section, page, alone, inside) => {
  expect(placeInPlan(section, page)).toBe(alone);
  expect(placeInSentence(section, page)).toBe(inside);
});
