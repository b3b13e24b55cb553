import type { Config } from "drizzle-kit";
import { CASING } from "./kit.ts";

export default {
  dialect: "postgresql",
  schema: "./db/engine/schema-postgres.cjs",
  out: "./db/migrations/postgres",
  casing: CASING,
} satisfies Config;
