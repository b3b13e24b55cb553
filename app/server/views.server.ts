import type { Actor } from "#audits/people/permissions.ts";
import { recordView, type Viewed } from "#db/trail.ts";
import { now, store } from "./database.server.ts";

/**
 * Called by every loader that shows case-level data, after `requireActor` and before it answers: the trail says who looked at
 * what. `what` follows "looked at", and names the thing by its reference or title, never by what it says.
 */
export const noteView = (actor: Actor, of: Viewed, what: string): Promise<void> =>
  recordView(store(), actor, of, what, now());
