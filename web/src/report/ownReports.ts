import { ref } from 'vue'

/** A report that was sent from this device: what opens it again. */
export interface OwnReport {
  number: string
  secret: string
  category: string
  at: string
}

const NAME = 'geo-grid.reports'
const MOST_KEPT = 20

function isOwn(value: unknown): value is OwnReport {
  if (typeof value !== 'object' || value === null) return false
  const { number, secret, category, at } = value as Partial<OwnReport>
  return [number, secret, category, at].every((one) => typeof one === 'string')
}

function read(): OwnReport[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(NAME) ?? '[]')
    return Array.isArray(found) ? found.filter(isOwn) : []
  } catch {
    return []
  }
}

function write(reports: readonly OwnReport[]): void {
  try {
    if (reports.length) localStorage.setItem(NAME, JSON.stringify(reports))
    else localStorage.removeItem(NAME)
  } catch {
    // A browser that keeps nothing: the number and its secret were shown.
  }
}

/** The newest reports of this device, newest first; each can be forgotten. */
export function useOwnReports() {
  const reports = ref(read())

  function change(to: OwnReport[]): void {
    reports.value = to
    write(to)
  }

  return {
    reports,
    keep: (report: OwnReport) =>
      change([report, ...read().filter(({ number }) => number !== report.number)].slice(0, MOST_KEPT)),
    forget: (number: string) => change(read().filter((one) => one.number !== number)),
    secretOf: (number: string) => read().find((one) => one.number === number)?.secret ?? null,
  }
}
