import type { Store } from "./store.ts";
import { eventOn, record } from "./trail.ts";

/** What the trail says of mail: that it failed, or was tried; never what it said. */

/** Records that a message to a person did not leave. `what` is such as "the link to choose a new password". */
export async function recordMailFailure(
  store: Store,
  { personId, what }: { personId: string; what: string },
  at: Date,
): Promise<void> {
  const event = eventOn("person")(
    { id: null, name: "The system" },
    "mail.failed",
    personId,
    `Mail with ${what} could not be sent.`,
  );
  await store.transaction((tx) => record(tx, event, at));
}

/** Records that an administrator sent a test mail, and whether the mail server took it. */
export async function recordMailTest(
  store: Store,
  by: { id: string; name: string },
  taken: boolean,
  at: Date,
): Promise<void> {
  const sentence = `${by.name} sent a test mail: the mail server ${taken ? "took it" : "did not take it"}.`;
  await store.transaction((tx) => record(tx, eventOn("setting")(by, "mail.tested", "mail", sentence), at));
}
