import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysBetween } from "#audits/dates.ts";
import { addDays } from "#audits/cases/days.ts";
import { backupsToRemove, keepRule } from "#audits/retention/backups.ts";

const TODAY = "2026-11-22";
const RULE = keepRule("14 days, 8 weeks, 3 months");
const at = (age: number, hour = 2) => {
  const day = addDays(TODAY, -age);
  return { name: `${day}-${hour}`, day, madeAt: new Date(`${day}T${String(hour).padStart(2, "0")}:00:00Z`) };
};
const keptAges = (files: ReturnType<typeof at>[], rule = RULE, atMost = 90) => {
  const gone = backupsToRemove(files, rule, TODAY, atMost);
  return files.filter((file) => !gone.includes(file)).map(({ day }) => daysBetween(day, TODAY));
};

describe("the rule by which backups are kept", () => {
  it("keeps a fortnight of days, then the newest of eight weeks and of three months", () => {
    const nightly = Array.from({ length: 200 }, (_, age) => at(age));
    // 22 November 2026 is a Sunday: weeks end on it; October ended 22 days ago.
    expect(keptAges(nightly)).toEqual(
      [...Array.from({ length: 14 }, (_, age) => age), 14, 21, 22, 28, 35, 42, 49, 53].filter(
        (age, i, all) => all.indexOf(age) === i,
      ),
    );
  });

  it("keeps the last of a day, and everything of today", () => {
    expect(keptAges([at(0, 9), at(0, 12), at(1, 3), at(1, 20)])).toEqual([0, 0, 1]);
    const gone = backupsToRemove([at(1, 3), at(1, 20), at(0)], RULE, TODAY, 90);
    expect(gone.map(({ name }) => name)).toEqual([at(1, 3).name]);
  });

  it("never lets the newest go, however old it is, and nothing else outlive what retention allows", () => {
    expect(keptAges([at(400), at(500)])).toEqual([400]);
    expect(keptAges([at(0), at(31), at(80)], keepRule("0 days, 0 weeks, 12 months"), 60)).toEqual([0, 31]);
  });

  it("removes nothing on the second run, whatever there is", () => {
    const ages = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(ages, fc.record({ days: fc.nat(20), weeks: fc.nat(12), months: fc.nat(6) }), (list, rule) => {
        const files = list.map((age) => at(age));
        const gone = backupsToRemove(files, rule, TODAY, 90);
        const kept = files.filter((file) => !gone.includes(file));
        expect(kept).toContain(files.toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime())[0]);
        expect(backupsToRemove(kept, rule, TODAY, 90)).toEqual([]);
      }),
    );
  });
});
