/**
 * `npm run reminders`: sends today's reminders now, for areas that start it by a timer of their own. The server does the same
 * by itself each working day; whoever comes first sends, and nobody is reminded twice.
 */
import { closeDatabase, openArea } from "../app/server/database.server.ts";
import { openExisting } from "../app/server/existing.ts";
import { runReminders } from "../app/server/reminders.server.ts";
import { readSettings } from "../app/server/settings.ts";

try {
  const settings = readSettings(process.env);
  await (await openExisting(settings, { readOnly: true })).close();
  await openArea(settings);
  const { sent, failed, why } = await runReminders({ wait: false });
  console.log(why ?? `Reminders went to ${sent} people${failed ? `, and could not be sent to ${failed}` : ""}.`);
  if (failed) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
