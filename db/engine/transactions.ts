import { AsyncLocalStorage } from "node:async_hooks";
import { DatabaseError, isUndone } from "./errors.ts";

/** How long one transaction may take, in milliseconds, before it is undone: everybody else who writes waits for it. */
const TIME_LIMIT = 30_000;
/** How often work is run when PostgreSQL undoes it for the sake of another transaction. */
const ATTEMPTS = 5;

export const FAILED_STATEMENT = "A statement of this transaction failed, so all of it was undone.";

/** Runs the statements of one transaction: refuses them once it has ended, and remembers the first that failed. */
export type RunStatement = <R>(statement: () => R) => R;

/** A transaction that an engine has begun. Either `commit` or `rollback` gives its connection back. */
export interface Begun<W> {
  writer: W;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

function newCourse() {
  let ended = false;
  let failure: { error: unknown } | null = null;
  const fail = (error: unknown) => {
    failure ??= { error };
  };
  const run: RunStatement = (statement) => {
    if (ended)
      throw new DatabaseError("A statement came after its transaction had ended: every query must be awaited.");
    try {
      const result = statement();
      if (result instanceof Promise) result.catch(fail);
      return result;
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  return {
    run,
    isOpen: () => !ended,
    /** Ends it. @throws when a statement failed, even if the work went on. */
    finish() {
      ended = true;
      if (failure) {
        throw new DatabaseError(FAILED_STATEMENT, { cause: failure.error });
      }
    },
    abandon() {
      ended = true;
    },
  };
}

async function within<R>(milliseconds: number, work: Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DatabaseError(`The change took longer than ${milliseconds / 1000} seconds and was undone.`));
    }, milliseconds);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * The queue of everything that must have the writing side of one database to itself.
 * @param begin starts a transaction on the engine; every statement of its writer must go through `run`
 */
export function oneAtATime<W>(begin: (run: RunStatement) => Promise<Begun<W>>, timeLimit = TIME_LIMIT) {
  const current = new AsyncLocalStorage<ReturnType<typeof newCourse>>();
  let last: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | null = null;

  /** @throws inside a transaction's work, where the committed data lacks what the work itself has written. */
  const refuseInside = () => {
    if (!current.getStore()?.isOpen()) return;
    throw new DatabaseError(
      "Inside a transaction only its own handle may be used: no query of the database's, no backup, no other transaction.",
    );
  };

  async function alone<R>(work: () => Promise<R>): Promise<R> {
    if (closing) throw new DatabaseError("The database is closed.");
    refuseInside();
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  }

  async function once<R>(work: (writer: W) => Promise<R>): Promise<R> {
    const course = newCourse();
    const begun = await begin(course.run);
    try {
      const value = await within(
        timeLimit,
        current.run(course, async () => work(begun.writer)),
      );
      course.finish();
      await begun.commit();
      return value;
    } catch (error) {
      course.abandon();
      await begun.rollback();
      throw error;
    }
  }

  async function withAttempts<R>(work: (writer: W) => Promise<R>): Promise<R> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !isUndone(error)) throw error;
        await pause(2 ** attempt * 10);
      }
    }
  }

  return {
    /** Waits its turn, then runs the work with nothing else writing through this engine. */
    alone,
    transaction: <R>(work: (writer: W) => Promise<R>): Promise<R> => alone(() => withAttempts(work)),
    refuseInside,
    /** Takes no more work, waits for what was asked for, and releases the connections: once, however often it is called. */
    close(release: () => Promise<void>): Promise<void> {
      closing ??= last.then(release);
      return closing;
    },
  };
}
