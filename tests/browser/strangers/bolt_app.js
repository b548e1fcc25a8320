// A small app as somebody would write it who knows Bolt and has never heard of the sandbox.
import bolt from '@slack/bolt';
import { listen, logger, settings, tell } from './telling.js';

const plain = (text) => ({ type: 'plain_text', text });
const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (text, id) => ({ type: 'button', text: plain(text), action_id: id, value: id });
const modal = (title, ...blocks) => ({
  type: 'modal',
  callback_id: 'form',
  title: plain(title),
  submit: plain('Save'),
  blocks,
});
const field = {
  type: 'input',
  block_id: 'shift',
  label: plain('Your shift'),
  element: { type: 'plain_text_input', action_id: 'typed' },
};
const form = modal('A form', field, { type: 'actions', elements: [button('More', 'more')] });

const app = new bolt.App({
  token: settings.token,
  appToken: settings.appToken,
  socketMode: true,
  logger: logger(),
  clientOptions: { slackApiUrl: settings.slackApiUrl },
});

app.command('/ask', async ({ command, ack, respond, client }) => {
  tell(`command: ${command.command} ${command.text}`);
  if (command.text === 'form') {
    await ack();
    const { view } = await client.views.open({ trigger_id: command.trigger_id, view: form });
    tell(`views.open: ${view.id === view.root_view_id ? 'a first view' : 'a further view'}`);
    return;
  }
  await ack(`You asked about ${command.text}.`);
  const answer = await respond({ text: 'Here is more.', response_type: 'ephemeral' });
  tell(`respond: ${answer.status} ${await answer.text()}`);
});

const answers = {
  '?': () => ({ response_action: 'errors', errors: { shift: 'Say which shift.' } }),
  update: () => ({ response_action: 'update', view: modal('Updated', field) }),
  push: () => ({ response_action: 'push', view: modal('Pushed', field) }),
  clear: () => ({ response_action: 'clear' }),
};

app.view('form', async ({ ack, view, body, client }) => {
  const { value } = view.state.values.shift.typed;
  tell(`submission: ${value}`);
  if (value in answers) {
    await ack(answers[value]());
    return;
  }
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `Saved: ${value}` });
});

app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
  tell(`closed: ${body.is_cleared ? 'all of it' : 'one view'}`);
  await ack();
});

app.action('more', async ({ ack, body, client }) => {
  tell(`tap in a ${body.container.type}: more`);
  await ack();
  const view = { ...modal('More', field), notify_on_close: true };
  await client.views.push({ trigger_id: body.trigger_id, view });
});

app.action('done', async ({ ack, body, respond }) => {
  tell(`tap in a ${body.container.type}: done`);
  await ack();
  const answer = await respond({ replace_original: true, text: 'Well done.' });
  tell(`respond: ${answer.status} ${await answer.text()}`);
});

app.event('app_home_opened', async ({ event, client }) => {
  tell(`event: ${event.type}, tab ${event.tab}`);
  const view = { type: 'home', blocks: [section('Good to see you.')] };
  const published = await client.views.publish({ user_id: event.user, view });
  tell(`views.publish: ${published.view.type}`);
});

app.message('hello', async ({ message, say }) => {
  tell(`message: ${message.text}`);
  const blocks = [section('Are you done?'), { type: 'actions', elements: [button('Yes', 'done')] }];
  const { ts } = await say({ text: 'Are you done?', blocks });
  tell(`say: ${ts === undefined ? 'nowhere' : 'posted'}`);
});

app.error(async (error) => tell(`error: ${error.message}`));

app.receiver.client.on('reconnecting', () => tell('socket: connecting anew'));

listen();
await app.start();
tell('Bolt is running');
