import { Command } from 'commander'

/** A command with what all of ours have in common. */
export function createCommand(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .helpOption('--help', 'show this help')
    .helpCommand(false)
    .addHelpText('after', `\nExample:\n${example.replace(/^/gm, '  $ ')}`)
    .allowExcessArguments(false)
    .exitOverride()
    .showHelpAfterError('(--help tells what is allowed)')
}
