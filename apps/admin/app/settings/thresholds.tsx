import { TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import type { ActAnswer } from '~/api/act.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ReasonField, useFieldFault, useTyped } from '~/ui/act-form';
import { Facts } from '~/ui/facts';
import { Section } from '~/ui/section';
import { NightsPreview } from './nights-preview';
import { readProviderSettings } from './provider-settings.server';
import { SettingsForm } from './settings-form';
import { invalid, type WhatIfAnswer, whatIf } from './what-if.server';
import { WhatIfForm } from './what-if-form';
import { WindowPreview } from './window-preview';

const Thresholds = z.object({
  upcomingClassesThresholdDays: z.coerce.number().int().min(0).max(366),
  maxCancels: z.coerce.number().int().min(0).max(1_000_000),
  maxCancelsPercent: z.coerce.number().int().min(0).max(100),
});

export const meta: MetaFunction = () => [{ title: 'Thresholds and limits · Settings · Rollcall' }];

export const loader = pageLoader(readProviderSettings);

export const action = pageAction((request) => {
  const read = Thresholds.safeParse(Object.fromEntries(request.form));
  const wrong = read.success ? null : read.error.issues[0];
  return whatIf(
    request,
    request.links.settingsThresholds,
    read.success
      ? read.data
      : invalid(String(wrong?.path[0]), 'This is no number that fits.', 'Write a whole number within the bounds.'),
  );
});

export default function ThresholdsPage() {
  const { settings, actKey } = useLoaderData<typeof loader>();
  const preview = useActionData<Partial<WhatIfAnswer> & Partial<ActAnswer>>()?.preview;
  const { may } = useProvider();
  return (
    <>
      <Section title="Thresholds and limits">
        {may('training_provider.update') ? (
          <SettingsForm>
            <WhatIfForm actKey={actKey} version={settings.version}>
              <Fields />
            </WhatIfForm>
          </SettingsForm>
        ) : (
          <Facts
            facts={[
              { term: 'Days ahead', value: settings.upcomingClassesThresholdDays },
              { term: 'Most cancellations in a night', value: settings.maxCancels },
              { term: 'Most of the live enrolments', value: `${settings.maxCancelsPercent} %` },
            ]}
          />
        )}
      </Section>
      {preview?.window && <WindowPreview window={preview.window} />}
      {preview?.nights && <NightsPreview nights={preview.nights} />}
    </>
  );
}

function Fields() {
  const { settings } = useLoaderData<typeof loader>();
  return (
    <>
      <NumberField
        name="upcomingClassesThresholdDays"
        label="Days ahead"
        description="How far the nightly sync and Upcoming classes look: today and this many days more, 0 to 366."
        now={settings.upcomingClassesThresholdDays}
        max={366}
      />
      <NumberField
        name="maxCancels"
        label="Most cancellations in a night"
        description="A night that would cancel more enrolments than this waits for a person."
        now={settings.maxCancels}
      />
      <NumberField
        name="maxCancelsPercent"
        label="Most of the live enrolments, in percent"
        description="So does a night that would cancel a larger share than this."
        now={settings.maxCancelsPercent}
        max={100}
      />
      <ReasonField required={false} />
    </>
  );
}

function NumberField({ name, label, description, now, max }: NumberFieldProps) {
  return (
    <TextInput
      type="number"
      inputMode="numeric"
      name={name}
      label={label}
      description={description}
      required
      min={0}
      max={max}
      step={1}
      defaultValue={useTyped(name, String(now))}
      error={useFieldFault(name)}
    />
  );
}

interface NumberFieldProps {
  name: string;
  label: string;
  description: string;
  now: number;
  max?: number;
}
