// The Web API client by itself: it makes the calls that the test asks for.
import { WebClient } from '@slack/web-api';
import { listen, logger, settings, tell } from './telling.js';

const client = new WebClient(settings.token, {
  slackApiUrl: settings.slackApiUrl,
  logger: logger('error'),
  retryConfig: { retries: 2, minTimeout: 50 },
});

client.on('rate_limited', (seconds) => tell(`rate limited: wait ${seconds} s`, { seconds }));

async function call({ method, options }) {
  try {
    const answer = await client.apiCall(method, options);
    tell(`${method}: ok`, { answer });
  } catch (error) {
    const { data } = error;
    tell(`${method}: ${error.message}`, { answer: data, code: error.code });
  }
}

async function allPages({ paginate, options }) {
  const texts = [];
  for await (const page of client.paginate(paginate, options)) {
    texts.push(page.messages.map((message) => message.text));
  }
  tell(`${paginate}: ${texts.length} pages`, { answer: texts });
}

listen((asked) => (asked.paginate ? allPages(asked) : call(asked)));
tell('the Web API client is ready');
