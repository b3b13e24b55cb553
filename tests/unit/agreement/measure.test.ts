import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Coefficient, type IntervalRequest, measureAgreement } from "#audits/agreement/measure.ts";
import type { Ratings } from "#audits/agreement/table.ts";

const SCALE = [0, 1, 2, 3];
const _ = null;

const ALL: Coefficient[] = [
  { measure: "percent_agreement_pairwise", weighting: "linear" },
  { measure: "percent_agreement_all", within: 1 },
  { measure: "cohen_kappa", weighting: "quadratic" },
  { measure: "fleiss_kappa", weighting: "nominal" },
  { measure: "gwet_ac1" },
  { measure: "gwet_ac2", weighting: "quadratic" },
  { measure: "krippendorff_alpha", metric: "ordinal" },
  { measure: "icc_2_k" },
  { measure: "icc_2_1" },
  { measure: "kendall_w" },
];
const of = (measure: Coefficient["measure"]) => ALL.find((coefficient) => coefficient.measure === measure)!;
const say = (coefficient: Coefficient, ratings: Ratings, categories: number[] = SCALE) => {
  const stat = measureAgreement(coefficient, ratings, { categories });
  return stat.value ?? stat.reason;
};

/** One column a measure: percent agreement, kappa of Cohen and of Fleiss, AC2, alpha, ICC(2,k), W. */
const COLUMNS = [
  "percent_agreement_pairwise",
  "cohen_kappa",
  "fleiss_kappa",
  "gwet_ac2",
  "krippendorff_alpha",
  "icc_2_k",
  "kendall_w",
] as const;

describe("every line of the table of edge cases", () => {
  const same = (reason: string) => COLUMNS.map(() => reason);
  it.each<[string, Ratings, (number | string)[]]>([
    ["no score at all", [[_, _], []], same("NO_DATA")],
    ["no unit at all", [], same("NO_DATA")],
    [
      "one auditor only",
      [
        [1, _],
        [2, _],
      ],
      same("TOO_FEW_RATERS"),
    ],
    [
      "no unit with two scores",
      [
        [1, _],
        [_, 2],
      ],
      same("NO_PAIRABLE_UNITS"),
    ],
    [
      "a score that is not on the scale",
      [
        [1, 2],
        [7, 1],
      ],
      same("INVALID_VALUE"),
    ],
    [
      "a score that is no number",
      [
        [1, 2],
        [Number.NaN, 1],
      ],
      same("INVALID_VALUE"),
    ],
    [
      "all agree, several categories",
      [
        [3, 3],
        [1, 1],
        [2, 2],
      ],
      [1, 1, 1, 1, 1, 1, 1],
    ],
    [
      "one category only",
      [
        [2, 2],
        [2, 2],
        [2, 2],
      ],
      [1, "NO_VARIATION", "NO_VARIATION", 1, "NO_VARIATION", "NO_VARIATION", "NO_VARIATION"],
    ],
    [
      "one unit, agreed",
      [[2, 2]],
      [1, "NO_VARIATION", "NO_VARIATION", 1, "NO_VARIATION", "TOO_FEW_UNITS", "TOO_FEW_UNITS"],
    ],
    [
      "auditors constant on different categories",
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      [2 / 3, 0, -1, 11 / 14, -2 / 3, "NOT_ESTIMABLE", "NO_VARIATION"],
    ],
  ])("%s", (_name, ratings, expected) => {
    const found = COLUMNS.map((measure) => say(of(measure), ratings));
    for (const [i, one] of expected.entries()) {
      if (typeof one === "string") expect(found[i], COLUMNS[i]).toBe(one);
      else expect(found[i], COLUMNS[i]).toBeCloseTo(one, 12);
    }
  });

  it("one category among the pairs, another in a single score: kappa uses the single, alpha does not", () => {
    const ratings = [
      [2, 2],
      [2, 2],
      [1, _],
    ];
    expect(say(of("percent_agreement_pairwise"), ratings)).toBe(1);
    expect(say(of("fleiss_kappa"), ratings)).toBe(1);
    expect(say(of("gwet_ac2"), ratings)).toBe(1);
    expect(say(of("krippendorff_alpha"), ratings)).toBe("NO_VARIATION");
  });

  it("Cohen's kappa compares exactly two auditors, a column without any score not counted", () => {
    expect(
      say(of("cohen_kappa"), [
        [1, 2, 3],
        [1, 1, 1],
      ]),
    ).toBe("NEEDS_TWO_RATERS");
    expect(
      say(of("cohen_kappa"), [
        [1, _, 1],
        [2, _, 2],
      ]),
    ).toBe(1);
  });

  it("Cohen's kappa leaves out units that one auditor did not score, and says how many", () => {
    const stat = measureAgreement(
      of("cohen_kappa"),
      [
        [1, 1],
        [2, 2],
        [3, _],
        [_, 0],
      ],
      { categories: SCALE },
    );
    expect(stat).toMatchObject({
      value: 1,
      n: { units: 4, unitsUsed: 2 },
      cautions: ["VERY_SMALL_SAMPLE", "UNITS_DROPPED"],
    });
  });

  it("AC1 and AC2 need a scale of two categories or more", () => {
    expect(say(of("gwet_ac1"), [[1, 1]], [1])).toBe("SINGLE_CATEGORY_SCALE");
    expect(
      measureAgreement(of("gwet_ac2"), [
        [1, 1],
        [1, 1],
      ]),
    ).toMatchObject({ reason: "SINGLE_CATEGORY_SCALE" });
  });

  it("ICC is not estimable where the units do not differ or the denominator is not positive", () => {
    expect(
      say(of("icc_2_k"), [
        [1, 2, 3],
        [2, 3, 1],
        [3, 1, 2],
      ]),
    ).toBe("NOT_ESTIMABLE");
    expect(
      say(of("icc_2_k"), [
        [0, 3],
        [3, 1],
        [1, 2],
      ]),
    ).toBe("NOT_ESTIMABLE");
  });

  it("ICC and W use complete units only and say how many were dropped", () => {
    const stat = measureAgreement(
      of("kendall_w"),
      [
        [1, 1],
        [2, 2],
        [3, _],
      ],
      { categories: SCALE },
    );
    expect(stat).toMatchObject({
      value: 1,
      n: { units: 3, unitsUsed: 2 },
      cautions: expect.arrayContaining(["UNITS_DROPPED"]),
    });
  });

  it("within one level counts the range inside a unit", () => {
    const ratings = [
      [0, 1, 1],
      [0, 2, 1],
      [3, 3, _],
      [_, 2, _],
    ];
    expect(say({ measure: "percent_agreement_all", within: 0 }, ratings)).toBeCloseTo(1 / 3, 15);
    expect(say({ measure: "percent_agreement_all", within: 1 }, ratings)).toBeCloseTo(2 / 3, 15);
  });

  it("alpha on a ratio scale refuses values below 0", () => {
    expect(
      say(
        { measure: "krippendorff_alpha", metric: "ratio" },
        [
          [-1, 1],
          [1, 1],
        ],
        [-1, 1],
      ),
    ).toBe("INVALID_VALUE");
  });
});

describe("what must not change a coefficient", () => {
  const score = fc.option(fc.constantFrom(...SCALE), { nil: null, freq: 4 });
  const table = fc.array(fc.array(score, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 9 });
  const close = (one: number | string, other: number | string, message: string) => {
    if (typeof one === "number") expect(other, message).toBeCloseTo(one, 9);
    else expect(other, message).toBe(one);
  };
  const unchanged = (change: (ratings: Ratings) => Ratings) =>
    fc.assert(
      fc.property(table, (ratings) => {
        for (const coefficient of ALL)
          close(say(coefficient, ratings), say(coefficient, change(ratings)), coefficient.measure);
      }),
      { numRuns: 40 },
    );

  it("the order of the units", () => unchanged((ratings) => [...ratings].reverse()));
  it("the order of the auditors", () => unchanged((ratings) => ratings.map(([a, b, c]) => [c, a, b])));
  it("a unit that nobody scored", () => unchanged((ratings) => [[_, _, _], ...ratings, []]));
  it("an auditor who scored nothing", () => unchanged((ratings) => ratings.map((row) => [_, ...row, _])));
  it("missing scores at the end of a row that are left away", () =>
    unchanged((ratings) => ratings.map((row) => row.slice(0, row.findLastIndex((one) => one !== null) + 1))));

  it("the names of the categories, where they are nominal", () => {
    const names = [2, 0, 3, 1];
    const nominal: Coefficient[] = [
      { measure: "fleiss_kappa", weighting: "nominal" },
      { measure: "gwet_ac1" },
      { measure: "krippendorff_alpha", metric: "nominal" },
    ];
    fc.assert(
      fc.property(table, (ratings) => {
        const renamed = ratings.map((row) => row.map((one) => (one === null ? null : names[one]!)));
        for (const coefficient of nominal)
          close(say(coefficient, ratings), say(coefficient, renamed), coefficient.measure);
      }),
      { numRuns: 40 },
    );
  });

  it("a·x + b on the scale, for alpha on intervals", () => {
    const alpha: Coefficient = { measure: "krippendorff_alpha", metric: "interval" };
    fc.assert(
      fc.property(table, fc.integer({ min: -9, max: 9 }), fc.constantFrom(-3, 0.5, 7), (ratings, b, a) => {
        const moved = ratings.map((row) => row.map((one) => (one === null ? null : a * one + b)));
        close(
          say(alpha, ratings),
          say(
            alpha,
            moved,
            SCALE.map((one) => a * one + b),
          ),
          "alpha",
        );
      }),
      { numRuns: 40 },
    );
  });

  it("the order in which the scale is declared", () => {
    expect(
      say(
        of("gwet_ac2"),
        [
          [0, 1],
          [3, 3],
        ],
        [3, 0, 2, 1],
      ),
    ).toBe(
      say(of("gwet_ac2"), [
        [0, 1],
        [3, 3],
      ]),
    );
  });

  it("AC1 equals quadratic AC2 on a scale of two categories", () => {
    fc.assert(
      fc.property(table, (ratings) => {
        const two = ratings.map((row) => row.map((one) => (one === null ? null : one % 2)));
        close(say({ measure: "gwet_ac1" }, two, [0, 1]), say(of("gwet_ac2"), two, [0, 1]), "AC");
      }),
      { numRuns: 40 },
    );
  });

  it("no coefficient is above 1, and percent agreement is never below 0", () => {
    fc.assert(
      fc.property(table, (ratings) => {
        for (const coefficient of ALL) {
          const value = say(coefficient, ratings);
          if (typeof value === "number") expect(value).toBeLessThanOrEqual(1 + 1e-12);
          if (typeof value === "number" && coefficient.measure.startsWith("percent"))
            expect(value).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("intervals", () => {
  const spread = [
    [3, 2, 3],
    [1, 1, 1],
    [2, 2, 3],
    [0, 1, 0],
    [3, 3, 3],
    [2, 1, 2],
    [1, 2, 2],
    [0, 0, 0],
  ];
  const interval = (coefficient: Coefficient, ratings: Ratings, ci: IntervalRequest) => {
    const stat = measureAgreement(coefficient, ratings, { categories: SCALE, ci });
    return stat.value === null ? null : stat.ci;
  };
  const boot = (more: { clusters?: string[]; seed?: string; B?: number } = {}): IntervalRequest => ({
    method: "bootstrap-percentile",
    level: 0.95,
    B: 400,
    seed: "cycle-1",
    ...more,
  });

  it("of Gwet are cut to -1 and 1", () => {
    const opposed = [
      [0, 3],
      [3, 0],
      [1, 1],
    ];
    expect(interval(of("gwet_ac2"), opposed, { method: "gwet-t", level: 0.95 })).toMatchObject({ lower: -1, upper: 1 });
  });

  it("are the same for the same seed and differ for another", () => {
    const alpha = of("krippendorff_alpha");
    expect(interval(alpha, spread, boot())).toEqual(interval(alpha, spread, boot()));
    expect(interval(alpha, spread, boot())).not.toEqual(interval(alpha, spread, boot({ seed: "cycle-2" })));
  });

  it("draw whole clusters: copies of a case stacked under it do not make the interval narrower", () => {
    const copied = spread.flatMap((row) => [row, row, row]);
    const clusters = spread.flatMap((_row, i) => [`C${i}`, `C${i}`, `C${i}`]);
    const ac2 = of("gwet_ac2");
    const once = interval(ac2, spread, boot())!;
    const honest = interval(ac2, copied, boot({ clusters }))!;
    expect(honest.lower).toBeCloseTo(once.lower!, 12);
    expect(honest.upper).toBeCloseTo(once.upper!, 12);
    const naive = interval(ac2, copied, boot())!;
    expect(naive.upper! - naive.lower!).toBeLessThan(honest.upper! - honest.lower!);
  });

  it("leave out clusters that nobody scored, in the order of first appearance", () => {
    const padded = [[_, _, _], ...spread];
    const labels = ["empty", ...spread.map((_row, i) => `C${i}`)];
    const alpha = of("krippendorff_alpha");
    expect(interval(alpha, padded, boot({ clusters: labels }))).toEqual(interval(alpha, spread, boot()));
  });

  it("need as many cluster labels as units", () => {
    const stat = measureAgreement(of("gwet_ac2"), spread, { categories: SCALE, ci: boot({ clusters: ["a"] }) });
    expect(stat).toMatchObject({ value: null, reason: "INVALID_VALUE" });
  });

  it("do not exist for one unit or one cluster", () => {
    expect(interval(of("krippendorff_alpha"), [[1, 2]], boot())).toMatchObject({
      lower: null,
      reason: "TOO_FEW_UNITS",
    });
    expect(interval(of("gwet_ac2"), [[1, 2]], { method: "gwet-t", level: 0.95 })).toMatchObject({
      reason: "TOO_FEW_UNITS",
    });
    const clusters = spread.map(() => "one");
    expect(interval(of("gwet_ac2"), spread, boot({ clusters }))).toMatchObject({ reason: "TOO_FEW_UNITS" });
  });

  it("do not exist where fewer than nine in ten replicates have a value", () => {
    const rare = [
      [2, 2],
      [2, 2],
      [2, 2],
      [3, 2],
    ];
    expect(interval(of("krippendorff_alpha"), rare, boot())).toMatchObject({
      lower: null,
      reason: "BOOTSTRAP_UNSTABLE",
    });
  });

  it("report the replicates that had a value, and warn of lost ones", () => {
    const some = [
      [2, 2],
      [2, 2],
      [2, 2],
      [3, 2],
      [1, 1],
      [2, 3],
    ];
    const stat = measureAgreement(of("krippendorff_alpha"), some, { categories: SCALE, ci: boot() });
    expect(stat).toMatchObject({ cautions: expect.arrayContaining(["BOOTSTRAP_REPLICATES_LOST"]) });
    const { used } = (stat as { ci: { used: number } }).ci;
    expect(used).toBeGreaterThanOrEqual(360);
    expect(used).toBeLessThan(400);
  });

  it("warn of an interval of width 0: full agreement is not certainty", () => {
    const stat = measureAgreement(
      of("gwet_ac2"),
      [
        [2, 2],
        [1, 1],
      ],
      { categories: SCALE, ci: { method: "gwet-t", level: 0.95 } },
    );
    expect(stat).toMatchObject({
      ci: { lower: 1, upper: 1 },
      cautions: expect.arrayContaining(["ZERO_WIDTH_INTERVAL"]),
    });
  });

  it("of ICC do not exist without residual variance, nor a method for a measure it is not made for", () => {
    const agreed = [
      [1, 1],
      [2, 2],
      [3, 3],
    ];
    expect(interval(of("icc_2_k"), agreed, { method: "mcgraw-wong", level: 0.95 })).toMatchObject({
      reason: "NOT_ESTIMABLE",
    });
    expect(interval(of("krippendorff_alpha"), spread, { method: "gwet-t", level: 0.95 })).toMatchObject({
      reason: "NOT_ESTIMABLE",
    });
    expect(interval(of("kendall_w"), spread, boot())).toMatchObject({ reason: "NOT_ESTIMABLE" });
  });

  it("of ICC stand even where the auditors' means are equal", () => {
    const balanced = [
      [0, 1],
      [3, 2],
      [2, 1],
      [3, 3],
      [1, 2],
    ];
    const found = interval(of("icc_2_1"), balanced, { method: "mcgraw-wong", level: 0.95 })!;
    expect(found.lower!).toBeLessThan(0.8);
    expect(found.upper!).toBeGreaterThan(0.8);
  });
});

it("measures 10,000 units with 2,000 replicates", () => {
  const ratings = Array.from({ length: 10_000 }, (_row, i) => [
    i % 4,
    (i * 7 + (i % 3)) % 4,
    i % 5 === 0 ? null : (i * 3) % 4,
  ]);
  const ci: IntervalRequest = { method: "bootstrap-percentile", level: 0.95, B: 2000, seed: "s" };
  const stat = measureAgreement(of("krippendorff_alpha"), ratings, { categories: SCALE, ci });
  expect(stat).toMatchObject({ ci: { used: 2000 } });
});
