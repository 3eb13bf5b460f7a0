import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { type Role, type Roles, roles } from '@/api/grants'
import { i18n } from '@/words'

/** Roles and actions by name, asked for once. */
export const useRoleNames = defineStore('roleNames', () => {
  const found = shallowRef<Roles>({ roles: [], actions: [] })
  const known = ref(false)
  let asking: Promise<void> | null = null

  function load(): Promise<void> {
    asking ??= roles().then(
      (now) => {
        found.value = now
        known.value = true
      },
      () => {
        asking = null // names are shown as codes until the next page asks again
      },
    )
    return asking
  }

  function role(code: string): Role | undefined {
    return found.value.roles.find((one) => one.role === code)
  }

  function roleName(code: string): string {
    return role(code)?.name[i18n.global.locale.value] ?? code
  }

  function actionName(code: string): string {
    const name = found.value.actions.find((one) => one.action === code)?.name
    return name?.[i18n.global.locale.value] ?? code
  }

  return { found, known, load, role, roleName, actionName }
})
