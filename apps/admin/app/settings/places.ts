import type { Links } from '~/links';

/** The parts of the settings, each with the right without which it is not offered. */
export const SETTINGS_PLACES: { title: string; to: (links: Links) => string; needs: string }[] = [
  { title: 'Provider', to: ({ settings }) => settings, needs: 'training_provider.read_settings' },
  {
    title: 'Thresholds and limits',
    to: ({ settingsThresholds }) => settingsThresholds,
    needs: 'training_provider.read_settings',
  },
  { title: 'Modes of learning', to: ({ settingsModes }) => settingsModes, needs: 'training_provider.read_settings' },
  { title: 'SSG connection', to: ({ settingsSsg }) => settingsSsg, needs: 'training_provider.read_settings' },
  { title: 'Alerts', to: ({ settingsAlerts }) => settingsAlerts, needs: 'training_provider.read_settings' },
  { title: 'Users', to: ({ users }) => users, needs: 'user.read' },
  { title: 'API keys', to: ({ apiKeys }) => apiKeys, needs: 'api_key.read' },
  { title: 'Webhooks', to: ({ webhooks }) => webhooks, needs: 'webhook.read' },
];
