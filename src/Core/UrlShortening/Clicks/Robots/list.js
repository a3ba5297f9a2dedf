// Writes the patterns of the package isbot, one a line, for the assembly to embed.
import { writeFileSync } from 'node:fs'
import { list } from 'isbot'

writeFileSync(new URL('robots.txt', import.meta.url), `${list.join('\n')}\n`)
