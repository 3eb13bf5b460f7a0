/** Things kept on this device under a key of their own; they outlive the page, photos and all. */
export interface Shelf<T> {
  all: () => Promise<T[]>
  get: (key: string) => Promise<T | null>
  put: (key: string, thing: T) => Promise<void>
  remove: (key: string) => Promise<void>
}

const DATABASE = 'geo-grid'
const VERSION = 1
/** Every shelf there is: a browser makes them all at once. */
const NAMES = ['drafts', 'waiting', 'work'] as const
export type ShelfName = (typeof NAMES)[number]

/** For tests, and for browsers that keep nothing: it holds while the page is open. */
export function memoryShelf<T>(): Shelf<T> {
  const things = new Map<string, T>()
  return {
    all: async () => [...things.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, thing]) => thing),
    get: async (key) => things.get(key) ?? null,
    put: async (key, thing) => void things.set(key, thing),
    remove: async (key) => void things.delete(key),
  }
}

let opening: Promise<IDBDatabase | null> | null = null

/** The database of this browser; null where it lets us have none (private windows). */
function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, VERSION)
      request.onupgradeneeded = () => {
        for (const name of NAMES) {
          if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name)
        }
      }
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => resolve(null)
      request.onblocked = () => resolve(null)
    } catch {
      resolve(null)
    }
  })
  return opening
}

/** Resolves once the whole change is on the disk, so that what was acknowledged is not lost with the page. */
function done<R>(transaction: IDBTransaction, request: IDBRequest): Promise<R> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result as R)
    transaction.onabort = () => reject(transaction.error)
    transaction.onerror = () => reject(transaction.error)
  })
}

/** A shelf of this browser; keys in their order. */
export function deviceShelf<T>(name: ShelfName): Shelf<T> {
  const held = memoryShelf<T>()

  async function act<R>(
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest,
    instead: () => Promise<R>,
  ): Promise<R> {
    const database = await open()
    if (!database) return instead()
    const transaction = database.transaction(name, mode)
    return done(transaction, ask(transaction.objectStore(name)))
  }

  return {
    all: () => act<T[]>('readonly', (store) => store.getAll(), held.all),
    get: async (key) =>
      (await act<T | null | undefined>(
        'readonly',
        (store) => store.get(key),
        () => held.get(key),
      )) ?? null,
    put: async (key, thing) => {
      await act<unknown>(
        'readwrite',
        (store) => store.put(thing, key),
        () => held.put(key, thing),
      )
    },
    remove: async (key) => {
      await act<unknown>(
        'readwrite',
        (store) => store.delete(key),
        () => held.remove(key),
      )
    },
  }
}
