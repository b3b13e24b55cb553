import type { Shelf } from "./waiting.ts";

const NAME = "ehc-waiting";
const STORE = "answers";

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("The browser's store is held by another window."));
  });
}

const done = <R>(request: IDBRequest<R>): Promise<R> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The browser's own store. @throws where the browser keeps nothing, such as in some private windows */
export async function browserShelf(): Promise<Shelf> {
  const database = await opened();
  const store = (mode: IDBTransactionMode) => database.transaction(STORE, mode).objectStore(STORE);
  return {
    all: () => done(store("readonly").getAll()),
    put: async (row) => void (await done(store("readwrite").put(row))),
    remove: async (id) => void (await done(store("readwrite").delete(id))),
  };
}
