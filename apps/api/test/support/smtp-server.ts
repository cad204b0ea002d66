import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A message as a mail server was given it. */
export interface ReceivedMail {
  from: string;
  to: string;
  /** Headers by their name in lower case, unfolded. */
  headers: Record<string, string>;
  text: string;
}

export interface SmtpServer {
  url: string;
  received: ReceivedMail[];
  /** What it says to every recipient from now on; null: it takes them. */
  refuseWith(answer: `${4 | 5}${number} ${string}` | null): void;
  stop(): Promise<void>;
}

/** A real mail server, as much of it as one sender needs: EHLO, MAIL, RCPT, DATA, RSET, QUIT. It keeps what it is given. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let refusal: string | null = null;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that is gone takes its connection with it.
    socket.on('error', () => socket.destroy());
    talk(socket);
  });

  function talk(socket: Socket): void {
    const say = (line: string) => void socket.write(`${line}\r\n`);
    const envelope = { from: '', to: '' };
    let [pending, inData] = ['', false];
    const answer = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO' || verb === 'HELO' || verb === 'RSET') return say('250 invented.example.org');
      if (verb === 'MAIL') envelope.from = addressIn(line);
      if (verb === 'RCPT' && refusal !== null) return say(refusal);
      if (verb === 'RCPT') envelope.to = addressIn(line);
      if (verb === 'QUIT') return void socket.end('221 bye\r\n');
      if (!['MAIL', 'RCPT', 'DATA'].includes(verb)) return say('502 not here');
      inData = verb === 'DATA';
      say(inData ? '354 end with a dot' : '250 ok');
    };
    const take = (end: string): string | null => {
      const at = pending.indexOf(end);
      if (at === -1) return null;
      const taken = pending.slice(0, at);
      pending = pending.slice(at + end.length);
      return taken;
    };
    say('220 invented.example.org');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      pending += chunk;
      for (let taken = take(inData ? '\r\n.\r\n' : '\r\n'); taken !== null; taken = take(inData ? '\r\n.\r\n' : '\r\n')) {
        if (!inData) answer(taken);
        else {
          inData = false;
          received.push({ ...envelope, ...parseMail(taken) });
          say('250 taken');
        }
      }
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    refuseWith: (answer) => {
      refusal = answer;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const addressIn = (line: string): string => /<([^<>]*)>/.exec(line)?.[1] ?? '';

function parseMail(source: string): Pick<ReceivedMail, 'headers' | 'text'> {
  const end = source.indexOf('\r\n\r\n');
  const lines = source
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = source.slice(end + 4).replaceAll('\r\n..', '\r\n.');
  return { headers, text: headers['content-transfer-encoding'] === 'quoted-printable' ? unquote(body) : body };
}

/** Quoted-printable: `=` at a line's end joins it with the next, `=E2=80=93` are bytes. */
const unquote = (text: string): string =>
  Buffer.from(
    text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
