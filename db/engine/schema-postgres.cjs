/** The tables as drizzle-kit wants them, each an export of its own: for PostgreSQL. */
module.exports = require("../schema.ts").defineSchema(require("./kit.ts").postgresKit);
