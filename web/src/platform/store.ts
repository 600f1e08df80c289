import { fromBase64, toBase64 } from './bytes.ts'

/**
 * What must outlive the page: one small IndexedDB, and in it only what is sealed. Every call opens it anew: WeChat's browser closes stores
 * behind one's back. Without TLS there is no WebCrypto and nothing can be sealed: then all of it stays with this tab and ends with it.
 */
const NAME = 'wulian'
const KEYS = { outbox: 'id', kept: 'name' } as const
type StoreName = keyof typeof KEYS

/** Whether this browser can seal, here. */
export const maySeal = (): boolean => globalThis.crypto?.subtle !== undefined

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2)
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(KEYS)) if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function run<T>(name: StoreName, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(name, mode)
      const request = work(transaction.objectStore(name))
      // Only a finished transaction is on the disk.
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally { database.close() }
}

interface Store<R extends object> {
  all: () => Promise<R[]>
  find: (key: string) => Promise<R | undefined>
  put: (row: R) => Promise<unknown>
  remove: (key: string) => Promise<unknown>
}

export const onDisk = <R extends object>(name: StoreName): Store<R> => ({
  all: () => run(name, 'readonly', (store) => store.getAll() as IDBRequest<R[]>),
  find: (key) => run(name, 'readonly', (store) => store.get(key) as IDBRequest<R | undefined>),
  put: (row) => run(name, 'readwrite', (store) => store.put(row)),
  remove: (key) => run(name, 'readwrite', (store) => store.delete(key)),
})

function inTab<R extends object>(name: StoreName): Store<R> {
  const prefix = `${NAME}.${name}.`
  const read = (key: string) => JSON.parse(sessionStorage.getItem(key) ?? 'null', (_, value) => (typeof value?.bytes === 'string' ? fromBase64(value.bytes) : value)) as R | null
  return {
    all: async () => Object.keys(sessionStorage).filter((key) => key.startsWith(prefix)).map((key) => read(key)!),
    find: async (key) => read(prefix + key) ?? undefined,
    put: async (row) => sessionStorage.setItem(prefix + row[KEYS[name] as keyof R], JSON.stringify(row, (_, value) => (value instanceof Uint8Array ? { bytes: toBase64(value as Uint8Array<ArrayBuffer>) } : value))),
    // What an earlier build left on the disk goes with its copy here.
    remove: async (key) => { sessionStorage.removeItem(prefix + key); await onDisk(name).remove(key).catch(() => undefined) },
  }
}

export const storeOf = <R extends object>(name: StoreName): Store<R> => (maySeal() ? onDisk(name) : inTab(name))
