import type { Answer } from './http-client.js'

export interface Expected {
  status: number
  body: Buffer
}

/** What was answered over a whole run, and how often each stored key was let pass. */
export interface Ledger {
  right: number
  wrong: number
  /** The first wrong answer, for people. */
  firstWrong: string | undefined
  /** By the number of the key. */
  uses: Map<number, number>
}

export function createLedger(): Ledger {
  return { right: 0, wrong: 0, firstWrong: undefined, uses: new Map() }
}

/** @param keyNumber the stored key that the request carried, if any */
export function enter(ledger: Ledger, answer: Answer, expected: Expected, keyNumber: number | undefined): void {
  // Whatever was expected: what was let pass is what must have been counted.
  if (answer.status === 200 && keyNumber !== undefined) {
    ledger.uses.set(keyNumber, (ledger.uses.get(keyNumber) ?? 0) + 1)
  }
  if (answer.status === expected.status && answer.body.equals(expected.body)) {
    ledger.right++
    return
  }
  ledger.wrong++
  ledger.firstWrong ??= `${expected.status} ${expected.body} was expected, but ${answer.status} ${answer.body} came`
}

export function wrongAnswers({ wrong, firstWrong }: Ledger): string[] {
  return wrong === 0 ? [] : [`Wrong answers: ${wrong}. The first: ${firstWrong}.`]
}
