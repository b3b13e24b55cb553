import type { Codebook, Theme } from "#audits/themes/codebook.ts";

/** A theme for tests; only what matters to the test is said. */
export const theme = (code: string, rest: Partial<Theme> = {}): Theme => ({
  code,
  polarity: "improvement",
  name: `Name of ${code}`,
  domain: "EP",
  definition: `What ${code} means.`,
  include: "An example.",
  exclude: "Something else.",
  keywords: ["word"],
  basis: "",
  ...rest,
});

export const book = (...themes: Theme[]): Codebook => ({
  format: "ehc-codebook/1",
  key: "test",
  version: "1.0.0",
  title: "Test",
  about: "",
  themes,
});
