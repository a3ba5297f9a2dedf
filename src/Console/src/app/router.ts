import { useEffect, useMemo, useState } from 'preact/hooks'

/** Where the console is: the parts of the address's fragment, such as #/topics/orders. */
export interface Route { path: string; parts: string[]; query: URLSearchParams }

let navigations = 0

/** Whether the user has been elsewhere in the console: then a new page takes the focus. */
export const hasNavigated = () => navigations > 0

export const noteNavigation = () => { navigations++ }

export const href = (...parts: string[]) => `#/${parts.map(encodeURIComponent).join('/')}`

export const go = (...parts: string[]) => { location.hash = href(...parts) }

function read(fragment: string): Route {
  const [path = '', query = ''] = fragment.slice(1).split('?')
  return { path, parts: path.split('/').filter(part => part !== '').map(decode), query: new URLSearchParams(query) }
}

function decode(part: string) {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export function useRoute(): Route {
  const [fragment, setFragment] = useState(location.hash)
  useEffect(() => {
    const change = () => {
      noteNavigation()
      setFragment(location.hash)
    }
    addEventListener('hashchange', change)
    // Effects come after the first paint: the address may have changed before anybody listened.
    if (location.hash !== fragment) change()
    return () => removeEventListener('hashchange', change)
  }, [])
  return useMemo(() => read(fragment), [fragment])
}
