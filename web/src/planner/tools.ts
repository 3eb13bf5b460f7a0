import type { PlanGrid } from '@/api/plans'
import type { ToolIconName } from './toolIcons'

export type ToolId =
  | 'select'
  | 'vertex'
  | 'reshape'
  | 'follow'
  | 'straighten'
  | 'split'
  | 'merge'
  | 'transfer'
  | 'carve'
  | 'gap'
  | 'reparent'
  | 'edit'

/** Why a tool cannot be used now; the words are planner.off.*. */
export type Off =
  | 'state'
  | 'rights'
  | 'held'
  | 'pick'
  | 'leaf'
  | 'void'
  | 'top'
  | 'ground'
  | 'locked'
  | 'network'

export interface Tool {
  id: ToolId
  /** The key that takes it, as the keyboard names it. */
  key: string
  icon: ToolIconName
  /** What is drawn with it, if anything. */
  draws: 'line' | 'area' | null
  /** Which grid must have been picked before. */
  needs: 'none' | 'leaf' | 'grid' | 'void' | 'below'
  /** Whether the server must be reached while it is used. */
  asks: boolean
}

export const TOOLS: readonly Tool[] = [
  { id: 'select', key: 'v', icon: 'pointer', draws: null, needs: 'none', asks: false },
  { id: 'vertex', key: 'm', icon: 'vertex', draws: null, needs: 'none', asks: false },
  { id: 'reshape', key: 'r', icon: 'reshape', draws: 'line', needs: 'leaf', asks: false },
  { id: 'follow', key: 'f', icon: 'follow', draws: null, needs: 'leaf', asks: true },
  { id: 'straighten', key: 'l', icon: 'straighten', draws: null, needs: 'leaf', asks: false },
  { id: 'split', key: 's', icon: 'split', draws: 'line', needs: 'grid', asks: false },
  { id: 'merge', key: 'j', icon: 'merge', draws: null, needs: 'none', asks: false },
  { id: 'transfer', key: 't', icon: 'transfer', draws: 'area', needs: 'leaf', asks: true },
  { id: 'carve', key: 'c', icon: 'carve', draws: 'area', needs: 'none', asks: true },
  { id: 'gap', key: 'g', icon: 'gap', draws: 'area', needs: 'void', asks: true },
  { id: 'reparent', key: 'p', icon: 'reparent', draws: null, needs: 'below', asks: true },
  { id: 'edit', key: 'e', icon: 'edit', draws: null, needs: 'grid', asks: false },
]

export interface Circumstances {
  state: string
  mayDraw: boolean
  /** Whether this tab is the one that draws. */
  holds: boolean
  online: boolean
  picked: Pick<PlanGrid, 'mine' | 'level' | 'kind'> | null
  isLeaf: boolean
}

/** Why a tool is off, or null where it can be used. The first reason that somebody can act on is told. */
export function whyOff(tool: Tool, now: Circumstances): Off | null {
  if (tool.id === 'select') return null
  if (!now.mayDraw) return 'rights'
  if (now.state !== 'draft') return 'state'
  if (!now.holds) return 'held'
  if (tool.asks && !now.online) return 'network'
  if (tool.needs === 'none') return null
  if (!now.picked) return 'pick'
  if (tool.needs === 'leaf' && !now.isLeaf) return 'leaf'
  if (tool.needs === 'void' && now.picked.kind !== 'void') return 'void'
  if (tool.needs === 'below' && now.picked.level < 2) return 'top'
  if (!now.picked.mine) return 'ground'
  return null
}

export function toolOf(id: ToolId): Tool {
  return TOOLS.find((one) => one.id === id) ?? (TOOLS[0] as Tool)
}
