/** A problem with the database as a whole, in a sentence that a person can act on. */
export class DatabaseError extends Error {
  override name = "DatabaseError";
}

/** An error in the engine's own terms: of it and its causes, the first that has a code. */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (!("code" in at) || typeof at.code !== "string") continue;
    // SQLite keeps references that restrict by triggers of its own, and reports them as triggers.
    const isReference = at.code === "SQLITE_CONSTRAINT_TRIGGER" && at.message === "FOREIGN KEY constraint failed";
    return isReference ? "SQLITE_CONSTRAINT_FOREIGNKEY" : at.code;
  }
  return "";
}

const coded = (pattern: RegExp) => (error: unknown) => pattern.test(codeOf(error));

/** A row with this key, or with these values of a unique index, is there already. */
export const isUnique = coded(/^(SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)|23505)$/);

/** The row refers to a row that is not there, or is referred to by one that is. */
export const isReference = coded(/^(SQLITE_CONSTRAINT_FOREIGNKEY|23503|23001)$/);

/** A guard (see guards.ts) refused the change: the row is kept as it is. */
export const isGuarded = coded(/^(SQLITE_CONSTRAINT_TRIGGER|KEEP1)$/);

/** Somebody else held the database for too long; the same work may succeed later. */
export const isBusy = coded(/^(SQLITE_(BUSY|LOCKED)(_\w+)?|55P03|40001|40P01)$/);

/** PostgreSQL undid the transaction for the sake of another: nothing was written, and the work may be run again. */
export const isUndone = coded(/^(40001|40P01)$/);

/** The database cannot keep anything: the disk is full, the file or the server only reads. Nothing of the change was kept. */
export const isUnwritable = coded(/^(SQLITE_(FULL|READONLY|IOERR|CANTOPEN)(_\w+)?|53100|25006)$/);

const isBroken = coded(
  /^(E(CONNREFUSED|CONNRESET|TIMEDOUT|PIPE|NOTFOUND|HOSTUNREACH|AI_AGAIN)|08\w{3}|57P0[1-3]|53[23]00)$/,
);

const isOfThese = (error: unknown, words: RegExp): boolean => {
  for (let at = error; at instanceof Error; at = at.cause) if (words.test(at.message)) return true;
  return false;
};

const isUndefined = coded(/^42P01$/);

/** A table that was asked for is not there: nothing was ever set up in this database. SQLite has no code for it. */
export const isNoTable = (error: unknown): boolean => isUndefined(error) || isOfThese(error, /^no such table/);

/** The database server does not answer, or has no connection left. Of a change under way it is not known whether it was kept. */
export const isAway = (error: unknown): boolean =>
  isBroken(error) ||
  isOfThese(
    error,
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/,
  );
