import { Radio, Stack } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import type { ActAnswer } from '~/api/act.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ReasonField, useTyped } from '~/ui/act-form';
import { DataTable } from '~/ui/data-table';
import { Notice } from '~/ui/notice';
import { Section } from '~/ui/section';
import { type ModeWords, modeWords } from './mode-words.server';
import { ModesPreview } from './modes-preview';
import { readProviderSettings } from './provider-settings.server';
import { SettingsForm } from './settings-form';
import { invalid, type WhatIfAnswer, whatIf } from './what-if.server';
import { WhatIfForm } from './what-if-form';

const Profile = z.enum(['TMS', 'SSG_OFFICIAL']);

export const meta: MetaFunction = () => [{ title: 'Modes of learning · Settings · Rollcall' }];

export const loader = pageLoader(async (page) => ({ ...(await readProviderSettings(page)), words: modeWords() }));

export const action = pageAction((request) => {
  const read = Profile.safeParse(request.text('modeProfile'));
  return whatIf(
    request,
    request.links.settingsModes,
    read.success ? { modeProfile: read.data } : invalid('modeProfile', 'There is no such profile.', 'Choose one of the two.'),
  );
});

export default function ModesPage() {
  const { settings, actKey, words } = useLoaderData<typeof loader>();
  const preview = useActionData<Partial<WhatIfAnswer> & Partial<ActAnswer>>()?.preview;
  const { may } = useProvider();
  const apart = words.filter(({ notice }) => notice !== null);
  return (
    <>
      <Section title="Modes of learning">
        {may('training_provider.update') ? (
          <SettingsForm>
            <WhatIfForm actKey={actKey} version={settings.version}>
              <Fields />
            </WhatIfForm>
          </SettingsForm>
        ) : (
          <p>{settings.modeProfile === 'TMS' ? 'The training management system’s table.' : 'SSG’s own table.'}</p>
        )}
      </Section>
      {preview?.modes && <ModesPreview modes={preview.modes} />}
      <Section title="What each code is called" flush>
        <DataTable<ModeWords>
          caption="SSG’s mode codes by either profile"
          columns={[
            { key: 'code', title: 'SSG’s code', cell: ({ code }) => code },
            { key: 'tms', title: 'Training management system', cell: ({ tms }) => tms },
            { key: 'official', title: 'SSG', cell: ({ official }) => official },
            { key: 'apart', title: 'Disagree', cell: ({ notice }) => (notice ? 'yes' : '') },
          ]}
          rows={words}
          rowKey={({ code }) => code}
          empty={null}
        />
      </Section>
      {settings.modeProfile === 'TMS' && apart.length > 0 && (
        <Notice tone="warn" title={`The two tables disagree about codes ${apart.map(({ code }) => code).join(', ')}`}>
          By the training management system’s table a live online class (code 9) is shown as Physical: people would go to an empty
          room. Classes with such a code carry a notice.
        </Notice>
      )}
    </>
  );
}

function Fields() {
  const { settings } = useLoaderData<typeof loader>();
  return (
    <>
      <Radio.Group
        name="modeProfile"
        label="Mapping profile"
        description="By which SSG’s mode codes are read. The code itself is kept beside the word."
        defaultValue={useTyped('modeProfile', settings.modeProfile)}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="TMS" label="Training management system" description="Physical, Online, On the Job, Hybrid, Practical" />
          <Radio
            value="SSG_OFFICIAL"
            label="SSG’s own table"
            description="Classroom, Asynchronous eLearning, In-house and so on"
          />
        </Stack>
      </Radio.Group>
      <ReasonField required={false} />
    </>
  );
}
