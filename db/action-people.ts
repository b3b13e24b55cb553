import { and, asc, eq, gt, inArray, isNull, or } from "drizzle-orm";
import { isOpen } from "#audits/actions/life.ts";
import { daysBetween, dayWords } from "#audits/dates.ts";
import type { Reminder } from "#audits/panel/reminders.ts";
import { ACTIONS } from "#audits/people/permissions.ts";
import { actionName } from "./actions.ts";
import type { Db } from "./store.ts";

/** Who can answer for an action: whoever may see actions now, by name, with their organisation. */
export async function ownersOf(db: Db, now: Date): Promise<{ id: string; name: string; organisation: string }[]> {
  const { people, memberships, organisations } = db.tables;
  const rows = await db
    .select({ id: people.id, name: people.name, organisation: organisations.name })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
    .where(
      and(
        inArray(memberships.role, [...ACTIONS["actions.view"].roles]),
        or(isNull(memberships.endsAt), gt(memberships.endsAt, now)),
      ),
    )
    .orderBy(asc(people.name));
  return rows.filter((row, i) => rows.findIndex((other) => other.id === row.id) === i);
}

/** How many days before the due date somebody is reminded. */
const SOON_DAYS = 7;

/**
 * Who answers for an action that is due within a week, or overdue: told once a due date, and once a month while it is overdue.
 * The action is named by its number: what it says stays in the product.
 */
export async function actionReminders(db: Db, today: string): Promise<Reminder[]> {
  const { actions } = db.tables;
  const rows = await db.select().from(actions).orderBy(asc(actions.dueOn), asc(actions.number));
  return rows.flatMap(({ id, number, ownerId, status, dueOn }): Reminder[] => {
    const days = daysBetween(today, dueOn);
    if (!isOpen(status) || days > SOON_DAYS) return [];
    const late = days < 0;
    const when = late ? `was due on ${dayWords(dueOn)}` : days === 0 ? "is due today" : `is due on ${dayWords(dueOn)}`;
    return [
      {
        personId: ownerId,
        kind: late ? "action_overdue" : "action_due",
        key: late ? `${id}:${dueOn}:${today.slice(0, 7)}` : `${id}:${dueOn}`,
        sentence: `Action ${actionName(number)}, which you answer for, ${when}.`,
        path: `/actions/${id}`,
      },
    ];
  });
}
