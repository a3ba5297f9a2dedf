import { useEffect, useState } from 'preact/hooks'

/** Where the console is: the parts of the address's fragment, such as #/topics/orders. */
export interface Route { path: string; parts: string[]; query: URLSearchParams }

let navigations = 0

/** Whether the user has been elsewhere in the console: then a new page takes the focus. */
export const hasNavigated = () => navigations > 0

export const noteNavigation = () => { navigations++ }

export const href = (...parts: string[]) => `#/${parts.map(encodeURIComponent).join('/')}`

export const go = (...parts: string[]) => { location.hash = href(...parts) }

function read(): Route {
  const [path = '', query = ''] = location.hash.slice(1).split('?')
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
  const [route, setRoute] = useState(read)
  useEffect(() => {
    const change = () => {
      noteNavigation()
      setRoute(read())
    }
    addEventListener('hashchange', change)
    return () => removeEventListener('hashchange', change)
  }, [])
  return route
}
