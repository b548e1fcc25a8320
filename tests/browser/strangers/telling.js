// What a stranger says, one JSON line each, for the test that listens at the other end.
import { createInterface } from 'node:readline';

export const settings = {
  slackApiUrl: process.env.SLACK_API_URL,
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
};

export function tell(words, rest = {}) {
  process.stdout.write(`${JSON.stringify({ words, ...rest })}\n`);
}

// A stranger ends with the test that started it, even when that test is killed.
export function listen(hear = () => {}) {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => hear(JSON.parse(line)));
  lines.on('close', () => process.exit(0));
}

// What the official clients log themselves, from `least` upwards.
export function logger(least = 'warn') {
  const levels = ['debug', 'info', 'warn', 'error'];
  const from = levels.indexOf(least);
  const log = (level) => (...words) => {
    if (levels.indexOf(level) >= from) tell(`${level}: ${words.join(' ')}`);
  };
  return {
    ...Object.fromEntries(levels.map((level) => [level, log(level)])),
    getLevel: () => least,
    setLevel: () => {},
    setName: () => {},
  };
}
