import { z } from "zod";

/** What the server is started with. Each setting that is wrong is named with an example, all at once. */
const settings = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  /** The SQLite file, the area's keys and backups live here. */
  DATA_DIR: z.string().default("data"),
  /** A postgres:// address in place of the SQLite file. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "is a postgres:// address")
    .optional(),
  /** The address that people type, where it is not http://localhost:PORT. Cookies and the origin check go by it. */
  PUBLIC_URL: z.url().optional(),
});

export type Settings = z.infer<typeof settings>;

const EXAMPLES: Record<keyof Settings, string> = {
  NODE_ENV: "NODE_ENV=production",
  PORT: "PORT=3000",
  HOST: "HOST=127.0.0.1",
  DATA_DIR: "DATA_DIR=/var/lib/ehc-plan-quality",
  DATABASE_URL: "DATABASE_URL=postgres://user:password@localhost:5432/ehc",
  PUBLIC_URL: "PUBLIC_URL=https://audit.example.gov.uk",
};

/** @throws with one line for each setting that cannot be used. Empty settings count as not set. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const result = settings.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]) as keyof Settings;
    return `  ${name} ${issue.message}. Example: ${EXAMPLES[name]}`;
  });
  throw new Error(`These settings cannot be used:\n${lines.join("\n")}`);
}
