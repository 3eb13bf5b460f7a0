import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

/** A range for the grids that it applies to. */
export type SizeRule = Schemas['SizeRuleModel']
export type SizeRules = Schemas['SizeRulesOut']

export function sizeRules({ signal }: Asking = {}): Promise<SizeRules> {
  return answered(server.GET('/api/v1/size-rules', { signal }))
}

/** All rules, in the place of the version that was seen. */
export function setSizeRules(version: number, rules: SizeRule[]): Promise<SizeRules> {
  const params = { header: { 'If-Match': `"${version}"` } }
  return answered(server.PUT('/api/v1/size-rules', { params, body: { rules } }))
}
