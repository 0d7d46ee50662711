// Finds the browser of the browser tests; on Debian, where we may install packages, it is fetched when missing.
import { existsSync, readFileSync } from 'node:fs';
import { onPath } from './install.mjs';
import { message, say, step } from './messages.mjs';
import { quiet, SetupError } from './processes.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
// The font is for the Chinese report: without one every character is the same box.
const packages = ['chromium', 'fonts-noto-cjk'];

/**
 * The path of Chromium, or undefined after saying that the browser tests are skipped; throws instead when CI is set.
 * FOREBEAR_CHROMIUM names one outright, or `none` to go without.
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  const named = process.env.FOREBEAR_CHROMIUM;
  if (named !== undefined && named !== '' && named !== 'none') return named;
  let found = named === 'none' ? undefined : look();
  if (found === undefined && named !== 'none' && mayInstall()) {
    try {
      await step(message('chromium'), install);
      found = look();
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      say(`${error.message}\n${error.output.trim()}`);
    }
  }
  if (found !== undefined) return found;
  if (process.env.CI === 'true') throw new SetupError(message('noChromiumInCi'));
  say(message('noChromium'));
  return undefined;
}

function look() {
  return onPath(...names) ?? usualPlaces.find((place) => existsSync(place));
}

function mayInstall() {
  if (process.getuid?.() !== 0 || onPath('apt-get') === undefined) return false;
  // Debian itself only: elsewhere the package of this name is missing, or a stub that wants a running snap service.
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may be at work on a machine that has just started.
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
  await quiet('apt-get', [...options, 'update'], { env });
  await quiet('apt-get', [...options, 'install', '-y', '--no-install-recommends', ...packages], { env });
}
