import { type Asking, answered, loose } from './loose'

/** A kind of thing that can be reported; those without a parent are the large groups. */
export interface Category {
  code: string
  parent: string | null
  name: { zh: string; en: string }
  class: 'event' | 'facility'
  kind: 'general' | 'coordination' | 'emergency' | 'approval'
  urgency: 'emergency' | 'urgent' | 'normal'
  /** Somebody has to have been there before it is finished. */
  must_visit: boolean
  photo_on_finish: boolean
}

export interface Catalogue {
  version: number
  categories: Category[]
}

/** What there is to choose from now. */
export function catalogue({ signal }: Asking = {}): Promise<Catalogue> {
  return answered(loose.GET('/api/v1/categories', { signal }))
}
