/** One small IndexedDB for what must outlive the page. Every call opens it anew: WeChat's browser closes stores behind one's back. */
const NAME = 'wulian'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => request.result.createObjectStore('outbox', { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction('outbox', mode)
      const request = work(transaction.objectStore('outbox'))
      // Only a finished transaction is on the disk.
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally { database.close() }
}

export const outboxStore = {
  all: <T>() => run<T[]>('readonly', (store) => store.getAll() as IDBRequest<T[]>),
  put: (row: object) => run('readwrite', (store) => store.put(row)),
  remove: (id: string) => run('readwrite', (store) => store.delete(id)),
}
