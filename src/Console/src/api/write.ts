import type { CallOptions } from './client'
import { Problem } from './problem'

/**
 * Makes something by PUT where there must be nothing yet, or replaces what was read and nobody has changed since.
 * @param old What was read; null to make it new.
 * @throws a Problem of the name's field when the name is another's.
 */
export async function write<T>(what: string, field: string, name: string, old: object | null, put: (only: CallOptions) => Promise<T>): Promise<T> {
  if (name.trim() === '') throw new Problem(400, { title: `The ${what} has no name.`, errors: { [field]: ['is needed.'] } })
  return put(old === null ? { isNew: true } : { unchanged: old }).catch(error => {
    if (!(error instanceof Problem && error.status === 412)) throw error
    throw old === null
      ? new Problem(409, { title: `This name is taken by another ${what}.`, detail: 'Choose another name, or change that one on its own page.', errors: { [field]: ['is taken.'] } })
      : new Problem(412, { title: `Somebody else changed this ${what} meanwhile.`, detail: 'Load the page again to see what it is now.' })
  })
}
