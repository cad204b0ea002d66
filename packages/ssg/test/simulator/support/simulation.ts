import { onTestFinished } from 'vitest';
import type { ExplicitCourse, ExplicitRun } from '../../../src/simulator/dataset-explicit.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/server.js';
import { createCipher } from '../../../src/wire/cipher.js';
import { fillPath, OPERATIONS, type OperationName } from '../../../src/wire/operations.js';

export const TODAY = '2026-11-21';
export const UEN = '201912345K';
export const COURSE = 'TGS-2026000001';
/** The published test key: bytes 00..1f (ssg-api.md §2.2). */
export const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';

const cipher = createCipher(KEY);

export const ENCRYPTED_APP = {
  name: 'encrypted',
  auth: { kind: 'oauth', clientId: 'client', clientSecret: 'secret' },
  encryptionKey: KEY,
} as const;

/** One provider with one course; the simulator stops when the test ends. */
export function openWithRuns(runs: ExplicitRun[], options: Partial<SimulatorOptions> = {}): Promise<Simulation> {
  return openWithCourses([{ referenceNumber: COURSE, title: 'Invented Course', runs }], options);
}

export function openWithCourses(courses: ExplicitCourse[], options: Partial<SimulatorOptions> = {}): Promise<Simulation> {
  const trainers = [{ email: 'first@example.org' }, { email: 'second@example.org' }, { email: 'third@example.org' }];
  return open({
    dataset: { kind: 'explicit', providers: [{ uen: UEN, name: 'INVENTED ACADEMY PTE. LTD.', trainers, courses }] },
    ...options,
  });
}

export async function open(options: Partial<SimulatorOptions> = {}): Promise<Simulation> {
  const simulator = await startSimulator({ today: TODAY, apps: [ENCRYPTED_APP], ...options });
  onTestFinished(() => simulator.stop());
  return new Simulation(simulator, options.apps?.[0]?.encryptionKey !== null);
}

export interface Received {
  status: number;
  headers: Headers;
  text: string;
  /** Decrypted and parsed, whichever of the shapes it came in. */
  body: Record<string, unknown>;
}

export interface CallParts {
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** A client with no mercy for the simulator: real HTTP, nothing retried, nothing interpreted but the encryption. */
export class Simulation {
  private token: Promise<string> | null = null;

  constructor(
    readonly simulator: Simulator,
    private readonly encrypted: boolean,
  ) {}

  async mint(clientId = 'client', clientSecret = 'secret', path = '/dp-oauth/oauth/token'): Promise<Response> {
    return fetch(this.simulator.url + path, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
  }

  async bearer(): Promise<string> {
    this.token ??= this.mint().then(async (response) => ((await response.json()) as { access_token: string }).access_token);
    return `Bearer ${await this.token}`;
  }

  /** Sends a body as SSG wants it: cipher text where the table says so. */
  async call(operation: OperationName, parts: CallParts = {}): Promise<Received> {
    const json = parts.body === undefined ? undefined : JSON.stringify(parts.body);
    const encrypts = this.encrypted && OPERATIONS[operation].requestEncrypted;
    return this.send(operation, json === undefined || !encrypts ? json : cipher.encrypt(json), parts);
  }

  /** Sends a body as it stands. */
  async send(operation: OperationName, body: string | undefined, parts: CallParts = {}): Promise<Received> {
    const { method, path } = OPERATIONS[operation];
    const url = new URL(fillPath(path, parts.parameters ?? {}), this.simulator.url);
    for (const [name, value] of Object.entries(parts.query ?? {})) url.searchParams.set(name, value);
    const response = await fetch(url, {
      method,
      headers: { authorization: await this.bearer(), 'content-type': 'application/json', ...parts.headers },
      ...(body === undefined ? {} : { body }),
      ...(parts.signal === undefined ? {} : { signal: parts.signal }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: readAnswer(text) };
  }

  async control(method: string, path: string, body?: unknown): Promise<{ status: number; body: never }> {
    const response = await fetch(`${this.simulator.url}/__simulator${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: response.status, body: (await response.json()) as never };
  }

  listRuns(query: Record<string, string> = {}): Promise<Received> {
    return this.call('courseRuns.listByReference', { query: { uen: UEN, courseReferenceNumber: COURSE, ...query } });
  }

  viewRun(runId: number): Promise<Received> {
    return this.call('courseRuns.get', { parameters: { runId: String(runId) } });
  }

  search(enrolment: unknown = {}, rest: Record<string, unknown> = {}): Promise<Received> {
    return this.call('enrolments.search', { body: { enrolment, parameters: { page: 0, pageSize: 100 }, ...rest } });
  }
}

function readAnswer(text: string): Received['body'] {
  try {
    const parsed: unknown = JSON.parse(text);
    const error = typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : undefined;
    return (typeof error === 'string' ? (opened(error) ?? parsed) : parsed) as Received['body'];
  } catch {
    return (opened(text) ?? {}) as Received['body'];
  }
}

function opened(text: string): unknown {
  try {
    return JSON.parse(cipher.decrypt(text));
  } catch {
    return null;
  }
}

/** A create body that SSG accepts; members can be replaced. */
export function enrolmentBody(runId: number, trainee: Record<string, unknown> = {}, enrolment: Record<string, unknown> = {}) {
  return {
    enrolment: {
      trainingPartner: { code: `${UEN}-01`, uen: UEN },
      course: { referenceNumber: COURSE, run: { id: String(runId) } },
      trainee: {
        idType: { type: 'OTHERS' },
        id: 'INVENTED-1',
        dateOfBirth: '1995-02-25',
        fullName: 'Invented Trainee',
        contactNumber: { countryCode: '+65', areaCode: '', phoneNumber: '80000001' },
        emailAddress: 'trainee@example.org',
        sponsorshipType: 'INDIVIDUAL',
        fees: { discountAmount: 50.25, collectionStatus: 'full payment' },
        enrolmentDate: '2026-11-20',
        ...trainee,
      },
      ...enrolment,
    },
  };
}
