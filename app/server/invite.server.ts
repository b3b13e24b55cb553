import { listWords } from "#audits/people/permissions.ts";
import { ROLE_LABELS, type Role } from "#audits/vocabulary.ts";
import { theArea } from "#db/people.ts";
import { area, store } from "./database.server.ts";
import { sendMail } from "./mail.server.ts";
import { invitationMail } from "./mail-words.ts";
import { addressOf } from "./settings.ts";

export type Delivery = { mailed: true; to: string } | { mailed: false; to: string; link: string; why: string };

/** Mails an invitation that is committed; where that does not work, gives its link back, to be shown once and handed over. */
export async function deliverInvitation(
  invited: { name: string; email: string; roles: Role[]; until: Date },
  by: string,
  secret: string,
): Promise<Delivery> {
  const link = addressOf(area().settings, `/invitation/${secret}`);
  const areaName = (await theArea(store().db))?.name ?? "";
  const roles = listWords([...new Set(invited.roles.map((role) => ROLE_LABELS[role]))], "and");
  const result = await sendMail(invitationMail(invited, by, areaName, roles, link, invited.until));
  if (result.sent) return { mailed: true, to: invited.name };
  return { mailed: false, to: invited.name, link, why: result.why };
}
