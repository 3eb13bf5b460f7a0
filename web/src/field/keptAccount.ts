import type { Session } from '@/api/session'
import { deviceShelf } from '@/state/shelf'

/** Who was last signed in here: without a network nobody else can say. It opens nothing that is not kept here. */
export interface KeptAccount {
  id: number
  name: string
  actions: string[]
}

const KEY = 'account'
const shelf = deviceShelf<KeptAccount>('work')

export async function keepAccount({ account, actions }: Pick<Session, 'account' | 'actions'>): Promise<void> {
  if (account) await shelf.put(KEY, { id: account.id, name: account.name, actions }).catch(console.warn)
  else await shelf.remove(KEY).catch(console.warn)
}

export function keptAccount(): Promise<KeptAccount | null> {
  return shelf.get(KEY).catch(() => null)
}
