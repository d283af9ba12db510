import { createServer } from 'node:net'

/** For programs that take no port 0. Until one listens there, others may take it, which then ends the program with a message. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
