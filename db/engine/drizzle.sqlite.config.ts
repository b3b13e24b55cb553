import type { Config } from "drizzle-kit";
import { CASING } from "./kit.ts";

export default {
  dialect: "sqlite",
  schema: "./db/engine/schema-sqlite.cjs",
  out: "./db/migrations/sqlite",
  casing: CASING,
} satisfies Config;
