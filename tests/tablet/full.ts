/* A browser out of room, as Chromium is: what writes anything fails when it is to end, all of it; what only deletes does not. */
interface Running extends IDBTransaction {
  _markFinished?: () => void; // of fake-indexeddb, as the one below
  _abort(why: string): void;
}

export async function whileFull<Value>(work: () => Promise<Value>): Promise<Value> {
  const { add, put } = IDBObjectStore.prototype;
  const failing = (write: typeof put): typeof put =>
    function (this: IDBObjectStore, ...given) {
      const running = this.transaction as Running;
      running._markFinished = () => {
        delete running._markFinished;
        running._abort("QuotaExceededError");
      };
      return write.apply(this, given);
    };
  Object.assign(IDBObjectStore.prototype, { add: failing(add), put: failing(put) });
  return work().finally(() => Object.assign(IDBObjectStore.prototype, { add, put }));
}
