import type { z } from "zod";
import { criterionDefaults } from "../criterion-defaults.ts";
import type { Criterion, Domain, GradeRow, Limit, RubricDocument, Scale } from "../document.ts";
import * as form from "../schema.ts";

/**
 * A document as it is while people write it: what fits the format is there as its readers get it, what does not is
 * blank. Each row keeps its place in the document, so that a problem can be pointed at.
 */
export type Loose = Omit<RubricDocument, "criteria" | "domains" | "limits" | "scales" | "grades" | "modules"> & {
  criteria: Row<Criterion>[];
  domains: Row<Domain>[];
  limits: Row<Limit>[];
  scales: Row<Scale>[];
  grades: Row<GradeRow>[];
  modules: Row<RubricDocument["modules"][number]>[];
};

/** One row of a list of the document, with its index there. */
export type Row<T> = { index: number; is: T };

type Raw = Record<string, unknown>;

export const isRecord = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const NO_CRITERION: Criterion = {
  key: "",
  domain: "",
  title: "",
  question: "",
  scale: "",
  ...criterionDefaults(),
};
const NO_DOMAIN: Domain = { key: "", module: "", title: "", shortTitle: "", about: "", headline: false, weight: 1 };
const NO_SCALE: Scale = { key: "", title: "", levels: [] };
const NO_GRADE: GradeRow = { key: "", label: "", short: "", min: Number.NaN };
const NO_MODULE: RubricDocument["modules"][number] = { key: "", title: "", about: "" };

export function looseView(raw: Raw): Loose {
  const { criteria, domains, limits, scales, grades, modules, ...rest } = form.rubricDocument.shape;
  const head = mended(rest, raw, {
    format: form.RUBRIC_FORMAT,
    key: "",
    version: "",
    title: "",
    about: "",
    language: "en-GB",
    jurisdiction: "England",
    legalRegime: "",
    validFrom: "",
    levelOrder: "best_first" as const,
    sections: [],
    goodFrom: "",
    mainModule: "",
    scoring: rest.scoring.parse({}),
  });
  return {
    ...head,
    criteria: rows(raw.criteria, (row) => mended(form.criterion.shape, row, NO_CRITERION)),
    domains: rows(raw.domains, (row) => mended(form.domain.shape, row, NO_DOMAIN)),
    limits: rows(raw.limits, limitOf),
    scales: rows(raw.scales, (row) => {
      const whole = form.scale.safeParse(row);
      return whole.success ? whole.data : { ...mended(form.scale.shape, row, NO_SCALE), levels: levelsThatFit(row) };
    }),
    grades: rows(raw.grades, (row) => mended(form.gradeRow.shape, row, NO_GRADE)),
    modules: rows(raw.modules, (row) => mended(form.module.shape, row, NO_MODULE)),
  };
}

/** Field by field what fits; where a field does not, the blank's. Unknown fields are left out. */
function mended<T extends object>(shape: Record<string, z.ZodType>, raw: Raw, blank: T): T {
  const found = { ...blank } as Raw;
  for (const [name, field] of Object.entries(shape)) {
    if (raw[name] === undefined) continue;
    const read = field.safeParse(raw[name]);
    if (read.success && read.data !== undefined) found[name] = read.data;
  }
  return found as unknown as T;
}

function rows<T>(list: unknown, read: (row: Raw) => T | null): Row<T>[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((row, index) => {
    const is = isRecord(row) ? read(row) : null;
    return is === null ? [] : [{ index, is }];
  });
}

function levelsThatFit(row: Raw): Scale["levels"] {
  const { element } = form.scale.shape.levels;
  return (Array.isArray(row.levels) ? row.levels : []).flatMap((level) => {
    const read = element.safeParse(level);
    return read.success ? [read.data] : [];
  });
}

/** A limit whose own parts do not fit is left out of the other checks. */
function limitOf(row: Raw): Limit | null {
  const read = form.limit.safeParse(row);
  return read.success ? read.data : null;
}
