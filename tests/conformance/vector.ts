import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The published format, `vectors/vector.schema.json`; the measure is open, so that one we do not know can be listed. */
const vectorSchema = z
  .strictObject({
    name: z.string().regex(/^[^\s].*$/),
    measure: z.string(),
    level: z.enum(["nominal", "ordinal", "interval", "ratio", "linear", "quadratic"]).nullable(),
    ratings: z.array(z.array(z.number().nullable())).optional(),
    input: z.record(z.string(), z.unknown()).optional(),
    categories: z
      .array(z.number())
      .min(1)
      .refine((values) => new Set(values).size === values.length, "categories are unique")
      .optional(),
    params: z
      .strictObject({
        within: z.number().optional(),
        ci: z
          .strictObject({
            method: z.enum(["gwet-t", "mcgraw-wong", "bootstrap-percentile"]),
            level: z.number(),
            B: z.int().optional(),
            seed: z.string().optional(),
            clusters: z.array(z.string()).optional(),
          })
          .optional(),
      })
      .optional(),
    expected: z.strictObject({
      value: z.unknown().refine((value) => value !== undefined, "a value is required"),
      reason: z
        .string()
        .regex(/^[A-Z_]+$/)
        .optional(),
      ci: z
        .strictObject({
          lower: z.number().nullable(),
          upper: z.number().nullable(),
          used: z.int().optional(),
          reason: z.string().optional(),
        })
        .optional(),
    }),
    tolerance: z.number().min(0),
    ciTolerance: z.number().min(0).optional(),
    source: z.string().min(3),
    note: z.string().optional(),
  })
  .refine((vector) => (vector.ratings === undefined) !== (vector.input === undefined), "either ratings or input");

export type Vector = z.infer<typeof vectorSchema>;

/** A vector, or why what stands in the file is none. */
export type Entry = { file: string; name: string; vector: Vector } | { file: string; name: string; problem: string };

/** Every vector of the `*.json` files of a folder, in order; the schema file is no vector file. */
export function readVectors(folder: string): Entry[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".json") && file !== "vector.schema.json")
    .sort();
  const entries = files.flatMap((file) => readFile(folder, file));
  const names = entries.map(({ name }) => name);
  return entries.map((entry, index) =>
    names.indexOf(entry.name) === index
      ? entry
      : { file: entry.file, name: entry.name, problem: "another vector of this folder has the same name" },
  );
}

function readFile(folder: string, file: string): Entry[] {
  const whole = (problem: string): Entry[] => [{ file, name: `${file} as a whole`, problem }];
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(join(folder, file), "utf8"));
  } catch (error) {
    return whole(`not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(content)) return whole("not an array of vectors");
  return content.map((item: unknown, index): Entry => {
    const parsed = vectorSchema.safeParse(item);
    if (parsed.success) return { file, name: parsed.data.name, vector: parsed.data };
    const given = (item as { name?: unknown } | null)?.name;
    const name = typeof given === "string" ? given : `${file}, item ${index + 1}`;
    return { file, name, problem: z.prettifyError(parsed.error) };
  });
}
