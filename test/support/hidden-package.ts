/** What to add to the environment of a program so that a package is not installed for it. */
export function withoutPackage(name: string): { NODE_OPTIONS: string } {
  const hooks = `export const resolve = (name, context, next) => {
    if (name !== '${name}') return next(name, context)
    throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
  }`
  const loader = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(hooks))})`
  return { NODE_OPTIONS: `--import=${dataUrl(loader)}` }
}

function dataUrl(script: string): string {
  return `data:text/javascript,${encodeURIComponent(script)}`
}
