import { and, eq } from "drizzle-orm";
import { defaultSetting, SETTING_LABELS, SETTINGS, type Setting, type SettingKey } from "#audits/settings.ts";
import { prepared, type Slots } from "./engine/prepared.ts";
import { type Db, one, type Store, type Tx } from "./store.ts";
import { eventOn, record } from "./trail.ts";

const settingByKey = prepared((db: Db, { key }: Slots<{ key: string }>) =>
  db.select().from(db.tables.settings).where(eq(db.tables.settings.key, key)),
);

/** A section of the area's settings as it stands; `version` is 0 where nobody has changed it. */
export async function settingOf<K extends SettingKey>(db: Db, key: K): Promise<{ value: Setting<K>; version: number }> {
  const [row] = await settingByKey(db, { key });
  if (!row) return { value: defaultSetting(key), version: 0 };
  return { value: SETTINGS[key].parse(row.value) as Setting<K>, version: row.version };
}

/**
 * Changes one section, for whoever saw it at `version`.
 * @throws NothingChanged when somebody else has changed it since
 */
export async function changeSetting<K extends SettingKey>(
  store: Store,
  by: { id: string | null; name: string },
  key: K,
  value: Setting<K>,
  version: number,
  at: Date,
): Promise<void> {
  await store.transaction((tx) => changeSettingIn(tx, by, key, value, version, at));
}

/** The same, within a transaction that changes other things as well. */
export async function changeSettingIn<K extends SettingKey>(
  tx: Tx,
  by: { id: string | null; name: string },
  key: K,
  value: Setting<K>,
  version: number,
  at: Date,
): Promise<void> {
  const { settings } = tx.tables;
  const next = { value: SETTINGS[key].parse(value) as unknown, version: version + 1, changedAt: at };
  const rows =
    version === 0
      ? await tx
          .insert(settings)
          .values({ key, ...next })
          .onConflictDoNothing()
          .returning()
      : await tx
          .update(settings)
          .set(next)
          .where(and(eq(settings.key, key), eq(settings.version, version)))
          .returning();
  one(rows);
  await record(
    tx,
    eventOn("setting")(by, "setting.changed", key, `${by.name} changed the settings of ${SETTING_LABELS[key]}.`),
    at,
  );
}
