import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActForm, ReasonField, useFieldFault, useTyped } from '~/ui/act-form';
import { Facts } from '~/ui/facts';
import { Section } from '~/ui/section';
import { readProviderSettings, saveSettings } from './provider-settings.server';
import { SettingsForm } from './settings-form';
import { useTicked } from './use-ticked';

export const meta: MetaFunction = () => [{ title: 'Provider · Settings · Rollcall' }];

export const loader = pageLoader(async (page) => ({
  ...(await readProviderSettings(page)),
  timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone')],
}));

export const action = pageAction((request) => {
  const { form, text, links } = request;
  return saveSettings(request, links.settings, {
    name: text('name'),
    code: text('code'),
    timeZone: text('timeZone'),
    refreshTpgTrainers: form.has('refreshTpgTrainers'),
    sealIdentifiers: form.has('sealIdentifiers'),
  });
});

export default function ProviderSettingsPage() {
  const { provider, settings, actKey } = useLoaderData<typeof loader>();
  const { may } = useProvider();
  return (
    <Section title="Provider">
      {may('training_provider.update') ? (
        <SettingsForm>
          <ActForm key={actKey} submit="Save" actKey={actKey} version={settings.version}>
            <Fields />
          </ActForm>
        </SettingsForm>
      ) : (
        <Facts
          facts={[
            { term: 'UEN', value: provider.uen },
            { term: 'Name', value: provider.name },
            { term: 'Training partner code', value: provider.code },
            { term: 'Time zone', value: provider.timeZone },
            { term: 'Follows SSG’s trainer', value: settings.refreshTpgTrainers ? 'always' : 'until another is assigned' },
            { term: 'Identifiers', value: settings.sealIdentifiers ? 'kept sealed' : 'hashed and masked only' },
          ]}
        />
      )}
    </Section>
  );
}

function Fields() {
  const { provider, settings, timeZones } = useLoaderData<typeof loader>();
  const zone = useTyped('timeZone', provider.timeZone);
  return (
    <>
      <Facts facts={[{ term: 'UEN (stays as it is)', value: provider.uen }]} />
      <TextInput
        name="name"
        label="Name"
        required
        maxLength={200}
        defaultValue={useTyped('name', provider.name)}
        error={useFieldFault('name')}
      />
      <TextInput
        name="code"
        label="Training partner code"
        description="SSG’s code for the provider: the UEN with a suffix such as -01."
        required
        defaultValue={useTyped('code', provider.code)}
        error={useFieldFault('code')}
      />
      <NativeSelect
        name="timeZone"
        label="Time zone"
        description="In which “today” is decided, and in which times are shown."
        defaultValue={zone}
        data={timeZones.includes(zone) ? timeZones : [zone, ...timeZones]}
        error={useFieldFault('timeZone')}
      />
      <Checkbox
        name="refreshTpgTrainers"
        label="Follow SSG’s trainer even where another was assigned here"
        description="Concerns the TPG columns only; who was assigned here stays assigned."
        defaultChecked={useTicked('refreshTpgTrainers', settings.refreshTpgTrainers)}
      />
      <Checkbox
        name="sealIdentifiers"
        label="Keep identifiers sealed, so that they can be sent to SSG and revealed with a reason"
        description="Otherwise NRIC and FIN are hashed and masked only. What is sealed already stays so."
        defaultChecked={useTicked('sealIdentifiers', settings.sealIdentifiers)}
      />
      <ReasonField required={false} />
    </>
  );
}
