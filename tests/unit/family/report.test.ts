import { expect, it } from "vitest";
import { familiesInReport } from "#audits/family/report.ts";
import { questionnaire } from "#audits/family/questionnaire.ts";

const asked = { asked: 20, from: "2026-07-01", to: "2026-07-09", ways: ["link", "call"] as const };
const form = questionnaire.parse({});
const [first, second] = form.questions.map(({ key }) => key) as [string, string];
const family = (answers: Record<string, string>) => ({ questionnaire: form, answers });
const many = (n: number, answers: Record<string, string>) => Array.from({ length: n }, () => family(answers));
/** 8 agree with the first question and 7 do not; with the second 13 and 2. */
const heard = [
  ...many(8, { [first]: "yes", [second]: "mostly" }),
  ...many(5, { [first]: "no", [second]: "yes" }),
  ...many(2, { [first]: "little", [second]: "no" }),
];

it("counts what families said, and hides a question whole where few said one thing", () => {
  const told = familiesInReport(heard, asked, 5);
  expect(told).toMatchObject({ asked: 20, answered: 15, quotes: [] });
  expect(told?.rows[0]?.share).toEqual({ count: 8, n: 15, interval: null });
  expect(told?.rows[1]?.share).toMatchObject({ hidden: true });
  expect(told?.how).toContain("by a link or in a call, between 1 July 2026 and 9 July 2026");
  expect(familiesInReport(heard, asked, null)?.rows[1]?.share).toMatchObject({ count: 13, n: 15 });
});

it("hides how many were asked where the few who did not answer would follow", () => {
  expect(familiesInReport(heard, { ...asked, asked: 17 }, 5)?.asked).toMatchObject({ hidden: true });
  expect(familiesInReport(heard, { ...asked, asked: 17 }, null)?.asked).toBe(17);
  expect(familiesInReport(heard, { ...asked, asked: 15 }, 5)?.asked).toBe(15);
});

it("tells of fewer than five families only that they are fewer", () => {
  const few = familiesInReport(heard.slice(0, 4), asked, 5);
  expect([few?.answered, few?.rows]).toMatchObject([{ hidden: true }, []]);
  expect(familiesInReport([], asked, 5)).toBeNull();
});
