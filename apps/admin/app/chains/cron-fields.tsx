import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useProvider } from '~/shell/provider';
import { useFieldFault } from '~/ui/act-form';
import { momentIn } from '~/ui/format-moment';
import { readCron } from './cron';
import styles from './cron-fields.module.css';
import { cronSentence } from './cron-sentence';
import { nextCronTicks } from './cron-ticks';

const SHOWN = 5;

interface CronFieldsProps {
  cron: string;
  timeZone: string;
  /** Whether it may be left out: a step then runs with its chain alone. */
  optional: boolean;
  /** Epoch milliseconds. */
  now: number;
}

/** A cron expression with what it means and when it would tick next, while it is typed; without a script by a button. */
export function CronFields({ cron, timeZone, optional, now }: CronFieldsProps) {
  const [typed, setTyped] = useState({ cron, timeZone });
  const provider = useProvider();
  const zones = [...new Set([provider.timeZone, 'UTC', timeZone])];
  return (
    <>
      <TextInput
        name="cron"
        label="Cron"
        description={`Minute, hour, day of month, month, day of week.${optional ? ' Empty: it runs with its chain alone.' : ''}`}
        required={!optional}
        defaultValue={cron}
        error={useFieldFault('cron')}
        spellCheck={false}
        autoComplete="off"
        onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, cron: value }))}
      />
      <TextInput
        name="timeZone"
        label="Time zone"
        required
        list="time-zones"
        defaultValue={timeZone}
        error={useFieldFault('timeZone')}
        spellCheck={false}
        autoComplete="off"
        onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, timeZone: value }))}
      />
      <datalist id="time-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Meaning cron={typed.cron} timeZone={typed.timeZone.trim()} now={now} shownIn={provider.timeZone} />
      <div className={styles['withoutScript']}>
        <Button type="submit" formMethod="get" formNoValidate variant="default" size="compact-sm">
          Show what it means
        </Button>
      </div>
    </>
  );
}

function Meaning({ cron, timeZone, now, shownIn }: { cron: string; timeZone: string; now: number; shownIn: string }) {
  if (cron.trim() === '')
    return (
      <p className={styles['meaning']} role="status">
        Runs with its chain alone.
      </p>
    );
  const times = readCron(cron);
  const ticks = times ? nextCronTicks(times, timeZone, now, SHOWN) : [];
  return (
    <div className={styles['meaning']} role="status">
      <p>{times ? `${cronSentence(times)}, on the clock of ${timeZone || '…'}.` : 'This cannot be put into words here.'}</p>
      {times && ticks.length === 0 && <p>No such moment comes: look at the day and the time zone.</p>}
      {ticks.length > 0 && (
        <table>
          <caption>Next ticks</caption>
          <thead>
            <tr>
              <th scope="col">{shownIn}</th>
              <th scope="col">UTC</th>
            </tr>
          </thead>
          <tbody>
            {ticks.map((at) => (
              <tr key={at}>
                <td>{momentIn(new Date(at).toISOString(), shownIn)}</td>
                <td>{momentIn(new Date(at).toISOString(), 'UTC')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
