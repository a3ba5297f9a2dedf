import { Problem } from './problem'

/** A PUT replaces: making something new must not silently do so. Throws a Problem when there is one of the name. */
export async function refuseTaken(what: string, field: string, name: string, find: (name: string) => Promise<unknown>) {
  if (name.trim() === '') throw new Problem(400, { title: `The ${what} has no name.`, errors: { [field]: ['is needed.'] } })
  const taken = await find(name).then(() => true, error => {
    // What is no name is for the server to refuse, with its reason.
    if (error instanceof Problem && (error.status === 404 || error.status === 400)) return false
    throw error
  })
  if (taken) {
    throw new Problem(409, { title: `This name is taken by another ${what}.`, detail: 'Choose another name, or change that one on its own page.', errors: { [field]: ['is taken.'] } })
  }
}
