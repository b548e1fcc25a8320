// The Socket Mode client without Bolt: it acks every envelope by hand.
import { SocketModeClient } from '@slack/socket-mode';
import { listen, logger, settings, tell } from './telling.js';

// Of its own log only the heartbeat: the rest says which ticket opened the connection.
const { debug, ...others } = logger('debug');
const heartbeat = (...words) => {
  if (/received p[io]ng/.test(words.join(' '))) debug(...words.map((word) => word.split(' (')[0]));
};

const client = new SocketModeClient({
  appToken: settings.appToken,
  clientOptions: { slackApiUrl: settings.slackApiUrl },
  logger: { ...others, debug: heartbeat, getLevel: () => 'info' },
  pingPongLoggingEnabled: true,
});

const states = ['authenticated', 'connected', 'reconnecting', 'disconnected'];
for (const state of states) client.on(state, () => tell(`socket: ${state}`));

client.on('slack_event', async (envelope) => {
  const { ack, type, body, retry_num: times, retry_reason: why } = envelope;
  const answerable = envelope.accepts_response_payload;
  const kind = body.event?.type ?? body.type ?? body.command;
  const further = `${answerable ? ', may be answered' : ''}${times ? `, again for ${why}` : ''}`;
  tell(`envelope: ${type} ${kind}${further}`);
  if (body.event?.text === 'later' && !times) return;
  await ack(answerable ? { text: 'acked by hand' } : undefined);
});

listen(async () => {
  await client.disconnect();
  process.exit(0);
});
await client.start();
tell('the Socket Mode client is running');
