#!/usr/bin/env node
const arguments_ = process.argv.slice(2);

await launch();

async function launch(): Promise<void> {
  // `kafka-lessons list | head` closes the pipe before everything is said, which is no error.
  process.stdout.on('error', ({code}: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
  if (!isNodeNewEnough(process.versions.node)) {
    process.stderr.write(
      `kafka-lessons needs Node 22.22.2 or newer; this is ${process.versions.node}.\nThis one command brings it along:\n\n  npx -p node@22 -p kafka-lessons kafka-lessons\n\n`,
    );
    process.exitCode = 3;
    return;
  }
  if (arguments_.length === 1 && (arguments_[0] === '--version' || arguments_[0] === '-V')) {
    const {readFileSync} = await import('node:fs');
    const {version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    process.stdout.write(`${version}\n`);
    return;
  }
  if (opensCourse(arguments_)) {
    const {superviseApp} = await import('./launcher-supervise.ts');
    process.exitCode = await superviseApp(arguments_, new URL('./main-entry.js', import.meta.url));
    return;
  }

  const {main} = await import('./main.ts');
  await main(arguments_);
}

/** The same as `engines` in package.json, which npx does not enforce. */
function isNodeNewEnough(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major >= 26;
}

/** True for `kafka-lessons` and `kafka-lessons start`: these run a lab, and somebody must stay to clear up after it. */
function opensCourse(words: readonly string[]): boolean {
  if (words.some((word) => ['-h', '--help', '-V', '--version', 'help'].includes(word))) return false;
  const withValue = ['--course', '--runtime', '--home', '--step', '--lesson'];
  const first = words.find(
    (word, index) => !word.startsWith('-') && !withValue.includes(words[index - 1] ?? ''),
  );
  return first === undefined || !['list', 'verify', 'reset', 'doctor', 'lesson'].includes(first);
}
