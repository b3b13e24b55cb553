/** The tables as drizzle-kit wants them, each an export of its own: for SQLite. */
module.exports = require("../schema.ts").defineSchema(require("./kit.ts").sqliteKit);
