/** Things that would cover each other on the screen, drawn as one. */
export interface Group<T> {
  x: number
  y: number
  members: T[]
}

/** Puts together what is nearer than `apart` pixels to the first of a group, in the order given. */
export function grouped<T>(items: readonly { x: number; y: number; item: T }[], apart: number): Group<T>[] {
  const groups: Group<T>[] = []
  for (const { x, y, item } of items) {
    const near = groups.find((one) => Math.hypot(one.x - x, one.y - y) < apart)
    if (near) near.members.push(item)
    else groups.push({ x, y, members: [item] })
  }
  return groups
}
